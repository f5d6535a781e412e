"""Resident memory of a worker's process, with every procedure compiled, over 10,000 cases."""

import gc
import tracemalloc

import psutil

from bpmn import versions
from engine.commands import clock
from tests.bench import procedure, window
from tests.bench.findings import Part

_AIM_MB = 200.0
_GROWTH_MB = 4.0
_COMPLETED = 2


def measure(*, quick: bool) -> Part:
    """Point 14, its second half."""
    procedures = _compiled()
    procedure.publish()
    who = window.official()
    total = 1_000 if quick else 10_000
    warm = total // 5
    sizes: dict[int, float] = {0: _resident()}
    for number in range(1, total + 1):
        case_id = window.file(procedure.SLUG)
        for element in procedure.TASKS[: _COMPLETED if number % 4 == 0 else 0]:
            ((item_id, _),) = window.waiting(case_id)
            window.claim(who, item_id)
            window.complete(who, item_id, procedure.answers(element))
        if number % warm == 0:
            sizes[number] = _resident()
    part = Part(
        "Memory of a worker",
        f"A process with what a Celery worker imports and the {procedures} procedures of the shelf "
        f"compiled; then {total:,} cases filed, a quarter of them with {_COMPLETED} tasks done; "
        "resident size after a collection of garbage.",
    )
    part.at_most(f"after {total:,} cases", sizes[total], _AIM_MB, " MB")
    part.at_most(
        f"growth from {warm:,} to {total:,} cases", sizes[total] - sizes[warm], _GROWTH_MB, " MB"
    )
    lines = ["| cases | MB |", "|---|---|"]
    part.text = "\n".join([*lines, *(f"| {number:,} | {mb:.1f} |" for number, mb in sizes.items())])
    return part


def _compiled() -> int:
    """Import what a worker imports and compile every procedure of the shelf."""
    __import__("web.celery")
    __import__("engine.jobs.tasks")
    __import__("engine.timers.tasks")
    loaded = versions.load_shelf(clock.now())
    for version in loaded.published.values():
        versions.compiled(version)
    return len(loaded.published)


def _resident() -> float:
    gc.collect()
    return psutil.Process().memory_info().rss / 2**20


def trace(cases: int) -> list[str]:
    """Where memory grows, for who looks for a leak: `python -c "..."`; not part of a run."""
    tracemalloc.start(10)
    before = tracemalloc.take_snapshot()
    for _ in range(cases):
        window.file(procedure.SLUG)
    gc.collect()
    found = tracemalloc.take_snapshot().compare_to(before, "lineno")
    return [str(one) for one in found[:25]]
