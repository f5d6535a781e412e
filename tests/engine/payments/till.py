"""A procedure that asks for money, its case, and a bank that says what a test wants it to say."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from bpmn import versions
from engine.models import Case, NoticeVerdict, PaymentOrder
from engine.payments import signing
from engine.payments.notices import receive
from engine.payments.rehearsal import RehearsalGatewaySimulator
from engine.rehearsal.stage import RehearsalStage
from tests.engine import folders
from tests.engine.runtime import models

SECRET = "ensayo"
AMOUNT = 52_400
_TWO_LINES = (
    f'[{{text: "Concepto", amount: {AMOUNT + 1000}}}, {{text: "Descuento", amount: -1000}}]'
)


def publish(amount: str = str(AMOUNT), due: str = "10 D") -> versions.Version:
    """A procedure that has the shared process collect the amount, and ends by what came."""
    inputs = {
        "concept": '="Concepto de uso del suelo"',
        "amount": f"={amount}",
        "breakdown": f"={_TWO_LINES}",
        "dueTerm": f'="{due}"',
    }
    outputs = {
        "paymentResult": "=paymentResult",
        "payment": "=payment",
        "receipt": "=receipt",
    }
    collects = models.call(
        "cobra",
        "sp-liquidacion-pago",
        models.mapping(inputs, outputs),
        propagateAllChildVariables="false",
        propagateAllParentVariables="true",
    )
    return folders.publish(
        collects,
        models.xor("pago", default="pago-no"),
        models.end("pagado", models.extensions(models.properties(outcome="PAGADO"))),
        models.end("no", models.extensions(models.properties(outcome="NO_PAGADO"))),
        models.chain(folders.LAST, "cobra", "pago"),
        models.flow("pago", "pagado", '=paymentResult = "PAGADO"', "pago-si"),
        models.flow("pago", "no", flow_id="pago-no"),
    )


def refunding(amount: str = "null") -> versions.Version:
    """The same, and then everything goes back."""
    inputs = {
        "concept": '="Cupo"',
        "amount": f"={AMOUNT}",
        "breakdown": "=[]",
        "dueTerm": '="10 D"',
    }
    pays = models.call(
        "cobra",
        "sp-liquidacion-pago",
        models.mapping(inputs, {"payment": "=payment"}),
        propagateAllChildVariables="false",
        propagateAllParentVariables="true",
    )
    gives = models.call(
        "devuelve",
        "sp-devolucion",
        models.mapping(
            {"refundReason": '="Se canceló."', "refundAmount": f"={amount}"}, {"refund": "=refund"}
        ),
        propagateAllChildVariables="false",
        propagateAllParentVariables="true",
    )
    return folders.publish(
        pays,
        gives,
        models.end("fin", models.extensions(models.properties(outcome="fin"))),
        models.chain(folders.LAST, "cobra", "devuelve", "fin"),
    )


def filed(stage: RehearsalStage) -> tuple[Case, PaymentOrder]:
    """A case that waits for its money."""
    case = folders.file()
    stage.work()
    return case, PaymentOrder.objects.get(case=case)


def notice(order: PaymentOrder, now: datetime, said: str = "APPROVED", **more: Any) -> bytes:
    """What the bank would send."""
    data = {
        "id": str(uuid4()),
        "transaction": order.gateway_id or "T-1",
        "reference": order.reference,
        "status": said,
        "amount": order.amount,
        "currency": "COP",
        "method": "PSE",
        "at": now.isoformat(),
    }
    return json.dumps(data | more).encode()


def send(body: bytes, now: datetime, *, secret: str = SECRET, at: datetime | None = None) -> str:
    """Bring a notice as the webhook does."""
    headers = signing.sign(secret, at or now, body)
    verdict = receive(RehearsalGatewaySimulator(), headers, body, now)
    return NoticeVerdict(verdict).value
