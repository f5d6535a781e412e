"""Regular expressions of XPath, with bounds: `regex` runs them, because it can be stopped.

Source: DMN 1.5, 10.3.4 (string functions); XPath Functions 3.1, 5.6.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from time import perf_counter
from typing import Any

import regex

from engine.feel.builtins.xpath import translated
from engine.feel.errors import FeelLimitExceeded
from engine.feel.frame import Run

# All patterns of an evaluation may take the time of so many slow ones.
_MOST_TIMES = 4
_FLAGS = frozenset("imsx")
_REPLACEMENT = re.compile(r"\\([\\$])|\$(\d+)|([^\\$]+)|(.)", re.DOTALL | re.ASCII)
_CLASS_OR_SPACE = re.compile(r"\\[^ \t\r\n]|\[(?:\\.|[^\]\\])*\]?|([ \t\r\n]+)", re.DOTALL)


def compiled(run: Run, pattern: str, flags: str | None) -> "regex.Pattern[str]":
    """The pattern, ready to run.

    Raises:
        ValueError: it is no pattern, or a flag is unknown.
        FeelLimitExceeded: it is too long, or repeats too much.
    """
    if len(pattern) > run.limits.pattern:
        raise FeelLimitExceeded("pattern")
    with _timed(run):
        return _compiled(pattern, flags or "")


@lru_cache(maxsize=64)
def _compiled(pattern: str, flags: str) -> "regex.Pattern[str]":
    if not set(flags) <= _FLAGS:
        raise ValueError
    if "x" in flags:
        # XPath drops the spaces outside of classes; Python would also read "#" as a comment.
        pattern = _CLASS_OR_SPACE.sub(lambda m: "" if m[1] else m[0], pattern)
    try:
        chosen = regex.IGNORECASE if "i" in flags else 0
        return regex.compile(translated(pattern, flags), chosen, cache_pattern=False)
    except (regex.error, RecursionError, OverflowError) as error:
        raise ValueError from error


def in_time(run: Run, work: Callable[..., Any], *arguments: Any) -> Any:
    """What a pattern's method gives, when it is quick enough.

    Raises:
        FeelLimitExceeded: it took too long, or all patterns together did.
    """
    try:
        with _timed(run):
            return work(*arguments, timeout=run.limits.pattern_seconds)
    except TimeoutError as error:
        raise FeelLimitExceeded("pattern_seconds") from error


@contextmanager
def _timed(run: Run) -> Iterator[None]:
    begin = perf_counter()
    yield
    run.pattern_seconds += perf_counter() - begin
    if run.pattern_seconds > run.limits.pattern_seconds * _MOST_TIMES:
        raise FeelLimitExceeded("pattern_seconds")


def template(replacement: str, groups: int) -> list[str | int]:
    r"""A replacement as texts and numbers of groups.

    Raises:
        ValueError: a `$` or `\` stands alone (XPath's FORX0004).
    """
    parts: list[str | int] = []
    for escaped, group, plain, strange in _REPLACEMENT.findall(replacement):
        if strange:
            raise ValueError
        if not group:
            parts.append(escaped or plain)
            continue
        # `$12` is group 12, or group 1 and a "2" where there are fewer groups.
        digits = group
        while len(digits) > 1 and int(digits) > groups:
            digits = digits[:-1]
        if int(digits) <= groups:
            parts.append(int(digits))
        parts.append(group[len(digits) :])
    return parts
