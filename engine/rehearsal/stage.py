"""The stage of a rehearsal: a clock that it moves, officials made for the occasion, a simulated seal."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model

from archive.stores import open_store
from bpmn.package.scenarios import Behaviour, Scenario
from engine import commands
from engine.clock import BOGOTA, Calendar, Term, due
from engine.jobs import workshop
from engine.jobs.exchange import ExchangeService, ServiceDownSimulator, services_of
from engine.jobs.execution import due_jobs, run_due
from engine.models import Document, Job, JobStatus, WorkItem
from engine.models.actor import Actor, ActorKind
from signatures.pades import SignedPdf

_SPANS = {"MIN": timedelta(minutes=1), "H": timedelta(hours=1)}
_MORNING = 8


class SealSimulator:
    """Stands for the entity's key in rehearsals: the PDF stays unsigned and says so in its level."""

    def seal(self, pdf: bytes, *, reason: str, location: str, now: datetime) -> SignedPdf:
        """Give the PDF back as it is, with the moment of the rehearsal."""
        del reason, location
        return SignedPdf(
            pdf=pdf,
            sha256=hashlib.sha256(pdf).hexdigest(),
            level="ENSAYO",
            signed_at=now,
            signer_name="Sello simulado de un ensayo",
        )


class RehearsalStage:
    """Moves the lent clock, does the workers' jobs in this process, and plays every official."""

    def __init__(self, start: datetime, calendar: Calendar) -> None:
        self.now = start
        self._calendar = calendar

    def present(self) -> datetime:
        """The rehearsal's present: its clock."""
        return self.now

    def official(self, item: WorkItem) -> Actor:
        """Somebody of the item's first role; the same person for the same role."""
        groups = [row.group for row in item.candidate_groups.all()]
        role = groups[0] if groups else "sin-grupo"
        people = get_user_model().objects
        email = f"{role}@ensayo.invalid"
        person = people.filter(email=email).first() or people.create(
            email=email, first_name="Ensayo", last_name=role, doc_number=""
        )
        return Actor(
            kind=ActorKind.OFFICIAL, user_id=person.pk, name=str(person), groups=frozenset(groups)
        )

    def work(self) -> None:
        """Do every job; a job that waits for another try moves the clock to that try."""
        for _ in range(50):
            run_due("rehearsal")
            if due_jobs():
                continue
            later = (
                Job.objects.filter(status=JobStatus.RETRYING)
                .order_by("run_after")
                .values_list("run_after", flat=True)
                .first()
            )
            if later is None:
                return
            self.now = max(self.now, later)

    def sign(self, actor: Actor, item: WorkItem, answers: Mapping[str, Any]) -> None:
        """Finish the item with its draft, signed by nobody, as the simulated seal does."""
        document = Document.objects.get(pk=commands.item_document(item))
        pdf = bytes(document.content or b"")
        commands.complete_item(
            commands.CompleteItem(
                actor=actor,
                item_id=item.id,
                answers=answers,
                submit_id=uuid4(),
                signed=commands.SignedDocument(
                    document_id=document.id,
                    pdf=pdf,
                    sha256=hashlib.sha256(pdf).hexdigest(),
                    level="ENSAYO",
                    signer=actor.name,
                    signed_at=self.now,
                ),
            )
        )

    def advance(self, amount: int, unit: str) -> None:
        """Move the clock by hours or minutes, or to the morning of the term's last day."""
        if unit in _SPANS:
            self.now += _SPANS[unit] * amount
            return
        day = due(
            self.now.astimezone(BOGOTA).date(), Term.parse(f"{amount} {unit}"), self._calendar
        )
        self.now = datetime(day.year, day.month, day.day, _MORNING, tzinfo=BOGOTA)


@contextmanager
def lent_workshop(divipola: str, scenario: Scenario) -> Iterator[None]:
    """A workshop with a simulated seal, services that behave as told, and a store thrown away."""
    services: dict[str, ExchangeService] = dict(services_of(divipola, None))
    for name, behaviour in scenario.registries.items():
        if behaviour is not Behaviour.OK:
            services[name] = ServiceDownSimulator()
    with tempfile.TemporaryDirectory(prefix="ensayo-") as folder:
        real = workshop.current()
        lent = replace(
            real, store=open_store(f"file://{folder}"), seal=SealSimulator(), exchange=services
        )
        with workshop.lend(lent):
            yield
