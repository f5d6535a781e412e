"""The daily comparison: what the bank has and we do not, and the other way round."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command

from engine.commands import ResolveLine, Said, resolve_line
from engine.errors import NotAllowed, PaymentLineResolved, ReasonMissing, ResolutionDoesNotFit
from engine.models import LineResolution, Message, Reconciliation, ReconciliationLine
from engine.payments import gateways, reconciliation, rehearsal
from engine.payments.gateway import GatewayUnavailable, Notice, StatementLine
from engine.payments.paying import ask_about_silent
from engine.payments.rehearsal import RehearsalGatewaySimulator
from tests.engine.cases import FRIDAY
from tests.engine.flows import kinds, refreshed
from tests.engine.folders import person
from tests.engine.payments import till

DAY = date(2026, 11, 20)


class Bank(RehearsalGatewaySimulator):
    """A bank whose statement and answers a test writes."""

    def __init__(self, *lines: StatementLine, state: Notice | None = None) -> None:
        self._lines, self._state = lines, state
        self.days: list[date] = []

    def statement(self, day):
        self.days.append(day)
        return self._lines if day == DAY else []

    def state(self, reference):
        return self._state


def movement(reference: str, transaction: str, amount: int = till.AMOUNT, **more) -> StatementLine:
    return StatementLine(
        transaction=transaction,
        reference=reference,
        amount=amount,
        currency="COP",
        method="PSE",
        happened_at=FRIDAY,
        **more,
    )


@pytest.fixture
def waiting(stage):
    till.publish()
    return till.filed(stage)


@pytest.fixture
def paid(stage, waiting):
    case, order = waiting
    rehearsal.play(case, verdict="APPROVED", now=stage.now)
    stage.work()
    order.refresh_from_db()
    return case, order


def found() -> list[tuple[str, bool]]:
    return [(line.kind, line.is_open) for line in ReconciliationLine.objects.order_by("pk")]


def test_what_both_have_matches(stage, paid) -> None:
    _, order = paid
    bank = Bank(movement(order.reference, order.gateway_id))
    row = reconciliation.reconcile(bank, DAY)
    assert (row.ours, row.theirs, row.confirmed) == (1, 1, 0)
    assert found() == [("matched", False)]


def test_a_lost_notice_is_brought_by_the_statement(stage, waiting) -> None:
    case, order = waiting
    row = reconciliation.reconcile(Bank(movement(order.reference, "T-9")), DAY)
    stage.work()
    order.refresh_from_db()
    assert (row.confirmed, order.status, order.gateway_id) == (1, "paid", "T-9")
    assert refreshed(case).outcome == "PAGADO"
    assert found() == [("matched", False)]


def test_what_only_we_have_waits_for_the_treasury_until_the_bank_has_it(stage, paid) -> None:
    _, order = paid
    reconciliation.reconcile(Bank(), DAY)
    assert found() == [("only-ours", True)]
    reconciliation.reconcile(Bank(movement(order.reference, order.gateway_id)), DAY)
    assert found() == [("only-ours", False), ("matched", False)]
    assert ReconciliationLine.objects.get(kind="only-ours").resolution == "by-itself"


def test_what_only_the_bank_has_waits_for_the_treasury(stage, waiting) -> None:
    reconciliation.reconcile(Bank(movement("PG-NADIE", "T-1")), DAY)
    assert found() == [("only-bank", True)]


def test_another_amount_in_the_statement_is_a_difference(stage, paid) -> None:
    _, order = paid
    reconciliation.reconcile(Bank(movement(order.reference, order.gateway_id, 1)), DAY)
    assert found() == [("amount", True)]


def test_a_refund_that_nobody_asked_for_is_a_difference(stage, waiting) -> None:
    reconciliation.reconcile(Bank(movement("DV-NADIE", "T-1", 500, is_refund=True)), DAY)
    assert ReconciliationLine.objects.get().theirs == -500


def test_made_again_it_finds_the_same(stage, paid) -> None:
    _, order = paid
    bank = Bank(movement(order.reference, order.gateway_id), movement("PG-NADIE", "T-1"))
    reconciliation.reconcile(bank, DAY)
    before = found()
    reconciliation.reconcile(bank, DAY)
    assert found() == before
    assert Reconciliation.objects.count() == 1


def test_days_on_which_the_bank_was_silent_are_done_later(stage, db) -> None:
    bank = Bank()
    reconciliation.reconcile_due(bank, FRIDAY)
    assert len(bank.days) == 7
    assert bank.days[-1] == DAY - timedelta(days=1)
    reconciliation.reconcile_due(bank, FRIDAY + timedelta(days=1))
    assert bank.days[7:] == [DAY]


def test_the_command_says_what_it_found(stage, paid, capsys) -> None:
    with gateways.lend(Bank()):
        call_command("reconcile_payments", day=DAY)
    told = capsys.readouterr().out
    assert "1 pagos en la ventanilla, 0 en el banco" in told
    assert "Sólo está en la ventanilla" in told


def test_a_payment_without_a_notice_is_asked_about(stage, waiting) -> None:
    case, order = waiting
    rehearsal.play(case, verdict="PENDING", now=stage.now)
    order.refresh_from_db()
    state = Notice(
        notice_id="n-1",
        transaction=order.gateway_id,
        reference=order.reference,
        said=Said.APPROVED,
        amount=order.amount,
        currency="COP",
        method="PSE",
        happened_at=FRIDAY,
    )
    assert ask_about_silent(Bank(state=state), stage.now) == 0
    stage.now += timedelta(minutes=11)
    assert ask_about_silent(Bank(state=state), stage.now) == 1
    stage.work()
    assert refreshed(case).outcome == "PAGADO"


class _Down(Bank):
    def state(self, reference):
        raise GatewayUnavailable("timeout")


def test_a_bank_that_does_not_answer_is_asked_again_later(stage, waiting) -> None:
    case, order = waiting
    rehearsal.play(case, verdict="PENDING", now=stage.now)
    stage.now += timedelta(minutes=11)
    ask_about_silent(_Down(), stage.now)
    order.refresh_from_db()
    assert order.status == "pending"


def resolve(line, actor, resolution, reason="Se revisó con el banco.") -> None:
    resolve_line(
        ResolveLine(
            actor=actor,
            line_id=line.pk,
            resolution=resolution,
            reason=reason,
            submit_id=uuid4(),
        )
    )


@pytest.fixture
def treasurer(db):
    return person("tesoro@correo.test", "tesorero")


@pytest.fixture
def short(stage, waiting):
    """A payment of another amount."""
    case, order = waiting
    till.send(till.notice(order, stage.now, amount=50_000), stage.now)
    return case, order, ReconciliationLine.objects.get()


def test_the_treasury_may_take_another_amount_for_the_payment(stage, short, treasurer) -> None:
    case, order, line = short
    resolve(line, treasurer, LineResolution.ACCEPTED)
    stage.work()
    order.refresh_from_db()
    line.refresh_from_db()
    assert (order.status, refreshed(case).outcome) == ("paid", "PAGADO")
    assert (line.resolution, line.resolved_by_id) == ("accepted", treasurer.user_id)
    assert "payment.difference-resolved" in kinds(case)


def test_the_treasury_may_have_it_given_back(stage, short, treasurer) -> None:
    _, order, line = short
    resolve(line, treasurer, LineResolution.REFUND)
    asked = Message.objects.get(name="msg.devolucion.oficio")
    assert asked.variables["payment"]["amount"] == 50_000
    order.refresh_from_db()
    assert order.status == "open"


def test_a_difference_is_resolved_once_with_a_reason_by_the_treasury(
    stage, short, treasurer
) -> None:
    _, _, line = short
    with pytest.raises(NotAllowed):
        resolve(line, person("otra@correo.test", "ventanilla"), LineResolution.EXPLAINED)
    with pytest.raises(ReasonMissing):
        resolve(line, treasurer, LineResolution.EXPLAINED, " ")
    with pytest.raises(ResolutionDoesNotFit):
        resolve(line, treasurer, None)
    resolve(line, treasurer, LineResolution.EXPLAINED)
    with pytest.raises(PaymentLineResolved):
        resolve(line, treasurer, LineResolution.EXPLAINED)


def test_money_of_no_order_can_only_be_explained(stage, waiting, treasurer) -> None:
    reconciliation.reconcile(Bank(movement("PG-NADIE", "T-1")), DAY)
    line = ReconciliationLine.objects.get()
    with pytest.raises(ResolutionDoesNotFit):
        resolve(line, treasurer, LineResolution.ACCEPTED)
    resolve(line, treasurer, LineResolution.EXPLAINED)
    line.refresh_from_db()
    assert not line.is_open
