"""The limits as rules of values, whatever the sequence of tries and wishes."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from signatures.electronic import code, masked
from signatures.electronic.limits import (
    BETWEEN_SENDS,
    BLOCKED_FOR,
    HOUR,
    SENDS_AN_HOUR,
    WRONG_TRIES_ALLOWED,
    Tries,
    may_send_at,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
pauses = st.lists(st.integers(0, 4000), max_size=60)


@given(pauses)
def test_no_half_hour_holds_more_wrong_tries_than_allowed(seconds):
    now, tries, counted = START, Tries(), []
    for pause in seconds:
        now += timedelta(seconds=pause)
        if tries.is_blocked(now):
            continue
        tries = tries.after_wrong(now)
        counted.append(now)
    for moment in counted:
        window = [other for other in counted if moment <= other < moment + BLOCKED_FOR]
        # Those just before a block and those just after it: a window may touch two counts.
        assert len(window) <= 2 * WRONG_TRIES_ALLOWED - 1


@given(pauses)
def test_the_tries_left_are_between_one_and_all(seconds):
    now, tries = START, Tries()
    for pause in seconds:
        now += timedelta(seconds=pause)
        if not tries.is_blocked(now):
            tries = tries.after_wrong(now)
            assert tries.is_blocked(now) or 1 <= tries.left < WRONG_TRIES_ALLOWED


@given(pauses)
def test_codes_leave_a_minute_apart_and_five_an_hour(seconds):
    now, sent = START, []
    for pause in seconds:
        now += timedelta(seconds=pause)
        at, _ = may_send_at(sent, now)
        if at <= now:
            sent.append(now)
        else:
            assert may_send_at(sent, at)[0] == at
    assert all(later - earlier >= BETWEEN_SENDS for earlier, later in itertools.pairwise(sent))
    for moment in sent:
        assert sum(moment <= other < moment + HOUR for other in sent) <= SENDS_AN_HOUR


digits = st.from_regex(r"\A[0-9]{6}\Z")
texts = st.text(max_size=20)


@given(digits, digits, texts, texts, st.binary(min_size=16, max_size=16))
def test_a_code_fits_only_what_it_was_made_for(made, tried, purpose, subject, salt):
    binding = code.Binding(
        challenge_id="1", purpose=purpose, subject=subject, document_sha256="a" * 64
    )
    kept = code.keyed_hash(made, salt, binding)
    assert code.fits(tried, salt, binding, kept) is (made == tried)
    moved = code.Binding(
        challenge_id="1", purpose=purpose + subject, subject="", document_sha256="a" * 64
    )
    assert code.fits(made, salt, moved, kept) is (moved == binding)


def test_codes_are_six_digits_with_leading_zeros():
    made = {code.make() for _ in range(2000)}
    assert all(len(text) == 6 and text.isascii() and text.isdigit() for text in made)
    assert len(made) > 1900
    assert any(text.startswith("0") for text in made)


def test_a_masked_address_shows_its_owner_enough():
    assert masked("rosa@correo.test") == "r***@correo.test"
    assert masked("3001234567") == "***67"
    assert masked("@x") == "***@x"
