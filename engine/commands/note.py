"""Write an internal note on a case: for the office and the auditors, never for the citizen."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from engine.commands._authority import reads_as_office
from engine.commands._run import run
from engine.commands._work import Work
from engine.commands.consult import require_text
from engine.errors import CaseNotFound
from engine.models import CaseNote
from engine.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class WriteNote:
    """Leave a note; nobody changes or removes one."""

    actor: Actor
    case_id: UUID
    text: str
    submit_id: UUID


def write_note(command: WriteNote) -> None:
    """Keep the note.

    Raises:
        CaseNotFound: the case is not of the actor's office.
        TextMissing: it is empty.
    """
    run(
        "note",
        command.actor,
        lambda work: _write(work, command),
        case_id=command.case_id,
        submit_id=command.submit_id,
    )


def _write(work: Work, command: WriteNote) -> dict[str, Any]:
    if not reads_as_office(command.actor, work.case):
        raise CaseNotFound
    text = require_text(command.text, "note")
    note = CaseNote.objects.create(
        id=uuid4(),
        case=work.case,
        author_id=command.actor.user_id or 0,
        text=text,
        written_at=work.now,
    )
    work.record("note.written", note=str(note.id), text=text)
    return {}
