"""Pages over 10,000 and over 1,000,000 open items: two databases side by side, asked in turn.

Each database has a process of its own, which fills it and then answers this one's questions.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from engine.models import InboxEntry, WorkItem
from engine.models.actor import Actor, ActorKind
from engine.queries import cases, inbox, search, timeline
from tests.bench import filling
from tests.bench.child import start
from tests.bench.findings import Part, median, timed

TODAY = date(2026, 11, 26)
_AIM = 2.0
# Their answers are longer in the large database, so that a ratio says nothing; what they take does.
_TOLD = (
    "search by two names",
    "search by the beginning of a name",
    "search by a name, for an office",
)
_LARGE = ("case", "workitem", "inboxentry", "event", "caserole", "caseword")
_SCAN = re.compile(r"(Index Only Scan|Index Scan|Bitmap Index Scan|Seq Scan)(?: using| on) (\S+)")
_EXPLAINED = Path(__file__).resolve().parents[2] / "var" / "bench" / "explain.txt"
_EXPLAINS = (
    "What EXPLAIN says of every statement of each page, on the large database "
    "(the whole plans are in `var/bench/explain.txt`):"
)
_PREFIX = "ventanilla_engine_"


def measure(*, quick: bool) -> Part:
    """Point 13, from outside."""
    sizes = (1_000, 10_000) if quick else (1_000, 100_000)
    urls = os.environ["BENCH_URLS"].split()
    children = [_child(url, size) for url, size in zip(urls, sizes, strict=True)]
    try:
        counts = [_ask(child, "count") for child in children]
        for child in children:
            _ask(child, "measure")
        rounds = [[_ask(child, "measure") for child in children] for _ in range(7 if quick else 25)]
        scans = _ask(children[1], "explain")
    finally:
        for child in children:
            child.stdin.close()
            child.wait()
    part = Part(
        f"Pages over {counts[1]['items']:,} open items to pages over {counts[0]['items']:,}, PostgreSQL",
        "Two databases, filled by SQL from one case that commands made (ten open items for each case, "
        f"{filling.OFFICES} offices; 30 % of the items are in hands, about "
        f"{filling.ITEMS_OF_A_PERSON} in those of each official), analysed, and asked in turn for other rows each time. The big "
        f"office has {counts[1]['big']:,} and {counts[0]['big']:,} of them. Medians; each value is the "
        "whole function of `engine.queries`, with every statement that it makes.",
    )
    lines = ["| page | small, ms | large, ms | ratio |", "|---|---|---|---|"]
    for name in rounds[0][0]:
        small, large = (median(one[at][name] for one in rounds) for at in (0, 1))
        if name in _TOLD:
            part.tell(name, f"{large:.1f} ms ({small:.1f} ms)")
        else:
            part.at_most(name, large / small, _AIM)
        lines.append(f"| {name} | {small:.2f} | {large:.2f} | {large / small:.2f} |")
    whole = [name for name, found in scans.items() if any(s.startswith("Seq Scan") for s in found)]
    part.tell("pages that read a large table from end to end", ", ".join(whole) or "none")
    lines += ["", _EXPLAINS, ""]
    lines += [f"- {name}: {'; '.join(found)}" for name, found in scans.items()]
    part.text = "\n".join(lines)
    return part


def _child(url: str, cases: int) -> "subprocess.Popen[str]":
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    child = start("inboxes", "answer", str(cases), env=os.environ | {"DATABASE_URL": url}, **pipes)
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "ready"
    return child


def _ask(child: "subprocess.Popen[str]", what: str) -> Any:
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(f"{what}\n")
    child.stdin.flush()
    return json.loads(child.stdout.readline())


class _Pages:
    """One filled database, and the pages that are asked of it, of other people and cases each time."""

    def __init__(self, cases: int) -> None:
        case_id = filling.template()
        self._token = WorkItem.objects.get(case_id=case_id, status="ready").token
        filling.fill(case_id, cases)
        self.cases = cases
        self._turn = 0
        kind = ActorKind.OFFICIAL
        first = filling.FIRST_PERSON + filling.CITIZENS
        big = frozenset({filling.BIG_OFFICE})
        self._big = Actor(kind=kind, user_id=_somebody(first), groups=big)
        many = frozenset(f"oficina-{n}" for n in range(0, filling.OFFICES, 8))
        self._many = Actor(kind=kind, user_id=first + 9, groups=many)
        self._citizen = Actor(kind=ActorKind.CITIZEN, user_id=1_001)
        self._auditor = Actor(kind=kind, user_id=1_000, groups=frozenset({"auditor"}))

    def count(self) -> dict[str, int]:
        items = WorkItem.objects.filter(status__in=["ready", "claimed"]).count()
        return {"items": items, "big": InboxEntry.objects.filter(group=filling.BIG_OFFICE).count()}

    def pages(self) -> Mapping[str, Callable[[], object]]:
        """The functions, with arguments of this turn."""
        self._turn += 1
        number = 1 + (self._turn * 37) % self.cases
        radicado = f"2026-52001-E-{1_000_000 + number:07}"
        # One item of each case stands in its state, so that its form has something to see.
        rows = InboxEntry.objects.filter(
            group=filling.BIG_OFFICE, person=None, item__token=self._token
        )
        entry = rows.select_related("item__case").order_by("due_on", "item_id")[self._turn % 20]
        own = entry.item.case.radicado or ""
        after = (entry.due_on, entry.item_id)
        big, many, auditor = self._big, self._many, self._auditor
        return {
            "inbox of the big office": lambda: inbox.inbox(big, TODAY),
            "inbox, a later page": lambda: inbox.inbox(big, TODAY, after=after),
            "inbox of five offices": lambda: inbox.inbox(many, TODAY),
            "inbox, only mine": lambda: inbox.inbox(big, TODAY, mine_only=True),
            "number of items, to 1,000": lambda: inbox.inbox_size(many),
            "item": lambda: inbox.item(big, entry.item_id, TODAY),
            "next item of the case": lambda: inbox.next_item(big, own, TODAY),
            "case, for an official": lambda: cases.case_for(big, own),
            "case, for an auditor": lambda: cases.case_for(auditor, radicado),
            "timeline": lambda: timeline.timeline(big, own),
            "search by radicado": lambda: search.search_cases(auditor, radicado),
            "search by document": lambda: search.search_cases(auditor, f"CC {10_000_000 + number}"),
            "search by a number's end": lambda: search.search_cases(big, f"{1_000_000 + number}"),
            "search by two names": lambda: search.search_cases(auditor, "maria lopez"),
            "search by the beginning of a name": lambda: search.search_cases(auditor, "benav"),
            "search by a name, for an office": lambda: search.search_cases(big, "Nidia"),
            "search by procedure": lambda: search.search_cases(
                big, procedure=filling.procedure.SLUG
            ),
            "newest cases, for an office": lambda: search.search_cases(big),
        }

    def measure(self) -> dict[str, float]:
        return {name: timed(page) for name, page in self.pages().items()}

    def explain(self) -> dict[str, list[str]]:
        """The scans of every page's statements; the whole plans go to a file."""
        whole, scans = [], {}
        for name, page in self.pages().items():
            with CaptureQueriesContext(connection) as captured:
                page()
            found: list[str] = []
            for query in captured.captured_queries:
                if not query["sql"].startswith("SELECT"):
                    continue
                with connection.cursor() as cursor:
                    cursor.execute(
                        "EXPLAIN (ANALYZE, BUFFERS) " + query["sql"].replace("%", "%%"), []
                    )
                    plan = "\n".join(line for (line,) in cursor.fetchall())
                whole.append(f"== {name}\n{query['sql'][:2000]}\n{plan}\n")
                found += [_told(kind, place) for kind, place in _SCAN.findall(plan)]
            scans[name] = [one for one in dict.fromkeys(found) if one]
        _EXPLAINED.parent.mkdir(parents=True, exist_ok=True)
        _EXPLAINED.write_text("\n".join(whole), encoding="utf-8")
        return scans


def _somebody(first: int) -> int:
    """An official who holds exactly as many items as everybody does on average."""
    held = InboxEntry.objects.filter(person_id__gte=first).values("person_id")
    held = held.annotate(number=Count("item_id")).filter(number=filling.ITEMS_OF_A_PERSON)
    return int(held.order_by("person_id")[0]["person_id"])


def _told(kind: str, place: str) -> str:
    name = place.removeprefix(_PREFIX)
    # Small tables (people, versions) are read whole because that is quicker.
    return "" if kind == "Seq Scan" and name not in _LARGE else f"{kind} {name}"


def answer(number: str) -> None:
    """Fill, then answer until the parent has no more questions."""
    pages = _Pages(int(number))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        found: Any = getattr(pages, line.strip())()
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
