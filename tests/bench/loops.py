"""What age and number cost: the 1,000th task of a loop, 500 instances, 5,000 corrections."""

import time
from collections.abc import Iterator
from functools import partial
from itertools import cycle, islice
from typing import Any
from uuid import UUID

from engine.events import log
from engine.models import Case
from tests.bench import procedure, window
from tests.bench.completions import correct
from tests.bench.findings import Part, median, timed
from tests.bench.procedure import TASKS

_AGED_AIM, _MANY_AIM = 1.2, 1.5
_CORRECTIONS_OF_1000 = 142
_LOOP = TASKS[1:8]


def measure(*, quick: bool) -> Part:
    """Point 11."""
    base = "PostgreSQL" if window.is_postgres() else "SQLite"
    part = Part(
        f"Age and number, {base}",
        "The 10th task is the mean over tasks 2 to 15 of a new case, the 1,000th over the 14 tasks "
        "after 995 others of one that goes on; in turn. Instances: filing and all completions of a "
        "case of 50 and of one of 500, divided by their number; in turn.",
    )
    procedure.publish()
    who = window.official()
    _age(part, who, rounds=5 if quick else 15)
    for sequential in (False, True):
        _instances(part, who, sequential=sequential, rounds=1 if quick else 3)
    return part


def measure_deep(*, quick: bool) -> Part:
    """Many corrections in one case of ours, by the whole command, on SQLite in memory."""
    procedure.publish()
    who = window.official()
    corrections = 300 if quick else 5_000
    case_id = window.file(procedure.SLUG)
    begin = time.perf_counter()
    correct(who, case_id, corrections)
    seconds = time.perf_counter() - begin
    for element in TASKS[1:]:
        ((item_id, at),) = window.seize(who, case_id)
        assert at == element, (at, element)
        window.complete(who, item_id, procedure.answers(element))
    case = Case.objects.get(pk=case_id)
    assert case.status == "closed", case.status
    assert log.broken_links(case) == []
    tasks = corrections * len(_LOOP) + 1
    part = Part(
        f"{corrections:,} corrections in one case",
        "The whole command on SQLite in memory, so that no disk is waited for; items are taken by an "
        "update instead of a command. The case then goes to its end, and its chain of events holds.",
    )
    part.tell(f"{corrections:,} corrections ({tasks:,} completions)", f"done in {seconds:.0f} s")
    part.tell("events in the case's chain", f"{case.event_count:,}")
    return part


def _age(part: Part, who: Any, rounds: int) -> None:
    old = window.file(procedure.SLUG)
    correct(who, old, _CORRECTIONS_OF_1000)
    young_times, old_times = [], []
    for _ in range(rounds):
        young = window.file(procedure.SLUG)
        correct(who, young, 0)
        young_times.append(_two_corrections(who, young))
        old_times.append(_two_corrections(who, old))
    ratio = median(old_times) / median(young_times)
    part.at_most("1,000th task of a loop to the 10th", ratio, _AGED_AIM)
    part.tell(
        "10th task, 1,000th task", f"{median(young_times):.2f} ms, {median(old_times):.2f} ms"
    )


def _two_corrections(who: Any, case_id: UUID) -> float:
    total = 0.0
    for element in islice(cycle(_LOOP), 14):
        ((item_id, at),) = window.waiting(case_id)
        assert at == element, (at, element)
        window.claim(who, item_id)
        given = procedure.answers(element, corrects=True)
        total += timed(partial(window.complete, who, item_id, given))
    return total / 14


def _instances(part: Part, who: Any, *, sequential: bool, rounds: int) -> None:
    slug = procedure.publish_many(sequential=sequential)
    _many(who, slug, 5)
    few: list[float] = []
    many: list[float] = []
    for _ in range(rounds):
        few += [_many(who, slug, 50) for _ in range(3)]
        many.append(_many(who, slug, 500))
    name = "one after another" if sequential else "at once"
    part.at_most(f"an item of 500 {name}, to one of 50", median(many) / median(few), _MANY_AIM)
    part.tell(f"an item of 50, of 500, {name}", f"{median(few):.2f} ms, {median(many):.2f} ms")


def _many(who: Any, slug: str, number: int) -> float:
    """Milliseconds for each item of a case, its filing counted in."""
    filed: list[UUID] = []
    total = timed(lambda: filed.append(window.file(slug, {"note": str(number)})))
    for item_id in _items(who, filed[0]):
        total += timed(partial(window.complete, who, item_id, {"nota": "Visto"}))
    return total / number


def _items(who: Any, case_id: UUID) -> Iterator[UUID]:
    while found := window.seize(who, case_id):
        for item_id, _ in found:
            yield item_id
