"""Ad-hoc sub-processes: activities that no flow orders."""

import pytest

from engine.runtime import ElementActivated, RunFailed, UnknownToken
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case

PARALLEL = {"ordering": "Parallel"}
SEQUENTIAL = {"ordering": "Sequential"}


def free(*inside, active="", parts=(), **values):
    """A process of the ad-hoc sub-process `s`."""
    extension = m.extensions(m.zeebe("adHoc", **({"activeElementsCollection": active} if active else {})), *parts)  # fmt: skip
    body = m.ad_hoc("s", extension, *(inside or map(m.user, "abc")), **values)
    return m.model(m.start(), body, m.end(), m.chain("start", "s", "end"))


def test_all_activities_start_at_once_and_it_ends_with_the_last():
    case = Case(free(**PARALLEL))
    assert case.waits_at == ["a", "b", "c"]
    for name in "cab":
        assert not case.finished
        case.complete(name)
    assert case.steps == ["end"]
    assert case.finished


def test_sequential_one_starts_one_after_the_other():
    case = Case(free(**SEQUENTIAL))
    for name in "abc":
        assert case.waits_at == [name]
        case.complete(name)
    assert case.finished


def test_expression_says_which_activities_start():
    case = Case(free(active="=chosen"), {"chosen": ["c", "a"]})
    assert case.waits_at == ["c", "a"]


def test_nothing_chosen_is_nothing_to_do():
    assert Case(free(active="=[]")).finished


@pytest.mark.parametrize("chosen", ['="a"', '=["x"]', '=["a", "end"]', "=missing"])
def test_expression_may_only_name_activities_inside(chosen):
    with pytest.raises(RunFailed) as caught:
        Case(free(active=chosen))
    assert (caught.value.code, caught.value.element_id) == ("not-in-ad-hoc", "s")


def test_flows_inside_still_order_what_they_join():
    case = Case(free(*map(m.user, "abc"), m.chain("a", "b")))
    assert case.waits_at == ["a", "c"]
    case.complete("a")
    case.complete("c")
    assert not case.finished
    case.complete("b")
    assert case.finished


def test_sequence_waits_for_the_whole_branch():
    case = Case(free(*map(m.user, "abc"), m.chain("a", "b"), **SEQUENTIAL))
    case.complete("a")
    assert case.waits_at == ["b"]
    case.complete("b")
    assert case.waits_at == ["c"]


def test_completion_condition_cancels_the_rest():
    case = Case(free(completion="=n > 1"), {"n": 0})
    case.complete("a", n=1)
    assert case.waits_at == ["b", "c"]
    rest = case.at("c").token
    case.complete("b", n=2)
    assert case.last.cancelled == (rest,)
    assert case.steps == ["end"]
    assert case.finished


def test_completion_condition_may_let_the_rest_finish():
    case = Case(free(completion="=n > 1", cancelRemainingInstances="false"), {"n": 0})
    case.complete("a", n=2)
    assert case.waits_at == ["b", "c"]
    case.complete("b")
    case.complete("c")
    assert case.finished


def test_completion_condition_stops_a_sequence_before_its_next_activity():
    case = Case(free(completion="=n > 1", **SEQUENTIAL), {"n": 0})
    case.complete("a", n=2)
    assert case.finished


def test_people_may_start_what_they_choose_as_often_as_they_want():
    case = Case(free(active="=[]", completion="=done"), {"done": False})
    assert not case.finished
    assert case.waits_at == []
    case.activate("s", "b", reason="first")
    assert case.at("b").variables["reason"] == "first"
    case.activate("s", "b")
    assert case.waits_at == ["b", "b"]
    case.complete("b")
    case.complete("b", done=True)
    assert case.finished


def test_it_stays_open_for_people_while_its_condition_is_false():
    case = Case(free(completion="=done"), {"done": False})
    for name in "abc":
        case.complete(name)
    assert not case.finished
    case.activate("s", "a")
    case.complete("a", done=True)
    assert case.finished


@pytest.mark.parametrize("name", ["x", "end", "b"])
def test_only_activities_inside_that_no_flow_leads_to_can_be_started(name):
    case = Case(free(*map(m.user, "abc"), m.chain("a", "b"), completion="=false"))
    with pytest.raises(RunFailed, match="not-in-ad-hoc"):
        case.activate("s", name)


def test_activity_is_started_only_in_an_ad_hoc_sub_process():
    model = m.model(m.start(), m.user("a"), m.end(), m.chain("start", "a", "end"))
    case = Case(model)
    with pytest.raises(UnknownToken):
        case.give(ElementActivated(case.at("a").token, "a"))


def test_nothing_more_is_started_once_the_condition_was_true():
    case = Case(free(completion="=n > 1", cancelRemainingInstances="false"), {"n": 0})
    case.complete("a", n=2)
    with pytest.raises(UnknownToken):
        case.activate("s", "a")


def test_activity_started_in_a_sequential_one_waits_for_its_turn():
    """BPMN 2.0.2, 10.3.6: with `Sequential` only one activity can be performed at a time."""
    case = Case(free(completion="=done", **SEQUENTIAL), {"done": False})
    case.activate("s", "c", reason="again")
    assert case.waits_at == ["a"]
    for name in "abc":
        case.complete(name)
    assert case.waits_at == ["c"]
    case.complete("c", done=True)
    assert case.finished


def test_sequential_one_that_is_idle_starts_what_people_choose_at_once():
    case = Case(free(active="=[]", completion="=done", **SEQUENTIAL), {"done": False})
    case.activate("s", "b")
    assert case.waits_at == ["b"]


def test_boundary_leaves_it_with_all_that_runs_inside():
    body = m.ad_hoc("s", *map(m.user, "ab"), completion="=false")
    model = m.model(
        m.start(), body, m.hangs("t", "s", m.on_time("P1D")), m.end(), m.end("e2"), m.chain("start", "s", "end"),
        m.chain("t", "e2"),
    )  # fmt: skip
    case = Case(model)
    gone = {case.at("a").token, case.at("b").token}
    case.occur("t")
    assert set(case.last.cancelled) == gone
    assert case.finished


def test_local_variables_and_results_stay_in_it():
    parts = (m.mapping({"n": "=0"}, {"total": "=n"}),)
    case = Case(free(parts=parts, completion="=n > 1"), {"n": 99})
    case.complete("a", n=1)
    case.complete("b", n=2)
    assert case.finished
    assert case.variables == {"n": 99, "total": 2}


def test_each_instance_is_free_for_itself():
    body = m.ad_hoc("s", m.many("=[1, 2]", inputElement="i"), *map(m.user, "ab"), completion="=ok")
    model = m.model(m.start(), body, m.end(), m.chain("start", "s", "end"))
    case = Case(model, {"ok": False})
    assert case.waits_at == ["a", "b", "a", "b"]
    case.complete("a", ok=True)
    case.complete("a", ok=True)
    assert case.finished


def test_activities_inside_may_be_repeated_and_caught():
    inside = (
        m.job("j", loop=m.many("=[1, 2]")),
        m.caught("b", "j"),
        m.user("mend"),
        m.chain("b", "mend"),
    )
    case = Case(free(*inside))
    case.fail("j", "broken")
    assert case.waits_at == ["mend"]
    case.complete("mend")
    assert case.finished
