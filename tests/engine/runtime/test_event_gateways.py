"""Event-based gateways: the first event that occurs decides."""

import pytest

from engine.runtime import RunFailed, StartPoint, UnknownToken
from engine.runtime.values import TimerFired
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case

ROOTS = m.message("mail", "=radicado") + m.message("call", "=radicado") + m.signal("bell")


def racing(*targets):
    """A race between events; each leads to an end of its own name."""
    ids = [target.split('id="')[1].split('"')[0] for target in targets]
    ends = (m.end(f"e-{name}") + m.chain("g", name, f"e-{name}") for name in ids)
    return m.model(m.start(), m.race("g"), *targets, *ends, m.chain("start", "g"), roots=ROOTS)


def four():
    return racing(
        m.waits("time", m.on_time("P1D")), m.waits("bell1", m.on_signal("bell")),
        m.receive("task", "mail"), m.waits("cond", m.on_condition("=n > 3")),
    )  # fmt: skip


@pytest.mark.parametrize("winner", ["time", "bell1", "task"])
def test_first_event_wins_and_the_others_are_taken_away(winner):
    case = Case(four(), {"radicado": "R", "n": 1})
    losers = {case.at(name).token for name in ("time", "bell1", "task") if name != winner}
    assert case.steps == ["start", "g"]
    case.occur(winner)
    assert case.steps == [winner, f"e-{winner}"]
    assert set(case.last.cancelled) == losers
    assert case.finished


def test_condition_that_holds_already_wins_at_once():
    case = Case(four(), {"radicado": "R", "n": 4})
    assert case.path == ["start", "g", "cond", "e-cond"]
    assert case.finished


def test_event_that_lost_comes_too_late():
    model = racing(m.waits("time", m.on_time("P1D")), m.receive("task", "mail"))
    case = Case(model, {"radicado": "R"})
    late = case.at("time").token
    case.occur("task")
    with pytest.raises(UnknownToken):
        case.give(TimerFired(late))


def test_two_tokens_run_two_races():
    model = m.model(
        m.start(), m.fork("f"), m.xor("in"), m.race("g"), m.waits("a", m.on_signal("bell")),
        m.waits("b", m.on_time("P1D")), m.end(), m.end("e2"), m.chain("start", "f", "in", "g", "a", "end"),
        m.flow("f", "in", flow_id="second"), m.chain("g", "b", "e2"), roots=ROOTS,
    )  # fmt: skip
    case = Case(model)
    assert sorted(case.waits_at) == ["a", "a", "b", "b"]
    case.occur("a", 1)
    assert sorted(case.waits_at) == ["a", "b"]
    case.occur("b")
    assert case.finished


def test_race_in_a_loop_is_run_anew():
    model = m.model(
        m.start(), m.xor("in"), m.race("g"), m.waits("mail1", m.on_message("mail")), m.waits("time", m.on_time("P1D")),
        m.end(), m.chain("start", "in", "g", "mail1", "end"), m.chain("g", "time", "in"), roots=ROOTS,
    )  # fmt: skip
    case = Case(model, {"radicado": "R"})
    for _ in range(3):
        case.occur("time")
        assert sorted(case.waits_at) == ["mail1", "time"]
    case.occur("mail1")
    assert case.finished


def starting(kind="Exclusive"):
    return m.model(
        m.race("g", instantiate="true", eventGatewayType=kind), m.waits("a", m.on_message("mail")),
        m.waits("b", m.on_message("call")), m.user("ua"), m.user("ub"), m.end(), m.end("e2"), m.chain("g", "a", "ua", "end"),
        m.chain("g", "b", "ub", "e2"), roots=ROOTS,
    )  # fmt: skip


def test_gateway_that_instantiates_offers_its_events_as_starts():
    assert starting().starts == (
        StartPoint("a", "message", "mail"),
        StartPoint("b", "message", "call"),
    )


@pytest.mark.parametrize("first", ["a", "b"])
def test_exclusive_one_starts_by_one_event_and_forgets_the_other(first):
    case = Case(starting(), at=first, payload={"radicado": "R"})
    assert case.path == [first, f"u{first}"]
    assert case.waits_at == [f"u{first}"]


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
def test_parallel_one_waits_for_the_others_with_the_key_of_the_first(first, second):
    case = Case(starting("Parallel"), at=first, payload={"radicado": "R"})
    assert sorted(case.waits_at) == sorted([f"u{first}", second])
    assert case.at(second).correlation_key == "R"
    case.complete(f"u{first}")
    assert not case.finished
    case.occur(second)
    case.complete(f"u{second}")
    assert case.finished


@pytest.mark.parametrize("at", ["ua", "g", "gone"])
def test_case_does_not_start_elsewhere(at):
    with pytest.raises(RunFailed) as caught:
        Case(starting(), at=at)
    assert (caught.value.code, caught.value.element_id) == ("not-a-start", at)


def test_process_that_only_an_event_starts_does_not_start_without_one():
    with pytest.raises(RunFailed, match="no-none-start"):
        Case(starting())
