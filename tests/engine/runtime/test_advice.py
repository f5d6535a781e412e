"""What runs as drawn, and may still not be what its author meant."""

from tests.engine.runtime import models as m


def advised(*children, **values):
    return {(f.code, f.element_id) for f in m.model(*children, **values).advice}


def test_plain_model_needs_no_advice():
    assert advised(m.start(), m.user("a"), m.end(), m.chain("start", "a", "end")) == set()


def test_branch_that_just_stops():
    assert advised(m.start(), m.user("a"), m.chain("start", "a")) == {("no-outgoing-flow", "a")}


def test_handlers_links_and_free_activities_rightly_have_no_way_on():
    handler = m.job("h").replace("<bpmn:serviceTask", '<bpmn:serviceTask isForCompensation="true"')
    watcher = m.event_sub("es", m.begins("s", m.on_error()), m.end("e2"), m.chain("s", "e2"))
    model = (
        m.start(), m.job("a"), handler, m.handled_by("a", "h"), watcher, m.ad_hoc("ah", m.user("u")),
        m.throws("t", m.link("x")), m.waits("c", m.link("x")), m.end(), m.chain("start", "a", "ah", "t"), m.chain("c", "end"),
    )  # fmt: skip
    assert advised(*model) == set()


def test_message_without_a_key_reaches_every_case():
    root = '<bpmn:message id="p" name="p"/>'
    catch = (m.start(), m.catch("c", "p"), m.end(), m.chain("start", "c", "end"))
    assert advised(*catch, roots=root) == {("message-without-key", "c")}
    begin = (m.begins("s", m.on_message("p")), m.end(), m.chain("s", "end"))
    assert advised(*begin, roots=root) == set()


def block(back_to):
    return (
        m.start(), m.xor("in"), m.fork("f"), m.user("a"), m.user("b"), m.xor("x", default="x-j"), m.fork("j"), m.end(),
        m.chain("start", "in", "f", "a", "x", "j", "end"), m.chain("f", "b", "j"), m.flow("x", back_to, "=no"),
    )  # fmt: skip


def test_way_back_out_of_a_parallel_branch_doubles_tokens():
    assert advised(*block("in")) == {("way-back-out-of-branch", "in")}
    assert advised(*block("a")) == set()


def test_way_back_behind_the_join_is_a_loop_like_any_other():
    model = (
        m.start(), m.xor("in"), m.fork("f"), m.user("a"), m.user("b"), m.fork("j"), m.xor("x", default="x-end"), m.end(),
        m.chain("start", "in", "f", "a", "j", "x", "end"), m.chain("f", "b", "j"), m.flow("x", "in", "=no"),
    )  # fmt: skip
    assert advised(*model) == set()


def test_way_back_out_of_a_branch_is_found_inside_a_larger_loop_too():
    model = (
        m.start(), m.xor("in"), m.fork("f"), m.user("a"), m.user("b"), m.xor("x", default="x-j"), m.fork("j"),
        m.xor("y", default="y-end"), m.end(), m.chain("start", "in", "f", "a", "x", "j", "y", "end"), m.chain("f", "b", "j"),
        m.flow("x", "in", "=no"), m.flow("y", "in", "=again"),
    )  # fmt: skip
    assert {code for code, _ in advised(*model)} == {"way-back-out-of-branch"}


def test_escalation_that_nobody_in_the_process_catches():
    roots = m.escalation("late") + m.escalation("other")
    throw = (
        m.start(),
        m.throws("t", m.on_escalation("late")),
        m.end(),
        m.chain("start", "t", "end"),
    )

    def watcher(code):
        return m.event_sub(
            "es", m.begins("s", m.on_escalation(code)), m.end("e2"), m.chain("s", "e2")
        )

    assert advised(*throw, roots=roots) == {("escalation-without-catcher", "t")}
    assert advised(*throw, watcher("other"), roots=roots) == {("escalation-without-catcher", "t")}
    assert advised(*throw, watcher("late"), roots=roots) == set()
    assert advised(*throw, watcher(None), roots=roots) == set()


def test_start_that_needs_several_events():
    event = m.on_message("p") + m.on_signal("q")
    model = (m.begins("s", event, parallelMultiple="true"), m.end(), m.chain("s", "end"))
    assert advised(*model, roots=m.message("p") + m.signal("q")) == {("parallel-start", "s")}


def test_calls_that_come_back_to_their_caller():
    back = m.document(
        "other", m.start(), m.call("d", "main"), m.end(), m.chain("start", "d", "end")
    )
    call = (m.start(), m.call("c", "other"), m.end(), m.chain("start", "c", "end"))
    assert advised(*call, others={"other": back}) == {
        ("recursive-call", "c"),
        ("recursive-call", "d"),
    }
    itself = (m.start(), m.call("c", "main"), m.end(), m.chain("start", "c", "end"))
    assert advised(*itself) == {("recursive-call", "c")}


def choice(*into_join):
    """An exclusive choice whose second way has a task, inside a parallel block."""
    return (
        m.start(), m.xor("x", default="x-a"), m.user("a"), m.user("b"), m.xor("y"), m.fork("j"), m.end(),
        m.chain("start", "x", "a"), m.flow("x", "b", "=no"), *into_join, m.chain("j", "end"),
    )  # fmt: skip


def test_a_parallel_join_of_two_ways_of_a_choice_would_wait_for_ever():
    assert advised(*choice(m.chain("a", "j"), m.chain("b", "y", "j"))) == {
        ("join-of-a-choice", "j")
    }


def test_a_choice_that_meets_again_before_the_join_is_right():
    assert advised(*choice(m.chain("a", "y", "j"), m.chain("b", "y"))) == set()


def test_a_choice_inside_one_branch_is_right_and_one_that_goes_back_too():
    model = (
        m.start(), m.fork("f"), m.user("a"), m.xor("x", default="x-y"), m.user("b"), m.xor("y"), m.fork("j"), m.end(),
        m.chain("start", "f", "a", "j", "end"), m.chain("f", "x", "y", "j"), m.flow("x", "b", "=no"), m.chain("b", "y"),
    )  # fmt: skip
    assert advised(*model) == set()
