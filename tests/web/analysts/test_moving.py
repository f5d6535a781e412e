import pytest

from engine.commands import clock
from engine.jobs import moving
from engine.models import Case, Moving
from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end
from tests.web.analysts.conftest import desk_of

pytestmark = pytest.mark.django_db
PLACE = f"/analisis/{folders.SLUG}/casos/"
REASON = {"hacer": "mover", "motivo": "Cambió la norma"}


@pytest.fixture(autouse=True)
def _friday():
    with clock.lend(lambda: cases.FRIDAY):
        yield


def _publish(*tasks: str) -> str:
    steps = [folders.task(one, name=one.capitalize()) for one in tasks]
    return folders.publish(*steps, end("fin"), chain(folders.LAST, *tasks, "fin")).digest


@pytest.fixture
def two(db) -> list[Case]:
    """Two cases that wait at the first task of the first version."""
    _publish("revisa", "firma")
    return [folders.file(), folders.file()]


def test_the_plan_says_where_each_case_lands_before_anything_moves(ivan, two):
    _publish("revisa", "aprueba", "firma")
    page = ivan.get(PLACE).content.decode()
    assert "Pasan solos" in page
    assert all(case.radicado in page for case in two)
    assert not Moving.objects.exists()


def test_only_the_chosen_move_and_each_has_its_outcome(ivan, two):
    digest = _publish("revisa", "aprueba", "firma")
    before = two[1].version_digest

    begun = ivan.post(PLACE, {**REASON, "caso": [str(two[0].pk)]})
    moving.carry_out(Moving.objects.get().pk)

    assert Case.objects.get(pk=two[0].pk).version_digest == digest
    assert Case.objects.get(pk=two[1].pk).version_digest == before
    page = ivan.get(begun.url).content.decode()
    assert "Pasaron 1 de 1." in page
    assert two[0].events.filter(kind="case.migrated").exists()


def test_a_step_that_is_gone_needs_to_be_told_where_to(ivan, two):
    digest = _publish("estudia", "firma")
    page = ivan.get(PLACE).content.decode()
    assert "Hay que decir a dónde" in page
    name = f"lugar:{folders.SLUG}/revisa"
    assert name in page

    assert "Pasan solos" in ivan.get(PLACE, {name: "estudia"}).content.decode()
    ivan.post(PLACE, {**REASON, name: "estudia", "caso": [str(case.pk) for case in two]})
    moving.carry_out(Moving.objects.get().pk)

    assert {case.version_digest for case in Case.objects.all()} == {digest}


def test_a_case_that_moved_on_meanwhile_stays_and_says_why(ivan, two):
    _publish("estudia")
    ivan.post(PLACE, {**REASON, "caso": [str(two[0].pk)]})
    moving.carry_out(Moving.objects.get().pk)
    (move,) = Moving.objects.get().moves.all()
    assert (move.outcome, move.problem) == ("stayed", "migration-impossible")


@pytest.mark.parametrize(
    "given", [{"motivo": "Sí"}, {"motivo": "", "caso": "x"}], ids=["no case", "no reason"]
)
def test_without_a_case_or_a_reason_nothing_moves(ivan, two, given):
    _publish("revisa", "aprueba")
    chosen = {"caso": str(two[0].pk)} if "caso" in given else {}
    refused = ivan.post(PLACE, {**REASON, **given, **chosen})
    assert refused.status_code == 422
    assert not Moving.objects.exists()


def test_only_who_may_move_cases_finds_the_page(two):
    assert desk_of("otra@demo.test", "ventanilla").get(PLACE).status_code == 404
    assert desk_of("jefe@demo.test", "engine-admin").get(PLACE).status_code == 200
