"""Many at the same moment, each with a connection of its own; and whether all is well afterwards."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta
from threading import Barrier
from typing import Any

from django.db import connection

from engine.checking import Finding, Options, check
from engine.commands import clock
from engine.errors import EngineError


def crowd(count: int, act: Callable[[int], Any]) -> list[Any]:
    """What each of so many got or was told, all of them begun at the same moment."""
    start = Barrier(count)

    def alone(number: int) -> Any:
        start.wait(30)
        try:
            return act(number)
        except EngineError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        running = [pool.submit(copy_context().run, alone, number) for number in range(count)]
        return [one.result() for one in running]


def broken(*, late_after: timedelta = timedelta(minutes=15)) -> list[Finding]:
    """Every invariant that does not hold."""
    return list(check(Options(now=clock.now(), late_after=late_after)))
