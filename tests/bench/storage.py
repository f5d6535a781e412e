"""Bytes that a waiting case takes on PostgreSQL, without documents."""

from typing import Any

from django.db import connection

from tests.bench import procedure, window
from tests.bench.findings import Part
from tests.bench.procedure import TASKS

_AIM_BYTES = 4_000
# Header of a row and its place on the page (PostgreSQL, «Database Page Layout»).
_ROW_BYTES = 23 + 1 + 4
_COUNTED = {
    "case": "row of the case",
    "item": "its open item",
    "entry": "its inbox entries",
    "role": "roles that may read it",
    "timer": "timers",
}
_BESIDE = {
    "done": "items that are done",
    "event": "events",
    "submission": "first answers to submits (for all of the case)",
    "word": "words for the search",
}
_TABLES = {
    "case": ("case", "t.id = c.id"),
    "item": ("workitem", "t.case_id = c.id AND t.status IN ('ready', 'claimed')"),
    "entry": ("inboxentry", "t.item_id IN (SELECT id FROM {p}workitem WHERE case_id = c.id)"),
    "role": ("caserole", "t.case_id = c.id"),
    "timer": ("timer", "t.case_id = c.id"),
    "done": ("workitem", "t.case_id = c.id AND t.status = 'completed'"),
    "event": ("event", "t.case_id = c.id"),
    "word": ("caseword", "t.case_id = c.id"),
}
_PREFIX = "ventanilla_engine_"


def measure(*, quick: bool) -> Part:
    """Point 12."""
    procedure.publish()
    cases = 50 if quick else 300
    _fill(cases)
    part = Part(
        "Bytes of a waiting case, PostgreSQL",
        f"{cases} cases of the procedure of twelve tasks, with 3.5 kB in the first form, that wait at "
        "the sixth task, half of them in somebody's hands. Counted: the row of the case (its state "
        "with every variable in it), the open item, its inbox entries, the roles that may read it and "
        "timers: each column's stored size (`pg_column_size`) and 28 bytes for each row. Beside it "
        "stand what grows with the story of a case, and indexes.",
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        sizes = {name: _bytes(cursor, name) / cases for name in _TABLES}
        sizes["submission"] = _all_bytes(cursor, "submission") / cases
        cursor.execute(
            f"SELECT avg(pg_column_size(frozen)), avg(pg_column_size(answers)) FROM {_PREFIX}case"
        )
        state, answers = cursor.fetchone()
        cursor.execute(
            f"SELECT sum(pg_indexes_size(oid)) FROM pg_class WHERE relname LIKE '{_PREFIX}%%' "
            "AND relkind = 'r'"
        )
        indexes = cursor.fetchone()[0]
    counted = sum(sizes[name] for name in _COUNTED)
    part.at_most("a waiting case", counted, _AIM_BYTES, " bytes")
    lines = ["| | bytes for each case |", "|---|---|"]
    lines += [f"| {words} | {sizes[name]:.0f} |" for name, words in _COUNTED.items()]
    lines += [
        f"| — of these the packed state | {state:.0f} |",
        f"| — the filed answers | {answers:.0f} |",
    ]
    lines += [f"| beside: {words} | {sizes[name]:.0f} |" for name, words in _BESIDE.items()]
    lines += [f"| beside: all indexes of the engine | {indexes / cases:.0f} |"]
    part.text = "\n".join(lines)
    return part


def _fill(cases: int) -> None:
    who = window.official()
    for number in range(cases):
        case_id = window.file(procedure.SLUG)
        for element in TASKS[:5]:
            ((item_id, _),) = window.waiting(case_id)
            window.claim(who, item_id)
            window.complete(who, item_id, procedure.answers(element))
        if number % 2:
            window.claim(who, window.waiting(case_id)[0][0])


def _bytes(cursor: Any, name: str) -> float:
    table, where = _TABLES[name]
    columns = " + ".join(f"coalesce(pg_column_size(t.{c}), 0)" for c in _columns(cursor, table))
    cursor.execute(
        f"SELECT coalesce(sum({columns} + {_ROW_BYTES}), 0) FROM {_PREFIX}case c "
        f"JOIN {_PREFIX}{table} t ON {where.format(p=_PREFIX)}"
    )
    return float(cursor.fetchone()[0])


def _all_bytes(cursor: Any, table: str) -> float:
    columns = " + ".join(f"coalesce(pg_column_size({c}), 0)" for c in _columns(cursor, table))
    cursor.execute(f"SELECT sum({columns} + {_ROW_BYTES}) FROM {_PREFIX}{table}")
    return float(cursor.fetchone()[0])


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT quote_ident(column_name) FROM information_schema.columns WHERE table_name = %s",
        [f"{_PREFIX}{table}"],
    )
    return [name for (name,) in cursor.fetchall()]
