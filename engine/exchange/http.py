"""A service of somebody else over HTTP: bounded in time and size, and believed only when signed."""

import json
import threading
from dataclasses import dataclass
from time import monotonic

import urllib3
from urllib3.exceptions import HTTPError

from engine.exchange.contract import (
    MOST_BYTES,
    Answer,
    AnswerRefused,
    Question,
    ServiceUnavailable,
    read_answer,
    sign_bytes,
)

SIGNATURE_HEADER = "X-Exchange-Signature"
# RFC 7240, 4.1: whoever asks can wait for an answer that is sent later.
PREFER_LATER = "respond-async"
_GOOD = (200, 202)
_PIECE = 16 * 1024


@dataclass(frozen=True, kw_only=True)
class Access:
    """How services outside are reached.

    Attributes:
        url: where they all answer, each at its own name below it; empty: they are simulated here.
        urls: addresses of single services, instead of the one below `url`.
        secret: that requests and answers are signed with.
        timeout_seconds: how long a whole question may take.
    """

    url: str
    urls: dict[str, str]
    secret: str
    timeout_seconds: float

    def url_of(self, service: str) -> str:
        """Where a service answers; empty: nowhere."""
        below = f"{self.url.rstrip('/')}/{service}" if self.url else ""
        return self.urls.get(service, below)


class HttpExchangeService:
    """Asks by POST; follows no redirect, and tries once: it is the job that is tried again."""

    def __init__(self, url: str, secret: str, timeout_seconds: float) -> None:
        self._url = url
        self._secret = secret
        self._seconds = timeout_seconds
        self._pools = threading.local()

    def ask(self, question: Question) -> Answer:
        """Ask over the network.

        Raises:
            ServiceUnavailable: nobody answered in time.
            AnswerRefused: what came is no answer, by its code.
        """
        body = json.dumps(question.as_json(), ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            SIGNATURE_HEADER: sign_bytes(body, self._secret),
        }
        if question.may_be_late:
            headers["Prefer"] = PREFER_LATER
        came = self._post(body, headers)
        return read_answer(came, self._secret, correlation_id=question.correlation_id)

    def _post(self, body: bytes, headers: dict[str, str]) -> bytes:
        until = monotonic() + self._seconds
        timeout = urllib3.Timeout(total=self._seconds)
        try:
            response = self._pool().request(
                "POST",
                self._url,
                body=body,
                headers=headers,
                timeout=timeout,
                retries=False,
                redirect=False,
                preload_content=False,
            )
            try:
                if response.status not in _GOOD:
                    raise AnswerRefused("answer-status", str(response.status))
                return _read(response, until)
            finally:
                response.close()
        except (HTTPError, OSError) as problem:
            raise ServiceUnavailable(f"{type(problem).__name__}") from problem

    def _pool(self) -> urllib3.PoolManager:
        # Workers fork: each process and thread has connections of its own.
        pool: urllib3.PoolManager | None = getattr(self._pools, "pool", None)
        if pool is None:
            pool = self._pools.pool = urllib3.PoolManager(num_pools=4)
        return pool


def _read(response: urllib3.BaseHTTPResponse, until: float) -> bytes:
    came = b""
    for piece in response.stream(_PIECE):
        came += piece
        if len(came) > MOST_BYTES:
            raise AnswerRefused("answer-too-large")
        if monotonic() > until:
            raise ServiceUnavailable("it answers too slowly")
    return came
