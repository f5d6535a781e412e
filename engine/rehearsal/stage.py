"""The stage of a rehearsal: a clock that it moves, officials made for the occasion, a simulated seal."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth import get_user_model
from django.db.models import Max

from archive.stores import open_store
from bpmn.package.scenarios import MORNING, Behaviour, Scenario
from engine import commands
from engine.clock import BOGOTA, Calendar, Term, due
from engine.commands.lending import rehearsed_registries
from engine.exchange import ExchangeService
from engine.exchange.directory import services_of
from engine.exchange.simulators import ServiceDownSimulator, SlowServiceSimulator
from engine.jobs import workshop
from engine.jobs.execution import run_due
from engine.jobs.outbox import deliver_broadcasts, deliver_messages
from engine.models import Case, Document, Event, Job, JobStatus, Timer, WorkItem
from engine.models.actor import Actor, ActorKind
from engine.payments import gateways
from engine.payments import rehearsal as payments
from engine.payments.gateway import PaymentGateway
from engine.rehearsal.player import StepImpossible
from engine.rehearsal.signing import as_signed
from engine.runtime.timing import Duration, after
from engine.timers.firing import check_conditions, fire_due
from signatures.pades import B_LTA, Profile, SignedPdf

_SPANS = {"MIN": timedelta(minutes=1), "H": timedelta(hours=1)}
_GATEWAYS: Mapping[Behaviour, Callable[[], PaymentGateway]] = {
    Behaviour.OK: payments.RehearsalGatewaySimulator,
    Behaviour.DOWN: payments.GatewayDownSimulator,
    Behaviour.SLOW: payments.SlowGatewaySimulator,
}
# A scenario that lets a cycle of seconds run for months is a slip.
_MOST_STOPS = 1000


class SealSimulator:
    """Stands for the entity's key in rehearsals: the PDF stays unsigned and says so in its level."""

    def seal(
        self,
        pdf: bytes,
        *,
        reason: str,
        location: str,
        now: datetime,
        profile: Profile = B_LTA,
    ) -> SignedPdf:
        """Give the PDF back as it is, with the moment of the rehearsal."""
        del reason, location, profile
        return SignedPdf(
            pdf=pdf,
            sha256=hashlib.sha256(pdf).hexdigest(),
            level=workshop.REHEARSED_LEVEL,
            signed_at=now,
            signer_name="Sello simulado de un ensayo",
        )


class RehearsalStage:
    """Moves the lent clock, does the workers' jobs in this process, and plays every official."""

    def __init__(self, start: datetime, calendar: Calendar) -> None:
        self.now = start
        self._calendar = calendar
        self._last_event = Event.objects.aggregate(last=Max("pk"))["last"] or 0

    def present(self) -> datetime:
        """The rehearsal's present: its clock."""
        return self.now

    def official(self, item: WorkItem) -> Actor:
        """Somebody of the item's first role; the same person for the same role."""
        groups = list(item.groups)
        role = groups[0] if groups else "sin-grupo"
        return self._somebody(role, ActorKind.OFFICIAL, frozenset(groups))

    def person(self, role: str) -> Actor:
        """An official of the role, or some citizen for `tercero` and `publico`."""
        if role in (commands.THIRD_PARTY, "publico"):
            return self._somebody(role, ActorKind.CITIZEN, frozenset())
        return self._somebody(role, ActorKind.OFFICIAL, frozenset({role}))

    @staticmethod
    def _somebody(role: str, kind: ActorKind, groups: frozenset[str]) -> Actor:
        people = get_user_model().objects
        email = f"{role}@ensayo.invalid"
        person = people.filter(email=email).first() or people.create(
            email=email, first_name="Ensayo", last_name=role, doc_number=""
        )
        return Actor(kind=kind, user_id=person.pk, name=str(person), groups=groups)

    def work(self) -> None:
        """Do what is due: jobs, timers, messages and signals; a job's next try moves the clock to it."""
        for _ in range(50):
            if self._do_due():
                continue
            later = (
                Job.objects.filter(status=JobStatus.RETRYING, case_id__in=self._cases())
                .order_by("run_after")
                .values_list("run_after", flat=True)
                .first()
            )
            if later is None:
                return
            self.now = max(self.now, self._next_timer(later) or later)

    def _do_due(self) -> int:
        """Do what is due in the cases that this rehearsal has touched; real ones are left alone."""
        mine = self._cases()
        done = run_due("rehearsal", case_ids=mine) + fire_due(case_ids=mine)
        done += deliver_messages(case_ids=mine) + deliver_broadcasts(case_ids=mine)
        return done + check_conditions(case_ids=mine)

    def touched(self) -> list[Case]:
        """Every case that this rehearsal began or moved."""
        return list(Case.objects.filter(pk__in=self._cases()))

    def _cases(self) -> set[UUID]:
        events = Event.objects.filter(pk__gt=self._last_event)
        return set(events.values_list("case_id", flat=True))

    def newest(self, slug: str) -> Case | None:
        """The newest case of a procedure that this rehearsal began."""
        cases = Case.objects.filter(pk__in=self._cases(), slug=slug)
        return cases.order_by("-created_at", "-radicado").first()

    def sign(self, actor: Actor, item: WorkItem, answers: Mapping[str, Any]) -> None:
        """Finish the item with its draft, signed by nobody, as the simulated seal does."""
        document = Document.objects.get(pk=commands.item_document(item))
        commands.complete_item(
            commands.CompleteItem(
                actor=actor,
                item_id=item.id,
                answers=answers,
                submit_id=uuid4(),
                signed=as_signed(document, signer=actor.name, at=self.now),
            )
        )

    def advance(self, amount: int, unit: str) -> None:
        """Let hours or minutes pass, or the time to the morning of a term's last day."""
        if unit in _SPANS:
            self.advance_to(self.now + _SPANS[unit] * amount)
            return
        day = due(
            self.now.astimezone(BOGOTA).date(), Term.parse(f"{amount} {unit}"), self._calendar
        )
        self.advance_to(datetime.combine(day, MORNING))

    def advance_by(self, duration: Duration) -> None:
        """Let an ISO 8601 duration pass."""
        self.advance_to(after(self.now, duration))

    def advance_to(self, moment: datetime) -> None:
        """Let time pass until a moment, and do on the way what falls due, each at its own time.

        Raises:
            StepImpossible: the moment is over, or there are too many timers on the way.
        """
        if moment < self.now:
            raise StepImpossible(f"ya es {self.now.isoformat()}: el tiempo no retrocede.")
        for _ in range(_MOST_STOPS):
            due_at = self._next_timer(moment)
            if due_at is None:
                self.now = max(self.now, moment)
                return
            self.now = max(self.now, due_at)
            self.work()
        raise StepImpossible(
            f"hasta {moment.isoformat()} se cumplen más de {_MOST_STOPS} plazos: "
            "revise el ciclo que los repite."
        )

    def skip_to(self, moment: datetime) -> None:
        """Set the clock to a moment before anything that is due by then is done."""
        self.now = max(self.now, moment)

    def _next_timer(self, until: datetime) -> datetime | None:
        timers = Timer.objects.filter(due_at__lte=until, case_id__in=self._cases())
        return timers.order_by("due_at").values_list("due_at", flat=True).first()


@contextmanager
def lent_workshop(divipola: str, scenario: Scenario) -> Iterator[None]:
    """A workshop with a simulated seal, services that behave as told, letters and a store thrown away."""
    services: dict[str, ExchangeService] = dict(services_of(divipola, None))
    for name, behaviour in scenario.registries.items():
        if behaviour is Behaviour.DOWN:
            services[name] = ServiceDownSimulator()
        elif behaviour is Behaviour.SLOW:
            services[name] = SlowServiceSimulator()
    with tempfile.TemporaryDirectory(prefix="ensayo-") as folder:
        real = workshop.current()
        lent = replace(
            real,
            store=open_store(f"file://{folder}"),
            seal=SealSimulator(),
            exchange=services,
            keeps_copies=False,
            held_letters=[],
        )
        with (
            workshop.lend(lent),
            gateways.lend(_gateway(scenario.registries)),
            rehearsed_registries(),
        ):
            yield


def _gateway(registries: Mapping[str, Behaviour]) -> PaymentGateway:
    behaviour = registries.get(payments.GATEWAY, Behaviour.OK)
    return _GATEWAYS[behaviour]()
