"""`python -m engine.payments.bank_simulator --port N` answers as a bank would, and prints its address.

The secret that both sides sign with comes from BANK_SIMULATOR_SECRET, or from a file.
"""

import argparse
import contextlib
import os
from pathlib import Path

from engine.payments.bank_simulator import Application, Bank
from engine.payments.bank_simulator.bank import Manners
from engine.payments.bank_simulator.ledger import Ledger
from engine.payments.bank_simulator.notifier import Notifier
from signatures.wsgi_server import announce, serve


def main() -> None:
    """Read the arguments and answer until interrupted."""
    parser = argparse.ArgumentParser(prog="engine.payments.bank_simulator")
    parser.add_argument("--port", type=int, default=8030)
    parser.add_argument("--ledger", type=Path, help="JSON file that keeps what it knows")
    parser.add_argument("--secret-file", type=Path, help="instead of BANK_SIMULATOR_SECRET")
    parser.add_argument("--delay", type=float, default=2, help="seconds until a notice")
    parser.add_argument("--pending", type=float, default=1200, help="seconds that one is pending")
    given = parser.parse_args()
    secret = (
        given.secret_file.read_text("utf-8").strip()
        if given.secret_file
        else os.environ["BANK_SIMULATOR_SECRET"]
    )
    bank = Bank(
        secret,
        Ledger(given.ledger),
        Notifier(),
        Manners(delay_seconds=given.delay, pending_seconds=given.pending),
    )
    with contextlib.suppress(KeyboardInterrupt):
        serve(Application(bank), "127.0.0.1", given.port, ready=announce)


if __name__ == "__main__":
    main()
