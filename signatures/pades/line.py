"""The line to the outside: one event loop and one HTTP session for each process, made when needed.

Opening them anew for every signature costs a connection, with its TLS, for every answer.
"""

import asyncio
import atexit
import contextlib
import os
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

import aiohttp

Result = TypeVar("Result")


class Line:
    """A loop that runs in a thread of its own."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self._loop = asyncio.new_event_loop()
        self._session: aiohttp.ClientSession | None = None
        threading.Thread(target=self._loop.run_forever, name="signatures", daemon=True).start()
        atexit.register(self.close)

    def session(self) -> aiohttp.ClientSession:
        """The session; only for coroutines of this loop."""
        if self._session is None:
            # What one service says must not come back to another one as a cookie.
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        return self._session

    def submit(self, work: Coroutine[Any, Any, Result]) -> "Future[Result]":
        """Begin some work."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def close(self) -> None:
        """Close the connections."""
        if self.process == os.getpid() and self._session is not None:
            with contextlib.suppress(Exception):
                self.submit(self._session.close()).result(timeout=1)


_lock = threading.Lock()
_line: Line | None = None


def line() -> Line:
    """This process's line; a forked child gets its own, since threads are not inherited."""
    global _line  # noqa: PLW0603 - one for each process
    with _lock:
        if _line is None or _line.process != os.getpid():
            _line = Line()
        return _line


def _after_fork() -> None:
    global _lock  # noqa: PLW0603 - another thread of the parent may have held it
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_after_fork)
