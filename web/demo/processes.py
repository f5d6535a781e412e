"""The processes of a demonstration: started together, stopped together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

_PATIENCE_SECONDS = 30


class ProcessDied(Exception):
    """A part stopped by itself; its log says why."""

    code = "process-died"


def free_port(wanted: int) -> int:
    """The port on loopback that is wanted, or another one where a second demonstration has it."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return wanted


class Processes:
    """Children of the demonstration; leaving the block stops every one."""

    def __init__(self, logs: Path) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self._logs = logs
        self._running: list[tuple[str, subprocess.Popen[bytes]]] = []

    def __enter__(self) -> "Processes":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, name: str, arguments: Sequence[str], *, port: int | None = None) -> None:
        """Start a part of this installation, and wait until its port answers.

        Args:
            name: of its log file.
            arguments: what follows `python -m`.
            port: on loopback; None when it has none.

        Raises:
            ProcessDied: it stopped before it answered.
        """
        log = (self._logs / f"{name}.log").open("ab")
        child = subprocess.Popen(  # noqa: S603 — our own interpreter and modules
            [sys.executable, "-m", *arguments],
            cwd=settings.ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "web.settings"},
        )
        log.close()
        self._running.append((name, child))
        if port is not None:
            self._await(name, child, port)

    def watch(self) -> None:
        """Return only when a part stopped.

        Raises:
            ProcessDied: names the part and its log.
        """
        while True:
            for name, child in self._running:
                if child.poll() is not None:
                    raise ProcessDied(f"{name}: {self._logs / f'{name}.log'}")
            time.sleep(0.5)

    def stop(self) -> None:
        """Stop every part, last started first, and wait for it."""
        for _, child in reversed(self._running):
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGTERM)
        for _, child in reversed(self._running):
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        self._running.clear()

    def _await(self, name: str, child: subprocess.Popen[bytes], port: int) -> None:
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            if child.poll() is not None:
                break
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        raise ProcessDied(f"{name}: {self._logs / f'{name}.log'}")
