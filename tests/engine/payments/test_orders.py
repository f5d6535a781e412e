"""A case's order from the task that asks for it to the money that comes, or does not."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from engine import commands
from engine.errors import CaseStuck, PaymentNotOpen, PaymentOrderNotFound
from engine.models import Message, OrderStatus, PaymentOrder, ReconciliationLine
from engine.models.actor import NOBODY
from engine.payments import rehearsal
from tests.engine import cases, folders
from tests.engine.flows import kinds, refreshed
from tests.engine.payments import till


def test_an_order_says_what_how_much_and_until_when(stage) -> None:
    till.publish()
    case, order = till.filed(stage)
    assert (order.amount, order.currency, order.status) == (till.AMOUNT, "COP", "open")
    assert order.due_on == date(2026, 11, 30)
    assert [line["amount"] for line in order.breakdown] == [till.AMOUNT + 1000, -1000]
    assert refreshed(case).state == "PENDIENTE_PAGO"
    assert "payment.ordered" in kinds(case)


def test_references_are_not_to_be_guessed(stage) -> None:
    till.publish()
    references = {till.filed(stage)[1].reference for _ in range(3)}
    assert len(references) == 3
    assert all(len(reference) == 23 for reference in references)


def test_a_confirmed_payment_ends_the_waiting_with_a_receipt(stage) -> None:
    till.publish()
    case, order = till.filed(stage)
    assert till.send(till.notice(order, stage.now), stage.now) == "confirmed"
    stage.work()
    order.refresh_from_db()
    assert (order.status, order.method, order.paid_at) == ("paid", "PSE", stage.now)
    assert refreshed(case).outcome == "PAGADO"
    assert case.documents.get(kind="comprobante").signed_at is not None


def test_nothing_to_pay_makes_no_order(stage) -> None:
    till.publish(amount="0")
    case = folders.file()
    stage.work()
    assert refreshed(case).outcome == "PAGADO"
    assert not PaymentOrder.objects.exists()


@pytest.mark.parametrize("amount", ["-1", "0.5", '"mil"', "null"])
def test_what_is_no_whole_amount_stops_the_case_with_an_incident(stage, amount) -> None:
    till.publish(amount=amount)
    with pytest.raises(CaseStuck) as stuck:
        folders.file()
    assert stuck.value.data["reason"] == "amount-not-pesos"


def test_a_rejected_payment_may_be_tried_again_until_the_same_day(stage) -> None:
    till.publish()
    case, order = till.filed(stage)
    rehearsal.play(case, verdict="REJECTED", now=stage.now)
    stage.work()
    order.refresh_from_db()
    assert order.status == OrderStatus.REJECTED
    assert order.due_on == date(2026, 11, 30)
    rehearsal.play(case, verdict="APPROVED", now=stage.now)
    stage.work()
    assert refreshed(case).outcome == "PAGADO"


def test_the_same_order_expires_at_midnight_after_its_last_day(stage) -> None:
    till.publish()
    case, order = till.filed(stage)
    stage.advance_to(order.due_at - timedelta(minutes=1))
    stage.work()
    assert not refreshed(case).is_over
    stage.advance_to(order.due_at)
    stage.work()
    order.refresh_from_db()
    assert (refreshed(case).outcome, order.status) == ("NO_PAGADO", "expired")


def test_rejections_do_not_move_the_last_day(stage) -> None:
    till.publish()
    case, order = till.filed(stage)
    stage.advance(9, "D")
    rehearsal.play(case, verdict="REJECTED", now=stage.now)
    stage.work()
    stage.advance_to(order.due_at)
    stage.work()
    assert refreshed(case).outcome == "NO_PAGADO"


def test_a_payment_under_way_on_the_last_day_is_waited_for(stage) -> None:
    till.publish()
    case, order = till.filed(stage)
    rehearsal.play(case, verdict="PENDING", now=stage.now)
    stage.advance_to(order.due_at)
    stage.work()
    order.refresh_from_db()
    assert (order.status, order.graced) == ("pending", True)
    rehearsal.play(case, verdict="APPROVED", now=stage.now)
    stage.work()
    assert refreshed(case).outcome == "PAGADO"


def test_it_is_waited_for_once(stage) -> None:
    till.publish()
    case, order = till.filed(stage)
    rehearsal.play(case, verdict="PENDING", now=stage.now)
    stage.advance_to(order.due_at + timedelta(days=6))
    stage.work()
    assert refreshed(case).outcome == "NO_PAGADO"


def test_a_payment_after_the_last_day_waits_for_the_treasury(stage) -> None:
    till.publish()
    case, order = till.filed(stage)
    stage.advance_to(order.due_at)
    stage.work()
    assert till.send(till.notice(order, stage.now), stage.now) == "late"
    line = ReconciliationLine.objects.get()
    assert (line.kind, line.theirs, line.is_open) == ("late", till.AMOUNT, True)
    assert "payment.late" in kinds(case)


def test_a_payment_that_the_case_does_not_wait_for_yet_waits_for_it(stage) -> None:
    till.publish()
    case = folders.file()
    order = PaymentOrder.objects.get(case=case)
    # The mail of the order is still to be sent: nothing waits for the bank.
    assert till.send(till.notice(order, stage.now), stage.now) == "confirmed"
    assert Message.objects.get(name="msg.pago.confirmado").status == "stored"
    stage.work()
    assert refreshed(case).outcome == "PAGADO"


def test_nobody_begins_to_pay_what_is_paid_or_under_way(stage) -> None:
    till.publish()
    case, order = till.filed(stage)
    begin = commands.BeginPayment(
        actor=NOBODY, reference=order.reference, gateway="banco", gateway_id="T-2"
    )
    rehearsal.play(case, verdict="PENDING", now=stage.now)
    with pytest.raises(PaymentNotOpen):
        commands.begin_payment(begin)
    rehearsal.play(case, verdict="APPROVED", now=stage.now)
    with pytest.raises(PaymentNotOpen):
        commands.begin_payment(begin)


def test_an_unknown_order_is_not_begun(db) -> None:
    wish = commands.BeginPayment(actor=NOBODY, reference="PG-X", gateway="banco", gateway_id="T")
    with pytest.raises(PaymentOrderNotFound):
        commands.begin_payment(wish)


def test_the_sweep_ends_orders_that_no_case_looks_after(stage) -> None:
    till.publish()
    _, order = till.filed(stage)
    stage.now = order.due_at + timedelta(minutes=5)
    assert commands.expire_orders() == 0
    stage.now = order.due_at + timedelta(hours=2)
    assert commands.expire_orders() == 1
    order.refresh_from_db()
    assert order.status == "expired"
    # The case's own timer finds it so, and goes on.
    stage.work()
    assert refreshed(order.case).outcome == "NO_PAGADO"


def test_the_order_of_a_case_that_ended_is_withdrawn(stage) -> None:
    till.publish()
    case, order = till.filed(stage)

    commands.withdraw_case(
        commands.WithdrawCase(
            actor=cases.citizen(), case_id=case.pk, reason="Ya no lo necesito", submit_id=uuid4()
        )
    )

    order.refresh_from_db()
    assert order.status == OrderStatus.CANCELLED
    assert "payment.cancelled" in kinds(case)
