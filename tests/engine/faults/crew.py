"""The processes of a window, with somebody who starts them again as a service manager does."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import psutil

from tests.installation import ROOT, Installation, kill
from tests.patience import until

WEB, WORKER, BEAT = "web", "worker", "beat"
WHOLE_WEB = "web whole"


class Crew:
    """Web, workers and beat of a window; what dies as a whole is started again.

    Attributes:
        restarts: how often a part had to be started again.
    """

    def __init__(self, window: Installation, *, workers: int = 2, app: str = "web") -> None:
        queue = window.env["BROKER_QUEUE"]
        self._window = window
        self._env = window.env | {"LOG_LEVEL": "WARNING"}
        listen = ("--bind", f"127.0.0.1:{window.web_port}", "--no-control-socket")
        own = ("--concurrency", "2", "--without-gossip", "--without-mingle")
        celery, quiet = ("celery", "-A", app), ("-l", "WARNING")
        self._commands: dict[str, tuple[str, ...]] = {
            WEB: ("gunicorn", "-c", "python:web.serving", "web.wsgi", *listen, "--preload"),
            BEAT: (*celery, "beat", *quiet),
        }
        for number in range(workers):
            name = f"{queue}-{number}@%h"
            self._commands[f"{WORKER}{number}"] = (*celery, "worker", "-n", name, *own, *quiet)
        self._parts: dict[str, subprocess.Popen[bytes]] = {}
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._keep_up)
        self.restarts: Counter[str] = Counter()

    def __enter__(self) -> "Crew":
        for name in self._commands:
            self._start(name)
        self._watch.start()
        try:
            until(self.answers, "an answer of the window")
        except AssertionError:
            self.__exit__()
            raise AssertionError(self.log(WEB)) from None
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watch.join()
        for part in self._parts.values():
            kill(part)

    def answers(self) -> bool:
        """Whether somebody listens at the window's port."""
        for process in self._tree(WEB):
            with contextlib.suppress(psutil.Error):
                if any(one.status == psutil.CONN_LISTEN for one in process.net_connections("tcp")):
                    return True
        return False

    def victims(self, part: str) -> list[psutil.Process]:
        """The processes of a part, its first one last."""
        return self._tree(part)[::-1]

    @property
    def workers(self) -> list[str]:
        return [name for name in self._commands if name.startswith(WORKER)]

    def log(self, part: str) -> str:
        return self._log(part).read_text(errors="replace")

    def _tree(self, part: str) -> list[psutil.Process]:
        try:
            first = psutil.Process(self._parts[part].pid)
            return [first, *first.children(recursive=True)]
        except psutil.Error:
            return []

    def _log(self, part: str) -> Path:
        return Path(self._window.env["VAR_DIR"]) / f"{part}.log"

    def _start(self, name: str) -> None:
        with self._log(name).open("ab") as log:
            self._parts[name] = subprocess.Popen(
                [sys.executable, "-m", *self._commands[name]],
                cwd=ROOT,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _keep_up(self) -> None:
        while not self._over.wait(0.1):
            for name, part in list(self._parts.items()):
                if part.poll() is not None:
                    # Its children are without a parent by now.
                    kill(part)
                    self.restarts[name] += 1
                    self._start(name)


class Killer:
    """Ends processes of a crew with SIGKILL, as chance has it.

    Attributes:
        killed: how many of which kind.
    """

    def __init__(self, crew: Crew, seed: int) -> None:
        self._crew = crew
        self._chance = random.Random(seed)  # noqa: S311 — chance, not secrecy
        self.killed: Counter[str] = Counter()

    def kill_one(self) -> str | None:
        """End a process, and say of what kind it was; None when there was none at that moment."""
        part, is_whole = self._choice()
        tree = self._crew.victims(part)
        found = tree[-1:] if is_whole else tree[:-1]
        if not found:
            return None
        try:
            os.kill(self._chance.choice(found).pid, signal.SIGKILL)
        except ProcessLookupError:
            return None
        kind = f"{part.rstrip('0123456789')} {'whole' if is_whole else 'child'}"
        self.killed[kind] += 1
        return kind

    def moment(self) -> float:
        """How long to let them live until the next one, in seconds."""
        return self._chance.uniform(0.05, 0.8)

    def _choice(self) -> tuple[str, bool]:
        worker = self._chance.choice(self._crew.workers)
        kinds = [(WEB, False), (worker, False), (worker, True), (BEAT, True), (WEB, True)]
        return self._chance.choices(kinds, weights=(45, 40, 9, 3, 3))[0]
