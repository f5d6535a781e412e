"""Money that goes back: decided and signed by people, given once, and again only after a bounce."""

import pytest

from engine import commands
from engine.errors import RefundTooHigh
from engine.models import Refund
from engine.payments import gateways, rehearsal
from engine.payments.gateway import GatewayUnavailable
from engine.payments.rehearsal import RehearsalGatewaySimulator
from tests.engine import cases
from tests.engine.flows import kinds, places, refreshed
from tests.engine.payments import till

BACK = {
    "refund_decision": "procede",
    "refund_note": "El cupo no se usó.",
    "refund_means": "original",
}
ACCOUNT = {"refund_bank": "Banco", "refund_acct_type": "ahorros", "refund_holder": "Ana Rosero"}


def to_account(number: str) -> dict[str, str]:
    return {**BACK, **ACCOUNT, "refund_means": "cuenta", "refund_acct_number": number}


@pytest.fixture
def paid(stage):
    """A case whose payment is to go back."""

    def make(amount: str = "null"):
        till.refunding(amount)
        case, order = till.filed(stage)
        rehearsal.play(case, verdict="APPROVED", now=stage.now)
        stage.work()
        return case, order

    return make


def complete(stage, case, element: str, answers) -> None:
    item = case.items.get(element_id=element, status__in=["ready", "claimed"])
    actor = stage.official(item)
    cases.claim(actor, item)
    item.refresh_from_db()
    read = commands.read_item_answers(item, answers, stage.now.date())
    cases.complete(actor, item, read)
    stage.work()


def sign(stage, case) -> None:
    item = case.items.get(element_id="sp-acto.06", status__in=["ready", "claimed"])
    actor = stage.official(item)
    cases.claim(actor, item)
    item.refresh_from_db()
    stage.sign(actor, item, {"decision": "firma"})
    stage.work()


def test_a_verified_and_signed_refund_is_given_and_told(stage, paid) -> None:
    case, order = paid()
    complete(stage, case, "sp-devolucion.03", BACK)
    sign(stage, case)
    order.refresh_from_db()
    refund = Refund.objects.get()
    assert (refund.status, refund.amount, refund.account) == (
        "paid",
        till.AMOUNT,
        "Medio de pago original",
    )
    assert (order.status, order.refunded) == ("refunded", till.AMOUNT)
    assert refreshed(case).outcome == "fin"
    assert {"refund.requested", "refund.paid", "payment.refunded"} <= set(kinds(case))


def test_part_of_a_payment_may_go_back(stage, paid) -> None:
    case, order = paid("1000")
    complete(stage, case, "sp-devolucion.03", BACK)
    sign(stage, case)
    order.refresh_from_db()
    assert (order.status, order.refunded) == ("partly_refunded", 1000)


def test_an_account_that_bounces_is_corrected_and_tried_again(stage, paid) -> None:
    case, _ = paid()
    complete(stage, case, "sp-devolucion.03", to_account("0001234567"))
    sign(stage, case)
    assert places(case) == ["sp-devolucion.10"]
    assert Refund.objects.get().status == "bounced"
    correct = {**ACCOUNT, "refund_acct_number": "1234567890"}
    complete(stage, case, "sp-devolucion.10", correct)
    refunds = Refund.objects.order_by("requested_at", "status")
    assert sorted(refund.status for refund in refunds) == ["bounced", "paid"]
    assert Refund.objects.get(status="paid").account == "Banco ***7890"
    assert refreshed(case).outcome == "fin"


def test_a_refund_that_is_not_due_is_not_given(stage, paid) -> None:
    case, order = paid()
    denied = {"refund_decision": "no-procede", "refund_note": "El servicio se prestó."}
    complete(stage, case, "sp-devolucion.03", denied)
    order.refresh_from_db()
    assert (order.status, Refund.objects.count()) == ("paid", 0)


class _SilentBank(RehearsalGatewaySimulator):
    def refund(self, wish):
        raise GatewayUnavailable("timeout")


def test_a_silent_bank_leaves_it_to_the_treasury(stage, paid) -> None:
    case, _ = paid()
    with gateways.lend(_SilentBank()):
        complete(stage, case, "sp-devolucion.03", BACK)
        sign(stage, case)
    assert places(case) == ["sp-devolucion.11"]
    by_hand = {
        "manual_means": "Transferencia",
        "manual_reference": "CE-100",
        "manual_paid_on": stage.now.date().isoformat(),
    }
    complete(stage, case, "sp-devolucion.11", by_hand)
    assert refreshed(case).outcome == "fin"


def test_more_than_was_paid_never_goes_back(stage, paid) -> None:
    case, _ = paid(str(till.AMOUNT + 1))
    complete(stage, case, "sp-devolucion.03", BACK)
    sign(stage, case)
    assert not Refund.objects.exists()
    assert case.incidents.get().code == RefundTooHigh.code
