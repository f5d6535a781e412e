"""Start a case without a form: a message, a signal or a moment begins it at a start event of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from bpmn import versions
from engine.clock import BOGOTA
from engine.commands import _links
from engine.commands._applicant import applicant_columns
from engine.commands._run import run
from engine.commands._variables import case_variables
from engine.commands._work import Work
from engine.errors import StartEventNotFound
from engine.feel.wire import to_wire
from engine.models import Case
from engine.models.actor import Actor

_KINDS = frozenset({"message", "signal", "timer"})


@dataclass(frozen=True, kw_only=True)
class StartByEvent:
    """Begin a case at a start event of a published version.

    Attributes:
        version_digest: of the version; it has to be the one that is published now.
        element_id: the start event.
        variables: of the message or signal (FEEL values).
        submit_id: a repeated one gives the first case.
        trigger: what began it, JSON-safe, for the case's first event.
        source: the case whose message it was; they are linked, and have the same owner.
    """

    actor: Actor
    version_digest: str
    element_id: str
    submit_id: UUID
    variables: Mapping[str, Any]
    trigger: Mapping[str, str]
    source: Case | None = None


def start_by_event(command: StartByEvent) -> UUID:
    """Begin the case; its id.

    Raises:
        StartEventNotFound: the version is not published any more, or has no such start event.
        CaseStuck: the model failed; nothing was started.
    """
    answer = run(
        "start-by-event",
        command.actor,
        lambda work: start_in(work, command),
        submit_id=command.submit_id,
    )
    return UUID(answer["case_id"])


def start_in(work: Work, command: StartByEvent) -> dict[str, Any]:
    """The same in the transaction of another command that has no case yet."""
    version, kind = _found(command)
    case = _new_case(work, command, version)
    case.file()
    case.save(force_insert=True)
    work.adopt(case)
    work.record(
        "case.started",
        procedure=case.slug,
        version=case.version_digest,
        element=command.element_id,
        kind=kind,
        **command.trigger,
    )
    if command.source is not None:
        _links.link(work, command.source, command.trigger.get("message", ""))
    payload = _payload(case, command)
    # What it waits for from its first moment may be correlated by what the event brought.
    variables = {**case_variables(work, version, {}, []), **payload}
    work.start(variables, at=command.element_id, payload=payload)
    return {"case_id": str(case.id)}


def _found(command: StartByEvent) -> tuple[versions.Version, str]:
    version = versions.by_digest(command.version_digest)
    standing = versions.current(version.slug)
    if standing is None or standing.digest != version.digest:
        raise StartEventNotFound(element=command.element_id)
    for start in versions.compiled(version).starts:
        if start.element_id == command.element_id and start.kind in _KINDS:
            return version, start.kind
    raise StartEventNotFound(element=command.element_id)


def _payload(case: Case, command: StartByEvent) -> dict[str, Any]:
    """What the event brought, with the applicant's name as every case has it."""
    payload = dict(command.variables)
    if isinstance(payload.get("applicant"), Mapping):
        payload["applicant"] = {**payload["applicant"], "name": case.applicant_name}
    return payload


def _new_case(work: Work, command: StartByEvent, version: versions.Version) -> Case:
    given, source = command.variables, command.source
    answers = given["answers"] if isinstance(given.get("answers"), Mapping) else given
    applicant = given["applicant"] if isinstance(given.get("applicant"), Mapping) else {}
    return Case(
        id=uuid4(),
        slug=version.slug,
        procedure_name=version.sheet.official_name,
        version_digest=version.digest,
        owner_id=source.owner_id if source else None,
        channel=command.actor.channel,
        received_at=work.now.astimezone(BOGOTA),
        answers=to_wire(dict(answers)),
        created_at=work.now,
        updated_at=work.now,
        **applicant_columns(applicant),
    )
