"""One case from end to end without a browser: a scenario of the folder, on the real parts."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model

from archive.stores import open_store
from bpmn import versions
from bpmn.package.scenarios import Scenario, read_scenario
from bpmn.people import people
from engine import commands
from engine.commands import clock
from engine.jobs.signing import SignItem, sign_item
from engine.models import Case, Document, Job, JobStatus, WorkItem
from engine.models.actor import Actor, ActorKind
from engine.queries import catalogue
from engine.queries.timeline import path_of
from engine.rehearsal.player import Player, applicant_of
from engine.rehearsal.samples import scenario_answers
from engine.runtime.timing import Duration
from signatures import trust
from signatures.verification import Report, verify_isolated
from web.accounts.models import User
from web.demo.signing import sign_by_mail

_PATIENCE_SECONDS = 60


class WorkersSilent(Exception):
    """The workers did not finish what the case waits for."""

    code = "workers-silent"


class LiveStage:
    """The real clock, the real workers, and officials who sign with their own keys."""

    def __init__(self) -> None:
        self.case: Case | None = None

    def official(self, item: WorkItem) -> Actor:
        """Somebody who really holds one of the item's roles."""
        roles = list(item.groups)
        user = get_user_model().objects.filter(groups__name__in=roles).first()
        if user is None:
            raise LookupError(f"nobody holds {roles}")
        names = frozenset(user.groups.values_list("name", flat=True))
        return Actor(kind=ActorKind.OFFICIAL, user_id=user.pk, name=str(user), groups=names)

    def work(self) -> None:
        """Wait until the workers have done what waits.

        Raises:
            WorkersSilent: they did not in a minute.
        """
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            if not Job.objects.exclude(
                status__in=[JobStatus.DONE, JobStatus.DEAD, JobStatus.CANCELLED]
            ).exists():
                return
            time.sleep(0.1)
        raise WorkersSilent

    def newest(self, slug: str) -> Case | None:
        """The newest case of a procedure."""
        return Case.objects.filter(slug=slug).order_by("-created_at").first()

    def person(self, role: str) -> Actor:
        """Refuse: the demonstration's one scenario needs nobody else.

        Raises:
            LookupError: always.
        """
        raise LookupError(role)

    def sign(self, actor: Actor, item: WorkItem, answers: Mapping[str, Any]) -> None:
        """Sign with the official's own key."""
        sign_item(
            SignItem(
                actor=actor,
                item_id=item.id,
                pin=settings.DEMO_PIN,
                answers=answers,
                submit_id=uuid4(),
            )
        )

    def advance(self, amount: int, unit: str) -> None:
        """Refuse: the real clock does not jump.

        Raises:
            LookupError: always.
        """
        raise LookupError(f"the real clock does not jump {amount} {unit}")

    def advance_by(self, duration: Duration) -> None:
        """Refuse, likewise.

        Raises:
            LookupError: always.
        """
        raise LookupError(f"the real clock does not jump {duration}")

    def advance_to(self, moment: datetime) -> None:
        """Refuse, likewise.

        Raises:
            LookupError: always.
        """
        raise LookupError(f"the real clock does not jump to {moment}")

    def skip_to(self, moment: datetime) -> None:
        """Refuse, likewise.

        Raises:
            LookupError: always.
        """
        raise LookupError(f"the real clock does not jump to {moment}")


@dataclass(frozen=True, kw_only=True)
class FirstCase:
    """What the demonstration prints of its case."""

    radicado: str
    procedure: str
    outcome: str
    path: list[tuple[str, str, str]]
    document: Document
    pdf: Path
    report: Report


def file_first_case(slug: str, scenario_id: str) -> FirstCase:
    """Play the scenario on the running installation and verify the document that came out.

    Args:
        slug: procedure.
        scenario_id: a scenario of its folder.
    """
    scenario = _scenario(slug, scenario_id)
    fixture = people(settings.ENTITY).get(scenario.applicant)
    account = get_user_model().objects.filter(email=fixture.email if fixture else "").first()
    name = f"{fixture.first_names} {fixture.last_names}" if fixture else "Persona de demostración"
    player = Player(
        stage=LiveStage(), applicant=applicant_of(account.pk if account else None, name)
    )
    answers = scenario_answers(slug, scenario, player.applicant.user_id, clock.now())
    signature = None
    if isinstance(account, User) and catalogue.sheet(slug).is_signed_by_citizen:
        signature = sign_by_mail(account, slug, answers, now=clock.now())
    case = player.file(slug, answers, signature)
    player.play(case, scenario)
    return _result(case)


def _scenario(slug: str, scenario_id: str) -> Scenario:
    version = versions.current(slug)
    if version is None:
        raise LookupError(slug)
    for name, raw in versions.bundle(version).root.inside("scenarios").items():
        scenario, _ = read_scenario(name, raw)
        if scenario is not None and scenario.id == scenario_id:
            return scenario
    raise LookupError(scenario_id)


def _result(case: Case) -> FirstCase:
    case.refresh_from_db()
    signed = case.documents.filter(signed_at__isnull=False)
    # What the procedure issued, and not what the citizen signed or the archive sealed.
    issued = signed.exclude(kind__in=[commands.REQUEST_KIND, "indice"])
    document = issued.order_by("-position").first()
    if document is None:
        raise WorkersSilent
    content = open_store(settings.ARCHIVE_URL).get(document.archive_key)
    pdf = Path(settings.VAR_DIR) / "demo" / f"{document.number or document.id}.pdf"
    pdf.parent.mkdir(parents=True, exist_ok=True)
    pdf.write_bytes(content)
    return FirstCase(
        radicado=case.radicado or "",
        procedure=case.procedure_name,
        outcome=case.outcome,
        path=path_of(case),
        document=document,
        pdf=pdf,
        report=verify_isolated(content, trust.from_settings()),
    )
