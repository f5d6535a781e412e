"""Two payments of one order: the second goes back by a case of its own, and the first stays what it is."""

from uuid import uuid4

import pytest

from engine import commands
from engine.errors import RefundTooHigh
from engine.models import Case, ReconciliationLine
from engine.payments import rehearsal
from tests.engine import flows
from tests.engine.payments import till


@pytest.fixture
def refunds(stage):
    """A procedure that begins with the message of refunds by compensation."""
    flows.publish(
        "devuelve-de-oficio",
        flows.start("inicio", flows.on_message()),
        flows.number(),
        flows.user("revisa"),
        flows.end(),
        flows.path("inicio", "numera", "revisa", "fin"),
        beside=flows.message("msg.devolucion.oficio"),
    )


@pytest.fixture
def twice(stage):
    """A case whose order was paid twice."""
    till.publish()
    case, order = till.filed(stage)
    rehearsal.play(case, verdict="APPROVED", now=stage.now)
    stage.work()
    rehearsal.play(case, verdict="APPROVED", now=stage.now, new_reference=True)
    stage.work()
    order.refresh_from_db()
    return case, order, ReconciliationLine.objects.get(kind="duplicate")


def test_the_second_payment_begins_a_refund_of_the_same_person(refunds, stage, twice) -> None:
    case, order, line = twice
    begun = Case.objects.get(slug="devuelve-de-oficio")
    assert begun.owner_id == case.owner_id
    assert begun.links_from.get().source_id == case.pk
    assert order.status == "paid"
    assert (line.is_open, line.resolution) == (False, "refund")


def test_the_first_payment_stays_when_the_second_goes_back(refunds, stage, twice) -> None:
    _, order, line = twice
    case = Case.objects.get(slug="devuelve-de-oficio")
    job_id = uuid4()
    wish = commands.RequestRefund(
        case_id=case.pk,
        job_id=job_id,
        gateway="banco-de-ensayo",
        payment_reference=order.reference,
        transaction=line.transaction,
        amount=till.AMOUNT,
        reason="Se pagó dos veces.",
        account="Banco ***1234",
    )
    first = commands.request_refund(wish)
    assert commands.request_refund(wish).pk == first.pk
    commands.finish_refund(
        commands.FinishRefund(job_id=job_id, is_paid=True, gateway_id="BD-1", finished_at=stage.now)
    )
    order.refresh_from_db()
    assert (order.status, order.refunded) == ("paid", 0)


def test_the_second_payment_goes_back_once(refunds, stage, twice) -> None:
    _, order, line = twice
    case = Case.objects.get(slug="devuelve-de-oficio")
    for expected in (None, RefundTooHigh):
        wish = commands.RequestRefund(
            case_id=case.pk,
            job_id=uuid4(),
            gateway="banco-de-ensayo",
            payment_reference=order.reference,
            transaction=line.transaction,
            amount=till.AMOUNT,
            reason="",
            account="",
        )
        if expected is None:
            commands.request_refund(wish)
        else:
            with pytest.raises(expected):
                commands.request_refund(wish)
