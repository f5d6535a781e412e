"""Notices of the bank: believed when signed and of now, and counted once, in whatever order they come."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.models import Message, PaymentNotice, PaymentOrder, ReconciliationLine
from engine.payments import rehearsal
from tests.engine import folders
from tests.engine.flows import kinds, refreshed
from tests.engine.payments import till


@pytest.fixture
def published(stage):
    return till.publish()


@pytest.fixture
def waiting(stage, published):
    return till.filed(stage)


def _confirmations() -> int:
    return Message.objects.filter(name="msg.pago.confirmado").count()


def test_the_same_notice_twice_counts_once(stage, waiting) -> None:
    case, order = waiting
    body = till.notice(order, stage.now)
    assert till.send(body, stage.now) == "confirmed"
    assert till.send(body, stage.now) == "repeated"
    kept = PaymentNotice.objects.get()
    assert (kept.times, kept.verdict, kept.altered) == (2, "confirmed", False)
    assert _confirmations() == 1
    assert kinds(case).count("payment.confirmed") == 1


def test_a_replay_with_another_body_is_noted_and_changes_nothing(stage, waiting) -> None:
    _, order = waiting
    till.send(till.notice(order, stage.now, id="n-1"), stage.now)
    changed = till.notice(order, stage.now, id="n-1", amount=1)
    assert till.send(changed, stage.now) == "repeated"
    assert PaymentNotice.objects.get().altered


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"secret": "otro"}, id="signed-with-another-secret"),
        pytest.param({"secret": ""}, id="signed-with-nothing"),
    ],
)
def test_a_notice_of_somebody_else_is_noted_and_not_believed(stage, waiting, broken) -> None:
    _, order = waiting
    assert till.send(till.notice(order, stage.now), stage.now, **broken) == "bad-signature"
    order.refresh_from_db()
    assert order.status == "open"
    assert PaymentNotice.objects.get().notice_id is None


@pytest.mark.parametrize("off", [timedelta(minutes=6), timedelta(minutes=-6)], ids=["old", "early"])
def test_a_notice_of_another_time_is_not_believed(stage, waiting, off) -> None:
    _, order = waiting
    body = till.notice(order, stage.now)
    assert till.send(body, stage.now, at=stage.now - off) == "stale"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"id": 1}',
        b"\xff\xfe",
        till.json.dumps({"id": "a", "transaction": "b" * 500}).encode(),
    ],
)
def test_what_is_no_notice_breaks_nothing(stage, body) -> None:
    assert till.send(body, stage.now) == "unreadable"


@pytest.mark.parametrize(
    "change",
    [{"amount": -1}, {"amount": 1.5}, {"amount": True}, {"at": "ayer"}, {"status": "QUIZÁS"}],
    ids=["below-nothing", "cents", "no-number", "no-moment", "no-state"],
)
def test_a_signed_notice_that_makes_no_sense_is_not_applied(stage, waiting, change) -> None:
    _, order = waiting
    assert till.send(till.notice(order, stage.now, **change), stage.now) == "unreadable"


def test_a_wrong_amount_waits_for_the_treasury(stage, waiting) -> None:
    case, order = waiting
    assert till.send(till.notice(order, stage.now, amount=1000), stage.now) == "wrong-amount"
    order.refresh_from_db()
    assert order.status == "open"
    line = ReconciliationLine.objects.get()
    assert (line.kind, line.ours, line.theirs) == ("amount", till.AMOUNT, 1000)
    assert "payment.wrong-amount" in kinds(case)


def test_another_currency_is_a_wrong_amount(stage, waiting) -> None:
    _, order = waiting
    assert till.send(till.notice(order, stage.now, currency="USD"), stage.now) == "wrong-amount"


def test_money_for_no_order_is_not_lost(stage, waiting) -> None:
    _, order = waiting
    body = till.notice(order, stage.now, reference="PG-NADIE")
    assert till.send(body, stage.now) == "unknown-order"
    assert ReconciliationLine.objects.get().kind == "only-bank"


def test_a_rejection_after_the_approval_is_overtaken(stage, waiting) -> None:
    _, order = waiting
    till.send(till.notice(order, stage.now), stage.now)
    assert till.send(till.notice(order, stage.now, "REJECTED"), stage.now) == "overtaken"
    order.refresh_from_db()
    assert order.status == "paid"


def test_a_pending_after_the_rejection_is_overtaken(stage, waiting) -> None:
    _, order = waiting
    till.send(till.notice(order, stage.now, "REJECTED"), stage.now)
    assert till.send(till.notice(order, stage.now, "PENDING"), stage.now) == "overtaken"


def test_an_approval_after_its_own_rejection_is_money_all_the_same(stage, waiting) -> None:
    case, order = waiting
    till.send(till.notice(order, stage.now, "REJECTED"), stage.now)
    stage.work()
    assert till.send(till.notice(order, stage.now), stage.now) == "confirmed"
    stage.work()
    assert refreshed(case).outcome == "PAGADO"


def test_another_payment_of_a_paid_order_opens_its_refund(stage, waiting) -> None:
    case, _ = waiting
    rehearsal.play(case, verdict="APPROVED", now=stage.now, again=True)
    stage.work()
    assert rehearsal.play(case, verdict="APPROVED", now=stage.now, new_reference=True) == (
        "duplicate"
    )
    asked = Message.objects.get(name="msg.devolucion.oficio")
    assert asked.variables["origin"] == "COMPENSATION"
    assert asked.variables["originRadicado"] == refreshed(case).radicado
    assert asked.variables["payment"]["amount"] == till.AMOUNT
    # No procedure that takes it up is published here, so the treasury sees it.
    assert ReconciliationLine.objects.get(kind="duplicate").is_open


def test_a_payment_of_a_case_that_is_over_is_kept_and_shown(stage, waiting) -> None:
    case, order = waiting
    type(case).objects.filter(pk=case.pk).update(status="withdrawn")
    assert till.send(till.notice(order, stage.now), stage.now) == "confirmed"
    assert ReconciliationLine.objects.get().kind == "case-over"


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["APPROVED", "REJECTED", "PENDING"]),
        st.sampled_from(["T-1", "T-2", "T-3"]),
        st.sampled_from([till.AMOUNT, till.AMOUNT - 1]),
        st.integers(0, 4),
    ),
    max_size=12,
)


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=_STEPS)
def test_whatever_comes_nothing_is_paid_twice_and_nothing_is_lost(stage, published, steps) -> None:
    case = folders.file()
    order = PaymentOrder.objects.get(case=case)
    approved: set[str] = set()
    for said, transaction, amount, number in steps:
        # A notice is the same only with the same content, as at a bank.
        ident = f"{order.reference}-{said}-{transaction}-{amount}-{number}"
        body = till.notice(order, stage.now, said, transaction=transaction, amount=amount, id=ident)
        till.send(body, stage.now)
        if said == "APPROVED":
            approved.add(transaction)
    order = PaymentOrder.objects.get(pk=order.pk)
    told = Message.objects.filter(name="msg.pago.confirmado", correlation_key=order.reference)
    lines = ReconciliationLine.objects.filter(order=order)
    assert told.count() == (1 if order.status == "paid" else 0)
    paid = {order.gateway_id} if order.status == "paid" else set()
    # Every transaction whose money came is either the payment or a difference that somebody sees.
    assert approved == paid | set(lines.values_list("transaction", flat=True))
    assert paid.isdisjoint(lines.values_list("transaction", flat=True))
