"""The simulated bank of a demonstration, in a process of its own that the window reaches by HTTP alone."""

import os
from pathlib import Path

from django.conf import settings

from web.demo.processes import Processes, free_port

_PORT = 8030
_SIMULATED = "banco-simulado"


def simulate_bank(processes: Processes) -> str:
    """Start the simulated bank, and let the parts that are started after it pay there; its address.

    Nothing is started where PAYMENT_GATEWAY or PAYMENT_GATEWAY_URL says that somebody else answers.
    """
    if settings.PAYMENT_GATEWAY != _SIMULATED or "PAYMENT_GATEWAY_URL" in os.environ:
        return str(settings.PAYMENT_GATEWAY_URL)
    port = free_port(_PORT)
    os.environ["BANK_SIMULATOR_SECRET"] = settings.PAYMENT_GATEWAY_SECRET
    processes.start(
        "bank",
        [
            "engine.payments.bank_simulator",
            *("--port", str(port)),
            *("--ledger", str(Path(settings.VAR_DIR) / "simulated-bank" / "ledger.json")),
        ],
        port=port,
    )
    os.environ["PAYMENT_GATEWAY_URL"] = f"http://127.0.0.1:{port}"
    return os.environ["PAYMENT_GATEWAY_URL"]
