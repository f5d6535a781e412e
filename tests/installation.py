"""A whole window of its own, in one folder, with real processes: for tests of faults and of people."""

import contextlib
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from kombu import Connection

from tests.shell import Shell
from tests.signatures.devpki_fixture import free_port

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 90


class Installation:
    """A whole window of its own, in one folder; on other servers when their addresses are given."""

    def __init__(self, folder: Path, *, database_url: str = "", broker_url: str = "") -> None:
        self.pki_port = free_port()
        self.web_port = free_port()
        self.address = f"http://127.0.0.1:{self.web_port}"
        self.env = os.environ | {
            "VAR_DIR": str(folder),
            "DATABASE_URL": database_url or f"sqlite:///{folder / 'window.sqlite3'}",
            "BROKER_URL": broker_url or "filesystem://",
            # Brokers are shared: by its own queue a window takes nobody else's messages.
            "BROKER_QUEUE": f"window-{secrets.token_hex(4)}",
            "PKI_URL": f"http://127.0.0.1:{self.pki_port}",
            "PUBLIC_URL": self.address,
            "DJANGO_SETTINGS_MODULE": "web.settings",
            "JOB_LOCK_SECONDS": "1",
            "SWEEP_SECONDS": "0.5",
            "LOG_LEVEL": "ERROR",
        }
        self._shell: Shell | None = None

    def manage(self, *arguments: str) -> str:
        done = self.manage_unchecked(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def install(self, *slugs: str) -> None:
        """Prepare everything, with these procedures alone: the whole shelf takes long."""
        self.manage("demo", "--install-only", "--only", *slugs)

    def manage_unchecked(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The same for a command that may fail."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            check=False,
            capture_output=True,
            text=True,
            timeout=4 * PATIENCE_SECONDS,
        )

    def script(self, text: str) -> str:
        """The last line that a script prints; see `shell`."""
        if self._shell:
            return self._shell.ask(text).splitlines()[-1]
        return self.manage("shell", "--no-imports", "-c", text).splitlines()[-1]

    @contextlib.contextmanager
    def shell(self) -> Iterator[None]:
        """One process answers all scripts, with the environment as it is now."""
        self._shell = Shell(self.env)
        try:
            yield
        finally:
            self._shell.leave()
            self._shell = None

    def empty_queue(self) -> int:
        """Throw the broker's messages for this window away; how many there were."""
        with Connection(self.env["BROKER_URL"]) as connection:
            channel = connection.default_channel
            channel.queue_declare(self.env["BROKER_QUEUE"], durable=True, auto_delete=False)
            thrown: int = channel.queue_purge(self.env["BROKER_QUEUE"]) or 0
            channel.queue_delete(self.env["BROKER_QUEUE"])
            return thrown

    @contextlib.contextmanager
    def process(self, *arguments: str, **env: str) -> Iterator[subprocess.Popen[str]]:
        child = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=self.env | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            yield child
        finally:
            kill(child)

    def worker(
        self, *, with_beat: bool = True, **env: str
    ) -> contextlib.AbstractContextManager[subprocess.Popen[str]]:
        name = f"{self.env['BROKER_QUEUE']}@%h"
        celery = ("celery", "-A", "web", "worker", "-n", name, "--concurrency", "1", "-l", "INFO")
        return self.process(*celery, *(["-B"] if with_beat else []), **env)

    def beat(self, **env: str) -> contextlib.AbstractContextManager[subprocess.Popen[str]]:
        return self.process("celery", "-A", "web", "beat", "-l", "WARNING", **env)

    @contextlib.contextmanager
    def pki(self) -> Iterator[None]:
        folder = f"{self.env['VAR_DIR']}/pki"
        serve = ("signatures.devpki", "serve", "--directory", folder, "--port", str(self.pki_port))
        with self.process(*serve) as child:
            assert child.stdout is not None
            assert child.stdout.readline().startswith("READY")
            yield

    @contextlib.contextmanager
    def served(self) -> Iterator[str]:
        """The whole demonstration, until its window answers."""
        child = subprocess.Popen(
            [sys.executable, "-u", "manage.py", "demo", "--no-case"],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert child.stdout is not None
        try:
            said = ""
            for line in child.stdout:
                said += line
                if self.address in line:
                    break
            else:
                raise AssertionError(said)
            with self.shell():
                yield self.address
        finally:
            child.send_signal(signal.SIGINT)
            child.wait(PATIENCE_SECONDS)
            child.stdout.close()


def kill(child: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdout:
        child.stdout.close()
