"""A stage with a case that waits for its money, and a simulated bank's adapter with a known secret."""

import pytest

from engine.commands import clock
from engine.models import PaymentOrder
from engine.payments import gateways
from engine.payments.gateway import GatewayUnavailable, Opened
from engine.payments.simulated_bank import BankAccess, SimulatedBankGateway
from tests.engine import cases, folders
from tests.engine.payments import till
from tests.engine.payments.conftest import stage
from web.accounts.models import User

__all__ = ["stage"]
SECRET = "secreto-de-la-pasarela"


class Bank(SimulatedBankGateway):
    """The real adapter, whose page is opened without a bank."""

    is_down = False

    def open(self, bill):
        if self.is_down:
            raise GatewayUnavailable("timeout")
        return Opened(url=f"{self.origin}/pagar/{bill.reference}", gateway_id="BS-1")


@pytest.fixture
def bank(stage):
    access = BankAccess(
        url="http://127.0.0.1:8030", secret=SECRET, timeout_seconds=1, tolerance_seconds=300
    )
    made = Bank(access, clock.now)
    with gateways.lend(made):
        yield made


@pytest.fixture
def order(stage, bank, citizen):
    till.publish()
    actor = cases.citizen(citizen.email)
    case = folders.file(actor)
    stage.work()
    return PaymentOrder.objects.get(case=case)


@pytest.fixture
def treasurer(db):
    folders.person("tesoro@correo.test", "tesorero", name="Nubia")
    return User.objects.get(email="tesoro@correo.test")
