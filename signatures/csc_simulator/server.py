"""The service over HTTP."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from werkzeug.wrappers import Request, Response

from signatures.csc_simulator.refusals import Refused
from signatures.csc_simulator.service import SimulatedService
from signatures.wsgi_server import Server, listen

_ADDRESS = re.compile(r"/csc/v([12])/([A-Za-z0-9/]+)")


class Application:
    """The service as a WSGI application."""

    def __init__(self, service: SimulatedService) -> None:
        self._service = service

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        answer: Iterable[bytes] = self._answered(Request(environ))(environ, start_response)
        return answer

    def _answered(self, request: Request) -> Response:
        mood = self._service.mood
        if mood.stall is not None:
            mood.stall.wait()
        if mood.fails:
            return _json(500, {"error": "server_error", "error_description": "Unexpected"})
        if mood.babbles:
            return Response("<html>mantenimiento</html>", 200, content_type="text/html")
        try:
            status, body = self._asked(request)
        except Refused as no:
            refused = {"error": no.error, "error_description": no.description}
            return _json(no.status, refused)
        return _json(status, body)

    def _asked(self, request: Request) -> tuple[int, dict[str, Any] | None]:
        found = _ADDRESS.fullmatch(request.path)
        if found is None:
            raise Refused("There is no such address", "not_found", 404)
        if request.method != "POST":
            raise Refused("Only POST is answered", "method_not_allowed", 405)
        version, method = int(found[1]), found[2]
        asked = request.form if method == "oauth2/token" else _body(request)
        return self._service.answer(
            version, method, request.headers.get("Authorization", ""), asked
        )


def start(service: SimulatedService, host: str = "127.0.0.1", port: int = 0) -> Server:
    """Answer in a thread of this process; port 0: a free one."""
    return Server(listen(Application(service), host, port))


def _body(request: Request) -> Mapping[str, Any]:
    try:
        body = json.loads(request.get_data() or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refused("Malformed request body")
    return body


def _json(status: int, body: dict[str, Any] | None) -> Response:
    if body is None:
        return Response(b"", 204)
    return Response(json.dumps(body), status, content_type="application/json;charset=UTF-8")
