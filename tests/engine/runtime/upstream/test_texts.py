"""Texts of a model that SpiffWorkflow gives to Python or lets pass unread."""

import os

from SpiffWorkflow.bpmn.exceptions import WorkflowTaskException
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from tests.engine.runtime.upstream.faults import mended, still_raises
from tests.engine.runtime.upstream.stock import (
    chain,
    document,
    end,
    event,
    find,
    flow,
    has_passed,
    node,
    parsed,
    script,
    start,
    text,
    user,
    waiting,
    workflow,
)

PYTHON = "__import__('os').getpid()"


def with_script(content: str) -> tuple[str, ...]:
    flows = chain("start", "work", "after", "end")
    return start(), script("work", content), user("after"), end(), flows


def with_timer(content: str) -> BpmnWorkflow:
    duration = event("timer", text("timeDuration", content))
    timer = node("intermediateCatchEvent", "timer", duration)
    return workflow(start(), timer, end(), chain("start", "timer", "end"))


def test_condition_runs_any_python():
    gateway = node("exclusiveGateway", "choice", default="choice-no")
    flows = chain("start", "choice", "no") + flow("choice", "yes", f"{PYTHON} == pid")
    running = workflow(start(), gateway, end("yes"), end("no"), flows, pid=os.getpid())
    assert has_passed(running, "yes"), mended("python-eval-in-conditions")


def test_script_runs_any_python():
    running = workflow(*with_script(f"pid = {PYTHON}"))
    pid = find(running, "after").data.get("pid")
    assert pid == os.getpid(), mended("python-exec-in-scripts")


def test_script_without_builtins_still_finds_every_class():
    reader = parsed(*with_script("found = ().__class__.__base__.__subclasses__()"))
    engine = PythonScriptEngine(TaskDataEnvironment({"__builtins__": {}}))
    running = BpmnWorkflow(reader.get_spec("main"), script_engine=engine)
    running.do_engine_steps()
    assert find(running, "after").data["found"], mended("empty-builtins-escaped")


def test_cardinality_runs_any_python():
    loop = text("loopCardinality", f"2 if {PYTHON} == pid else 0")
    task = user(
        "a",
        f"<bpmn:multiInstanceLoopCharacteristics>{loop}</bpmn:multiInstanceLoopCharacteristics>",
    )
    running = workflow(start(), task, end(), chain("start", "a", "end"), pid=os.getpid())
    assert len(waiting(running)) == 2, mended("python-eval-in-loops")


def test_correlation_runs_any_python():
    key = node("correlationKey", "key", text("correlationPropertyRef", "number"), name="key")
    retrieval = node(
        "correlationPropertyRetrievalExpression",
        "retrieval",
        text("messagePath", PYTHON),
        messageRef="m",
    )
    roots = node("message", "m", name="m")
    roots += node("collaboration", "c", node("participant", "p", processRef="main"), key)
    roots += node("correlationProperty", "number", retrieval, name="number")
    throw = node("intermediateThrowEvent", "throw", event("message", messageRef="m"))
    running = workflow(start(), throw, end(), chain("start", "throw", "end"), roots=roots)
    computed = running.correlations["key"]["number"]
    assert computed == os.getpid(), mended("python-eval-in-correlation")


def test_duration_of_a_timer_must_be_written_as_python():
    with_timer('"P30D"')
    with still_raises("timer-text-is-python", WorkflowTaskException, "P30D"):
        with_timer("P30D")


def test_entities_of_a_doctype_are_put_into_the_model():
    doctype = b'<!DOCTYPE d [<!ENTITY inside "from the entity">]>'
    model = document(*with_script("x = 'ENTITY'")).replace(b"ENTITY", b"&inside;")
    reader = BpmnParser()
    reader.add_bpmn_str(doctype + model)
    read = reader.get_spec("main").task_specs["work"].script
    assert read == "x = 'from the entity'", mended("doctype-accepted")


def test_words_that_bpmn_does_not_know_pass_in_silence():
    strange = user("a", "<bpmn:strange/>").replace("id=", 'odd="1" id=')
    flows = chain("start", "a", "end")
    running = workflow(start(), strange, node("unheardOf", "u"), end(), flows)
    assert waiting(running) == ["a"], mended("unknown-words-accepted")
