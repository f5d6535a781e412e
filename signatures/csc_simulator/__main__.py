"""`python -m signatures.csc_simulator --pki FOLDER` answers as a remote signing service would.

The secret of the client `ventanilla` comes from CSC_SIMULATOR_SECRET, the PIN of all credentials from
CSC_SIMULATOR_PIN.
"""

import argparse
import contextlib
import os
from pathlib import Path

from signatures.csc_simulator import Application, SimulatedService, of_pki
from signatures.wsgi_server import announce, serve


def main() -> None:
    """Read the arguments and answer until interrupted."""
    parser = argparse.ArgumentParser(prog="signatures.csc_simulator")
    parser.add_argument("--pki", type=Path, required=True, help="folder of the development PKI")
    parser.add_argument("--outbox", type=Path, required=True, help="folder for one-time codes")
    parser.add_argument("--port", type=int, default=8020)
    parser.add_argument("--codes", action="store_true", help="ask for a one-time code")
    parser.add_argument("--multisign", type=int, default=100)
    parser.add_argument("labels", nargs="+", help="people of the PKI, or `seal`")
    given = parser.parse_args()
    pin = os.environ["CSC_SIMULATOR_PIN"]
    credentials = [
        of_pki(given.pki, label, pin, needs_code=given.codes, most=given.multisign)
        for label in given.labels
    ]
    clients = {"ventanilla": os.environ["CSC_SIMULATOR_SECRET"]}
    service = SimulatedService(credentials, clients, given.outbox)
    with contextlib.suppress(KeyboardInterrupt):
        serve(Application(service), "127.0.0.1", given.port, ready=announce)


if __name__ == "__main__":
    main()
