"""The one way in which tests of several processes wait: they look again until something is so, and say what never was."""

import threading
import time
from collections.abc import Callable

PATIENCE_SECONDS = 90
_PAUSE_SECONDS = 0.05


def until(
    is_so: Callable[[], object],
    what: str,
    *,
    patience_seconds: float = PATIENCE_SECONDS,
    pause_seconds: float = _PAUSE_SECONDS,
) -> None:
    """Look again and again until it is so, with a pause in between.

    Raises:
        AssertionError: it never was.
    """
    pause = threading.Event()
    end = time.monotonic() + patience_seconds
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError(f"never came: {what}")
        pause.wait(pause_seconds)
