"""Servers of a test's own, which it may stop, empty and start again: nobody else notices."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.installation import kill
from tests.patience import until
from tests.signatures.devpki_fixture import free_port

_POSTGRES = Path("/usr/lib/postgresql/15/bin")


class OwnRedis:
    """A broker that keeps nothing: after a stop it is empty."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._server: subprocess.Popen[str] | None = None

    def __enter__(self) -> "OwnRedis":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        keeps_nothing = ("--save", "", "--appendonly", "no", "--loglevel", "warning")
        self._server = subprocess.Popen(
            ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port), *keeps_nothing],
            cwd=tempfile.gettempdir(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        until(lambda: _answers(self.port), "an answer of Redis")

    def stop(self) -> None:
        """End it at once, with all that it held."""
        if self._server is not None:
            kill(self._server)
            self._server = None


class OwnPostgres:
    """A database server with one database; `fsync` is off, since no power fails here."""

    def __init__(self, folder: Path) -> None:
        self._data = folder / "data"
        self._log = folder / "log"
        self.port = free_port()
        self.url = f"postgresql://ventanilla@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        own = ("--username", "ventanilla", "--auth-host", "trust", "--auth-local", "reject")
        text = ("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-instructions", "--no-sync")
        _as_postgres(_POSTGRES / "initdb", "-D", self._data, *own, *text)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= "
        options += "-c fsync=off"
        self._ctl("start", "-l", str(self._log), "-t", "60", "-o", options)

    def restart(self) -> None:
        """Break everything off that runs, as a crash does, and recover."""
        self._ctl("stop", "-m", "immediate")
        self.start()

    def stop(self) -> None:
        self._ctl("stop", "-m", "immediate")

    def _ctl(self, action: str, *more: str) -> None:
        _as_postgres(_POSTGRES / "pg_ctl", "-D", self._data, "-w", "-s", action, *more)


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    """A server that runs until the block is left, in a folder that its user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="ventanilla-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    made = OwnPostgres(folder)
    try:
        made.make()
        made.start()
        yield made
        made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_postgres(program: Path, *arguments: object) -> None:
    # PostgreSQL refuses root.
    user: Sequence[str] = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    command = [*user, str(program), *(str(argument) for argument in arguments)]
    # Into a file: the server that pg_ctl starts would hold a pipe open for ever.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            command, cwd="/", stdout=said, stderr=said, check=False, stdin=subprocess.DEVNULL
        )
        said.seek(0)
        assert done.returncode == 0, said.read().decode()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
