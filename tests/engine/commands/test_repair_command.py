"""`manage.py repair`: the shell's way to see where a case stands, and to mend it with a reason."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from bpmn import versions
from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end


@pytest.fixture
def case(office):
    folders.publish(
        *(folders.task("uno"), folders.task("dos"), end("fin")),
        chain(folders.LAST, "uno", "dos", "fin"),
    )
    return folders.file()


def repair(case, *arguments: str) -> str:
    said = StringIO()
    call_command("repair", case.radicado, *arguments, stdout=said)
    return said.getvalue()


def test_where_a_case_stands_is_shown_token_by_token(case) -> None:
    (token,) = json.loads(repair(case, "--json"))

    assert (token["element_id"], token["kind"]) == ("uno", "item")


def test_a_case_is_moved_on_with_a_reason_and_the_operator_stands_in_the_chain(case) -> None:
    token = cases.waiting_item(case).token

    repair(case, "--start", "dos", "--cancel", token, "--set", "nota=1", "--reason", "Se perdió")

    assert cases.waiting_item(case).element_id == "dos"
    event = case.events.get(kind="case.modified")
    assert event.actor_name.startswith("Consola: ")
    assert "Se perdió" in event.data


def test_nothing_is_changed_without_a_reason(case) -> None:
    with pytest.raises(CommandError, match="reason-missing"):
        repair(case, "--start", "dos")

    assert cases.waiting_item(case).element_id == "uno"


def test_a_move_to_another_version_is_planned_and_then_made(case) -> None:
    folders.publish(
        *(folders.task("uno"), end("fin")),
        chain(folders.LAST, "uno", "fin"),
    )
    newest = versions.history(case.slug)[0]

    (landing,) = json.loads(repair(case, "--plan", str(newest.number), "--json"))
    repair(case, "--migrate", newest.digest[:12], "--reason", "Sobraba un paso")

    case.refresh_from_db()
    assert landing["to"] == f"{case.slug}/uno"
    assert case.version_digest == newest.digest
