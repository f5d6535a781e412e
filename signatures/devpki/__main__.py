"""`python -m signatures.devpki serve --directory D --port P` answers for the development PKI."""

import argparse
import contextlib
import sys
from pathlib import Path

from signatures.devpki import Application
from signatures.wsgi_server import serve


def main() -> None:
    """Read the arguments and answer until interrupted."""
    parser = argparse.ArgumentParser(prog="signatures.devpki")
    commands = parser.add_subparsers(required=True)
    answering = commands.add_parser("serve", help="answer timestamps, OCSP and CRL over HTTP")
    answering.add_argument("--directory", type=Path, required=True)
    answering.add_argument("--host", default="127.0.0.1")
    answering.add_argument("--port", type=int, default=8010)
    arguments = parser.parse_args()

    def ready(port: int) -> None:
        sys.stdout.write(f"READY http://{arguments.host}:{port}\n")
        sys.stdout.flush()

    with contextlib.suppress(KeyboardInterrupt):
        serve(Application(arguments.directory), arguments.host, arguments.port, ready=ready)


if __name__ == "__main__":
    main()
