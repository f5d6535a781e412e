"""Does the jobs that stand for placeholder scripts; holds the trace and the marker, as the suite's files do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from engine.feel.text import text_of
from engine.feel.values import normalise
from engine.runtime.values import JobCompleted, JobFailedWithError, OpenedJob

JOB_TYPE = "conformance"
MARKER = "MARKER_EXISTS"
PARALLEL = "EXECUTION_parallel"
INCREMENT = "INCREMENT"

# Long enough for branches to be open at once, and for two of them in a row to fit the suite's delays.
_BRANCH_SECONDS = 10
_NUMBERS = {"ONE": 1, "TWO": 2, "THREE": 3, "FIVE": 5, "TEN": 10, "TWENTY": 20, "THIRTY": 30}
_WAIT = re.compile(r"(?:WAIT|SLEEP|DELAY)(?:_([A-Z]+|\d+))?_(SECOND|MINUTE)S?(?:_(\w+))?")
_BRANCH = re.compile(r"CREATE_TIMESTAMP_LOG\w*")
_QUIET = re.compile(r"CREATE_(?:LOG|TIMESTAMP_LOG)\w*|NO_?OP|EMPTY")
_DATA: dict[str, Any] = {"INTEGER": 1, "INT": 1, "NUMBER": 1, "BOOLEAN": True}


class ScriptRaised(Exception):
    """A script raised, as its placeholder says."""


class Worker:
    """One case's worker: as many hands as there are jobs."""

    def __init__(self) -> None:
        self.trace: list[str] = []
        self.has_marker = False
        self.is_parallel = False
        self._branches: set[str] = set()

    def begin(self, job: OpenedJob, now: datetime) -> datetime:
        """Take a job up; the moment at which it will be done."""
        seconds = 0
        for line in _lines(job):
            if _BRANCH.fullmatch(line):
                self._branches.add(job.token)
                self.is_parallel = self.is_parallel or len(self._branches) > 1
            seconds += _seconds(line)
        return now + timedelta(seconds=seconds)

    def drop(self, token: str) -> None:
        """Forget a job that was cancelled."""
        self._branches.discard(token)

    def finish(self, job: OpenedJob) -> JobCompleted | JobFailedWithError:
        """Do what the script says and answer."""
        self._branches.discard(job.token)
        variables: dict[str, Any] = {}
        try:
            for act, found in filter(None, map(_find, _lines(job))):
                act(self, found, job, variables)
        except ScriptRaised:
            return JobFailedWithError(job.token, job.headers.get("error", "ERROR"))
        return JobCompleted(job.token, variables)

    def whole_trace(self) -> list[str]:
        """The trace with what the suite reads from its other files."""
        ends = ((self.has_marker, MARKER), (self.is_parallel, PARALLEL))
        return self.trace + [entry for is_there, entry in ends if is_there]

    def _log(self, found: re.Match[str], job: OpenedJob, variables: dict[str, Any]) -> None:
        del job, variables
        self.trace.append(found[0])

    def _log_after_waiting(
        self, found: re.Match[str], job: OpenedJob, variables: dict[str, Any]
    ) -> None:
        del job, variables
        if found[3]:
            self.trace.append(found[3] if found[3].startswith("SCRIPT_") else f"SCRIPT_{found[3]}")

    def _increment(self, found: re.Match[str], job: OpenedJob, variables: dict[str, Any]) -> None:
        variables["integerVariable"] = int(job.variables.get("integerVariable") or 0) + 1
        if found[1]:
            self.trace.append(INCREMENT)

    def _mark(self, found: re.Match[str], job: OpenedJob, variables: dict[str, Any]) -> None:
        del found, job, variables
        self.has_marker = True

    def _write(self, found: re.Match[str], job: OpenedJob, variables: dict[str, Any]) -> None:
        value = _DATA.get(found[1], found[1].title())
        variables.update(dict.fromkeys(job.headers.get("writes", "data").split(), value))

    def _read(self, found: re.Match[str], job: OpenedJob, variables: dict[str, Any]) -> None:
        del found, variables
        self.trace += _values(job.variables, job.headers.get("reads", "data").split())

    def _raise(self, found: re.Match[str], job: OpenedJob, variables: dict[str, Any]) -> None:
        del job, variables
        raise ScriptRaised(found[0])

    def _nothing(self, found: re.Match[str], job: OpenedJob, variables: dict[str, Any]) -> None:
        """Only opens a file, or only takes time."""


_Act = Callable[[Worker, re.Match[str], OpenedJob, dict[str, Any]], None]
_ACTS: tuple[tuple[re.Pattern[str], _Act], ...] = (
    (re.compile(r"SCRIPT_\w+"), Worker._log),
    (re.compile(r"INCREMENT_\w*?VARIABLE(_AND_LOG)?"), Worker._increment),
    (re.compile(r"CREATE_MARKER\w*"), Worker._mark),
    (_QUIET, Worker._nothing),
    (_WAIT, Worker._log_after_waiting),
    (re.compile(r"THROW_\w+|RAISE_\w+|FAIL\w*"), Worker._raise),
    (re.compile(r"(?:SET|WRITE)_([A-Z]+)\w*"), Worker._write),
    (re.compile(r"(?:LOG|READ|PRINT)_\w+"), Worker._read),
)


def placeholders(script: str) -> list[str]:
    """The lines of a script; one to a line, or parted by semicolons or spaces."""
    return script.replace(";", " ").split()


def is_known(line: str) -> bool:
    """Whether a worker can do what the placeholder says."""
    return _find(line) is not None


def _find(line: str) -> tuple[_Act, re.Match[str]] | None:
    for pattern, act in _ACTS:
        found = pattern.fullmatch(line)
        if found:
            return act, found
    return None


def _lines(job: OpenedJob) -> list[str]:
    return placeholders(job.headers.get("script", ""))


def _seconds(line: str) -> int:
    if _BRANCH.fullmatch(line):
        return _BRANCH_SECONDS
    found = _WAIT.fullmatch(line)
    if found is None:
        return 0
    number = found[1] or "ONE"
    count = int(number) if number.isdigit() else _NUMBERS.get(number, _BRANCH_SECONDS)
    return count * (60 if found[2] == "MINUTE" else 1)


def _values(variables: Mapping[str, Any], names: list[str]) -> Iterator[str]:
    for name in names:
        if variables.get(name) is not None:
            yield text_of(normalise(variables[name])).strip('"')
            return
