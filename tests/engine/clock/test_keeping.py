"""A running term as plain data, there and back."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.clock import RunningTerm, RunningTermUnreadable, SuspensionCause, Term
from tests.engine.clock.clocks import CALENDAR, CAUSE, PETITION, running_terms


def test_a_kept_term_has_the_keys_of_the_inventory() -> None:
    stopped = PETITION.extend(
        Term.parse("5 DH"), date(2026, 11, 23), CALENDAR, reason="visita"
    ).suspend(date(2026, 11, 26), CAUSE, CALENDAR)

    assert stopped.to_dict() == {
        "start": "2026-11-20",
        "term": "15 DH",
        "suspensions": [
            {
                "cause": "SUBSANACION",
                "from": "2026-11-27",
                "to": None,
                "businessDaysConsumedBefore": 4,
            }
        ],
        "extensions": [{"by": "5 DH", "toldOn": "2026-11-23", "reason": "visita"}],
    }


@given(running_terms(), st.booleans(), st.booleans())
def test_a_kept_term_comes_back_as_it_was(term, stop, longer) -> None:
    last = term.due(CALENDAR)
    assert last is not None
    if longer:
        term = term.extend(Term(1, term.term.unit), last, CALENDAR, reason="estudio")
        last = term.due(CALENDAR)
        assert last is not None
    if stop:
        term = term.suspend(last, SuspensionCause.FUERZA_MAYOR, CALENDAR)

    assert RunningTerm.from_dict(json.loads(json.dumps(term.to_dict()))) == term


GOOD_SUSPENSION = {
    "cause": "PRUEBAS",
    "from": "2026-11-27",
    "to": None,
    "businessDaysConsumedBefore": 4,
}
GOOD_EXTENSION = {"by": "5 DH", "toldOn": "2026-11-23", "reason": ""}


@pytest.mark.parametrize(
    "change",
    [
        {"start": None},
        {"start": 20261120},
        {"start": "20 de noviembre"},
        {"term": "quince"},
        {"suspensions": "no"},
        {"suspensions": ["no"]},
        {"suspensions": [GOOD_SUSPENSION, GOOD_SUSPENSION]},
        {"suspensions": [{**GOOD_SUSPENSION, "cause": "AUSENCIA"}]},
        {"suspensions": [{**GOOD_SUSPENSION, "to": "2026-11-01"}]},
        {"suspensions": [{**GOOD_SUSPENSION, "to": 5}]},
        {"suspensions": [{**GOOD_SUSPENSION, "businessDaysConsumedBefore": -1}]},
        {"suspensions": [{**GOOD_SUSPENSION, "businessDaysConsumedBefore": True}]},
        {"suspensions": [{**GOOD_SUSPENSION, "businessDaysConsumedBefore": "4"}]},
        {"extensions": [{**GOOD_EXTENSION, "by": "?"}]},
        {"extensions": [{**GOOD_EXTENSION, "reason": None}]},
    ],
    ids=str,
)
def test_what_is_no_running_term_is_refused(change) -> None:
    with pytest.raises(RunningTermUnreadable):
        RunningTerm.from_dict({**PETITION.to_dict(), **change})


def test_a_term_kept_without_events_is_read() -> None:
    assert RunningTerm.from_dict({"start": "2026-11-20", "term": "15 DH"}) == PETITION
