"""The simulated services over HTTP, and the switches that make them slow, fail or lie."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.wrappers import Request, Response

from engine.exchange.contract import MOST_BYTES
from engine.exchange.http import PREFER_LATER, SIGNATURE_HEADER
from engine.exchange.simulators.moods import Mood, Switch
from engine.exchange.simulators.office import Offices, Rejected
from engine.exchange.simulators.table import SERVICES
from signatures.wsgi_server import Server, listen

_SERVICE = re.compile(r"/([a-z-]+)")
_CONTROL = re.compile(r"/control/([a-z-]+)")
_LATE = "/control-answers"
_LONGEST_SECONDS = 600


class Application:
    """The offices as a WSGI application."""

    def __init__(self, offices: Offices) -> None:
        self._offices = offices

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        try:
            response = self._answered(Request(environ))
        except Rejected as no:
            response = _json({"error": no.error}, no.status)
        answer: Iterable[bytes] = response(environ, start_response)
        return answer

    def _answered(self, request: Request) -> Response:
        if request.path == "/":
            return _json(self._listed())
        control = _CONTROL.fullmatch(request.path)
        if control is not None:
            return self._turned(control[1], _decoded(_body(request)))
        if request.path == _LATE:
            return self._released(request)
        found = _SERVICE.fullmatch(request.path)
        if found is None or request.method != "POST":
            raise Rejected(404, "unknown-address")
        return self._asked(found[1], request)

    def _asked(self, service: str, request: Request) -> Response:
        if self._offices.switches.of(service).mood is Mood.REDIRECT:
            return Response(b"", 302, {"Location": "/"})
        body = _body(request)
        said = self._offices.asked(
            service,
            body,
            request.headers.get(SIGNATURE_HEADER, ""),
            _decoded(body),
            later=request.headers.get("Prefer", "") == PREFER_LATER,
        )
        return Response(said, 200, content_type="application/json")

    def _turned(self, service: str, said: Any) -> Response:
        """`{"mood": "down"}`, with `seconds` where the mood has a length."""
        if service not in SERVICES or not isinstance(said, dict):
            raise Rejected(404, "unknown-service")
        try:
            mood = Mood(str(said.get("mood")))
        except ValueError as unknown:
            raise Rejected(400, "unknown-mood") from unknown
        seconds = said.get("seconds")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float | None):
            raise Rejected(400, "bad-seconds")
        if seconds is not None and not 0 <= seconds <= _LONGEST_SECONDS:
            raise Rejected(400, "bad-seconds")
        self._offices.switches.turn(service, Switch(mood, seconds))
        return _json({"service": service, "mood": mood.value, "seconds": seconds})

    def _released(self, request: Request) -> Response:
        """GET: what is still to come. POST `{"correlationId": …}`: send it now, as `status` and `payload` say."""
        if request.method != "POST":
            return _json({"waiting": self._offices.waiting()})
        said = _decoded(_body(request))
        if not isinstance(said, dict):
            raise Rejected(400, "bad-request")
        taken = self._offices.release(
            str(said.get("correlationId") or ""),
            str(said.get("status") or ""),
            said["payload"] if isinstance(said.get("payload"), dict) else None,
        )
        return _json({"taken": taken})

    def _listed(self) -> dict[str, Any]:
        return {
            name: {"title": one.title, "mood": self._offices.switches.of(name).mood.value}
            for name, one in SERVICES.items()
        }


def start(offices: Offices, host: str = "127.0.0.1", port: int = 0) -> Server:
    """Answer in a thread of this process; port 0: a free one."""
    return Server(listen(Application(offices), host, port))


def _body(request: Request) -> bytes:
    if (request.content_length or 0) > MOST_BYTES:
        raise Rejected(413, "too-large")
    return request.get_data()


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body or b"null")
    except ValueError:
        return None


def _json(said: Any, status: int = 200) -> Response:
    return Response(json.dumps(said, ensure_ascii=False), status, content_type="application/json")
