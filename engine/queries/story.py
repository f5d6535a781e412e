"""The whole story of a case for an auditor: what was in force, what each person saw and decided, who was told."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from bpmn import versions
from bpmn.parameters import values_on
from bpmn.versions import Version, VersionUnknown
from engine.clock import legal_day
from engine.feel.wire import from_wire
from engine.models import Case, Document, Event, ItemStatus, WorkItem
from engine.models.actor import Actor
from engine.queries.access import case_row
from engine.queries.forms import item_form
from engine.queries.words import role_text
from forms.fields import SummarySection, summarise
from forms.wording import words


@dataclass(frozen=True, kw_only=True)
class VersionInForce:
    """A version on which the case ran.

    Attributes:
        since: from when; of a case that was never moved, its filing.
        reason: why it was moved there; empty for the first.
        pins: digest of each shared folder.
    """

    digest: str
    number: int | None
    since: datetime
    author: str
    publisher: str
    published_at: datetime | None
    reason: str
    pins: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class TableInForce:
    """A decision that was made, with the table as it then was.

    Attributes:
        sha256: of the DMN file; empty where no file holds the decision.
    """

    at: datetime
    name: str
    file: str
    sha256: str
    rows: tuple[int, ...]
    version_digest: str


@dataclass(frozen=True, kw_only=True)
class ItemStory:
    """What one person had in hands: the form, and what they answered."""

    name: str
    element_id: str
    form_id: str
    person: str
    groups: str
    status: str
    opened_at: datetime
    claimed_at: datetime | None
    finished_at: datetime | None
    answers: list[SummarySection]


@dataclass(frozen=True, kw_only=True)
class Signature:
    """A document and who answers for it."""

    title: str
    signer: str
    level: str
    signed_at: datetime
    verification_code: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something that a person was told."""

    at: datetime
    subject: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """A case as an auditor reads it."""

    versions: tuple[VersionInForce, ...]
    parameters_version: str
    parameters: tuple[tuple[str, str], ...]
    tables: tuple[TableInForce, ...]
    items: tuple[ItemStory, ...]
    signatures: tuple[Signature, ...]
    notices: tuple[Notice, ...]


def story(actor: Actor, radicado: str) -> Story:
    """The whole story of a case.

    Raises:
        CaseNotFound: there is no such case that the actor may read.
    """
    case = case_row(actor, radicado)
    ran = list(_versions(case))
    number, values = _parameters(case)
    return Story(
        versions=tuple(ran),
        parameters_version=number,
        parameters=values,
        tables=tuple(_tables(case, ran)),
        items=tuple(
            map(_item, case.items.select_related("assignee", "case").order_by("created_at"))
        ),
        signatures=tuple(_signatures(case)),
        notices=tuple(_notices(case)),
    )


def _versions(case: Case) -> Iterator[VersionInForce]:
    moves = [(event, json.loads(event.data)) for event in case.events.filter(kind="case.migrated")]
    first = moves[0][1]["before"] if moves else case.version_digest
    yield _version(first, case.received_at or case.created_at, "")
    for event, data in moves:
        yield _version(data["after"], event.at, data["reason"])


def _version(digest: str, since: datetime, reason: str) -> VersionInForce:
    found = _known(digest)
    return VersionInForce(
        digest=digest,
        number=found.number if found else None,
        since=since,
        author=found.author if found else "",
        publisher=found.publisher if found else "",
        published_at=found.published_at if found else None,
        reason=reason,
        pins=tuple(sorted(found.pins.items())) if found else (),
    )


def _known(digest: str) -> Version | None:
    try:
        return versions.by_digest(digest)
    except VersionUnknown:
        return None


def _parameters(case: Case) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The entity's values on the day of the filing, as the model saw them (inventory C.4)."""
    day = case.legal_filed_on or legal_day(case.received_at or case.created_at)
    found = values_on(settings.ENTITY, day)
    return found.version, tuple(sorted((code, words(v) or "—") for code, v in found.values.items()))


def _tables(case: Case, ran: list[VersionInForce]) -> Iterator[TableInForce]:
    files = {one.digest: _tables_of(one.digest) for one in ran}
    for event in case.events.filter(kind="decision.made"):
        data = json.loads(event.data)
        digest = [one.digest for one in ran if one.since <= event.at or one is ran[0]][-1]
        name, content = _holding(files[digest], data["decision"])
        yield TableInForce(
            at=event.at,
            name=data.get("name") or data["decision"],
            file=name,
            sha256=hashlib.sha256(content).hexdigest() if content else "",
            rows=tuple(row["number"] for row in data["rows"]),
            version_digest=digest,
        )


def _tables_of(digest: str) -> Mapping[str, bytes]:
    version = _known(digest)
    if version is None:
        return {}
    bundle = versions.bundle(version)
    return {
        f"{folder.slug}/{path}": content
        for folder in (bundle.root, *bundle.shared.values())
        for path, content in folder.files.items()
        if path.endswith(".dmn")
    }


def _holding(files: Mapping[str, bytes], decision: str) -> tuple[str, bytes]:
    mark = f'id="{decision}"'.encode()
    return next(((name, text) for name, text in files.items() if mark in text), ("", b""))


def _item(item: WorkItem) -> ItemStory:
    return ItemStory(
        name=item.name,
        element_id=item.element_id,
        form_id=item.form_id,
        person=str(item.assignee) if item.assignee else "",
        groups=", ".join(role_text(one) for one in item.groups),
        status=_(str(ItemStatus(item.status).label)),
        opened_at=item.created_at,
        claimed_at=item.claimed_at,
        finished_at=item.finished_at,
        answers=_answers(item),
    )


def _answers(item: WorkItem) -> list[SummarySection]:
    if item.status != ItemStatus.COMPLETED:
        return []
    schema = item_form(item)
    return [] if schema is None else summarise(schema, from_wire(item.answers))


def _signatures(case: Case) -> Iterable[Signature]:
    for document in case.documents.exclude(signed_at=None).order_by("signed_at"):
        yield from _of_document(document)


def _of_document(document: Document) -> Iterator[Signature]:
    """Each of several signers by itself; a seal or a single signer as the document's row has it."""
    single: dict[str, Any] = {
        "signer": document.signer,
        "level": document.level,
        "signed_at": document.signed_at,
    }
    for one in document.signatures or (single,):
        moment = one["signed_at"]
        yield Signature(
            title=str(document),
            signer=one["signer"] or _("Sello de la entidad"),
            level=one["level"],
            signed_at=moment if isinstance(moment, datetime) else datetime.fromisoformat(moment),
            verification_code=document.verification_code,
            sha256=document.sha256,
        )


def _notices(case: Case) -> Iterator[Notice]:
    for event in case.events.filter(kind="notice.sent"):
        yield _notice(event, json.loads(event.data))


def _notice(event: Event, data: Mapping[str, Any]) -> Notice:
    return Notice(at=event.at, subject=data["subject"], message=data.get("message", ""))
