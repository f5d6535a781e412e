"""Notification by each means, appeals and firmness."""

from datetime import date, datetime

import pytest

from engine.clock import (
    BOGOTA,
    NATIONAL,
    Calendar,
    Firmness,
    FirmnessGround,
    PublishedAviso,
    TaxNotice,
    Term,
    access_awaited_until,
    appeal_due,
    appearance_due,
    citation_due,
    complaint_due,
    due,
    firm,
    firm_unless_appealed,
    noticed_by_access,
    noticed_by_aviso,
    published_aviso,
    tax_notice,
)

CALENDAR = Calendar()
FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BOGOTA)


def test_electronic_notice_is_effective_on_access_even_on_a_saturday() -> None:
    noticed = noticed_by_access(datetime.fromisoformat("2026-11-22T04:30:00+00:00"))

    assert noticed == SATURDAY
    assert appeal_due(noticed, CALENDAR) == date(2026, 12, 4)


def test_without_access_the_citation_follows_after_the_window_of_the_entity() -> None:
    assert access_awaited_until(FRIDAY, Term.parse("5 DH"), CALENDAR) == date(2026, 11, 27)


def test_citation_and_appearance_take_five_business_days_each() -> None:
    assert citation_due(FRIDAY, CALENDAR) == date(2026, 11, 27)
    assert appearance_due(date(2026, 11, 27), CALENDAR) == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("delivered", "effective"),
    [("2026-11-19", "2026-11-20"), ("2026-11-20", "2026-11-23"), ("2026-12-07", "2026-12-09")],
    ids=["a Thursday", "a Friday", "before a holiday"],
)
def test_a_delivered_aviso_is_effective_at_the_end_of_the_next_business_day(
    delivered, effective
) -> None:
    found = noticed_by_aviso(date.fromisoformat(delivered), CALENDAR)

    assert found == date.fromisoformat(effective)


def test_a_published_aviso_stays_five_business_days_and_is_effective_the_next() -> None:
    found = published_aviso(FRIDAY, CALENDAR)

    assert found == PublishedAviso(date(2026, 11, 27), date(2026, 11, 30))


def test_a_tax_notice_is_effective_on_dispatch_and_defers_the_taxpayers_terms() -> None:
    found = tax_notice(at("2026-11-20T16:00"), at("2026-11-20T16:01"), CALENDAR)

    assert found == TaxNotice(FRIDAY, date(2026, 11, 27))
    months = NATIONAL.term("TRM-RCN", FRIDAY, "interponer")
    assert due(found.terms_start, months, CALENDAR) == date(2027, 1, 27)


def test_a_tax_notice_delivered_late_defers_from_delivery() -> None:
    found = tax_notice(at("2026-11-20T23:59"), at("2026-11-21T00:05"), CALENDAR)

    assert found == TaxNotice(FRIDAY, date(2026, 11, 27))


def test_appeals_take_ten_business_days_and_complaints_five() -> None:
    assert appeal_due(FRIDAY, CALENDAR) == date(2026, 12, 4)
    assert complaint_due(FRIDAY, CALENDAR) == date(2026, 11, 27)


@pytest.mark.parametrize("ground", FirmnessGround)
def test_an_act_is_firm_from_the_day_after(ground) -> None:
    assert firm(ground, FRIDAY) == Firmness(ground, SATURDAY)


def test_an_act_that_nobody_appealed_is_firm_when_the_term_is_over() -> None:
    found = firm_unless_appealed(FRIDAY, CALENDAR)

    assert found == Firmness(FirmnessGround.NO_INTERPUESTOS, date(2026, 12, 5))
