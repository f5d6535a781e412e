"""Scopes, mappings, calls and multi-instance, as in Camunda 8."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from engine.runtime import ItemCompleted, JobCompleted, RunFailed, advance, start
from tests.engine.runtime import models as m
from tests.engine.runtime.models import NOW, path


def test_input_mapping_makes_a_local_that_ends_with_the_task():
    model = m.model(
        m.start(),
        m.user("a", m.mapping({"local": "=x + 1", "deep.er": "=x"}, {"out.part": "=answer"})),
        m.end(),
        m.chain("start", "a", "end"),
    )
    step = start(model, {"x": 1, "out": {"kept": True}}, now=NOW)
    seen = step.opened[0].variables
    assert seen["local"] == Decimal(2)
    assert seen["deep"] == {"er": Decimal(1)}
    step = advance(model, step.state, ItemCompleted(step.opened[0].token, {"answer": 7}), now=NOW)
    assert step.variables == {"x": Decimal(1), "out": {"kept": True, "part": Decimal(7)}}


def test_result_of_a_job_goes_to_the_scope_that_has_the_variable():
    inner = (m.start("s1"), m.job("a"), m.user("b"), m.end("s2"), m.chain("s1", "a", "b", "s2"))
    with_local = m.node("subProcess", "s", m.extensions(m.mapping({"mine": "=0"})), *inner)
    model = m.model(m.start(), with_local, m.end(), m.chain("start", "s", "end"))
    step = start(model, {}, now=NOW)
    answer = JobCompleted(step.jobs[0].token, {"mine": 1, "new": 2})
    step = advance(model, step.state, answer, now=NOW)
    assert step.opened[0].variables == {"mine": Decimal(1), "new": Decimal(2)}
    step = advance(model, step.state, ItemCompleted(step.opened[0].token), now=NOW)
    assert step.variables == {"new": Decimal(2)}


def _called(**values):
    called = m.document(
        "called", m.start(), m.script("set", "=a * 10", "b"), m.user("see"), m.end(),
        m.chain("start", "set", "see", "end"),
    )  # fmt: skip
    mappings = values.pop("mappings", "")
    return m.model(
        m.start(), m.call("c", "called", mappings, **values), m.end(), m.chain("start", "c", "end"),
        others={"called": called},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "seen", "after"),
    [
        ({}, {"a": 1, "p": 5, "b": 10}, {"a": 1, "p": 5, "b": 10, "done": True}),
        ({"propagateAllChildVariables": "false"}, {"a": 1, "p": 5, "b": 10}, {"a": 1, "p": 5}),
        (
            {
                "propagateAllParentVariables": "false",
                "propagateAllChildVariables": "false",
                "mappings": m.mapping({"a": "=p"}, {"result": "=b"}),
            },
            {"a": 5, "b": 50},
            {"a": 1, "p": 5, "result": 50},
        ),
    ],
    ids=["all", "no-child-variables", "mappings-only"],
)
def test_call_activity_copies_variables_as_the_model_says(options, seen, after):
    model = _called(**options)
    step = start(model, {"a": 1, "p": 5}, now=NOW)
    assert path(step) == ["start", "c", "start", "set", "see"]
    assert [passage.process_id for passage in step.passed] == ["main"] * 2 + ["called"] * 3
    assert step.opened[0].variables == seen
    assert step.opened[0].process_id == "called"
    step = advance(model, step.state, ItemCompleted(step.opened[0].token, {"done": True}), now=NOW)
    assert step.finished
    assert step.variables == after


def test_calls_may_be_nested_and_forks_keep_their_calls_apart():
    deep = m.document("deep", m.start(), m.script("set", "=n + 1", "n"), m.user("see"), m.end(),
                      m.chain("start", "set", "see", "end"))  # fmt: skip
    middle = m.document(
        "middle", m.start(), m.call("d", "deep"), m.end(), m.chain("start", "d", "end")
    )
    model = m.model(
        m.start(), m.fork("f"), m.fork("j"), m.end(),
        m.call("x", "middle", m.mapping({"n": "=1"}, {"x": "=n"})),
        m.call("y", "middle", m.mapping({"n": "=5"}, {"y": "=n"})),
        m.chain("start", "f", "x", "j", "end"), m.chain("f", "y", "j"),
        others={"deep": deep, "middle": middle},
    )  # fmt: skip
    step = start(model, {}, now=NOW)
    for item in step.opened:
        step = advance(model, step.state, ItemCompleted(item.token), now=NOW)
    assert step.finished
    assert step.variables == {"x": Decimal(2), "y": Decimal(6)}


LOOP = {
    "inputCollection": "=people",
    "inputElement": "person",
    "outputCollection": "answers",
    "outputElement": "=answer",
}


def test_parallel_instances_each_see_their_item_and_fill_the_list_in_order():
    model = m.model(
        m.start(), m.user("a", loop=m.many(**_named(LOOP))), m.end(), m.chain("start", "a", "end")
    )
    step = start(model, {"people": ["p", "q", "r"]}, now=NOW)
    assert path(step) == ["start", "a"]
    seen = [(i.variables["person"], i.variables["loopCounter"]) for i in step.opened]
    assert seen == [("p", 1), ("q", 2), ("r", 3)]
    for item in reversed(step.opened):
        answer = {"answer": item.variables["person"].upper()}
        step = advance(model, step.state, ItemCompleted(item.token, answer), now=NOW)
    assert step.finished
    assert step.variables == {"people": ["p", "q", "r"], "answers": ["P", "Q", "R"]}


def test_sequential_instances_come_one_after_the_other():
    loop = m.many(**_named(LOOP), sequential=True)
    model = m.model(m.start(), m.job("a", loop=loop), m.end(), m.chain("start", "a", "end"))
    step = start(model, {"people": [1, 2]}, now=NOW)
    for expected in (1, 2):
        (job,) = step.jobs
        assert job.variables["person"] == expected
        step = advance(
            model, step.state, JobCompleted(job.token, {"answer": expected * 2}), now=NOW
        )
    assert step.finished
    assert step.variables["answers"] == [2, 4]


def _named(loop):
    values = dict(loop)
    return {"collection": values.pop("inputCollection"), **values}


def test_loop_over_nothing_passes_and_leaves_an_empty_list():
    model = m.model(
        m.start(), m.user("a", loop=m.many(**_named(LOOP))), m.end(), m.chain("start", "a", "end")
    )
    step = start(model, {"people": []}, now=NOW)
    assert step.finished
    assert step.variables["answers"] == []


def test_loop_over_what_is_no_list_is_an_error():
    model = m.model(
        m.start(), m.user("a", loop=m.many(**_named(LOOP))), m.end(), m.chain("start", "a", "end")
    )
    with pytest.raises(RunFailed, match="loop-not-a-list"):
        start(model, {"people": "p"}, now=NOW)


def test_sub_process_and_script_for_each_item():
    inner = (m.start("s1"), m.script("twice", "=[n * 2]", "list", m.mapping(
        outputs={"double": "=list[1]"})), m.user("u"), m.end("s2"), m.chain("s1", "twice", "u", "s2"))  # fmt: skip
    loop = m.many("=[1, 2]", inputElement="n", outputCollection="out", outputElement="=double")
    model = m.model(
        m.start(), m.node("subProcess", "s", loop, *inner), m.end(), m.chain("start", "s", "end")
    )
    step = start(model, {}, now=NOW)
    assert [item.variables["double"] for item in step.opened] == [2, 4]
    for item in step.opened:
        step = advance(model, step.state, ItemCompleted(item.token), now=NOW)
    assert step.variables == {"out": [2, 4]}


def test_called_process_for_each_item_and_its_error_ends_all_of_them():
    called = m.document(
        "called", m.start(), m.user("see"), m.xor("x", default="x-end"), m.end(), m.error_end("bad", "e.one"),
        m.chain("start", "see", "x"), m.flow("x", "bad", "=person = \"q\" and fails"), m.flow("x", "end"),
        roots=m.error("e.one"),
    )  # fmt: skip
    loop = m.many(**_named({**LOOP, "outputElement": "=person"}))
    model = m.model(
        m.start(), m.call("c", "called", loop=loop), m.caught("oops", "c", "e.one"),
        m.end(), m.end("failed"), m.chain("start", "c", "end"), m.chain("oops", "failed"),
        roots=m.error("e.one"), others={"called": called},
    )  # fmt: skip
    for fails in (False, True):
        step = start(model, {"people": ["p", "q", "r"], "fails": fails}, now=NOW)
        p, q, r = step.opened
        step = advance(model, step.state, ItemCompleted(p.token), now=NOW)
        step = advance(model, step.state, ItemCompleted(q.token), now=NOW)
        if not fails:
            step = advance(model, step.state, ItemCompleted(r.token), now=NOW)
            assert step.variables["answers"] == ["p", "q", "r"]
            continue
        assert path(step) == ["x", "bad", "oops", "failed"]
        assert step.cancelled == (r.token,)
        assert step.finished


def test_attributes_of_an_item_are_reckoned_when_it_opens():
    model = m.model(
        m.start(),
        m.user(
            "a",
            m.zeebe("formDefinition", formId="revision"),
            m.zeebe("assignmentDefinition", candidateGroups="=[office]", assignee="=who"),
            m.zeebe("taskSchedule", dueDate="3 DH"),
            m.zeebe("priorityDefinition", priority="=60"),
            m.zeebe("taskHeaders", m.zeebe("header", key="document", value="acta")),
            m.properties(state="EN_REVISION"),
        ),
        m.end(),
        m.chain("start", "a", "end"),
    )
    (item,) = start(model, {"office": "gobierno"}, now=NOW).opened
    assert item.form_id == "revision"
    assert item.candidate_groups == ("gobierno",)
    assert item.assignee is None
    assert item.due == "3 DH"
    assert item.priority == 60
    assert item.headers == {"document": "acta"}
    assert item.properties == {"state": "EN_REVISION"}


def test_static_groups_are_a_list_with_commas():
    assigned = m.zeebe("assignmentDefinition", candidateGroups="a, b")
    model = m.model(m.start(), m.user("a", assigned), m.end(), m.chain("start", "a", "end"))
    assert start(model, {}, now=NOW).opened[0].candidate_groups == ("a", "b")


def test_value_of_the_wrong_type_names_the_attribute():
    assigned = m.zeebe("assignmentDefinition", candidateGroups="=1")
    model = m.model(m.start(), m.user("a", assigned), m.end(), m.chain("start", "a", "end"))
    with pytest.raises(RunFailed, match="candidateGroups") as caught:
        start(model, {}, now=NOW)
    assert caught.value.code == "wrong-type"


def test_branches_write_into_the_same_root_without_losing_an_update():
    model = m.model(
        m.start(), m.fork("f"), m.user("a"), m.user("b"), m.fork("j"), m.end(),
        m.chain("start", "f", "a", "j", "end"), m.chain("f", "b", "j"),
    )  # fmt: skip
    step = start(model, {"x": 1, "list": [1, 2, 3]}, now=NOW)
    a, b = step.opened
    step = advance(model, step.state, ItemCompleted(a.token, {"x": 2, "list": [9]}), now=NOW)
    step = advance(model, step.state, ItemCompleted(b.token), now=NOW)
    assert step.variables == {"x": Decimal(2), "list": [Decimal(9)]}


def test_job_says_its_type_retries_and_headers():
    headers = m.zeebe("taskHeaders", m.zeebe("header", key="message", value="acuse"))
    work = m.zeebe("taskDefinition", type='="message." + verb', retries="5")
    send = m.node("sendTask", "a", m.extensions(work, headers))
    model = m.model(m.start(), send, m.end(), m.chain("start", "a", "end"))
    (job,) = start(model, {"verb": "send"}, now=NOW).jobs
    assert (job.type, job.retries, job.headers) == ("message.send", 5, {"message": "acuse"})
    with pytest.raises(RunFailed, match="type"):
        start(model, {}, now=NOW)


@pytest.mark.parametrize(
    ("expression", "due"),
    [
        ('=duration("P3D")', NOW + timedelta(days=3)),
        ('=date("2026-12-01")', date(2026, 12, 1)),
        ("=today()", date(2026, 11, 20)),
        ("=null", None),
    ],
    ids=["duration", "date", "today", "null"],
)
def test_due_date_is_reckoned_from_the_given_now(expression, due):
    schedule = m.zeebe("taskSchedule", dueDate=expression)
    model = m.model(m.start(), m.user("a", schedule), m.end(), m.chain("start", "a", "end"))
    assert start(model, {}, now=NOW).opened[0].due == due


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (m.zeebe("taskSchedule", dueDate="=1"), "dueDate"),
        (m.zeebe("priorityDefinition", priority="=1.5"), "priority"),
        (m.zeebe("assignmentDefinition", assignee="=[1]"), "assignee"),
        (m.zeebe("assignmentDefinition", candidateGroups="=[1]"), "candidateGroups"),
    ],
)
def test_every_attribute_has_its_type(part, name):
    model = m.model(m.start(), m.user("a", part), m.end(), m.chain("start", "a", "end"))
    with pytest.raises(RunFailed, match=name):
        start(model, {}, now=NOW)


def test_missing_optional_variable_is_null_but_a_failed_expression_stops_the_step():
    def reads(expression):
        task = m.script("a", expression, "r")
        return m.model(m.start(), task, m.end(), m.chain("start", "a", "end"))

    variables = {"answers": {"x": 1}, "text": "a"}
    for harmless in ("=missing", "=answers.missing", "=missing.deeper"):
        assert start(reads(harmless), variables, now=NOW).variables["r"] is None
    for fault in ("=text + 1", "=not_a_function(1)"):
        with pytest.raises(RunFailed) as caught:
            start(reads(fault), variables, now=NOW)
        assert caught.value.code == "feel-failed"
        assert (caught.value.process_id, caught.value.element_id) == ("main", "a")
        assert fault in caught.value.detail


def test_typed_values_survive_the_frozen_state():
    values = {
        "money": Decimal("1250000.50"),
        "day": date(2026, 2, 28),
        "moment": NOW,
        "list": [None, True, "x", {"@": "escaped"}],
    }
    model = m.model(m.start(), m.user("a"), m.user("b"), m.end(), m.chain("start", "a", "b", "end"))
    step = start(model, values, now=NOW)
    step = advance(model, step.state, ItemCompleted(step.opened[0].token), now=NOW)
    assert step.opened[0].variables == values


@pytest.mark.parametrize("loop", [False, True], ids=["variable", "collected"])
def test_function_cannot_be_kept_between_steps(loop):
    body = m.many("=[1]", outputCollection="o", outputElement="=function(x) x") if loop else ""
    task = m.job("a", loop=body) if loop else m.script("a", "=function(x) x", "f")
    model = m.model(m.start(), task, m.end(), m.chain("start", "a", "end"))

    def run():
        step = start(model, {}, now=NOW)
        advance(model, step.state, JobCompleted(step.jobs[0].token), now=NOW)

    with pytest.raises(RunFailed) as caught:
        run()
    assert caught.value.code == "value-not-storable"


def native(text, language="feel"):
    task = m.node("scriptTask", "a", f"<bpmn:script>{text}</bpmn:script>", scriptFormat=language)
    return m.model(m.start(), task, m.end(), m.chain("start", "a", "end"))


@pytest.mark.parametrize("text", ["={x: n + 1, y: 2}", "{x: n + 1, y: 2}"], ids=["sign", "plain"])
def test_bpmns_own_script_gives_a_context_of_variables(text):
    assert start(native(text), {"n": 1}, now=NOW).variables == {"n": 1, "x": 2, "y": 2}


def test_bpmns_own_script_may_give_nothing_and_nothing_but_a_context():
    assert start(native("=null"), {}, now=NOW).variables == {}
    with pytest.raises(RunFailed, match="script-not-a-context"):
        start(native("=1"), {}, now=NOW)


def test_expression_over_its_limits_stops_the_step_and_names_its_element():
    model = m.model(
        m.start(), m.script("a", "=count(for x in 1..99999, y in 1..99999 return x)", "n"), m.end(),
        m.chain("start", "a", "end"),
    )  # fmt: skip
    with pytest.raises(RunFailed, match="feel-limit") as caught:
        start(model, {}, now=NOW)
    assert caught.value.element_id == "a"


def test_decision_that_fails_stops_the_step_and_names_it():
    table = (
        b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'
        b'<decision id="size" name="size"><literalExpression id="l"><text>"a" + 1</text></literalExpression>'
        b"</decision></definitions>"
    )
    rule = m.zeebe("calledDecision", decisionId="size", resultVariable="r")
    task = m.node("businessRuleTask", "t", m.extensions(rule))
    model = m.model(m.start(), task, m.end(), m.chain("start", "t", "end"), size=table)
    with pytest.raises(RunFailed, match="decision-failed") as caught:
        start(model, {}, now=NOW)
    assert (caught.value.element_id, caught.value.detail[:5]) == ("t", "size:")
