"""Transactions that are given up: what they did is undone, then they are left by their boundary."""

import pytest

from engine.runtime import RunFailed
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case
from tests.engine.runtime.test_compensation import done, pair

CANCEL = m.definition("cancel")


def trip(*inside, first=("hotel",), roots="", more=""):
    """A transaction that does `first`, and then is given up if `full`."""
    body = m.transaction(
        "tx", m.start("s1"), *map(pair, first), m.user("check"), m.xor("x", default="x-s2"), m.end("s2"),
        m.ends("give-up", CANCEL), m.chain("s1", *first, "check", "x", "s2"), m.flow("x", "give-up", "=full"), *inside,
    )  # fmt: skip
    return m.model(
        m.start(), body, m.hangs("b", "tx", CANCEL), m.user("sorry"), m.end(), m.end("e2"),
        m.chain("start", "tx", "end"), m.chain("b", "sorry", "e2"), more, roots=roots,
    )  # fmt: skip


def test_transaction_that_succeeds_is_a_sub_process():
    case = Case(trip())
    done(case, "hotel")
    case.complete("check", full=False)
    assert case.steps == ["x", "s2", "end"]
    assert case.finished


def test_cancel_end_undoes_all_the_last_first_and_then_leaves_by_the_boundary():
    case = Case(trip(first=("hotel", "flight")))
    done(case, "hotel", "flight")
    case.complete("check", full=True)
    assert case.steps == ["x", "give-up", "un-flight"]
    done(case, "un-flight")
    assert case.waits_at == ["un-hotel"]
    done(case, "un-hotel")
    assert case.steps == ["b", "sorry"]
    done(case, "sorry")
    assert case.finished


def test_cancel_end_with_nothing_done_leaves_at_once():
    case = Case(trip(first=()))
    case.complete("check", full=True)
    assert case.steps == ["x", "give-up", "b", "sorry"]


def test_cancel_end_takes_away_what_still_runs_inside():
    more = (m.user("w"), m.hangs("late", "w", m.on_time("P1D")), m.end("s3"), m.end("s4"), m.fork("f"),
            m.chain("w", "s3"), m.chain("late", "s4"))  # fmt: skip
    body = m.transaction(
        "tx", m.start("s1"), m.user("check"), m.ends("give-up", CANCEL), *more,
        m.chain("s1", "f", "check", "give-up"), m.chain("f", "w"),
    )  # fmt: skip
    model = m.model(
        m.start(), body, m.hangs("b", "tx", CANCEL), m.end(), m.end("e2"), m.chain("start", "tx", "end"),
        m.chain("b", "e2"),
    )  # fmt: skip
    case = Case(model)
    gone = {case.at("w").token, case.at("late").token}
    case.complete("check")
    assert set(case.last.cancelled) == gone
    assert case.finished


def test_transaction_left_by_an_error_is_not_undone():
    case = Case(trip(m.ends("fail", m.on_error("e")), m.flow("x", "fail", "=broken"), roots=m.error("e"),
                     more=m.caught("oops", "tx", "e") + m.end("e3") + m.chain("oops", "e3")))  # fmt: skip
    done(case, "hotel")
    case.complete("check", full=False, broken=True)
    assert case.steps == ["x", "fail", "oops", "e3"]
    assert case.finished


def test_boundary_timer_of_a_transaction_stops_its_undoing():
    case = Case(trip(more=m.hangs("late", "tx", m.on_time("P1D")) + m.end("e3") + m.chain("late", "e3")))  # fmt: skip
    done(case, "hotel")
    case.complete("check", full=True)
    case.occur("late")
    assert case.steps == ["late", "e3"]
    assert case.finished


def test_finished_transaction_is_undone_from_outside_like_a_sub_process():
    body = m.transaction("tx", m.start("s1"), pair("hotel"), m.end("s2"), m.chain("s1", "hotel", "s2"))  # fmt: skip
    model = m.model(m.start(), body, m.throws("t", m.compensate("tx")), m.end(), m.chain("start", "tx", "t", "end"))  # fmt: skip
    case = Case(model)
    done(case, "hotel", "un-hotel")
    assert case.finished


def test_one_instance_that_is_given_up_ends_all_of_them():
    body = m.node("transaction", "tx", m.many("=[1, 2]", inputElement="n"), m.start("s1"), m.user("check"),
                  m.ends("give-up", CANCEL), m.chain("s1", "check", "give-up"))  # fmt: skip
    model = m.model(
        m.start(), body, m.hangs("b", "tx", CANCEL), m.end(), m.end("e2"), m.chain("start", "tx", "end"),
        m.chain("b", "e2"),
    )  # fmt: skip
    case = Case(model)
    case.complete("check", 1)
    assert case.steps == ["give-up", "b", "e2"]
    assert case.finished


def test_error_while_it_is_undone_leaves_the_transaction():
    case = Case(trip(more=m.caught("oops", "tx") + m.end("e3") + m.chain("oops", "e3")))
    done(case, "hotel")
    case.complete("check", full=True)
    case.fail("un-hotel", "e")
    assert case.steps == ["oops", "e3"]
    assert case.finished


def test_error_while_it_is_undone_that_nobody_catches_fails_the_step():
    case = Case(trip())
    done(case, "hotel")
    case.complete("check", full=True)
    with pytest.raises(RunFailed, match="uncaught-error"):
        case.fail("un-hotel", "e")
