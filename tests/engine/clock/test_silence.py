"""Silence of the office, and silence of the petitioner."""

from datetime import date

import pytest

from engine.clock import (
    AcceptedRequest,
    Calendar,
    ExtensionRepeated,
    ExtensionTooLate,
    SuspensionCause,
    accepted_request,
    appeal_silence_term,
    completion_term,
    negative_silence_from,
    prolonged,
    reconsideration_term,
    requirement_due,
    silence_from,
    withdrawn_from,
)

CALENDAR = Calendar()
FILED = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("answer_due", "since"),
    [(None, "2027-02-23"), (date(2027, 1, 6), "2027-02-23"), (date(2027, 4, 1), "2027-05-04")],
    ids=["three months", "a short special term", "a long special term"],
)
def test_silence_on_a_petition_denies_it(answer_due, since) -> None:
    found = negative_silence_from(FILED, CALENDAR, answer_due=answer_due)

    assert found == date.fromisoformat(since)


def test_evidence_suspends_the_silence_on_an_appeal() -> None:
    term = appeal_silence_term(FILED)
    assert silence_from(term, CALENDAR) == date(2027, 1, 21)

    gathering = term.suspend(date(2026, 12, 1), SuspensionCause.PRUEBAS, CALENDAR)
    assert silence_from(gathering, CALENDAR) is None

    assert silence_from(gathering.resume(date(2026, 12, 11)), CALENDAR) == date(2027, 2, 2)


def test_silence_on_a_reconsideration_decides_for_the_taxpayer_after_a_year() -> None:
    # 2027-11-20 is a Saturday.
    assert silence_from(reconsideration_term(FILED), CALENDAR) == date(2027, 11, 23)


def test_a_request_for_documents_without_answer_is_accepted() -> None:
    """S01-E2."""
    found = accepted_request(date(2026, 12, 4), CALENDAR)

    assert found == AcceptedRequest(date(2026, 12, 5), date(2026, 12, 10))


def test_what_is_missing_is_required_within_ten_business_days() -> None:
    assert requirement_due(FILED, CALENDAR) == date(2026, 12, 4)


def test_who_does_not_complete_in_a_month_has_withdrawn() -> None:
    """T02-E5: required on 2026-11-26; the 26 December is a Saturday."""
    completion = completion_term(date(2026, 11, 26))

    assert completion.due(CALENDAR) == date(2026, 12, 28)
    assert withdrawn_from(completion, CALENDAR) == date(2026, 12, 29)


def test_the_petitioner_may_ask_once_for_another_month() -> None:
    completion = prolonged(completion_term(date(2026, 11, 26)), date(2026, 12, 28), CALENDAR)

    assert completion.due(CALENDAR) == date(2027, 1, 26)
    with pytest.raises(ExtensionRepeated):
        prolonged(completion, date(2027, 1, 25), CALENDAR)


def test_who_asks_after_the_month_is_late() -> None:
    with pytest.raises(ExtensionTooLate):
        prolonged(completion_term(date(2026, 11, 26)), date(2026, 12, 29), CALENDAR)


def test_nobody_withdraws_while_terms_are_suspended() -> None:
    completion = completion_term(date(2026, 11, 26))
    stopped = completion.suspend(date(2026, 12, 1), SuspensionCause.FUERZA_MAYOR, CALENDAR)

    assert withdrawn_from(stopped, CALENDAR) is None
