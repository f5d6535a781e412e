"""Very many cases, made of one real one by SQL: what commands would take hours to file.

Their rows have every column that pages read; the hashes of their events are those of the first case.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection

from engine.models import Case, CaseRole, CaseWord, Event, InboxEntry, WorkItem
from tests.bench import procedure, window
from tests.bench.procedure import TASKS

ITEMS_OF_A_CASE = 10
EVENTS_OF_A_CASE = 6
OFFICES, CITIZENS, ITEMS_OF_A_PERSON = 40, 1_000, 50
FIRST_PERSON = 1_000
BIG_OFFICE = "oficina-0"
# Of twenty items one waits in the big office: 50,000 of a million.
_BIG_SHARE = 20
_FIRST = (
    "ana luis maria carlos rosa jose pedro luz juan blanca omar nidia hector stella ivan gloria"
)
_LAST = "pantoja delgado burbano erazo caicedo rosero lopez bastidas guerrero chaves benavides mora"
_WORDS = {
    "replace(lower(radicado), '-', '')": "unnest(ARRAY[1])",
    "split_part(radicado, '-', 4)": "unnest(ARRAY[1])",
    "split_part(applicant_document, ' ', 2)": "unnest(ARRAY[1])",
    "part": "regexp_split_to_table(applicant_name, ' ')",
}


def _array(words: str) -> str:
    return "(ARRAY['" + words.replace(" ", "','") + "'])"


_CASE = {
    "id": "gen_random_uuid()",
    "radicado": "'2026-52001-E-' || lpad((1000000 + i)::text, 7, '0')",
    "verification_code": "'V' || i",
    "expediente": "'200.08.01-2026-' || i",
    "owner_id": f"{FIRST_PERSON} + i % {CITIZENS}",
    "received_at": "timestamptz '2026-11-20' - i * interval '1 minute'",
    "due_on": "date '2026-11-20' + i % 60",
    "applicant_document": "'CC ' || (10000000 + i)",
    "applicant_name": " || ' ' || ".join(
        (
            f"{_array(_FIRST)}[1 + i % 16]",
            f"{_array(_FIRST)}[1 + (i / 16) % 16]",
            f"{_array(_LAST)}[1 + (i / 256) % 12]",
            f"{_array(_LAST)}[1 + (i / 3072) % 12]",
        )
    ),
}


def template(tasks: int = 5) -> UUID:
    """One case that waits after some tasks, by commands."""
    procedure.publish()
    who = window.official()
    case_id = window.file(procedure.SLUG)
    for element in TASKS[:tasks]:
        ((item_id, _),) = window.waiting(case_id)
        window.claim(who, item_id)
        window.complete(who, item_id, procedure.answers(element))
    return case_id


def fill(case_id: UUID, cases: int) -> None:
    """Make cases like the one given, each with ten open items in inboxes and some events."""
    case, item, entry = (one._meta.db_table for one in (Case, WorkItem, InboxEntry))
    others = f"c.id <> '{case_id}'"
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        people = officials(cases)
        _people(cursor, people)
        cursor.execute(
            _copies(Case, _CASE, f"t.id = '{case_id}'", f"generate_series(1, {cases}) i")
        )
        waits = f"t.case_id = '{case_id}' AND t.status IN ('ready', 'claimed') AND {others}"
        source = f"{case} c, generate_series(1, {ITEMS_OF_A_CASE}) g, LATERAL (SELECT random() AS r, random() AS s, c.id) x"
        cursor.execute(_copies(WorkItem, _item(people), waits, source))
        cursor.execute(
            f'INSERT INTO {entry} (item_id, "group", person_id, due_on) SELECT t.id, t.groups->>0, NULL, c.due_on '
            f"FROM {item} t JOIN {case} c ON c.id = t.case_id WHERE {others} "
            f"UNION ALL SELECT t.id, '', t.assignee_id, c.due_on FROM {item} t JOIN {case} c ON c.id = t.case_id "
            f"WHERE {others} AND t.assignee_id IS NOT NULL"
        )
        cursor.execute(
            f'INSERT INTO {CaseRole._meta.db_table} (case_id, "group") '
            f"SELECT DISTINCT case_id, groups->>0 FROM {item} c WHERE case_id <> '{case_id}'"
        )
        for word, parts in _WORDS.items():
            cursor.execute(
                f"INSERT INTO {CaseWord._meta.db_table} (case_id, word, received_at) "
                f"SELECT DISTINCT c.id, {word}, c.received_at FROM {case} c, {parts} part WHERE {others}"
            )
        of_template = f"t.case_id = '{case_id}' AND t.seq <= {EVENTS_OF_A_CASE} AND {others}"
        cursor.execute(_copies(Event, {"case_id": "c.id"}, of_template, f"{case} c"))
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


def clones(case_id: UUID, cases: int) -> None:
    """Make cases exactly like the one given, whose item is in the official's hands."""
    case = Case._meta.db_table
    changed = {
        "id": "gen_random_uuid()",
        "radicado": "'2026-52001-E-' || lpad((1000000 + i)::text, 7, '0')",
        "verification_code": "'V' || i",
    }
    others = f"c.id <> '{case_id}'"
    held = f"t.case_id = '{case_id}' AND t.status = 'claimed' AND {others}"
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            _copies(Case, changed, f"t.id = '{case_id}'", f"generate_series(1, {cases}) i")
        )
        cursor.execute(
            _copies(WorkItem, {"id": "gen_random_uuid()", "case_id": "c.id"}, held, f"{case} c")
        )
        of_item = f"t.item_id IN (SELECT id FROM {WorkItem._meta.db_table} WHERE case_id = '{case_id}' AND status = 'claimed') AND c.case_id <> '{case_id}'"
        cursor.execute(
            _copies(InboxEntry, {"item_id": "c.id"}, of_item, f"{WorkItem._meta.db_table} c")
        )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


def officials(cases: int) -> int:
    """How many there are, so that each holds about fifty items whatever the size."""
    return cases * ITEMS_OF_A_CASE * 3 // 10 // ITEMS_OF_A_PERSON


def _people(cursor: Any, number: int) -> None:
    """Citizens, then officials."""
    people = get_user_model()
    one = people.objects.order_by("pk")[0].pk
    changed = {"id": f"{FIRST_PERSON} + i", "email": "'persona' || i || '@correo.test'"}
    if any(field.attname == "username" for field in people._meta.concrete_fields):
        changed["username"] = "'persona' || i"
    source = f"generate_series(0, {CITIZENS + number}) i"
    cursor.execute(_copies(people, changed, f"t.id = {one}", source))


def _item(people: int) -> dict[str, str]:
    office = f"CASE WHEN x.r < {1 / _BIG_SHARE} THEN 0 ELSE 1 + floor({OFFICES - 1} * x.s * x.s)::int END"
    person = f"{FIRST_PERSON + CITIZENS} + floor({people} * x.s)::int"
    return {
        "id": "gen_random_uuid()",
        "case_id": "c.id",
        "token": "CASE WHEN g = 1 THEN t.token ELSE (100 + g)::text END",
        "groups": f"jsonb_build_array('oficina-' || ({office}))",
        "status": "CASE WHEN x.r > 0.7 THEN 'claimed' ELSE 'ready' END",
        "assignee_id": f"CASE WHEN x.r > 0.7 THEN {person} END",
    }


def _copies(table: Any, changed: Mapping[str, str], where: str, source: str) -> str:
    """Rows of a table made of one of its own; what is not changed is as there."""
    columns = [f.column for f in table._meta.concrete_fields if f.column != "id" or "id" in changed]
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(changed.get(column, f't."{column}"') for column in columns)
    name = table._meta.db_table
    return f"INSERT INTO {name} ({names}) SELECT {values} FROM {name} t, {source} WHERE {where}"
