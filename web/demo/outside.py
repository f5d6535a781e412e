"""The services of other entities in a demonstration: simulated, in a process with switches of its own."""

import os
from pathlib import Path

from django.conf import settings

from web.demo.processes import Processes, free_port

_PORT = 8040


def simulate_services(processes: Processes) -> str:
    """Start the simulators, and let the parts that are started after them ask there; their address.

    Nothing is started where EXCHANGE_URL says that somebody else answers.
    """
    if settings.EXCHANGE_URL:
        return str(settings.EXCHANGE_URL)
    port = free_port(_PORT)
    processes.start(
        "exchange",
        [
            "engine.exchange.simulators",
            *("--port", str(port)),
            *("--entity", settings.ENTITY),
            *("--callback", f"{settings.PUBLIC_URL}/intercambio/respuestas/"),
            *("--secret-file", str(Path(settings.VAR_DIR) / "exchange-secret")),
        ],
        port=port,
    )
    os.environ["EXCHANGE_URL"] = f"http://127.0.0.1:{port}"
    return os.environ["EXCHANGE_URL"]
