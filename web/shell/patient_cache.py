"""The Redis that all processes share; while it does not answer, each process counts for itself and people go on signing in."""

import logging
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import ConnectionError as NotReached
from redis.exceptions import TimeoutError as NotAnswered

# Redis is asked again after so long: until then no page waits for it.
_PAUSE_SECONDS = 15
_MOST_ENTRIES = 20_000
_log = logging.getLogger(__name__)
# Until when each Redis is not asked by this process, by its address.
_silent_until: dict[str, float] = {}


class _PatientClient:
    """Asks Redis, and the memory of this process while Redis does not answer."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        self._shared = RedisCacheClient(servers, **options)
        self._place = ",".join(servers)
        memory = {"OPTIONS": {"MAX_ENTRIES": _MOST_ENTRIES}}
        self._own = LocMemCache(f"patient:{self._place}", memory)

    def __getattr__(self, verb: str) -> Callable[..., Any]:
        def ask(*given: Any) -> Any:
            if monotonic() < _silent_until.get(self._place, 0):
                return getattr(self._own, verb)(*given)
            try:
                answer = getattr(self._shared, verb)(*given)
            except (NotReached, NotAnswered) as error:
                _fall_silent(self._place, error)
                return getattr(self._own, verb)(*given)
            _speak_again(self._place)
            return answer

        return ask


class PatientRedisCache(RedisCache):
    """Django's own, with a client that nobody has to wait for."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _PatientClient


def counts_alone() -> bool:
    """Whether this process counts for itself because the Redis of all does not answer."""
    shared = caches["default"]
    if not isinstance(shared, PatientRedisCache):
        return False
    shared.get("ventanilla.asked")
    return any(monotonic() < until for until in _silent_until.values())


def _fall_silent(place: str, error: Exception) -> None:
    if place not in _silent_until:
        _log.warning(
            "the shared cache does not answer (%s): this process counts tries to sign in and used codes for itself",
            type(error).__name__,
        )
    _silent_until[place] = monotonic() + _PAUSE_SECONDS


def _speak_again(place: str) -> None:
    if _silent_until.pop(place, None) is not None:
        _log.warning("the shared cache answers again: all processes count together")
