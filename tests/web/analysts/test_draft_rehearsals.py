import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from bpmn.drafts import rehearsals
from bpmn.models import DraftRehearsal
from bpmn.package.scenarios import read_scenario
from engine import commands
from engine.commands import clock
from engine.models import Case, NumberSeries
from engine.rehearsal import drafted
from engine.rehearsal.samples import scenario_answers
from tests.bpmn.samples import folder_with
from tests.engine import cases
from tests.web.analysts.conftest import put

pytestmark = pytest.mark.django_db


def _asked(desk, draft: str, *scenarios: str) -> str:
    body = {"scenarios": list(scenarios)} if scenarios else {}
    made = desk.post(f"{draft}ensayos/", json.dumps(body), content_type="application/json")
    assert made.status_code == 202, made.content
    return made.json()["id"]


def _told(desk, draft: str, rehearsal: str):
    return desk.get(f"{draft}ensayos/{rehearsal}.json").json()


def _change(desk, draft: str, path: str, old: str, new: str) -> None:
    before = desk.get(f"{draft}archivos/{path}")
    text = before.content.decode()
    assert old in text
    saved = put(
        desk,
        f"{draft}archivos/{path}",
        text.replace(old, new).encode(),
        before["ETag"].strip('"'),
    )
    assert saved.status_code == 200


def test_a_rehearsal_tells_path_coverage_and_leaves_nothing(ivan, draft):
    asked = _asked(ivan, draft)
    assert _told(ivan, draft, asked)["status"] == "queued"

    drafted.play(UUID(asked))

    told = _told(ivan, draft, asked)
    assert (told["status"], told["done"], told["total"]) == ("done", 3, 3)
    assert [one["passed"] for one in told["scenarios"]] == [True, True, True]
    assert told["scenarios"][0]["path"]
    elements = told["coverage"]["elements"]
    assert set(told["scenarios"][0]["path"]) <= set(elements)
    assert max(elements.values()) == 3
    assert told["coverage"]["flows"]
    assert told["stuck"] == []
    assert not Case.objects.exists()
    assert not NumberSeries.objects.exists()


def test_what_is_rehearsed_meets_no_number_of_a_real_case(ivan, draft, procedure):
    (scenario, _) = read_scenario("e", folder_with().files["scenarios/ca-e1.yaml"])
    assert scenario is not None
    answers = scenario_answers(procedure.slug, scenario, None, clock.now())
    filing = commands.FileCase(
        actor=cases.citizen(), slug=procedure.slug, answers=answers, submit_id=uuid4()
    )
    with clock.lend(lambda: scenario.now):
        commands.file_case(filing)
    taken = set(NumberSeries.objects.values_list("series", "last"))
    asked = _asked(ivan, draft, "CA-E1")
    drafted.play(UUID(asked))

    (told,) = _told(ivan, draft, asked)["scenarios"]

    assert told["differences"] == []
    assert set(NumberSeries.objects.values_list("series", "last")) == taken


def test_a_scenario_that_does_not_come_out_says_what_was_expected(ivan, draft):
    _change(ivan, draft, "scenarios/ca-e1.yaml", "state:", "state: closed #")
    asked = _asked(ivan, draft, "CA-E1")
    drafted.play(UUID(asked))

    told = _told(ivan, draft, asked)

    (scenario,) = told["scenarios"]
    assert not scenario["passed"]
    assert any("se esperaba" in text for text in scenario["differences"])


def test_what_is_rehearsed_is_what_the_draft_held_when_asked(ivan, draft):
    asked = _asked(ivan, draft)
    _change(ivan, draft, "procedure.toml", "slug", "slog")
    drafted.play(UUID(asked))
    assert _told(ivan, draft, asked)["status"] == "done"


def test_a_draft_with_errors_is_told_so_and_not_rehearsed(ivan, draft):
    _change(ivan, draft, "procedure.toml", "slug", "slog")
    found = ivan.get(f"{draft}hallazgos.json").json()["findings"]
    assert any(one["file"] == "procedure.toml" and one["severity"] == "error" for one in found)
    refused = ivan.post(f"{draft}ensayos/", "{}", content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "draft-not-rehearsable")


def test_a_draft_that_cannot_be_read_is_a_finding(ivan, draft):
    for path in ("procedure.toml", "process.bpmn"):
        before = ivan.get(f"{draft}archivos/{path}")
        ivan.delete(f"{draft}archivos/{path}", headers={"If-Match": before["ETag"]})
    found = ivan.get(f"{draft}hallazgos.json").json()["findings"]
    assert [one["code"] for one in found] == ["folder-sheet"]


def test_a_worker_that_dies_leaves_the_rest_to_the_next_one(ivan, draft):
    asked = UUID(_asked(ivan, draft))
    assert rehearsals.begin(asked, clock.now()) is not None
    drafted.play(asked)
    assert _told(ivan, draft, str(asked))["done"] == 0

    later = clock.now() + timedelta(minutes=4)
    with clock.lend(lambda: later):
        drafted.play_waiting()

    assert _told(ivan, draft, str(asked))["status"] == "done"


def test_a_rehearsal_that_kills_every_worker_is_given_up(ivan, draft):
    asked = UUID(_asked(ivan, draft))
    now = clock.now()
    for lost in range(4):
        rehearsals.begin(asked, now + lost * timedelta(minutes=4))
    assert DraftRehearsal.objects.get().failure == "rehearsal-worker-lost"


def test_endless_feel_ends_as_the_scenario_s_result(ivan, draft):
    endless = "=count(for i in 1..1000000 return for j in 1..1000000 return i * j) &gt; 0"
    _change(ivan, draft, "process.bpmn", '=route = "REVISAR"', endless)
    asked = _asked(ivan, draft, "CA-E1")
    drafted.play(UUID(asked))
    (scenario,) = _told(ivan, draft, asked)["scenarios"]
    assert not scenario["passed"]
    assert any("feel" in text for text in scenario["differences"])
