"""Completions of one worker, against the naive way and against the floor, turn by turn."""

import os
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from tests.bench import procedure, window
from tests.bench.findings import Part, median, timed
from tests.bench.naive import Floor, Naive, PostgresStore, SqliteStore, Store
from tests.bench.procedure import TASKS, TASKS_OF_A_CORRECTION

CORRECTIONS = (0, 10, 100)
_AIMS = {0: 1.5, 10: 3.0, 100: 20.0}
_FLOOR_AIM = 2.5
_LOOP = TASKS[1:8]


class _Ways:
    """The three ways on one database."""

    def __init__(self) -> None:
        procedure.publish()
        self.who = window.official()
        store = _store()
        self.naive, self.floor = Naive(store), Floor(store)
        self.cpu = 0.0

    def ours(self, case_id: UUID, elements: tuple[str, ...], *, corrects: bool = False) -> float:
        """Milliseconds of one completion, of these."""
        total = 0.0
        for element in elements:
            ((item_id, at),) = window.waiting(case_id)
            assert at == element, (at, element)
            window.claim(self.who, item_id)
            given = procedure.answers(element, corrects=corrects)
            begin = time.process_time()
            total += timed(partial(window.complete, self.who, item_id, given))
            self.cpu += (time.process_time() - begin) * 1000
        return total / len(elements)

    def corrected(self, corrections: int) -> UUID:
        """A case of ours with corrections behind it, waiting at `t02`."""
        case_id = window.file(procedure.SLUG)
        correct(self.who, case_id, corrections)
        return case_id

    def theirs(self, key: str, elements: tuple[str, ...], *, corrects: bool = False) -> float:
        total = 0.0
        for element in elements:
            given = procedure.answers(element, corrects=corrects)
            total += timed(partial(self.naive.complete, key, given))
        return total / len(elements)

    def bare(self, times: int) -> float:
        return sum(timed(self.floor.complete) for _ in range(times)) / times


def correct(who: Any, case_id: UUID, corrections: int) -> None:
    """Bring a new case to `t02` with corrections behind it; items are taken without a command."""
    for element in (TASKS[0], *(_LOOP * corrections)):
        ((item_id, at),) = window.seize(who, case_id)
        assert at == element, (at, element)
        window.complete(who, item_id, procedure.answers(element, corrects=True))


def measure(*, quick: bool) -> Part:
    """Point 10."""
    ways = _Ways()
    base = "PostgreSQL" if window.is_postgres() else "SQLite"
    part = Part(
        f"Completions of one worker, {base}",
        "Each round does one case, or one correction of seven tasks, in each way, one after another; "
        "a value is the median of the rounds' means.",
    )
    lines = ["| corrections behind | ours, ms | naive, ms | floor, ms | ours/s | naive/s | CPU of ours, ms |",
             "|---|---|---|---|---|---|---|"]  # fmt: skip
    for corrections in CORRECTIONS:
        rounds = _rounds(corrections, quick=quick)
        found = _measured(ways, corrections, rounds)
        ours, naive, floor, cpu = (median(column) for column in zip(*found, strict=True))
        aim, floor_aim = _AIMS[corrections], _FLOOR_AIM
        name = f"{corrections} corrections behind" if corrections else "straight"
        if window.is_postgres():
            part.at_least(f"ours to naive, {name}", naive / ours, aim)
            part.at_most(f"ours to the floor, {name}", ours / floor, floor_aim)
        else:
            part.tell(f"ours to naive, {name}", f"{naive / ours:.2f}x")
            part.tell(f"ours to the floor, {name}", f"{ours / floor:.2f}x")
        lines.append(
            f"| {corrections} | {ours:.2f} | {naive:.2f} | {floor:.2f} | {1000 / ours:.0f} "
            f"| {1000 / naive:.0f} | {cpu:.2f} |"
        )
    if window.is_postgres():
        stopped = ways.naive.last_correction(200)
        part.tell("corrections after which the naive way loses the case", str(stopped))
    part.text = "\n".join(lines)
    return part


def _rounds(corrections: int, *, quick: bool) -> int:
    if quick:
        return 5
    return 15 if corrections == max(CORRECTIONS) else 40


def _measured(ways: _Ways, corrections: int, rounds: int) -> list[tuple[float, ...]]:
    one = _straight(ways) if not corrections else _looped(ways, corrections)
    one()
    return [one() for _ in range(rounds)]


def _straight(ways: _Ways) -> Callable[[], tuple[float, ...]]:
    def one() -> tuple[float, ...]:
        case_id = window.file(procedure.SLUG)
        key = ways.naive.keep(ways.naive.begin())
        return _turn(
            lambda: ways.ours(case_id, TASKS), lambda: ways.theirs(key, TASKS), ways, len(TASKS)
        )

    return one


def _looped(ways: _Ways, corrections: int) -> Callable[[], tuple[float, ...]]:
    state = ways.naive.corrected(corrections)
    # With very many, one case goes on: each round leaves it one correction older.
    kept = ways.corrected(corrections) if corrections > 10 else None

    def one() -> tuple[float, ...]:
        case_id = kept or ways.corrected(corrections)
        key = ways.naive.keep(state)
        return _turn(
            lambda: ways.ours(case_id, _LOOP, corrects=True),
            lambda: ways.theirs(key, _LOOP, corrects=True),
            ways,
            TASKS_OF_A_CORRECTION,
        )

    return one


def _turn(
    ours: Callable[[], float], theirs: Callable[[], float], ways: _Ways, times: int
) -> tuple[float, ...]:
    ways.cpu = 0.0
    own = ours()
    return own, theirs(), ways.bare(times), ways.cpu / times


def _store() -> Store:
    url = os.environ["DATABASE_URL"]
    if window.is_postgres():
        return PostgresStore(url)
    return SqliteStore(url.removeprefix("sqlite:///") + ".naive")
