"""Children that wait for orders to verify: as many as are asked at once, each for one order at a time."""

import atexit
import contextlib
import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

_ROOT = Path(__file__).resolve().parent.parent.parent
# Loading everything takes a second, and much longer on a machine that is busy.
_START_SECONDS = 60
_MOST_IDLE = 4


class ChildGone(Exception):
    """The child ended, or did not even say that the file took too long."""


class _Child:
    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "signatures.verification"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            # Nothing of the window's environment (database, keys) is of use in there.
            env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        # Both are there, since both were asked for.
        self._orders: IO[bytes] = self._process.stdin  # type: ignore[assignment]
        self._answers: IO[bytes] = self._process.stdout  # type: ignore[assignment]

    def answer(self, limits: dict[str, Any], order: bytes) -> dict[str, Any]:
        """What it says to the order.

        Raises:
            ChildGone: it says nothing.
        """
        head = json.dumps({**limits, "size": len(order)}).encode()
        try:
            self._orders.write(head + b"\n" + order)
            self._orders.flush()
            answer: dict[str, Any] = json.loads(self._line(limits["seconds"] + _START_SECONDS))
        except (OSError, ValueError) as error:
            raise ChildGone from error
        return answer

    def _line(self, seconds: float) -> bytes:
        out, until, parts = self._answers, time.monotonic() + seconds, [b""]
        while not parts[-1].endswith(b"\n"):
            if not select.select([out], [], [], max(0.0, until - time.monotonic()))[0]:
                raise ChildGone
            parts.append(os.read(out.fileno(), 1 << 16))
            if not parts[-1]:
                raise ChildGone
        return b"".join(parts)

    @property
    def waits(self) -> bool:
        """Whether it still waits for orders; one that nobody asked for long has ended."""
        return self._process.poll() is None

    def end(self) -> None:
        self._process.kill()
        for pipe in (self._orders, self._answers):
            with contextlib.suppress(OSError):
                pipe.close()
        self._process.wait()


class _Crew:
    """Those that wait; a process that was forked has none of its parent's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Child] = []
        self._parents: list[_Child] = []

    @contextlib.contextmanager
    def one(self, *, is_new: bool = False) -> Iterator[_Child]:
        """One that is asked nothing else meanwhile; one that failed is never asked again.

        Args:
            is_new: none that waits, which may end at any moment.
        """
        child = _Child() if is_new else self._waiting() or _Child()
        try:
            yield child
        except BaseException:
            child.end()
            raise
        with self._lock:
            if len(self._idle) < _MOST_IDLE:
                self._idle.append(child)
                return
        child.end()

    def _waiting(self) -> _Child | None:
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.waits:
                    return child
                child.end()
        return None

    def begin_anew(self) -> None:
        """In a process that was forked: those of its parent answer only the parent, and are not ours to end."""
        self._lock = threading.Lock()
        self._parents, self._idle = self._idle, []

    def end(self) -> None:
        with self._lock:
            while self._idle:
                self._idle.pop().end()


_crew = _Crew()
atexit.register(_crew.end)
os.register_at_fork(after_in_child=_crew.begin_anew)


def ask(limits: dict[str, Any], order: bytes) -> dict[str, Any]:
    """What a child says to an order; one that had ended meanwhile is replaced by a new one.

    Raises:
        ChildGone: neither says anything.
    """
    try:
        with _crew.one() as child:
            return child.answer(limits, order)
    except ChildGone:
        with _crew.one(is_new=True) as child:
            return child.answer(limits, order)
