"""Sends the bank's notices: signed, at their time, again until the window takes them, twice on wish."""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence

import urllib3
from urllib3.exceptions import HTTPError

# After how long a notice that was not taken is sent again; the last one is repeated.
PAUSES_SECONDS: Sequence[float] = (1, 5, 30, 120, 600)
_TIMEOUT_SECONDS = 10
_log = logging.getLogger(__name__)


class Notifier:
    """A thread with a list of what is to be done when."""

    def __init__(self, pauses: Sequence[float] = PAUSES_SECONDS) -> None:
        self._pauses = pauses
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._is_over = False
        self._pool = urllib3.PoolManager(timeout=_TIMEOUT_SECONDS, retries=False)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Send nothing any more."""
        with self._changed:
            self._is_over = True
            self._changed.notify()
        self._thread.join()

    def after(self, seconds: float, do: Callable[[], None]) -> None:
        """Do something later, once."""
        with self._changed:
            heapq.heappush(self._due, (time.monotonic() + seconds, next(self._order), do))
            self._changed.notify()

    def send(
        self,
        url: str,
        make: Callable[[], tuple[bytes, Mapping[str, str]]],
        taken: Callable[[], None],
        tried: int = 0,
    ) -> None:
        """Post a notice now, and again after growing pauses until it is taken.

        Args:
            url: of the window.
            make: the body and its headers, signed anew for each try.
            taken: called when the window answered with 2xx.
            tried: how often it was sent already.
        """
        body, headers = make()
        if self._is_taken(url, body, headers):
            taken()
            return
        pause = self._pauses[min(tried, len(self._pauses) - 1)]
        self.after(pause, lambda: self.send(url, make, taken, tried + 1))

    def _is_taken(self, url: str, body: bytes, headers: Mapping[str, str]) -> bool:
        try:
            answer = self._pool.request(
                "POST",
                url,
                body=body,
                headers={**headers, "Content-Type": "application/json"},
                redirect=False,
            )
        except (HTTPError, OSError) as error:
            _log.info("%s did not answer: %s", url, error)
            return False
        return 200 <= answer.status < 300

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._is_over and not self._is_due():
                    wait = self._due[0][0] - time.monotonic() if self._due else None
                    self._changed.wait(wait)
                if self._is_over:
                    return
                do = heapq.heappop(self._due)[2]
            try:
                do()
            except Exception:  # noqa: BLE001 — one notice must not stop the others
                _log.exception("a notice was not sent")

    def _is_due(self) -> bool:
        return bool(self._due) and self._due[0][0] <= time.monotonic()
