"""What still is a simulator: told by `manage.py check --deploy`, so that none answers in production unseen."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(deploy=True)
def simulated_parts(**_options: Any) -> list[checks.CheckMessage]:
    """Third parties whose place a simulator takes in this installation."""
    return list(_found())


def _found() -> Iterator[checks.CheckMessage]:
    if not settings.EXCHANGE_URL:
        yield checks.Warning(
            "Other entities are answered for by the simulators of the program.",
            hint="Set EXCHANGE_URL, or EXCHANGE_SERVICES for single services.",
            id="ventanilla.W001",
        )
    if "simul" in settings.PAYMENT_GATEWAY.lower():
        yield checks.Warning(
            "Payments go to the simulated bank.",
            hint="Write an adapter (docs/howto/add-a-payment-gateway.md) and set PAYMENT_GATEWAY.",
            id="ventanilla.W002",
        )
