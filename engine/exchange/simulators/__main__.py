"""`python -m engine.exchange.simulators --port N` answers as the services of other entities would.

The secret that requests and answers are signed with comes from EXCHANGE_SECRET, or from the file of
`--secret-file`. Turn a service's switch while it runs:

    curl -X POST 127.0.0.1:8040/control/rues -d '{"mood": "down"}'
"""

import argparse
import contextlib
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from engine.exchange.simulators.fixtures import Fixtures
from engine.exchange.simulators.moods import Mood
from engine.exchange.simulators.office import Offices
from engine.exchange.simulators.server import Application
from engine.exchange.simulators.table import SERVICES
from signatures.wsgi_server import announce, serve


def main() -> None:
    """Read the arguments and answer until interrupted."""
    parser = argparse.ArgumentParser(prog="engine.exchange.simulators")
    parser.add_argument("--list", action="store_true", help="show the services and end")
    parser.add_argument("--port", type=int, default=8040)
    parser.add_argument("--entity", default="52001", help="DIVIPOLA code of the entity")
    parser.add_argument("--callback", default="", help="where the window takes late answers")
    parser.add_argument("--secret-file", type=Path, help="holds the secret of the exchange")
    parser.add_argument("--day-seconds", type=float, default=2, help="length of a business day")
    given = parser.parse_args()
    if given.list:
        _list()
        return
    offices = Offices(
        fixtures=Fixtures(given.entity),
        secret=_secret(given.secret_file),
        clock=_present,
        sleep=time.sleep,
        callback=given.callback,
        day_seconds=given.day_seconds,
    )
    with contextlib.suppress(KeyboardInterrupt):
        serve(Application(offices), "127.0.0.1", given.port, ready=announce)


def _secret(file: Path | None) -> str:
    secret = os.environ.get("EXCHANGE_SECRET", "") or (file.read_text() if file else "")
    if not secret:
        raise SystemExit("EXCHANGE_SECRET is not set")
    return secret


def _present() -> datetime:
    # Another entity's clock is its own: a rehearsal's lent one does not reach this process.
    return datetime.fromtimestamp(time.time(), UTC)


def _list() -> None:
    for name, one in SERVICES.items():
        sys.stdout.write(f"{name:14} {one.title}: {one.says}\n")
    sys.stdout.write(f"\nmoods: {', '.join(mood.value for mood in Mood)}\n")


if __name__ == "__main__":
    main()
