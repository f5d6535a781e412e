"""Repeated activities: standard loops and multi-instance."""

from decimal import Decimal

import pytest

from engine.runtime import CancelToken, RunFailed, start
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case
from tests.engine.runtime.models import NOW

COLLECT = {"outputCollection": "out", "outputElement": "=answer"}


def one(activity, *more, **named):
    """Start, the activity `a`, end."""
    return m.model(m.start(), activity, m.end(), m.chain("start", "a", "end"), *more, **named)


def people(**values):
    sequential = values.pop("isSequential", "false")
    body = m.extensions(
        m.zeebe("loopCharacteristics", inputCollection="=people", inputElement="p", **COLLECT)
    )
    return m.times("", body, isSequential=sequential, **values)


def test_loop_goes_on_while_its_condition_holds():
    case = Case(one(m.user("a", loop=m.loop("=n < 3"))), {"n": 0})
    for n in (1, 2):
        case.complete("a", n=n)
        assert case.waits_at == ["a"]
    case.complete("a", n=3)
    assert case.finished
    assert case.path == ["start", "a", "end"]


def test_loop_that_is_tested_before_may_not_run_at_all():
    model = one(m.user("a", loop=m.loop("=n < 3", testBefore="true")))
    assert Case(model, {"n": 3}).finished
    assert Case(model, {"n": 2}).waits_at == ["a"]


@pytest.mark.parametrize("inside", [False, True], ids=["attribute", "child"])
def test_loop_runs_at_most_as_often_as_its_maximum(inside):
    loop = m.loop(loopMaximum="2") if not inside else m.loop().replace("></", ">" + m.formal("loopMaximum", "2") + "</")  # fmt: skip
    case = Case(one(m.job("a", loop=loop)))
    case.complete("a")
    case.complete("a")
    assert case.finished


def test_maximum_stops_a_condition_that_still_holds():
    case = Case(one(m.user("a", loop=m.loop("=true", loopMaximum="=most"))), {"most": 2})
    case.complete("a")
    case.complete("a")
    assert case.finished


def test_each_round_counts_and_the_condition_knows_the_count():
    case = Case(one(m.user("a", loop=m.loop("=loopCounter < 2"))))
    assert case.at("a").variables["loopCounter"] == 1
    case.complete("a")
    assert case.at("a").variables["loopCounter"] == 2
    case.complete("a")
    assert case.finished
    assert case.variables == {}


@pytest.mark.parametrize("most", ["=1.5", "=-1", '="x"', "=missing"])
def test_maximum_is_a_whole_number(most):
    model = one(m.user("a", loop=m.loop("=true", loopMaximum=most, testBefore="true")))
    with pytest.raises(RunFailed, match="wrong-type") as caught:
        start(model, {}, now=NOW)
    assert caught.value.element_id == "a"


def test_boundary_leaves_a_loop_as_a_whole():
    model = one(m.user("a", loop=m.loop("=true")), m.hangs("b", "a", m.on_time("P1D")), m.end("e2"), m.chain("b", "e2"))  # fmt: skip
    case = Case(model)
    timer = case.at("b").token
    case.complete("a")
    assert case.at("b").token == timer
    case.occur("b")
    assert case.finished


def test_sub_process_may_be_a_loop():
    sub = m.node("subProcess", "a", m.loop("=n < 2"), m.start("s1"), m.user("u"), m.end("s2"), m.chain("s1", "u", "s2"))  # fmt: skip
    case = Case(one(sub), {"n": 0})
    case.complete("u", n=1)
    assert case.steps == ["s2", "s1", "u"]
    case.complete("u", n=2)
    assert case.finished


@pytest.mark.parametrize(("count", "sequential"), [("3", "false"), ("=n + 1", "true")])
def test_cardinality_says_how_many(count, sequential):
    case = Case(one(m.user("a", loop=m.times(count, isSequential=sequential))), {"n": 2})
    assert len(case.waits_at) == (1 if sequential == "true" else 3)
    for number in (1, 2, 3):
        assert case.at("a").variables["loopCounter"] == number
        case.complete("a")
    assert case.finished


@pytest.mark.parametrize("count", ["=-1", "=2.5", '="two"', "=missing"])
def test_cardinality_is_a_whole_number(count):
    with pytest.raises(RunFailed, match="wrong-type"):
        start(one(m.user("a", loop=m.times(count))), {}, now=NOW)


@pytest.mark.parametrize("loop", [m.times("0"), m.times("0", isSequential="true")])
def test_no_instance_passes_at_once_with_its_timers(loop):
    model = one(m.user("a", loop=loop), m.hangs("b", "a", m.on_time("P1D")), m.end("e2"), m.chain("b", "e2"))  # fmt: skip
    case = Case(model)
    assert case.finished
    assert case.last.timers == ()


def test_completion_condition_cancels_the_rest_and_keeps_the_order():
    loop = people(completion="=numberOfCompletedInstances >= 2")
    case = Case(one(m.user("a", loop=loop)), {"people": ["x", "y", "z"]})
    rest = case.at("a", 1).token
    case.complete("a", 2, answer="Z")
    case.complete("a", 0, answer="X")
    assert case.last.cancelled == (rest,)
    assert case.variables["out"] == ["X", None, "Z"]
    assert case.finished


def test_completion_condition_stops_a_sequence():
    loop = people(completion="=answer = null", isSequential="true")
    case = Case(one(m.user("a", loop=loop)), {"people": ["x", "y", "z"]})
    case.complete("a", answer=1)
    case.complete("a")
    assert case.finished
    assert case.variables["out"] == [1, None, None]


@pytest.mark.parametrize(
    ("count", "values"),
    [
        ("numberOfInstances", [3, 3, 3]),
        ("numberOfActiveInstances", [2, 1, 0]),
        ("numberOfCompletedInstances", [1, 2, 3]),
        ("numberOfTerminatedInstances", [0, 0, 0]),
    ],
)
def test_completion_condition_knows_the_counts(count, values):
    for position, value in enumerate(values):
        case = Case(one(m.user("a", loop=m.times("3", completion=f"={count} = {value}"))))
        for done in range(position + 1):
            assert not case.finished, done
            case.complete("a")
            if values[done] == value:
                break
        assert case.finished


def test_completion_condition_sees_the_variables_of_the_instance():
    loop = people(completion='=p = "y"')
    case = Case(one(m.user("a", loop=loop)), {"people": ["x", "y", "z"]})
    case.complete("a", 0)
    assert not case.finished
    case.complete("a", 0)
    assert case.finished


MAIL = m.signal("told")


def behaving(behaviour, *definitions, boundary="", **values):
    """Three users; the activity throws `told` to its boundary."""
    loop = m.times("3", *definitions, behavior=behaviour, **values)
    hang = boundary or m.beside("b", "a", m.on_signal("told"))
    return m.model(
        m.start(), m.user("a", loop=loop), hang, m.end(), m.end("e2"), m.chain("start", "a", "end"), m.chain("b", "e2"),
        roots=MAIL + m.definition("signal", id="tell", signalRef="told"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("behaviour", "values", "told"),
    [
        ("All", {}, [0, 0, 0]),
        ("None", {"noneBehaviorEventRef": "tell"}, [1, 2, 3]),
        ("One", {"oneBehaviorEventRef": "tell"}, [1, 1, 1]),
    ],
)
def test_behaviour_says_how_often_the_boundary_is_told(behaviour, values, told):
    case = Case(behaving(behaviour, **values))
    for count in told:
        case.complete("a")
        assert case.path.count("b") == count
    assert case.finished


def complex_behaviour(condition, event=""):
    inner = m.node("event", "ev", event) if event else ""
    return f"<bpmn:complexBehaviorDefinition>{m.formal('condition', condition)}{inner}</bpmn:complexBehaviorDefinition>"


def test_complex_behaviour_throws_and_ends_when_its_condition_holds():
    tell = complex_behaviour("=numberOfCompletedInstances = 2", m.on_signal("told"))
    case = Case(behaving("Complex", tell))
    rest = case.at("a", 2).token
    case.complete("a")
    assert "b" not in case.path
    case.complete("a")
    assert case.last.cancelled == (rest, case.last.cancelled[1])
    assert set(case.steps) == {"b", "e2", "end"}
    assert case.finished


def test_complex_behaviour_without_an_event_only_ends():
    case = Case(behaving("Complex", complex_behaviour("=numberOfCompletedInstances = 1")))
    case.complete("a")
    assert case.steps == ["end"]


def test_behaviour_tells_only_the_boundary_of_the_same_name():
    other = m.beside("b", "a", m.on_signal("other"))
    loop = m.times("1", behavior="One", oneBehaviorEventRef="tell")
    model = m.model(
        m.start(), m.user("a", loop=loop), other, m.hangs("c", "a", m.on_escalation("esc")), m.end(), m.end("e2"),
        m.chain("start", "a", "end"), m.chain("b", "e2"), m.flow("c", "e2"),
        roots=MAIL + m.signal("other") + m.node("escalation", "esc", escalationCode="told") + m.definition("signal", id="tell", signalRef="told"),
    )  # fmt: skip
    case = Case(model)
    case.complete("a")
    assert case.path == ["start", "a", "end"]


def test_behaviour_may_escalate():
    loop = m.times("2", behavior="One", oneBehaviorEventRef="tell")
    model = m.model(
        m.start(), m.user("a", loop=loop), m.beside("b", "a", m.on_escalation("late")), m.end(), m.end("e2"),
        m.chain("start", "a", "end"), m.chain("b", "e2"),
        roots=m.escalation("late") + m.definition("escalation", id="tell", escalationRef="late"),
    )  # fmt: skip
    case = Case(model)
    case.complete("a")
    assert case.steps == ["b", "e2"]


def test_instances_may_have_instances():
    sub = m.node(
        "subProcess", "a", m.many("=rows", inputElement="row", outputCollection="sums", outputElement="=sums_of_row"),
        m.start("s1"), m.user("u", loop=m.many("=row", inputElement="x", outputCollection="sums_of_row",
                                              outputElement="=x * k")), m.end("s2"), m.chain("s1", "u", "s2"),
    )  # fmt: skip
    case = Case(one(sub), {"rows": [[1, 2], [3]]})
    assert [case.at("u", n).variables["x"] for n in range(3)] == [1, 2, 3]
    for k in (10, 10, 10):
        case.complete("u", k=k)
    assert case.finished
    assert case.variables["sums"] == [[10, 20], [30]]
    assert "sums_of_row" not in case.variables


def test_output_mapping_may_fill_the_output_element():
    """Camunda 8 docs, «Multi-instance», «Variable mappings»: it extracts a part of the result."""
    loop = m.many("=people", inputElement="p", outputCollection="out", outputElement="=said")
    case = Case(
        one(m.job("a", m.mapping(outputs={"said": "=reply.text"}), loop=loop)), {"people": [1, 2]}
    )
    case.complete("a", 1, reply={"text": "second"})
    case.complete("a", 0, reply={"text": "first"})
    assert case.finished
    assert case.variables["out"] == ["first", "second"]
    assert "said" not in case.variables
    assert "reply" not in case.variables


def test_output_mapping_of_a_called_process_may_fill_the_output_element():
    called = m.document("called", m.start(), m.user("u"), m.end(), m.chain("start", "u", "end"))
    loop = m.many("=people", inputElement="p", outputCollection="out", outputElement="=output")
    call = m.call("a", "called", m.mapping(outputs={"output": "=x"}), loop=loop)
    case = Case(one(call, others={"called": called}), {"people": [1, 2]})
    case.complete("u", 1, x="second")
    case.complete("u", 0, x="first")
    assert case.variables["out"] == ["first", "second"]


def test_each_instance_maps_its_own_inputs():
    task = m.user("a", m.mapping({"twice": "=p * 2"}), loop=people())
    case = Case(one(task), {"people": [1, 2]})
    assert [case.at("a", n).variables["twice"] for n in (0, 1)] == [2, 4]


@pytest.mark.parametrize("sequential", ["false", "true"])
def test_instance_taken_away_by_hand_leaves_its_place_empty(sequential):
    case = Case(one(m.user("a", loop=people(isSequential=sequential))), {"people": ["x", "y", "z"]})
    case.complete("a", answer="X")
    case.modify(CancelToken(case.at("a").token))
    assert case.at("a").variables["p"] == "z"
    case.complete("a", answer="Z")
    assert case.variables["out"] == ["X", None, "Z"]
    assert case.finished


def test_last_instance_taken_away_by_hand_lets_the_activity_go_on():
    case = Case(one(m.user("a", loop=people())), {"people": ["x"]})
    case.modify(CancelToken(case.at("a").token))
    assert case.finished
    assert case.variables["out"] == [None]
    case = Case(one(m.user("a", loop=m.loop("=true"))))
    case.modify(CancelToken(case.at("a").token))
    assert case.finished


def test_items_of_a_sequence_keep_their_types_between_steps():
    case = Case(
        one(m.user("a", loop=people(isSequential="true"))), {"people": [Decimal("1.5"), NOW]}
    )
    case.complete("a")
    assert case.at("a").variables["p"] == NOW


def test_business_rules_and_scripts_are_repeated_at_once():
    loop = m.many("=[1, 2, 3]", inputElement="n", outputCollection="out", outputElement="=r")
    body = m.zeebe("script", expression="=n * n", resultVariable="r")
    case = Case(one(m.node("scriptTask", "a", m.extensions(body), loop)))
    assert case.finished
    assert case.variables == {"out": [1, 4, 9]}


def native(**values):
    """BPMN's own references to data: items of `rows` as `row`, results `sum` into `sums`."""
    ends = "".join(f"<bpmn:{tag}>{value}</bpmn:{tag}>" for tag, value in values.items())
    items = m.node("inputDataItem", "item1", name="row") + m.node(
        "outputDataItem", "item2", name="sum"
    )
    return m.times("", ends, items)


def test_bpmns_own_data_references_say_what_is_repeated_and_collected():
    loop = native(loopDataInputRef="rows", loopDataOutputRef="sums")
    objects = m.node("dataObject", "rows") + m.node("dataObject", "sums")
    case = Case(one(m.user("a", loop=loop), objects), {"rows": [1, 2]})
    assert [case.at("a", n).variables["row"] for n in (0, 1)] == [1, 2]
    case.complete("a", 1, sum=20)
    case.complete("a", 0, sum=10)
    assert case.variables == {"rows": [1, 2], "sums": [10, 20]}
