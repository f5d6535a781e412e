"""The services of other entities in a demonstration: simulated, in a process with switches of its own."""

import os
import socket
from pathlib import Path

from django.conf import settings

from web.demo.processes import Processes

_PORT = 8040


def simulate_services(processes: Processes) -> str:
    """Start the simulators, and let the parts that are started after them ask there; their address.

    Nothing is started where EXCHANGE_URL says that somebody else answers.
    """
    if settings.EXCHANGE_URL:
        return str(settings.EXCHANGE_URL)
    port = _free(_PORT)
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


def _free(wanted: int) -> int:
    """The port that is wanted, or another one where a second demonstration has it."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return wanted
