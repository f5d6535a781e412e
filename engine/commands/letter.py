"""The person who follows a case and the office write to each other on the case itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from engine.commands._attachments import keep_attachments
from engine.commands._authority import require_office
from engine.commands._jobs import add_job
from engine.commands._run import run
from engine.commands._work import Work
from engine.errors import CaseOver, LetterEmpty, LetterFilesTooMany, LettersTooMany, LetterTooLong
from engine.models import AwaitedLetter
from engine.models.actor import Actor

LONGEST_LETTER = 2000
WRITTEN = "letter.written"
BY_CITIZEN, BY_OFFICE = "citizen", "office"
TELL = "letter.tell"
ATTACHED = "mensaje"
MOST_FILES = 5
_MOST_A_DAY = 20


@dataclass(frozen=True, kw_only=True)
class WriteLetter:
    """A message to the other side; it is kept with the case for good.

    Attributes:
        text: plain, as it was typed.
        files: uploads that go with it, as answers of a form hold them.
    """

    actor: Actor
    case_id: UUID
    text: str
    submit_id: UUID
    files: Sequence[Mapping[str, Any]] = ()


def write_letter(command: WriteLetter) -> None:
    """Keep the message in the case's chain of events, and let the other side know by mail.

    It moves neither the flow nor the term: what the law asks for is done by an action of the case.

    Raises:
        CaseNotFound: the actor neither follows the case nor works on it.
        CaseOver: it has ended.
        LetterEmpty, LetterTooLong: there is nothing to say, or too much.
        LettersTooMany: this side has written too often in one day.
        LetterFilesTooMany: more files than one message takes.
    """
    run(
        "write-letter",
        command.actor,
        lambda work: _write(work, command),
        case_id=command.case_id,
        submit_id=command.submit_id,
    )


def writes_as(actor: Actor, owner_id: int | None, case_id: UUID) -> str:
    """The side on which somebody writes: the office's, unless the case is their own."""
    return BY_CITIZEN if actor.follows(owner_id, case_id) else BY_OFFICE


def _write(work: Work, command: WriteLetter) -> dict[str, Any]:
    case, text = work.case, command.text.replace("\r\n", "\n").strip()
    side = writes_as(command.actor, case.owner_id, case.id)
    if side == BY_OFFICE:
        require_office(command.actor, case)
    if case.is_over:
        raise CaseOver
    if not text:
        raise LetterEmpty
    if len(text) > LONGEST_LETTER:
        raise LetterTooLong(most=LONGEST_LETTER, given=len(text))
    if len(command.files) > MOST_FILES:
        raise LetterFilesTooMany(most=MOST_FILES)
    since = work.now - timedelta(days=1)
    earlier = work.case.events.filter(kind=WRITTEN, at__gt=since, actor_kind=command.actor.kind)
    if earlier.count() >= _MOST_A_DAY:
        raise LettersTooMany(most=_MOST_A_DAY)
    keep_attachments(work, {ATTACHED: list(command.files)})
    work.record(WRITTEN, side=side, text=text, **_attached(command))
    if side == BY_CITIZEN:
        AwaitedLetter.objects.get_or_create(case=case, defaults={"since": work.now})
    else:
        AwaitedLetter.objects.filter(case=case).delete()
    job_id = uuid4()
    add_job(
        work,
        task_type=TELL,
        name="Avisar de un mensaje",
        token=f"letter:{job_id}",
        retries=5,
        variables={"side": side},
        job_id=job_id,
    )
    return {}


def _attached(command: WriteLetter) -> dict[str, Any]:
    """What the event tells of the files; one that an earlier message brought is told again."""
    told = [
        {name: file[name] for name in ("name", "sha256", "size", "mime")} for file in command.files
    ]
    return {"attachments": told} if told else {}
