"""Completions of 1, 2 and 4 processes at once, on different cases of one PostgreSQL."""

import os
import subprocess
import sys
import time
from itertools import islice
from typing import Any

import psutil

from engine.models import WorkItem
from tests.bench import filling, procedure, window
from tests.bench.child import start
from tests.bench.findings import Part, median

WORKERS = (1, 2, 4)
_ELEMENT = procedure.TASKS[5]
# One worker does well under this many in a second.
_CASES_OF_A_SECOND = 800


def measure(*, quick: bool) -> Part:
    """Point 14, its first half."""
    seconds, rounds = (1.0, 1) if quick else (3.0, 4)
    case_id = filling.template()
    window.claim(window.official(), window.waiting(case_id)[0][0])
    share = int(_CASES_OF_A_SECOND * seconds * rounds * len(WORKERS))
    filling.clones(case_id, share * max(WORKERS))
    children = [_child(at, share) for at in range(max(WORKERS))]
    rates: dict[int, list[float]] = {number: [] for number in WORKERS}
    busy: dict[int, list[float]] = {number: [] for number in WORKERS}
    for _ in range(rounds):
        for number in WORKERS:
            psutil.cpu_percent()
            rates[number].append(_together(children[:number], seconds) / seconds)
            busy[number].append(psutil.cpu_percent())
    for child in children:
        child.stdin.close()
        child.wait()
    part = Part(
        "Throughput of several workers, PostgreSQL",
        f"The whole command on cases that wait at the sixth task; all processes on the {os.cpu_count()} "
        f"cores on which the database runs too; {seconds:g} s each, in turn, median of {rounds} rounds.",
    )
    lines = ["| processes | completions/s | to one | processor in use, % |", "|---|---|---|---|"]
    one = median(rates[1])
    for number in WORKERS:
        rate = median(rates[number])
        lines.append(f"| {number} | {rate:.0f} | {rate / one:.2f} | {median(busy[number]):.0f} |")
        part.tell(f"{number} processes", f"{rate:.0f}/s ({rate / one:.2f}x)")
    part.text = "\n".join(lines)
    return part


def _child(at: int, share: int) -> "subprocess.Popen[str]":
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    child = start("workers", "answer", str(at), str(share), **pipes)
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "ready"
    return child


def _together(children: list[Any], seconds: float) -> int:
    begin = time.time() + 0.3
    for child in children:
        child.stdin.write(f"{begin} {seconds}\n")
        child.stdin.flush()
    return sum(int(child.stdout.readline()) for child in children)


def answer(place: str, number: str) -> None:
    """Complete own items whenever the parent says from when and for how long."""
    at, share = int(place), int(number)
    who = window.official()
    held = WorkItem.objects.filter(status="claimed", element_id=_ELEMENT).order_by("id")
    items = iter(list(held.values_list("id", flat=True)[at * share : (at + 1) * share]))
    given = procedure.answers(_ELEMENT)
    for item_id in islice(items, 20):
        window.complete(who, item_id, given)
    _say("ready")
    for line in sys.stdin:
        begin, seconds = map(float, line.split())
        time.sleep(max(begin - time.time(), 0))
        done = 0
        while time.time() < begin + seconds:
            window.complete(who, next(items), given)
            done += 1
        _say(done)


def _say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()
