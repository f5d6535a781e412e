"""The simulated bank over HTTP: a signed API for the window, pages for the payer."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from werkzeug.serving import BaseWSGIServer
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from engine.payments.bank_simulator import pages
from engine.payments.bank_simulator.bank import Bank, Refused
from engine.payments.bank_simulator.ledger import Transaction
from signatures.wsgi_server import listen

_LARGEST_BYTES = 64 * 1024
_PAY = "/pagar/"


class Application:
    """The bank as a WSGI application."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        self._api: Mapping[str, Callable[[Mapping[str, Any], str], Mapping[str, Any]]] = {
            "/api/ordenes": self._open,
            "/api/estado": lambda asked, _host: {"notice": bank.state(str(asked["reference"]))},
            "/api/extracto": lambda asked, _host: {
                "lines": bank.statement(date.fromisoformat(str(asked["day"])))
            },
            "/api/devoluciones": self._refund,
        }

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        answer: Iterable[bytes] = self._answered(Request(environ))(environ, start_response)
        return answer

    def _answered(self, request: Request) -> Response:
        try:
            if request.path in self._api and request.method == "POST":
                return self._asked(request)
            if request.path == "/banco.css":
                return Response(pages.STYLE, content_type="text/css; charset=utf-8")
            if request.path.startswith(_PAY):
                return self._pay(request)
        except Refused as no:
            text = "No se pudo hacer. Vuelva a la ventanilla y empiece otra vez."
            return _html(pages.message_page("Banco simulado", text), no.status)
        except (KeyError, TypeError, ValueError):
            return Response("{}", 400, content_type="application/json")
        text = "Aquí se pagan las órdenes de la ventanilla de prueba."
        is_home = request.path == "/"
        return _html(pages.message_page("Banco simulado", text), 200 if is_home else 404)

    def _asked(self, request: Request) -> Response:
        body = request.get_data(cache=False)
        if len(body) > _LARGEST_BYTES:
            raise Refused(413, "too long")
        self._bank.require_signed(dict(request.headers), body, request.path)
        asked = json.loads(body)
        answer = self._api[request.path](asked, request.host_url.rstrip("/"))
        return Response(json.dumps(answer), content_type="application/json")

    def _open(self, asked: Mapping[str, Any], host: str) -> Mapping[str, Any]:
        made = self._bank.open(asked)
        return {"transaction": made.number, "url": f"{host}{_PAY}{made.number}"}

    def _refund(self, asked: Mapping[str, Any], _host: str) -> Mapping[str, Any]:
        entry = self._bank.refund(asked)
        return {"status": entry.status, "transaction": entry.number, "at": entry.at}

    def _pay(self, request: Request) -> Response:
        number = request.path.removeprefix(_PAY)
        found = self._bank.transaction(number)
        if request.method == "POST":
            typed = request.form.get("valor", "").strip()
            found = self._bank.choose(
                number,
                request.form.get("decision", ""),
                amount=int(typed) if typed else None,
                is_twice="dos_veces" in request.form,
            )
            return _guarded(redirect(found.return_url, 303), found)
        page = pages.payment_page(found, is_over=self._bank.is_over(found))
        return _guarded(_html(page), found)


def start(bank: Bank, host: str = "127.0.0.1", port: int = 0) -> BaseWSGIServer:
    """A server that listens; `serve_forever` answers. Port 0: a free one."""
    return listen(Application(bank), host, port)


def _html(page: str, status: int = 200) -> Response:
    return Response(page, status, content_type="text/html; charset=utf-8")


def _guarded(response: Any, transaction: Transaction) -> Response:
    # The answer to the form leads back to the window, and browsers count that as part of the form.
    back = urlsplit(transaction.return_url)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self' {back.scheme}://{back.netloc}"
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    guarded: Response = response
    return guarded
