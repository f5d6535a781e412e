"""Tokens through gateways, loops, sub-processes and ends."""

from decimal import Decimal

import pytest

from engine.runtime import (
    ItemCompleted,
    JobCompleted,
    JobFailedWithError,
    MessageReceived,
    RunFailed,
    UnknownToken,
    advance,
    start,
)
from tests.engine.runtime import models as m
from tests.engine.runtime.models import NOW, path


def test_user_task_waits_and_case_ends_when_it_is_completed():
    model = m.model(m.start(), m.user("a", name="Revisar"), m.end(), m.chain("start", "a", "end"))
    first = start(model, {"x": 1}, now=NOW)
    assert path(first) == ["start", "a"]
    assert not first.finished
    (item,) = first.opened
    assert item.name == "Revisar"
    assert item.variables == {"x": Decimal(1)}
    last = advance(model, first.state, ItemCompleted(item.token, {"y": 2}), now=NOW)
    assert last.finished
    assert last.end is not None
    assert last.end.element_id == "end"
    assert last.variables == {"x": Decimal(1), "y": Decimal(2)}
    with pytest.raises(UnknownToken):
        advance(model, last.state, ItemCompleted(item.token), now=NOW)


@pytest.mark.parametrize(("n", "taken"), [(5, "big"), (1, "small")])
def test_exclusive_gateway_takes_the_first_true_flow_else_the_default(n, taken):
    model = m.model(
        m.start(),
        m.xor("choose", default="choose-small"),
        m.end("big"),
        m.end("small"),
        m.chain("start", "choose"),
        m.flow("choose", "big", "=n > 3"),
        m.flow("choose", "small"),
    )
    step = start(model, {"n": n}, now=NOW)
    assert step.finished
    assert path(step) == ["start", "choose", taken]
    assert step.passed[1].flow_taken == f"choose-{taken}"


def test_null_condition_is_false_and_no_flow_is_an_error():
    model = m.model(
        m.start(),
        m.xor("choose"),
        m.end(),
        m.chain("start", "choose"),
        m.flow("choose", "end", "=missing > 3"),
    )
    with pytest.raises(RunFailed) as caught:
        start(model, {}, now=NOW)
    assert caught.value.code == "no-flow-taken"
    assert caught.value.element_id == "choose"


def test_condition_that_is_not_boolean_is_an_error():
    model = m.model(
        m.start(),
        m.xor("choose"),
        m.end(),
        m.chain("start", "choose"),
        m.flow("choose", "end", '="a"'),
    )
    with pytest.raises(RunFailed, match="condition-not-boolean"):
        start(model, {}, now=NOW)


@pytest.fixture(scope="module")
def review():
    """Two reviewers at once, in a loop until `ok`."""
    return m.model(
        m.start(),
        m.xor("again"),
        m.fork("split"),
        m.user("a"),
        m.user("b"),
        m.fork("join"),
        m.xor("done", default="done-again"),
        m.end(),
        m.chain("start", "again", "split", "a", "join", "done"),
        m.chain("split", "b", "join"),
        m.flow("done", "end", "=ok"),
        m.flow("done", "again"),
    )


@pytest.mark.parametrize("first", [0, 1])
def test_join_in_a_loop_waits_for_both_in_every_round(review, first):
    step = start(review, {"ok": False}, now=NOW)
    for _ in range(5):
        opened = step.opened
        assert {item.element_id for item in opened} == {"a", "b"}
        step = advance(review, step.state, ItemCompleted(opened[first].token), now=NOW)
        assert path(step) == []
        step = advance(review, step.state, ItemCompleted(opened[1 - first].token), now=NOW)
        assert path(step)[:2] == ["join", "done"]
    assert not step.finished


def test_state_does_not_grow_with_four_hundred_rejections(review):
    step = start(review, {"ok": False}, now=NOW)
    sizes = []
    for _ in range(400):
        for item in step.opened:
            step = advance(review, step.state, ItemCompleted(item.token), now=NOW)
        sizes.append(len(step.state))
    assert max(sizes) - min(sizes) < 20
    a, b = step.opened
    step = advance(review, step.state, ItemCompleted(a.token, {"ok": True}), now=NOW)
    assert advance(review, step.state, ItemCompleted(b.token), now=NOW).finished


def test_loop_without_a_wait_is_stopped():
    model = m.model(
        m.start(),
        m.xor("loop", default="loop-loop2"),
        m.xor("loop2"),
        m.end(),
        m.chain("start", "loop"),
        m.flow("loop", "end", "=false"),
        m.flow("loop", "loop2"),
        m.flow("loop2", "loop"),
    )
    with pytest.raises(RunFailed, match="too-many-moves"):
        start(model, {}, now=NOW)


def test_join_that_can_never_be_complete_is_an_error():
    model = m.model(
        m.start(),
        m.xor("choose", default="choose-b"),
        m.fork("join"),
        m.script("b", "=1", "x"),
        m.end(),
        m.chain("start", "choose"),
        m.flow("choose", "join", "=true"),
        m.chain("choose", "b", "join", "end"),
    )
    with pytest.raises(RunFailed, match="deadlock"):
        start(model, {}, now=NOW)


def test_two_flows_out_of_a_task_are_both_taken():
    model = m.model(
        m.start(), m.script("a", "=1", "x"), m.end("e1"), m.end("e2"),
        m.chain("start", "a", "e1"), m.chain("a", "e2"),
    )  # fmt: skip
    step = start(model, {}, now=NOW)
    assert path(step) == ["start", "a", "e1", "e2"]
    assert step.finished


def test_terminate_cancels_what_waits():
    model = m.model(
        m.start(), m.fork("split"), m.user("a"), m.user("b"), m.job("c"), m.end(), m.end("other"),
        m.terminate("stop"),
        m.chain("start", "split", "a", "stop"), m.chain("split", "b", "end"),
        m.chain("split", "c", "other"),
    )  # fmt: skip
    step = start(model, {}, now=NOW)
    a, b = step.opened
    (job,) = step.jobs
    step = advance(model, step.state, ItemCompleted(a.token), now=NOW)
    assert step.finished
    assert set(step.cancelled) == {b.token, job.token}
    assert step.end is not None
    assert step.end.element_id == "stop"


def test_what_opens_and_is_terminated_in_one_step_is_not_reported():
    model = m.model(
        m.start(), m.fork("split"), m.user("b"), m.end(), m.terminate("stop"),
        m.chain("start", "split", "b", "end"), m.chain("split", "stop"),
    )  # fmt: skip
    step = start(model, {}, now=NOW)
    assert step.finished
    assert step.opened == ()
    assert step.cancelled == ()


def test_sub_process_ends_when_its_last_token_ends():
    model = m.model(
        m.start(),
        m.sub("s", m.start("s1"), m.user("a"), m.user("b"), m.end("s2"), m.end("s3"), m.fork("f"),
              m.chain("s1", "f", "a", "s2"), m.chain("f", "b", "s3")),
        m.end(),
        m.chain("start", "s", "end"),
    )  # fmt: skip
    step = start(model, {}, now=NOW)
    assert path(step) == ["start", "s", "s1", "f", "a", "b"]
    a, b = step.opened
    step = advance(model, step.state, ItemCompleted(a.token), now=NOW)
    assert not step.finished
    step = advance(model, step.state, ItemCompleted(b.token), now=NOW)
    assert path(step) == ["s3", "end"]
    assert step.finished


ERRORS = m.error("e.one") + m.error("e.two")


@pytest.mark.parametrize(
    ("code", "taken"), [("e.one", "one"), ("e.two", "every"), ("unknown", "every")]
)
def test_error_of_a_job_goes_to_its_code_else_to_the_catch_all(code, taken):
    model = m.model(
        m.start(), m.job("a"), m.end(), m.end("e1"), m.end("e2"),
        m.caught("one", "a", "e.one"), m.caught("every", "a"),
        m.chain("start", "a", "end"), m.chain("one", "e1"), m.chain("every", "e2"),
        roots=ERRORS,
    )  # fmt: skip
    step = start(model, {}, now=NOW)
    (job,) = step.jobs
    step = advance(model, step.state, JobFailedWithError(job.token, code, "no"), now=NOW)
    assert path(step)[0] == taken
    assert step.cancelled == ()
    assert step.finished


def test_uncaught_error_fails_the_step():
    model = m.model(m.start(), m.job("a"), m.end(), m.chain("start", "a", "end"))
    step = start(model, {}, now=NOW)
    with pytest.raises(RunFailed, match="uncaught-error"):
        advance(model, step.state, JobFailedWithError(step.jobs[0].token, "x", ""), now=NOW)


def test_error_end_leaves_through_call_activity_and_sub_process():
    called = m.document(
        "called", m.start(), m.fork("f"), m.user("open"), m.job("j"), m.end(), m.error_end("fail", "e.one"),
        m.chain("start", "f", "open", "end"), m.chain("f", "j", "fail"), roots=ERRORS,
    )  # fmt: skip
    model = m.model(
        m.start(),
        m.sub("s", m.start("s1"), m.call("c", "called"), m.end("s2"), m.caught("two", "c", "e.two"),
              m.end("s3"), m.chain("s1", "c", "s2"), m.chain("two", "s3")),
        m.caught("one", "s", "e.one", m.mapping(outputs={"why": "=errorCode"})),
        m.end(), m.end("failed"),
        m.chain("start", "s", "end"), m.chain("one", "failed"),
        roots=ERRORS, others={"called": called},
    )  # fmt: skip
    step = start(model, {}, now=NOW)
    item, job = step.opened[0], step.jobs[0]
    step = advance(model, step.state, JobCompleted(job.token), now=NOW)
    assert path(step) == ["fail", "one", "failed"]
    assert step.cancelled == (item.token,)
    assert step.variables == {"why": "e.one"}
    assert step.finished


def test_message_is_waited_for_with_its_key():
    model = m.model(
        m.start(), m.catch("wait", "pago"), m.end(), m.chain("start", "wait", "end"),
        roots=m.message("pago"),
    )  # fmt: skip
    step = start(model, {"radicado": "2026-1"}, now=NOW)
    (subscription,) = step.subscribed
    assert (subscription.message, subscription.correlation_key) == ("pago", "2026-1")
    with pytest.raises(UnknownToken):
        advance(model, step.state, ItemCompleted(subscription.token), now=NOW)
    step = advance(model, step.state, MessageReceived(subscription.token, {"paid": True}), now=NOW)
    assert step.finished
    assert step.variables["paid"] is True


def test_token_that_terminate_overtakes_never_enters():
    model = m.model(
        m.start(), m.fork("split"), m.user("b"), m.end(), m.terminate("stop"),
        m.chain("start", "split", "stop"), m.chain("split", "b", "end"),
    )  # fmt: skip
    step = start(model, {}, now=NOW)
    assert path(step) == ["start", "split", "stop"]
    assert step.finished


def test_terminate_in_a_called_process_ends_only_that_process():
    called = m.document(
        "called", m.start(), m.fork("f"), m.user("a"), m.end(), m.job("j"), m.terminate("stop"),
        m.chain("start", "f", "a", "end"), m.chain("f", "j", "stop"),
    )  # fmt: skip
    model = m.model(
        m.start(), m.call("c", "called"), m.user("next"), m.end(), m.chain("start", "c", "next", "end"),
        others={"called": called},
    )  # fmt: skip
    step = start(model, {}, now=NOW)
    token = step.opened[0].token
    step = advance(model, step.state, JobCompleted(step.jobs[0].token), now=NOW)
    assert path(step) == ["stop", "next"]
    assert step.cancelled == (token,)
    assert step.end is None


def test_receive_task_gives_its_message_to_its_output_mappings():
    receive = m.node(
        "receiveTask", "wait", m.extensions(m.mapping(outputs={"got": "=paid"})), messageRef="pago"
    )
    model = m.model(
        m.start(), receive, m.end(), m.chain("start", "wait", "end"), roots=m.message("pago", "=7")
    )
    step = start(model, {}, now=NOW)
    assert step.subscribed[0].correlation_key == "7"
    answer = MessageReceived(step.subscribed[0].token, {"paid": True, "noise": 1})
    step = advance(model, step.state, answer, now=NOW)
    assert step.variables == {"got": True}


def test_message_without_a_key_cannot_be_waited_for():
    model = m.model(
        m.start(), m.catch("wait", "pago"), m.end(), m.chain("start", "wait", "end"),
        roots=m.message("pago"),
    )  # fmt: skip
    with pytest.raises(RunFailed, match="correlationKey"):
        start(model, {}, now=NOW)


def test_exactly_the_failed_instance_of_a_loop_is_not_reported_as_cancelled():
    model = m.model(
        m.start(), m.job("a", loop=m.many("=[1, 2, 3]")), m.caught("b", "a"), m.end(), m.end("e2"),
        m.chain("start", "a", "end"), m.chain("b", "e2"),
    )  # fmt: skip
    step = start(model, {}, now=NOW)
    one, two, three = (job.token for job in step.jobs)
    step = advance(model, step.state, JobFailedWithError(two, "x"), now=NOW)
    assert set(step.cancelled) == {one, three}
    assert path(step) == ["b", "e2"]


def test_a_failed_step_leaves_the_state_usable():
    model = m.model(
        m.start(), m.user("a"), m.xor("x"), m.end(), m.chain("start", "a", "x"), m.flow("x", "end", "=ok"),
    )  # fmt: skip
    step = start(model, {}, now=NOW)
    token = step.opened[0].token
    with pytest.raises(RunFailed):
        advance(model, step.state, ItemCompleted(token, {"ok": False}), now=NOW)
    assert advance(model, step.state, ItemCompleted(token, {"ok": True}), now=NOW).finished


def test_an_item_is_not_answered_by_a_message():
    model = m.model(m.start(), m.user("a"), m.end(), m.chain("start", "a", "end"))
    step = start(model, {}, now=NOW)
    with pytest.raises(UnknownToken):
        advance(model, step.state, MessageReceived(step.opened[0].token), now=NOW)
