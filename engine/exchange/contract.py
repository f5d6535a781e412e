"""The common exchange contract: what a question and an answer say, and how an answer is proved.

Source: inventory, Part M: request {correlationId, service, version, tenant, requester, purpose, payload,
consentRef}; answer {correlationId, status, payload, source, obtainedAt, signature}. The signature is an
HMAC (RFC 2104) with SHA-256 over the canonical JSON (RFC 8785) of the answer without it, by a secret that
both sides have.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NoReturn, Protocol

import rfc8785

VERSION = "1"
# Beyond that nobody reads an answer: the largest honest one is a batch of some hundred people.
MOST_BYTES = 256 * 1024
_ANSWER_KEYS = {"correlationId", "status", "payload", "source", "obtainedAt", "signature"}
_LONGEST_TEXT = 300


class AnswerStatus(StrEnum):
    """Outcome of a question (inventory Part M)."""

    OK = "OK"
    NOT_FOUND = "NOT_FOUND"
    ERROR = "ERROR"
    PENDING = "PENDING"


class ServiceUnavailable(Exception):
    """The service did not answer; asking again later may help.

    Attributes:
        code: stable name in kebab-case.
    """

    code = "service-unavailable"


class AnswerRefused(ServiceUnavailable):
    """Something came that is no answer to the question; it is worth as much as none.

    Attributes:
        code: `answer-too-large`, `answer-not-json`, `answer-shape`, `answer-of-another-question`,
            `answer-signature` or `answer-status`.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        super().__init__(f"{code}: {detail}" if detail else code)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question to a service.

    Attributes:
        correlation_id: the same for every try of the same job.
        tenant: DIVIPOLA code of the entity that asks.
        purpose: what the answer is for, as the service may show it to whom it is about.
        payload: what is asked, JSON-safe.
        requester: procedure and case on whose behalf it is asked.
        consent_ref: case that holds the person's consent; empty: the law allows to ask without it.
        may_be_late: whether whoever asks can wait for an answer that comes later by itself.
    """

    correlation_id: str
    service: str
    tenant: str
    purpose: str
    payload: Mapping[str, Any]
    asked_at: datetime
    requester: str = ""
    consent_ref: str = ""
    may_be_late: bool = False

    def as_json(self) -> dict[str, Any]:
        """The request as it goes out."""
        return {
            "correlationId": self.correlation_id,
            "service": self.service,
            "version": VERSION,
            "tenant": self.tenant,
            "requester": self.requester,
            "purpose": self.purpose,
            "payload": dict(self.payload),
            "consentRef": self.consent_ref or None,
        }


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the service said, kept with the case as evidence.

    Attributes:
        obtained_at: when the service looked, aware.
        signature: hexadecimal; empty for the entity's own registries.
    """

    status: AnswerStatus
    payload: Mapping[str, Any] | None
    source: str
    obtained_at: datetime
    correlation_id: str = ""
    signature: str = ""

    def as_json(self) -> dict[str, Any]:
        """The answer as it comes in."""
        return {
            "correlationId": self.correlation_id,
            "status": self.status.value,
            "payload": None if self.payload is None else dict(self.payload),
            "source": self.source,
            "obtainedAt": self.obtained_at.isoformat(),
            "signature": self.signature,
        }


class ExchangeService(Protocol):
    """A registry that can be asked."""

    def ask(self, question: Question) -> Answer:
        """Answer the question.

        Raises:
            ServiceUnavailable: the service did not answer, or not as it must.
        """
        ...


def sign(answer: Mapping[str, Any], secret: str) -> str:
    """The signature of an answer in its JSON form.

    Raises:
        rfc8785.CanonicalizationError: it has no canonical form.
    """
    unsigned = {key: value for key, value in answer.items() if key != "signature"}
    return sign_bytes(rfc8785.dumps(unsigned), secret)


def sign_bytes(body: bytes, secret: str) -> str:
    """The signature of a request's body, as it goes out."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether the signature of a request's body holds."""
    return hmac.compare_digest(sign_bytes(body, secret).encode(), signature.encode())


def read_answer(body: bytes, secret: str, *, correlation_id: str | None = None) -> Answer:
    """The answer that a service sent.

    Args:
        body: as it came.
        secret: that the service signs with.
        correlation_id: of the question; None where the answer itself says to which it belongs.

    Raises:
        AnswerRefused: by its code.
    """
    if len(body) > MOST_BYTES:
        raise AnswerRefused("answer-too-large", str(len(body)))
    said = _decoded(body)
    if not _is_answer(said):
        raise AnswerRefused("answer-shape", ", ".join(sorted(map(str, said)))[:_LONGEST_TEXT])
    _require_signature(said, secret)
    if correlation_id is not None and said["correlationId"] != correlation_id:
        raise AnswerRefused("answer-of-another-question", said["correlationId"])
    return answer_of(said)


def answer_of(said: Mapping[str, Any]) -> Answer:
    """The answer in its JSON form, whose signature was looked at before.

    Raises:
        AnswerRefused: its status or its moment is none.
    """
    try:
        status = AnswerStatus(said["status"])
        obtained_at = datetime.fromisoformat(said["obtainedAt"])
    except ValueError as problem:
        raise AnswerRefused("answer-shape", str(problem)) from problem
    if obtained_at.tzinfo is None:
        raise AnswerRefused("answer-shape", "obtainedAt")
    return Answer(
        status=status,
        payload=said["payload"],
        source=said["source"],
        obtained_at=obtained_at,
        correlation_id=said["correlationId"],
        signature=said["signature"],
    )


def _decoded(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body, parse_constant=_no_number, object_pairs_hook=_no_twins)
    except (ValueError, RecursionError) as problem:
        raise AnswerRefused("answer-not-json", type(problem).__name__) from problem
    if not isinstance(said, dict):
        raise AnswerRefused("answer-shape", type(said).__name__)
    return said


def _is_answer(said: Mapping[str, Any]) -> bool:
    texts = ("correlationId", "status", "source", "obtainedAt", "signature")
    return (
        set(said) == _ANSWER_KEYS
        and all(isinstance(said[name], str) and len(said[name]) <= _LONGEST_TEXT for name in texts)
        and (said["payload"] is None or isinstance(said["payload"], dict))
    )


def _require_signature(said: Mapping[str, Any], secret: str) -> None:
    try:
        expected = sign(said, secret)
    except (rfc8785.CanonicalizationError, RecursionError, ValueError) as problem:
        raise AnswerRefused("answer-shape", type(problem).__name__) from problem
    if not hmac.compare_digest(expected.encode(), said["signature"].encode(errors="replace")):
        raise AnswerRefused("answer-signature")


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
