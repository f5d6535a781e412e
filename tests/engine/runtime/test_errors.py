"""Errors go outwards until something catches them; the nearest and the most exact wins."""

import pytest

from engine.runtime import RunFailed, start
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case
from tests.engine.runtime.models import NOW

ROOTS = m.error("e.one") + m.error("e.two")


def failing_sub(*inside, code="e.one"):
    """A sub-process that fails at once, with `inside` in it."""
    return m.sub("s", m.start("s1"), m.ends("fail", m.on_error(code)), m.chain("s1", "fail"), *inside)  # fmt: skip


def handler(code=None, node_id="es", *parts):
    """An error event sub-process with one user task."""
    event = m.begins(f"{node_id}1", m.on_error(code), *parts)
    return m.event_sub(node_id, event, m.user(f"{node_id}-help"), m.end(f"{node_id}2"),
                       m.chain(f"{node_id}1", f"{node_id}-help", f"{node_id}2"))  # fmt: skip


def around(sub, *boundaries):
    """Start, the sub-process `s`, end; each boundary leads to an end of its own."""
    ends = [(m.end(f"after-{b}"), m.chain(b, f"after-{b}")) for b in ("b", "all") if f'id="{b}"' in "".join(boundaries)]  # fmt: skip
    return m.model(m.start(), sub, *boundaries, *(part for pair in ends for part in pair), m.end(),
                   m.chain("start", "s", "end"), roots=ROOTS)  # fmt: skip


@pytest.mark.parametrize(("code", "taken"), [("e.one", "b"), ("e.two", "all")])
def test_boundary_by_code_comes_before_the_one_for_all(code, taken):
    model = around(failing_sub(code=code), m.caught("all", "s"), m.caught("b", "s", "e.one"))
    case = Case(model)
    assert case.path == ["start", "s", "s1", "fail", taken, f"after-{taken}"]
    assert case.finished


def test_error_event_sub_process_inside_comes_before_the_boundary():
    case = Case(around(failing_sub(handler("e.one")), m.caught("b", "s", "e.one")))
    assert case.path == ["start", "s", "s1", "fail", "es", "es1", "es-help"]
    case.complete("es-help")
    assert case.steps == ["es2", "end"]
    assert case.finished


def test_event_sub_process_by_code_comes_before_the_one_for_all():
    sub = failing_sub(handler(None, "every"), handler("e.one", "exact"))
    assert Case(around(sub)).waits_at == ["exact-help"]
    sub = failing_sub(handler(None, "every"), handler("e.two", "exact"))
    assert Case(around(sub)).waits_at == ["every-help"]


def test_error_out_of_its_own_handler_goes_on_outwards():
    again = m.event_sub("es", m.begins("es1", m.on_error("e.one")), m.ends("es2", m.on_error("e.one")),
                        m.chain("es1", "es2"))  # fmt: skip
    case = Case(around(failing_sub(again), m.caught("b", "s", "e.one")))
    assert case.path == ["start", "s", "s1", "fail", "es", "es1", "es2", "b", "after-b"]
    assert case.finished


def test_error_is_caught_two_levels_further_out():
    inner = m.sub("s", m.start("s1"), failing_sub().replace('"s"', '"deep"').replace('"s1"', '"d1"')
                  .replace('"s1-fail"', '"d1-fail"'), m.user("w"), m.fork("f"), m.end("s2"), m.end("s3"),
                  m.chain("s1", "f", "w", "s3"), m.chain("f", "deep", "s2"))  # fmt: skip
    case = Case(around(inner, m.caught("b", "s")))
    assert case.path[-2:] == ["b", "after-b"]
    assert case.finished


def test_error_of_a_worker_passes_by_its_own_boundary_to_the_event_sub_process():
    model = m.model(
        m.start(), m.job("j"), m.caught("b", "j", "e.two"), m.end(), m.end("e2"), handler("e.one"),
        m.chain("start", "j", "end"), m.chain("b", "e2"), roots=ROOTS,
    )  # fmt: skip
    case = Case(model)
    case.fail("j", "e.one")
    assert case.waits_at == ["es-help"]
    case.complete("es-help")
    assert case.finished
    case = Case(model)
    case.fail("j", "e.two")
    assert case.steps == ["b", "e2"]


def test_what_an_error_brings_goes_where_the_output_mappings_say():
    outputs = m.mapping(outputs={"why": '=errorCode + ":" + errorMessage', "more": "=extra"})
    model = m.model(
        m.start(), m.job("j"), m.caught("b", "j", None, outputs), m.end(), m.end("e2"),
        m.chain("start", "j", "end"), m.chain("b", "e2"), roots=ROOTS,
    )  # fmt: skip
    case = Case(model, {"x": 1})
    case.fail("j", "e.nine", extra=5)
    assert case.variables == {"x": 1, "why": "e.nine:", "more": 5}


def test_error_without_output_mappings_leaves_the_variables_alone():
    case = Case(around(failing_sub(handler())), {"x": 1})
    case.complete("es-help")
    assert case.variables == {"x": 1}
    case = Case(around(failing_sub(), m.caught("b", "s")), {"x": 1})
    assert case.variables == {"x": 1}


def test_event_sub_process_maps_what_the_error_brought():
    sub = failing_sub(handler("e.one", "es", m.mapping(outputs={"why": "=errorCode"})))
    case = Case(around(sub))
    assert case.at("es-help").variables == {"why": "e.one"}


def test_end_event_adds_its_name_and_its_inputs_to_the_error():
    fail = m.node("endEvent", "fail", m.extensions(m.mapping({"amount": "=n + 1"})), m.on_error("e.one"), name="Sin cupo")  # fmt: skip
    sub = m.sub("s", m.start("s1"), fail, m.chain("s1", "fail"))
    outputs = m.mapping(outputs={"why": "=errorMessage", "amount": "=amount"})
    case = Case(around(sub, m.caught("b", "s", "e.one", outputs)), {"n": 1})
    assert case.variables == {"n": 1, "why": "Sin cupo", "amount": 2}


def test_error_inside_a_called_process_is_caught_around_the_call():
    called = m.document(
        "called", m.start(), m.user("w"), m.ends("fail", m.on_error("e.one")), m.chain("start", "w", "fail"),
        roots=ROOTS,
    )  # fmt: skip
    model = m.model(
        m.start(), m.call("c", "called"), m.caught("b", "c", "e.one"), m.end(), m.end("e2"),
        m.chain("start", "c", "end"), m.chain("b", "e2"), roots=ROOTS, others={"called": called},
    )  # fmt: skip
    case = Case(model)
    case.complete("w")
    assert case.steps == ["fail", "b", "e2"]
    assert case.finished


def test_error_of_one_instance_ends_all_of_them():
    loop = m.many("=[1, 2, 3]", inputElement="n")
    sub = m.node("subProcess", "s", loop, m.start("s1"), m.user("w"), m.xor("x", default="x-ok"), m.end("ok"),
                 m.ends("fail", m.on_error("e.one")), m.chain("s1", "w", "x"), m.flow("x", "ok"),
                 m.flow("x", "fail", "=bad"))  # fmt: skip
    case = Case(around(sub, m.caught("b", "s", "e.one")))
    others = {case.at("w").token, case.at("w", 2).token}
    case.complete("w", 1, bad=True)
    assert set(case.last.cancelled) == others
    assert case.steps == ["x", "fail", "b", "after-b"]


@pytest.mark.parametrize(
    "sub",
    [failing_sub(), failing_sub(handler("e.two"))],
    ids=["nothing", "another-code"],
)
def test_error_that_nobody_catches_fails_the_step(sub):
    with pytest.raises(RunFailed) as caught:
        start(around(sub, m.caught("b", "s", "e.two")), {}, now=NOW)
    assert (caught.value.code, caught.value.element_id) == ("uncaught-error", "fail")
    assert caught.value.detail.startswith("e.one")


def test_error_takes_armed_timers_of_what_it_leaves_away():
    sub = m.sub("s", m.start("s1"), m.user("w"), m.hangs("late", "w", m.on_time("P1D")), m.job("j"), m.fork("f"),
                m.end("s2"), m.end("s3"), m.end("s4"), m.chain("s1", "f", "w", "s2"), m.chain("late", "s3"),
                m.chain("f", "j", "s4"))  # fmt: skip
    case = Case(around(sub, m.caught("b", "s")))
    case.fail("j", "e.one")
    assert case.waits_at == []
    assert case.finished
