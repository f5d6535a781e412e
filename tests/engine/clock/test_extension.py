"""Extensions and the limits that the law sets them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.clock import (
    EVIDENCE_EXTENSION,
    ExtensionInOtherUnit,
    ExtensionRepeated,
    ExtensionRule,
    ExtensionTooLate,
    ExtensionTooLong,
    RunningTerm,
    Term,
    TermUnit,
)
from tests.engine.clock.clocks import CALENDAR, CAUSE, DAYS, PETITION, START

LICENCE = ExtensionRule(once=True, source="Decreto 1077 de 2015, art. 2.2.6.1.2.3.1", percent=50)


def extended(term: RunningTerm, by: str, told: str, **options) -> RunningTerm:
    return term.extend(Term.parse(by), date.fromisoformat(told), CALENDAR, **options)


@pytest.mark.parametrize("told", ["2026-12-11", "2026-12-14"], ids=["S01-E6, day 14", "day 15"])
def test_a_petition_is_extended_to_its_double_before_it_is_due(told) -> None:
    found = extended(PETITION, "15 DH", told, reason="visita técnica")

    assert found.total == Term.parse("30 DH")
    assert found.term == Term.parse("15 DH")
    assert found.due(CALENDAR) == date(2027, 1, 6)


def test_an_extension_told_on_day_16_is_late() -> None:
    """S01-E6."""
    with pytest.raises(ExtensionTooLate):
        extended(PETITION, "15 DH", "2026-12-15")


@pytest.mark.parametrize("by", ["16 DH", "0 DH"])
def test_an_extension_beyond_the_double_is_refused(by) -> None:
    with pytest.raises(ExtensionTooLong):
        extended(PETITION, by, "2026-12-11")


def test_two_extensions_together_stay_within_the_double() -> None:
    once = extended(PETITION, "10 DH", "2026-12-11")

    assert extended(once, "5 DH", "2026-12-14").total == Term.parse("30 DH")
    with pytest.raises(ExtensionTooLong):
        extended(once, "6 DH", "2026-12-14")


def test_an_extension_is_counted_as_its_term_is() -> None:
    with pytest.raises(ExtensionInOtherUnit):
        extended(PETITION, "1 M", "2026-12-11")


def test_a_licence_is_extended_once_by_half() -> None:
    licence = RunningTerm(START, Term.parse("45 DH"))
    longer = extended(licence, "22 DH", "2027-01-28", rule=LICENCE)

    assert longer.total == Term.parse("67 DH")
    with pytest.raises(ExtensionTooLong):
        extended(licence, "23 DH", "2027-01-28", rule=LICENCE)
    with pytest.raises(ExtensionRepeated):
        extended(longer, "1 DH", "2027-01-28", rule=LICENCE)


def test_evidence_in_appeals_takes_thirty_days_at_most() -> None:
    evidence = RunningTerm(START, Term.parse("10 DH"))

    assert extended(evidence, "20 DH", "2026-12-04", rule=EVIDENCE_EXTENSION).total == Term.parse(
        "30 DH"
    )
    with pytest.raises(ExtensionTooLong):
        extended(evidence, "21 DH", "2026-12-04", rule=EVIDENCE_EXTENSION)


def test_a_suspended_term_may_be_extended() -> None:
    stopped = PETITION.suspend(date(2026, 11, 26), CAUSE, CALENDAR)
    longer = extended(stopped, "5 DH", "2026-12-20").resume(date(2026, 12, 20))

    assert longer.remaining_business_days(date(2026, 12, 20), CALENDAR) == 16


@given(DAYS, st.integers(1, 40), st.data())
def test_an_extension_moves_the_last_day_by_just_as_many(start, amount, data) -> None:
    term = RunningTerm(start, Term(amount, TermUnit.BUSINESS_DAYS))
    by = data.draw(st.integers(1, amount))
    last = term.due(CALENDAR)
    assert last is not None

    longer = term.extend(Term(by, TermUnit.BUSINESS_DAYS), start, CALENDAR)

    assert longer.due(CALENDAR) == CALENDAR.add_business_days(last, by)
