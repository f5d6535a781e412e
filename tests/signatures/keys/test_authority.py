"""Who may sign for an office, on which days, and by which act."""

from datetime import UTC, date, datetime

import pytest

from signatures import keys
from signatures.errors import (
    AuthorityDatesRefused,
    AuthorityForOneself,
    AuthorityOverlaps,
    KeyReasonMissing,
    NotAuthorisedToSign,
)
from signatures.models import AuthorityKind, SigningAuthority
from tests.signatures.holders import authorise

OFFICE = "secretario-gobierno"
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
NOON = datetime(2026, 3, 10, 17, tzinfo=UTC)


@pytest.fixture
def acting(owner) -> SigningAuthority:
    """An encargo for the month of March."""
    authorise(
        owner.pk,
        OFFICE,
        kind=AuthorityKind.ACTING,
        act="Decreto 045",
        act_date=date(2026, 2, 20),
        valid_from=FIRST,
        valid_until=LAST,
    )
    return SigningAuthority.objects.get()


@pytest.mark.parametrize("day", [FIRST, LAST], ids=["first day", "last day"])
def test_an_act_serves_on_its_days_and_tells_which_it_is(acting, owner, day) -> None:
    facts = keys.authority_of(owner.pk, OFFICE, day).facts()

    assert facts["kind"] == "encargado"
    assert facts["act"] == "Decreto 045"
    assert (facts["from"], facts["until"]) == ("2026-03-01", "2026-03-31")


@pytest.mark.parametrize(
    ("office", "day"),
    [(OFFICE, date(2026, 2, 28)), (OFFICE, date(2026, 4, 1)), ("alcalde", FIRST)],
    ids=["the day before", "the day after", "another office"],
)
def test_nobody_signs_outside_of_the_act(acting, owner, office, day) -> None:
    with pytest.raises(NotAuthorisedToSign) as caught:
        keys.authority_of(owner.pk, office, day)

    assert caught.value.data == {"office": office, "on": day}


def test_the_act_of_one_is_not_of_another(acting, administrator) -> None:
    with pytest.raises(NotAuthorisedToSign):
        keys.authority_of(administrator.pk, OFFICE, FIRST)
    with pytest.raises(NotAuthorisedToSign):
        keys.authority_of(None, OFFICE, FIRST)


def test_an_early_end_counts_from_its_own_day_in_the_entitys_zone(
    acting, owner, administrator
) -> None:
    late_evening = datetime(2026, 3, 11, 3, tzinfo=UTC)
    keys.end_early(acting.pk, "Volvió el titular", by=administrator.pk, now=late_evening)

    assert keys.authority_of(owner.pk, OFFICE, date(2026, 3, 9))
    with pytest.raises(NotAuthorisedToSign):
        keys.authority_of(owner.pk, OFFICE, date(2026, 3, 10))


def test_an_early_end_needs_a_reason_and_happens_once(acting, administrator) -> None:
    with pytest.raises(KeyReasonMissing):
        keys.end_early(acting.pk, "  ", by=administrator.pk, now=NOON)
    keys.end_early(acting.pk, "Renuncia", by=administrator.pk, now=NOON)

    with pytest.raises(SigningAuthority.DoesNotExist):
        keys.end_early(acting.pk, "Otra vez", by=administrator.pk, now=NOON)


def act(owner, **changes) -> keys.Grant:
    given = {
        "user_id": owner.pk,
        "office": OFFICE,
        "position": "Secretaria de Gobierno",
        "kind": AuthorityKind.HOLDER,
        "act": "Decreto 001",
        "act_date": date(2026, 1, 1),
        "valid_from": date(2026, 1, 2),
    }
    return keys.Grant(**given | changes)


def test_nobody_registers_their_own_act(owner) -> None:
    with pytest.raises(AuthorityForOneself):
        keys.grant(act(owner), by=owner.pk, now=NOON)


@pytest.mark.parametrize(
    "changes",
    [{"valid_until": date(2026, 1, 1)}, {"act_date": date(2026, 1, 3)}],
    ids=["ends before it begins", "begins before its act"],
)
def test_dates_that_cannot_be_are_refused(owner, administrator, changes) -> None:
    with pytest.raises(AuthorityDatesRefused):
        keys.grant(act(owner, **changes), by=administrator.pk, now=NOON)


def test_two_acts_for_the_same_days_are_refused(acting, owner, administrator) -> None:
    with pytest.raises(AuthorityOverlaps):
        keys.grant(act(owner), by=administrator.pk, now=NOON)

    ended = act(owner, valid_until=date(2026, 2, 28))
    assert keys.grant(ended, by=administrator.pk, now=NOON).registered_by == administrator
