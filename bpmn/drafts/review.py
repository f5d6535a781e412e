"""From a draft to a published version: handed in when it is clean and green, published by somebody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from bpmn.apps import home_entity
from bpmn.drafts import files, making
from bpmn.drafts.errors import DraftClosed, DraftNotReady, DraftReasonMissing, DraftSameAuthor
from bpmn.drafts.findings import library, readiness
from bpmn.drafts.person import Person
from bpmn.drafts.plans import would_be
from bpmn.models import Draft, DraftState
from bpmn.package import FolderKind
from bpmn.versions import publishing
from bpmn.versions.catalogue import current, version_of
from bpmn.versions.sharing import standing_shared
from bpmn.versions.version import Version

_WRITING = ("created", "saved", "moved", "removed", "submitted")


def submit(of: Draft, *, by: Person, now: datetime) -> Version:
    """Hand the draft to a second person, as a version in review.

    Raises:
        DraftNotReady: it has errors, its scenarios are not green, or it changes nothing.
        DraftClosed: it is not open.
    """
    with _in_state(of, DraftState.OPEN) as draft:
        ready = readiness(draft)
        if ready.errors:
            raise DraftNotReady(why=f"Faltan por corregir {len(ready.errors)} errores.")
        if not ready.is_green:
            raise DraftNotReady(
                why="No todos los escenarios se ensayaron y pasaron con exactamente este contenido."
            )
        folder = making.folder_of(draft)
        is_procedure = folder.kind is FolderKind.PROCEDURE
        standing = current(draft.slug) if is_procedure else standing_shared(draft.slug, now=now)
        if standing is not None and standing.digest == would_be(folder):
            raise DraftNotReady(why="Es igual a la versión publicada; no hay nada que revisar.")
        propose = publishing.propose if is_procedure else publishing.propose_shared
        version = propose(
            folder, library=library(), author=by.signature, now=now, entity=home_entity()
        )
        draft.version_id = version.id
        draft.returned = ""
        draft.submit()
        draft.save()
        files.note(draft, "submitted", by, now, f"versión {version.number}")
    return version


def publish(of: Draft, *, by: Person, now: datetime) -> Version:
    """Make the draft in review the version that new cases start on.

    Raises:
        DraftSameAuthor: the person wrote something in it.
        DraftClosed: it is not in review.
    """
    with approving(of, by=by, now=now) as (draft, version):
        files.note(draft, "published", by, now, f"versión {version.number}")
    return version


@contextmanager
def approving(of: Draft, *, by: Person, now: datetime) -> Iterator[tuple[Draft, Version]]:
    """Publish what a draft was handed to review as, with whatever is done meanwhile, or none of it.

    Raises:
        DraftSameAuthor: the person wrote something in it.
        DraftClosed: it is not in review.
    """
    with _in_state(of, DraftState.IN_REVIEW) as draft:
        if by.id in authors(draft):
            raise DraftSameAuthor
        version = publishing.approve(_version(draft), publisher=by.signature, now=now)
        draft.publish()
        draft.updated_at = now
        draft.save()
        yield draft, version


def send_back(of: Draft, reason: str, *, by: Person, now: datetime) -> None:
    """Let the authors go on, and tell them why.

    Raises:
        DraftReasonMissing: nothing was said.
        DraftClosed: it is not in review.
    """
    if not reason.strip():
        raise DraftReasonMissing
    with _in_state(of, DraftState.IN_REVIEW) as draft:
        publishing.send_back(_version(draft).id)
        draft.returned = reason.strip()[:2000]
        draft.send_back()
        draft.save()
        files.note(draft, "returned", by, now, draft.returned)


def authors(of: Draft) -> set[int]:
    """Accounts of everybody who wrote something in it."""
    wrote = of.changes.filter(kind__in=_WRITING).values_list("by_id", flat=True)
    return {of.created_by_id, *wrote}


def _version(draft: Draft) -> Version:
    if draft.version is None:
        raise DraftClosed
    return version_of(draft.version)


@contextmanager
def _in_state(of: Draft, state: DraftState) -> Iterator[Draft]:
    with transaction.atomic():
        # Without what it points to: a lock does not reach over an outer join.
        draft = Draft.objects.select_for_update(of=("self",)).get(pk=of.pk)
        if draft.state != state:
            raise DraftClosed
        yield draft
