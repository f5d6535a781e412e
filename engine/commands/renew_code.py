"""A new code for who lost theirs: it goes by mail, to the address that was given when the case was filed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from engine.commands._jobs import add_job
from engine.commands._run import run
from engine.commands._work import Work
from engine.commands.clock import now
from engine.commands.codes import code_for
from engine.models import Case, CaseStatus
from engine.models.actor import Actor

SEND_CODE = "code.send"
RENEWED = "code.renewed"
# Who asks again and again would fill the person's mailbox.
_PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class RenewCode:
    """Somebody without an account has lost the code of their case.

    Attributes:
        address: to which it is mailed; only one that was given with the case.
    """

    actor: Actor
    radicado: str
    address: str


def renew_code(command: RenewCode) -> bool:
    """Let a worker mail a new code, from when on the old one opens nothing; whether it was done.

    Nobody is told whether: the answer would say whose case it is.
    """
    case = Case.objects.exclude(status=CaseStatus.DRAFT).filter(radicado=command.radicado).first()
    if case is None or command.address.strip().lower() not in addresses(case):
        return False
    if case.events.filter(kind=RENEWED, at__gt=now() - _PAUSE).exists():
        return False
    run("renew-code", command.actor, _renew, case_id=case.id, submit_id=None)
    return True


def addresses(case: Case) -> list[str]:
    """Where the person of a case without an account gets mail, small letters, the first being the one to use."""
    if case.owner_id is not None or not isinstance(case.answers, Mapping):
        return []
    given = (
        _in(case.answers, "notification").get("notif_email"),
        _in(case.answers, "applicant").get("email"),
    )
    return [str(one).lower() for one in given if one]


def _in(answers: Mapping[str, Any], group: str) -> Mapping[str, Any]:
    found = answers.get(group)
    return found if isinstance(found, Mapping) else {}


def _renew(work: Work) -> dict[str, Any]:
    work.case.verification_code = code_for(uuid4())
    job_id = uuid4()
    add_job(
        work,
        task_type=SEND_CODE,
        name="Enviar un código de consulta nuevo",
        token=f"code:{job_id}",
        retries=5,
        job_id=job_id,
    )
    work.record(RENEWED)
    return {}
