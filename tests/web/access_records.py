"""What the addresses of the archive, the treasury, the keys and the accounts ask for."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings

from archive.custody import acts, holds
from archive.models import ActKind, ScheduleVersion
from archive.records import versions as schedules
from engine.commands import clock
from engine.jobs import workshop
from engine.jobs.custody import seal_act
from engine.jobs.execution import run_due
from engine.models import PaymentOrder, ReconciliationLine
from engine.models.actor import Actor
from engine.payments import reconciliation
from engine.payments.gateway import StatementLine
from engine.payments.rehearsal import RehearsalGatewaySimulator
from signatures import roots
from signatures.models import RootUse, SigningAuthority
from tests.archive.custody.expedientes import ALVARO, ELENA, NUBIA, at, in_central
from tests.engine import folders
from tests.engine.cases import FRIDAY
from tests.engine.payments import till
from tests.forms.test_forms import pdf
from tests.signatures.attacks.authority import Authority
from tests.signatures.holders import authorise
from web.shell.uploads import LaidAside
from web.verify import batches

# When what was closed on the day of the tests may go.
_DUE = date(2030, 11, 20)


class _Bank(RehearsalGatewaySimulator):
    """A bank that has a payment of which the window knows nothing."""

    def statement(self, day: date) -> list[StatementLine]:
        stray = StatementLine(
            transaction="T-1",
            reference="PG-NADIE",
            amount=till.AMOUNT,
            currency="COP",
            method="PSE",
            happened_at=FRIDAY,
        )
        return [stray] if day == FRIDAY.date() else []


def archive() -> dict[str, Any]:
    """An elimination whose inventory was announced, a record that is held, and a TRD that is drafted."""
    store, now = workshop.current().store, clock.now()
    gone, held = in_central(store, place=801), in_central(store, place=802)
    with clock.lend(lambda: at(_DUE)):
        act = _announced(gone.number)
    hold = holds.place(
        held.number,
        reason="Demanda",
        authority="Juzgado 1",
        act="Oficio 12",
        who=NUBIA,
        store=store,
        now=now,
    )
    standing = ScheduleVersion.objects.get()
    drafted = schedules.draft("2027-v1", NUBIA, based_on=standing, now=now)
    return {
        "act_id": act,
        "hold_id": hold.id,
        "number": held.number,
        "version_id": drafted.id,
        "line_id": drafted.lines.earliest("pk").pk,
    }


def _announced(number: str) -> UUID:
    """An elimination that was proposed, approved twice, sealed and published."""
    now = clock.now()
    act = acts.propose(ActKind.ELIMINATION, [number], NUBIA, today=_DUE, now=now)
    for other in (ALVARO, ELENA):
        acts.approve(act.id, other, now=now)
    seal_act(act.id)
    acts.publish(act.id, NUBIA, today=_DUE, now=now)
    return act.id


def money(citizen: Actor) -> dict[str, Any]:
    """The citizen's order that waits for its money, and a payment that the window cannot explain."""
    till.publish()
    case = folders.file(citizen)
    run_due()
    reconciliation.reconcile(_Bank(), FRIDAY.date())
    return {
        "reference": PaymentOrder.objects.get(case=case).reference,
        "line_id": ReconciliationLine.objects.get().pk,
        "gateway": RehearsalGatewaySimulator.name,
    }


def trusted() -> dict[str, Any]:
    """A root that is trusted."""
    root = roots.add(
        Authority("Entidad de certificación").root_pem,
        use=RootUse.BOTH,
        source="Su sitio",
        reason="Firmas de terceros",
        by=None,
        now=clock.now(),
    )
    return {"root_id": root.pk}


def signer(official: Actor) -> dict[str, Any]:
    """An act by which the official may sign."""
    authorise(official.user_id or 0, "secretario-gobierno")
    return {"user_id": official.user_id, "authority_id": SigningAuthority.objects.get().pk}


def to_verify(auditor: Actor) -> dict[str, Any]:
    """A file that the auditor wants verified."""
    place = Path(settings.VAR_DIR) / "uno.pdf"
    place.write_bytes(pdf())
    file = LaidAside(place, "uno.pdf", place.stat().st_size)
    return {
        "batch_id": batches.keep(auditor.user_id or 0, [file], clock.now()),
        "key": "volumen",
    }


def letters_to(person: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the links in two letters to a person hold: confirm the address, and another password."""
    address = EmailAddress.objects.create(user=person, email=person.email)
    again = {
        "uidb36": user_pk_to_url_str(person),
        "key": default_token_generator.make_token(person),
    }
    return {"key": EmailConfirmationHMAC(address).key}, again
