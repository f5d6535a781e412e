"""The simulated offices behind the wire: they check who asks, sign what they say, and call back later."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError

from engine.exchange.contract import (
    MOST_BYTES,
    Answer,
    AnswerStatus,
    Question,
    is_signed,
    sign,
)
from engine.exchange.simulators.answering import Answering, answer
from engine.exchange.simulators.fixtures import Fixtures
from engine.exchange.simulators.moods import Mood, Switch, Switches
from engine.exchange.simulators.replies import Later, NoAnswer, Refusal
from engine.exchange.simulators.table import SERVICES

_CALLBACK_SECONDS = 10
_MOST_WAITING = 1000
_TEXTS = ("correlationId", "service", "version", "tenant", "requester", "purpose")


class Rejected(Exception):
    """A request that gets an error of HTTP.

    Attributes:
        status: of HTTP.
    """

    def __init__(self, status: int, error: str) -> None:
        self.status = status
        self.error = error
        super().__init__(error)


def post_json(address: str, said: dict[str, Any]) -> int | None:
    """Post to an address; the status of HTTP, or None where nobody answers."""
    try:
        response = urllib3.request(
            "POST",
            address,
            json=said,
            timeout=_CALLBACK_SECONDS,
            retries=False,
            redirect=False,
        )
    except HTTPError:
        return None
    return response.status


@dataclass
class Offices:
    """All services in one process.

    Attributes:
        secret: of the window; what it asks is signed with it, and what it is answered.
        callback: where the window takes answers that come later; empty: they are never sent.
        day_seconds: how long a business day of a late answer lasts here.
        sleep: waits; tests bring one that does not.
        post: sends a late answer to an address; the status of HTTP, or None where nobody took it.
    """

    fixtures: Fixtures
    secret: str
    clock: Callable[[], datetime]
    sleep: Callable[[float], object]
    callback: str = ""
    day_seconds: float = 2
    post: Callable[[str, dict[str, Any]], int | None] = post_json
    switches: Switches = field(default_factory=Switches)
    _waiting: dict[str, Answer] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def asked(self, service: str, body: bytes, signature: str, said: Any, *, later: bool) -> bytes:
        """Answer a request, in the service's present mood.

        Args:
            service: named by the address.
            body: of the request, as it came.
            signature: of the body.
            said: the body, decoded.
            later: whether whoever asks can wait.

        Raises:
            Rejected: the request is not as it must be, or the service is down.
        """
        if not is_signed(body, signature, self.secret):
            raise Rejected(401, "bad-signature")
        question = self._question(service, said, later=later)
        switch = self.switches.of(service)
        if switch.mood is Mood.DOWN:
            raise Rejected(503, "down")
        if switch.mood is Mood.SLOW:
            self.sleep(30 if switch.seconds is None else switch.seconds)
        return _lied(self._answered(question, switch), switch.mood, self.secret)

    def release(self, correlation_id: str, status: str, payload: dict[str, Any] | None) -> int:
        """Send a late answer now, by hand; the status of HTTP with which the window took it.

        Args:
            correlation_id: of a question whose answer is still to come.
            status: of the answer; empty: the one that the service had.
            payload: of the answer; None: the one that the service had.

        Raises:
            Rejected: no answer is to come for that question, or the window cannot be reached.
        """
        with self._lock:
            kept = self._waiting.get(correlation_id)
        if kept is None:
            raise Rejected(404, "not-waiting")
        told = kept.as_json()
        told["status"] = status or told["status"]
        told["payload"] = told["payload"] if payload is None else payload
        taken = self._send(told)
        if taken is None:
            raise Rejected(502, "window-out-of-reach")
        return taken

    def waiting(self) -> list[dict[str, str]]:
        """Questions whose answers are still to come."""
        with self._lock:
            return [
                {"correlationId": key, "source": one.source} for key, one in self._waiting.items()
            ]

    def _question(self, service: str, said: Any, *, later: bool) -> Question:
        if service not in SERVICES:
            raise Rejected(404, "unknown-service")
        good = (
            isinstance(said, dict)
            and all(isinstance(said.get(name), str) for name in _TEXTS)
            and isinstance(said.get("payload"), dict)
            and said["service"] == service
        )
        if not good:
            raise Rejected(400, "bad-request")
        return Question(
            correlation_id=said["correlationId"],
            service=service,
            tenant=said["tenant"],
            purpose=said["purpose"],
            payload=said["payload"],
            asked_at=self.clock(),
            requester=said["requester"],
            consent_ref=said.get("consentRef") or "",
            may_be_late=later,
        )

    def _answered(self, question: Question, switch: Switch) -> Answer:
        try:
            given = answer(question, self.fixtures, self.clock())
        except NoAnswer as silence:
            self.sleep(silence.seconds)
            raise Rejected(504, "no-answer") from silence
        except Refusal as refused:
            raise Rejected(refused.status, "refused") from refused
        if switch.mood is Mood.LATER and given.then is None:
            pending = replace(given.now, status=AnswerStatus.PENDING, payload=None)
            given = Answering(now=pending, late=Later(1), then=given.now)
        if given.then is not None:
            self._wait(given, switch.seconds)
        return given.now

    def _wait(self, given: Answering, seconds: float | None) -> None:
        then, days = given.then, given.late.business_days if given.late else None
        if then is None:
            return
        with self._lock:
            is_new = then.correlation_id not in self._waiting
            if is_new and len(self._waiting) < _MOST_WAITING:
                self._waiting[then.correlation_id] = then
        if not is_new or (days is None and seconds is None):
            return
        delay = seconds if seconds is not None else (days or 0) * self.day_seconds
        timer = threading.Timer(delay, self._call_back, (then.correlation_id,))
        timer.daemon = True
        timer.start()

    def _call_back(self, correlation_id: str) -> None:
        with self._lock:
            kept = self._waiting.get(correlation_id)
        if kept is not None:
            self._send(kept.as_json() | {"obtainedAt": self.clock().isoformat()})

    def _send(self, told: dict[str, Any]) -> int | None:
        if not self.callback:
            return None
        status = self.post(self.callback, _signed(told, self.secret))
        if status is not None and status < 300:
            with self._lock:
                self._waiting.pop(str(told["correlationId"]), None)
        return status


def _signed(told: dict[str, Any], secret: str) -> dict[str, Any]:
    return told | {"signature": sign(told, secret)}


def _lied(said: Answer, mood: Mood, secret: str) -> bytes:
    """The body of an answer, spoilt as the mood wants."""
    told = said.as_json()
    if mood is Mood.WRONG_CORRELATION:
        told["correlationId"] = f"{told['correlationId']}-otra"
    if mood is Mood.WRONG_SHAPE:
        del told["source"]
    told = _signed(told, secret)
    if mood is Mood.BAD_SIGNATURE:
        told["signature"] = sign(told, f"not {secret}")
    if mood is Mood.NOT_JSON:
        return b"<html>mantenimiento</html>"
    if mood is Mood.TOO_LARGE:
        told["payload"] = {"filler": "x" * MOST_BYTES}
    return json.dumps(told, ensure_ascii=False).encode()
