"""How processes begin and end: start events, none of them, by event, and global tasks."""

import pytest

from engine.runtime import ModelRefused, ProcessSource, RunFailed, StartPoint, compile_model
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case

ROOTS = m.message("mail", "=radicado") + m.signal("bell")


def several():
    return m.model(
        m.start(), m.begins("s2", m.on_message("mail")), m.begins("s3", m.on_signal("bell")), m.xor("x"), m.user("a"),
        m.end(), m.chain("start", "x", "a", "end"), m.chain("s2", "x"), m.chain("s3", "x"), roots=ROOTS,
    )  # fmt: skip


def test_model_says_all_its_ways_to_start():
    assert several().starts == (
        StartPoint("start", "none"),
        StartPoint("s2", "message", "mail"),
        StartPoint("s3", "signal", "bell"),
    )


@pytest.mark.parametrize(("at", "first"), [(None, "start"), ("start", "start"), ("s2", "s2"), ("s3", "s3")])  # fmt: skip
def test_one_of_several_start_events_starts_the_case(at, first):
    case = Case(several(), at=at)
    assert case.path == [first, "x", "a"]
    case.complete("a")
    assert case.finished


def test_start_event_with_several_events_offers_each_of_them():
    model = m.model(
        m.begins("s", m.on_message("mail") + m.on_signal("bell")),
        m.end(),
        m.chain("s", "end"),
        roots=ROOTS,
    )
    assert [(s.kind, s.name) for s in model.starts] == [("message", "mail"), ("signal", "bell")]
    assert Case(model, at="s").finished


def test_name_that_is_an_expression_is_not_known_before():
    root = m.node("message", "mail", name='="m"')
    model = m.model(m.begins("s", m.on_message("mail")), m.end(), m.chain("s", "end"), roots=root)
    assert model.starts == (StartPoint("s", "message", None),)


def test_process_without_start_event_begins_with_all_that_no_flow_leads_to():
    model = m.model(
        m.user("a"), m.user("b"), m.fork("j"), m.end(), m.chain("a", "j", "end"), m.chain("b", "j")
    )
    case = Case(model)
    assert case.waits_at == ["a", "b"]
    case.complete("a")
    case.complete("b")
    assert case.finished


def test_process_without_end_event_ends_with_its_last_token():
    model = m.model(m.start(), m.user("a"), m.chain("start", "a"))
    case = Case(model)
    case.complete("a")
    assert case.finished
    assert case.last.end is None


def test_sub_process_may_have_neither_start_nor_end():
    model = m.model(
        m.start(), m.sub("s", m.user("a"), m.user("b")), m.end(), m.chain("start", "s", "end")
    )
    case = Case(model)
    case.complete("b")
    case.complete("a")
    assert case.steps == ["end"]


def test_boundary_event_handler_and_link_target_are_no_beginnings():
    model = m.model(
        m.job("a"), m.caught("b", "a"), m.end("e"), m.chain("b", "e"), m.waits("l", m.link("x")), m.throws("t", m.link("x")),
        m.user("u"), m.chain("a", "t"), m.chain("l", "u"),
    )  # fmt: skip
    assert Case(model).waits_at == ["a"]


def test_gateways_may_begin_and_end_a_process():
    model = m.model(
        m.fork("f"),
        m.user("a"),
        m.user("b"),
        m.xor("x"),
        m.chain("f", "a", "x"),
        m.chain("f", "b", "x"),
    )
    case = Case(model)
    case.complete("a")
    case.complete("b")
    assert case.finished


@pytest.mark.parametrize(
    ("tag", "parts", "waits"),
    [
        ("globalTask", "", False),
        ("globalManualTask", "", False),
        ("globalUserTask", m.extensions(m.zeebe("formDefinition", formId="f")), True),
        ("globalScriptTask", m.extensions(m.zeebe("script", expression="=1", resultVariable="r")), False),
    ],
)  # fmt: skip
def test_global_task_is_called_like_a_process(tag, parts, waits):
    text = f'<bpmn:definitions {m.NAMESPACES} targetNamespace="t">{m.node(tag, "shared", parts, name="Shared")}</bpmn:definitions>'
    model = m.model(
        m.start(), m.call("c", "shared"), m.end(), m.chain("start", "c", "end"), others={"shared": text.encode()},
    )  # fmt: skip
    case = Case(model)
    assert case.path[:3] == ["start", "c", "shared_task"]
    if waits:
        assert (case.at("shared_task").form_id, case.at("shared_task").name) == ("f", "Shared")
        case.complete("shared_task")
    assert case.finished
    assert ("r" in case.variables) is (tag == "globalScriptTask")


def test_called_element_may_be_named_as_bpmn_does():
    called = m.document("called", m.start(), m.end(), m.chain("start", "end"))
    model = m.model(
        m.start(), m.node("callActivity", "c", calledElement="called"), m.end(), m.chain("start", "c", "end"),
        others={"called": called},
    )  # fmt: skip
    assert Case(model).finished


def test_called_process_that_only_an_event_starts_is_refused():
    called = m.document(
        "called", m.begins("s", m.on_message("mail")), m.end(), m.chain("s", "end"), roots=ROOTS
    )
    with pytest.raises(ModelRefused) as caught:
        m.model(
            m.start(), m.call("c", "called"), m.end(), m.chain("start", "c", "end"), others={"called": called},
        )  # fmt: skip
    assert {(f.code, f.element_id) for f in caught.value.findings} == {("no-none-start", "c")}


def test_called_process_with_several_starts_begins_at_its_none_start():
    called = m.document("called", m.start(), m.begins("s", m.on_message("mail")), m.end(), m.end("e2"),
                        m.chain("start", "end"), m.chain("s", "e2"), roots=ROOTS)  # fmt: skip
    model = m.model(m.start(), m.call("c", "called"), m.end(), m.chain("start", "c", "end"), others={"called": called})  # fmt: skip
    assert Case(model).path == ["start", "c", "start", "end", "end"]


def test_start_event_of_a_called_process_is_not_a_start_of_the_case():
    called = m.document("called", m.start(), m.begins("s", m.on_message("mail")), m.end(), m.end("e2"),
                        m.chain("start", "end"), m.chain("s", "e2"), roots=ROOTS)  # fmt: skip
    model = m.model(m.start(), m.call("c", "called"), m.end(), m.chain("start", "c", "end"), others={"called": called})  # fmt: skip
    with pytest.raises(RunFailed, match="not-a-start"):
        Case(model, at="s")


def test_one_of_several_processes_in_a_file_is_run_by_its_name():
    text = m.document("other", m.start(), m.end(), m.chain("start", "end"))
    both = text.replace(b"</bpmn:definitions>", m.node(
        "process", "main", m.start("s"), m.end("e"), m.chain("s", "e"), isExecutable="true").encode() + b"</bpmn:definitions>")  # fmt: skip
    assert Case(compile_model("main", {"main": ProcessSource(both)}, "d")).path == ["s", "e"]


def test_end_that_is_reached_last_is_the_end_of_the_case():
    model = m.model(
        m.start(), m.fork("f"), *map(m.user, "ab"), m.end("ea", m.extensions(m.properties(outcome="no"))),
        m.node("endEvent", "eb", m.extensions(m.properties(outcome="yes")), name="Concedida"),
        m.chain("start", "f", "a", "ea"), m.chain("f", "b", "eb"),
    )  # fmt: skip
    case = Case(model)
    case.complete("a")
    case.complete("b")
    assert (case.last.end.element_id, case.last.end.name) == ("eb", "Concedida")
    assert case.last.end.properties == {"outcome": "yes"}


def test_called_process_that_calls_itself_without_end_is_stopped():
    model = m.model(m.start(), m.call("c", "main"), m.end(), m.chain("start", "c", "end"))
    with pytest.raises(RunFailed, match="too-deep") as caught:
        Case(model)
    assert caught.value.element_id == "c"


def test_call_that_comes_back_may_end_by_a_condition():
    model = m.model(
        m.start(), m.xor("x", default="x-end"), m.call("c", "main", m.mapping({"n": "=n - 1"}, {"depth": "=depth + 1"})),
        m.end(), m.end("e2"), m.chain("start", "x", "end"), m.flow("x", "c", "=n > 0"), m.chain("c", "e2"),
    )  # fmt: skip
    case = Case(model, {"n": 4, "depth": 0})
    assert case.finished
    assert case.variables == {"n": 4, "depth": 4}


def test_global_task_is_found_among_others_by_its_name():
    script = m.formal("script", "={r: 7}").replace(' xsi:type="bpmn:tFormalExpression"', "")
    tasks = m.node("globalTask", "other") + m.node("globalScriptTask", "shared", script).replace(
        "<bpmn:globalScriptTask", '<bpmn:globalScriptTask scriptLanguage="feel"'
    )
    text = f'<bpmn:definitions {m.NAMESPACES} targetNamespace="t">{tasks}</bpmn:definitions>'
    model = m.model(
        m.start(), m.call("c", "shared"), m.end(), m.chain("start", "c", "end"), others={"shared": text.encode()},
    )  # fmt: skip
    assert Case(model).variables == {"r": 7}
