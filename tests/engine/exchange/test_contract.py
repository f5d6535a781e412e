"""The common exchange contract: what is said comes over unchanged, and nothing else is believed."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.exchange import AnswerRefused, AnswerStatus, ServiceUnavailable
from engine.exchange.contract import MOST_BYTES, is_signed, read_answer, sign_bytes
from tests.engine.exchange.questions import SECRET, body, good, question

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
SCALAR = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT
JSON = st.recursive(
    SCALAR | st.floats(allow_nan=False, allow_infinity=False, width=32),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TEXT, JSON, max_size=4) | st.none(), st.sampled_from(AnswerStatus), TEXT)
def test_an_answer_comes_over_as_it_was_sent(payload, status, source) -> None:
    sent = good(payload=payload, status=status, source=source)

    came = read_answer(body(sent), SECRET, correlation_id="c-1")

    assert replace(came, signature="") == sent


@given(st.integers(0, 400), st.integers(1, 255))
def test_a_byte_that_changes_is_noticed(place, change) -> None:
    sent = bytearray(body(good()))
    place %= len(sent)
    sent[place] ^= change

    try:
        came = read_answer(bytes(sent), SECRET, correlation_id="c-1")
    except AnswerRefused:
        return
    # White space and the spelling of an escape say the same.
    assert replace(came, signature="") == good()


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        pytest.param(body(good(correlation_id="c-2")), "answer-of-another-question", id="other"),
        pytest.param(body(good(), secret="otro"), "answer-signature", id="secret"),
        pytest.param(json.dumps(good().as_json()).encode(), "answer-signature", id="unsigned"),
        pytest.param(body(good(), status="QUIZA"), "answer-shape", id="status"),
        pytest.param(body(good(), obtainedAt="ayer"), "answer-shape", id="moment"),
        pytest.param(body(good(), obtainedAt="2026-11-20T09:00:00"), "answer-shape", id="naive"),
        pytest.param(body(good(), payload=[1]), "answer-shape", id="payload"),
        pytest.param(body(good(), more=1), "answer-shape", id="more"),
        pytest.param(body(good(), source="x" * 301), "answer-shape", id="long"),
        pytest.param(body(good(), source=None), "answer-shape", id="null"),
        pytest.param(b"[]", "answer-shape", id="list"),
        pytest.param(b"", "answer-not-json", id="empty"),
        pytest.param(b"\xff\xfe", "answer-not-json", id="bytes"),
        pytest.param(b"[" * 200_000, "answer-not-json", id="deep"),
        pytest.param(b'{"status": "OK", "status": "ERROR"}', "answer-not-json", id="twice"),
        pytest.param(b'{"status": NaN}', "answer-not-json", id="nan"),
        pytest.param(b" " * (MOST_BYTES + 1), "answer-too-large", id="large"),
        pytest.param(
            body(good()).replace(b"12.5", b"99999999999999999999"), "answer-shape", id="number"
        ),
    ],
)
def test_what_is_no_answer_is_refused_by_its_code(sent, code) -> None:
    with pytest.raises(AnswerRefused) as refused:
        read_answer(sent, SECRET, correlation_id="c-1")

    assert refused.value.code == code
    assert isinstance(refused.value, ServiceUnavailable)


def test_an_answer_that_comes_by_itself_says_to_what_it_belongs() -> None:
    assert read_answer(body(good(correlation_id="c-7")), SECRET).correlation_id == "c-7"


def test_the_moment_keeps_its_offset() -> None:
    came = read_answer(body(good()), SECRET)

    assert came.obtained_at.utcoffset() == timedelta(hours=-5)


def test_a_question_has_all_the_fields_of_the_contract() -> None:
    assert question(consent_ref="2026-52001-E-000001").as_json() == {
        "correlationId": "c-1",
        "service": "rues",
        "version": "1",
        "tenant": "52001",
        "requester": "prueba 1",
        "purpose": "Probar",
        "payload": {"key": "900123456-8"},
        "consentRef": "2026-52001-E-000001",
    }


@given(st.binary(max_size=50), st.binary(max_size=50))
def test_a_request_is_signed_byte_by_byte(sent, other) -> None:
    assert is_signed(sent, sign_bytes(sent, SECRET), SECRET)
    assert is_signed(sent, sign_bytes(other, SECRET), SECRET) == (sent == other)
    assert not is_signed(sent, "ñ", SECRET)
