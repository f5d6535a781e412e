"""Moving running cases to another version: the plan, the move, and that the case runs on."""

import pytest

from engine.runtime import (
    ProcessSource,
    RunFailed,
    StateRefused,
    compile_model,
    migrate,
    plan_migration,
)
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case
from tests.engine.runtime.models import NOW
from tests.engine.runtime.moves import line, moved, nested, planned, watcher


def parallel(*names, join="parallelGateway"):
    branches = "".join(m.user(n) + m.chain("f", n, "j") for n in names)
    return m.model(m.start(), m.fork("f"), m.node(join, "j"), m.user("z"), m.end(), m.chain("start", "f"), branches,
                   m.chain("j", "z", "end"))  # fmt: skip


def test_tokens_land_on_elements_of_the_same_name_and_run_on():
    case = Case(line(m.user("a")))
    moved(case, line(m.user("a"), m.user("b")))
    assert case.waits_at == ["a"]
    assert (case.last.opened, case.last.cancelled, case.last.passed) == ((), (), ())
    case.complete("a", x=1)
    assert case.waits_at == ["b"]
    case.complete("b")
    assert case.finished
    assert case.variables == {"x": 1}


def test_renamed_element_is_found_by_the_mapping_and_told_anew():
    case = Case(line(m.user("a")))
    token = case.at("a").token
    moved(case, line(m.user("z")), {("main", "a"): ("main", "z")})
    assert [(item.token, item.element_id) for item in case.last.opened] == [(token, "z")]
    case.complete("z")
    assert case.finished


def test_process_itself_may_have_another_name():
    case = Case(line(m.user("a")))
    text = m.document("second", m.start(), m.user("a"), m.end(), m.chain("start", "a", "end"))
    moved(case, compile_model("second", {"second": ProcessSource(text)}, "d2"))
    assert case.at("a").process_id == "second"
    case.complete("a")
    assert case.finished


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (line(m.user("b")), "element-gone"),
        (line(m.job("a")), "other-kind"),
        (line(m.user("a", loop=m.many("=[1]"))), "other-kind"),
        (line(m.sub("s", m.start("s1"), m.user("a"), m.end("s2"), m.chain("s1", "a", "s2"))), "other-nesting"),
    ],
    ids=["gone", "kind", "loop", "nesting"],
)  # fmt: skip
def test_token_without_a_place_hinders_the_move_and_says_why(new, reason):
    case = Case(line(m.user("a")))
    assert planned(case, new) == (False, {("a", "item"): (None, reason)})
    with pytest.raises(RunFailed) as caught:
        case.migrate(new)
    assert (caught.value.code, caught.value.element_id) == ("migration-impossible", "a")
    assert reason in caught.value.detail
    assert case.waits_at == ["a"]


def test_standard_loop_does_not_become_a_multi_instance():
    case = Case(line(m.user("a", loop=m.loop("=true"))))
    new = line(m.user("a", loop=m.many("=[1]")))
    assert planned(case, new)[1]["a", "loop"] == (None, "other-kind")


def test_changed_form_of_an_open_item_is_told():
    def form(name):
        return line(m.user("a", m.zeebe("formDefinition", formId=name)))

    case = moved(Case(form("one")), form("two"))
    assert [item.form_id for item in case.last.opened] == ["two"]
    assert case.waits_at == ["a"]


def test_changed_type_of_an_open_job_is_told():
    case = moved(Case(line(m.job("a", kind="one"))), line(m.job("a", kind="two")))
    assert [job.type for job in case.last.jobs] == ["two"]
    case.complete("a")
    assert case.finished


def test_token_at_a_join_stays_there():
    case = Case(parallel("a", "b"))
    case.complete("a")
    moved(case, parallel("a", "b", "c"))
    assert case.waits_at == ["b"]


def test_join_whose_flow_is_gone_hinders_the_move():
    case = Case(parallel("a", "b"))
    case.complete("a")
    new = m.model(
        m.start(), m.fork("f"), m.user("b"), m.user("a"), m.fork("j"), m.user("z"), m.end(), m.chain("start", "f"),
        m.flow("f", "a"), m.flow("a", "j", flow_id="other"), m.chain("f", "b", "j"), m.chain("j", "z", "end"),
    )  # fmt: skip
    assert planned(case, new)[1]["j", "join"] == (None, "flow-gone")


def rejoined(after_c):
    """Three tasks of which the third leads to a join `j` or to an end `e2`."""
    ends = m.end() + (m.end("e2") if after_c == "e2" else "")
    return lambda join: m.model(
        m.start(), m.fork("f"), *map(m.user, "abc"), join, m.user("z"), ends,
        m.chain("start", "f", "a", "j", "z", "end"), m.chain("f", "b", "j"), m.chain("f", "c", after_c),
    )  # fmt: skip


def test_join_that_awaits_fewer_tokens_now_goes_on():
    case = Case(rejoined("j")(m.fork("j")))
    case.complete("a")
    case.complete("b")
    moved(case, rejoined("e2")(m.fork("j")))
    assert case.waits_at == ["c", "z"]


def test_activity_that_gathers_fewer_tokens_now_starts():
    def gathering(quantity):
        return m.model(
            m.start(), m.fork("f"), m.user("a"), m.user("b"), m.user("both", startQuantity=quantity), m.end(),
            m.chain("start", "f", "a", "both", "end"), m.chain("f", "b", "both"),
        )  # fmt: skip

    case = Case(gathering(2))
    case.complete("a")
    moved(case, gathering(1))
    assert case.waits_at == ["b", "both"]


def test_complex_gateway_that_absorbs_the_rest_forgets_flows_that_are_gone():
    join = m.complex_gateway("j", "=activationCount >= 2")
    case = Case(rejoined("j")(join))
    case.complete("a")
    case.complete("b")
    moved(case, rejoined("e2")(join))
    case.complete("z")
    case.complete("c")
    assert case.finished


def test_inside_of_a_sub_process_moves_with_it():
    case = Case(line(nested(m.user("u"), mapping=m.mapping({"own": "=1"}))))
    moved(case, line(nested(m.user("u"), m.user("v")), m.user("after")))
    case.complete("u")
    assert case.at("v").variables == {"own": 1}
    case.complete("v")
    assert case.waits_at == ["after"]


def test_renamed_sub_process_is_found_by_the_mapping():
    case = Case(line(nested(m.user("u"))))
    new = line(nested(m.user("u"), name="t"))
    assert planned(case, new)[0] is False
    moved(case, new, {("main", "s"): ("main", "t")})
    case.complete("u")
    assert case.finished


def test_sub_process_that_is_gone_takes_its_tokens_along():
    case = Case(line(nested(m.user("u"))))
    assert planned(case, line(m.user("u"))) == (
        False,
        {("s", "inner"): (None, "element-gone"), ("u", "item"): (None, "other-nesting")},
    )


def test_called_process_moves_too():
    def called(*names):
        return {
            "called": m.document(
                "called", m.start(), *map(m.user, names), m.end(), m.chain("start", *names, "end")
            )
        }

    case = Case(line(m.call("c", "called"), others=called("u")), {"x": 1})
    moved(case, line(m.call("c", "called"), others=called("u", "v")))
    case.complete("u", y=2)
    case.complete("v")
    assert case.finished
    assert case.variables == {"x": 1, "y": 2}


def test_call_of_another_process_needs_a_mapping_of_its_elements():
    def calling(name, task):
        text = m.document(name, m.start(), m.user(task), m.end(), m.chain("start", task, "end"))
        return line(m.call("c", name), others={name: text})

    case = Case(calling("one", "u"))
    new = calling("two", "w")
    assert planned(case, new)[0] is False
    moved(case, new, {("one", "u"): ("two", "w")})
    assert (case.at("w").process_id, case.waits_at) == ("two", ["w"])
    case.complete("w")
    assert case.finished


def test_instances_move_with_their_items():
    def loop(extra=()):
        body = m.many(
            "=people", inputElement="p", outputCollection="out", outputElement="=r", sequential=True
        )
        return line(m.user("a", *extra, loop=body))

    case = Case(loop(), {"people": ["x", "y"]})
    case.complete("a", r=1)
    moved(case, loop([m.zeebe("formDefinition", formId="f")]))
    assert (case.at("a").form_id, case.at("a").variables["p"]) == ("f", "y")
    case.complete("a", r=2)
    assert case.variables["out"] == [1, 2]


def test_state_of_another_version_is_not_moved():
    case = Case(line(m.user("a")))
    state = case.last.state.replace(b'"digest":"digest"', b'"digest":"other"')
    for move in (plan_migration, lambda *a: migrate(*a, now=NOW)):
        with pytest.raises(StateRefused, match="state-digest"):
            move(case.model, case.model, state)


def test_finished_case_stays_finished():
    case = Case(line(m.user("a")))
    case.complete("a")
    moved(case, line(m.user("b"), extra=watcher(m.on_message("mail"))))
    assert case.finished


def test_end_that_is_no_longer_drawn_is_still_the_end_of_the_case():
    def ending(name):
        return m.model(m.start(), m.fork("f"), m.user("a"), m.user("b"), m.end(name), m.chain("start", "f", "a", name),
                       m.chain("f", "b"))  # fmt: skip

    case = Case(ending("old"))
    case.complete("a")
    moved(case, ending("new"))
    case.complete("b")
    assert case.finished
    assert (case.last.end.element_id, case.last.end.name) == ("old", None)
