"""The chain of events: it only grows, and shows where somebody touched it."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import EventRewriteRefused
from engine.events import log
from engine.jobs.execution import run_due
from engine.models import Event
from tests.engine import cases


@pytest.fixture
def case(office):
    filed = cases.file("T01-E1")
    run_due()
    return filed


def test_the_chain_of_a_whole_case_holds(case) -> None:
    assert case.events.count() > 10
    assert log.broken_links(case) == []


def test_an_altered_event_is_found_at_its_place(case) -> None:
    Event.objects.filter(case=case, seq=3).update(data='{"other":1}')

    assert log.broken_links(case) == [log.BrokenLink(3, "altered")]


def test_a_removed_event_is_found_at_its_place(case) -> None:
    Event.objects.filter(case=case, seq=4).delete()

    assert log.BrokenLink(4, "missing") in log.broken_links(case)


def test_a_rewritten_hash_shows_at_the_next_link(case) -> None:
    event = Event.objects.get(case=case, seq=2)
    event.data = '{"other":1}'
    Event.objects.filter(pk=event.pk).update(data=event.data, hash=log.digest(event))

    assert log.broken_links(case) == [log.BrokenLink(3, "reordered")]


def test_the_log_refuses_to_be_rewritten(case) -> None:
    event = case.events.first()

    with pytest.raises(EventRewriteRefused):
        event.save()
    with pytest.raises(EventRewriteRefused):
        event.delete()


_PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), _PLAIN, max_size=6))
def test_the_quick_way_to_canonical_json_is_the_canonical_one(data) -> None:
    try:
        expected = rfc8785.dumps(data)
    except rfc8785.CanonicalizationError:
        with pytest.raises(rfc8785.CanonicalizationError):
            log.canonical(data)
    else:
        assert log.canonical(data) == expected
