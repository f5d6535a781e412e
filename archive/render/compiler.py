"""The parent's side of the compiling process: starts it, bounds it, starts it again.

A plain child process, not `multiprocessing`: Celery's prefork workers are daemons and may not have
children of that kind. Typst has no time limit of its own, so a clock here kills the child.
"""

import contextlib
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

FONTS = Path(__file__).parent / "fonts"
_WORKER = Path(__file__).parent / "worker.py"
_LENGTH = struct.Struct(">I")
# Typst's interned strings and memoised pages are never given back; a fresh child costs 80 ms.
_REQUESTS_PER_CHILD = 1000


class CompilerTimedOut(Exception):
    """The child was killed because it took too long."""


class CompilerDied(Exception):
    """The child ended without an answer (memory limit, crash)."""


@dataclass(frozen=True)
class Compilation:
    """What the child answered: an error and its text, or a PDF."""

    error: str | None
    message: str
    diagnostic: str
    pdf: bytes


class Compiler:
    """One long-lived child, used by one thread at a time, replaced when it dies."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._requests = 0

    def compile(self, request: Mapping[str, Any], *, seconds: float) -> Compilation:
        """Send one request and wait for its answer.

        Raises:
            CompilerTimedOut: no answer within `seconds` of wall time.
            CompilerDied: the child ended without an answer.
        """
        frame = json.dumps({**request, "seconds": int(seconds * 2) + 1}).encode()
        with self._lock:
            child = self._living_child()
            with _alarm(child, seconds) as has_rung:
                try:
                    return _converse(child, frame)
                except (OSError, EOFError) as error:
                    self._discard()
                    if has_rung.is_set():
                        raise CompilerTimedOut from error
                    raise CompilerDied from error

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            self._discard()

    def forget(self) -> None:
        """Leave the child to the process it belongs to; called in a process just forked."""
        self._lock = threading.Lock()
        child, self._child = self._child, None
        if child is not None:
            # Our copies of the pipes would keep the child alive after its real parent has gone.
            _close_pipes(child)
            child.returncode = 0

    def _living_child(self) -> subprocess.Popen[bytes]:
        self._requests += 1
        child = self._child
        if child is None or child.poll() is not None or self._requests > _REQUESTS_PER_CHILD:
            self._discard()
            child = self._child = _start()
            self._requests = 1
        return child

    def _discard(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            _close_pipes(child)


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  our own interpreter and file
        # -I: neither the environment nor the working folder can put code into the child.
        [sys.executable, "-I", str(_WORKER), str(FONTS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "RAYON_NUM_THREADS": "2"},
        cwd=str(_WORKER.parent),
        close_fds=True,
    )


def _close_pipes(child: subprocess.Popen[bytes]) -> None:
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


@contextlib.contextmanager
def _alarm(child: subprocess.Popen[bytes], seconds: float) -> Iterator[threading.Event]:
    has_rung = threading.Event()

    def ring() -> None:
        has_rung.set()
        child.kill()

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        yield has_rung
    finally:
        timer.cancel()


def _converse(child: subprocess.Popen[bytes], frame: bytes) -> Compilation:
    if child.stdin is None or child.stdout is None:
        raise EOFError
    child.stdin.write(_LENGTH.pack(len(frame)) + frame)
    child.stdin.flush()
    head = json.loads(_read(child.stdout, _LENGTH.unpack(_read(child.stdout, _LENGTH.size))[0]))
    pdf = _read(child.stdout, head["size"])
    return Compilation(head["error"], head.get("message", ""), head.get("diagnostic", ""), pdf)


def _read(source: IO[bytes], size: int) -> bytes:
    content = source.read(size)
    if len(content) < size:
        raise EOFError
    return content


COMPILER = Compiler()
os.register_at_fork(after_in_child=COMPILER.forget)
