"""Which gateway this window works with; a rehearsal lends another."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from functools import cache

from django.conf import settings

from engine.commands import clock
from engine.commands.lending import lending
from engine.payments.gateway import PaymentGateway
from engine.payments.simulated_bank import BankAccess, SimulatedBankGateway

_lent: ContextVar[PaymentGateway | None] = ContextVar("lent_gateway", default=None)


def _simulated_bank() -> PaymentGateway:
    return SimulatedBankGateway(
        BankAccess(
            url=settings.PAYMENT_GATEWAY_URL,
            secret=settings.PAYMENT_GATEWAY_SECRET,
            timeout_seconds=settings.PAYMENT_GATEWAY_TIMEOUT_SECONDS,
            tolerance_seconds=settings.PAYMENT_NOTICE_TOLERANCE_SECONDS,
        ),
        clock.now,
    )


# Setting PAYMENT_GATEWAY names one of these; a new adapter is one more line.
ADAPTERS: Mapping[str, Callable[[], PaymentGateway]] = {"banco-simulado": _simulated_bank}


class GatewayUnknown(Exception):
    """Setting PAYMENT_GATEWAY names no adapter."""

    code = "gateway-unknown"


def current() -> PaymentGateway:
    """The gateway of this process, or the one that a rehearsal lent."""
    return _lent.get() or _from_settings()


def named(name: str) -> PaymentGateway | None:
    """The gateway of that name, if this window works with it."""
    gateway = current()
    return gateway if gateway.name == name else None


def lend(gateway: PaymentGateway) -> AbstractContextManager[None]:
    """Use another gateway for what runs inside."""
    return lending(_lent, gateway)


def reset() -> None:
    """Forget the gateway of this process, after its settings changed."""
    _from_settings.cache_clear()


@cache
def _from_settings() -> PaymentGateway:
    make = ADAPTERS.get(settings.PAYMENT_GATEWAY)
    if make is None:
        raise GatewayUnknown(settings.PAYMENT_GATEWAY)
    return make()
