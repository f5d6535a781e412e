"""Citizens with a browser that sends their form again when no answer came."""

import http.client
import threading
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from tests.engine.faults.window import LONG_WAY, PASSWORD

_BROKEN = (OSError, http.client.HTTPException)
_PATIENCE_SECONDS = 20


class NoAnswer(Exception):
    """The window did not answer, or with a page of an error."""


class Citizen:
    """One signed-in person; what they were told stays here."""

    def __init__(self, address: str, email: str) -> None:
        self._host = urlsplit(address).netloc
        self._email = email
        self._cookies: dict[str, str] = {}
        self.errors = 0
        self.last_error = ""

    def file(self, slug: str, over: threading.Event) -> str | None:
        """File once, however often it takes; the radicado, or None when `over` was set before.

        Each step is sent again with the same `submit_id` until the window answers it.
        """
        submit_id = str(uuid4())
        review = self._again(over, lambda: self._fill_in(slug))
        receipt = review and self._again(over, lambda: self._send(review, submit_id))
        return receipt.split("/")[2] if receipt else None

    def _again(self, over: threading.Event, step) -> str | None:
        while not over.is_set():
            try:
                return step()
            except NoAnswer as error:
                self.errors += 1
                self.last_error = str(error)
                over.wait(0.05)
        return None

    def _fill_in(self, slug: str) -> str:
        if "sessionid" not in self._cookies:
            self._sign_in()
        return self._post(f"/tramites/{slug}/solicitud/", clave="uno", accion="revisar")

    def _send(self, review: str, submit_id: str) -> str:
        receipt = self._post(review, submit_id=submit_id)
        if not receipt.startswith("/mis-tramites/"):
            raise NoAnswer(receipt)
        return receipt

    def _sign_in(self) -> None:
        self._ask("GET", "/cuenta/login/", None)
        self._post("/cuenta/login/", login=self._email, password=PASSWORD)
        if "sessionid" not in self._cookies:
            raise NoAnswer("not signed in")

    def _post(self, path: str, **values: str) -> str:
        values["csrfmiddlewaretoken"] = self._cookies.get("csrftoken", "")
        answer = self._ask("POST", path, urlencode(values))
        location = answer.getheader("Location")
        if answer.status != 302 or not location:
            raise NoAnswer(f"{path}: {answer.status}")
        return location

    def _ask(self, method: str, path: str, body: str | None) -> http.client.HTTPResponse:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection(self._host, timeout=_PATIENCE_SECONDS)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
        except _BROKEN as error:
            raise NoAnswer(path) from error
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self._cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        return answer


@dataclass
class Filers:
    """People who file one case after the other, until the block is left.

    Attributes:
        radicados: what they were told.
    """

    address: str
    emails: tuple[str, ...]
    slug: str = LONG_WAY
    radicados: list[str] = field(default_factory=list)
    errors: int = 0

    def __enter__(self) -> "Filers":
        self._over = threading.Event()
        self._citizens = [Citizen(self.address, email) for email in self.emails]
        self._threads = [
            threading.Thread(target=self._file, args=(citizen,)) for citizen in self._citizens
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        self.errors = sum(citizen.errors for citizen in self._citizens)
        assert self.radicados, [citizen.last_error for citizen in self._citizens]

    def _file(self, citizen: Citizen) -> None:
        while not self._over.is_set():
            radicado = citizen.file(self.slug, self._over)
            if radicado is not None:
                self.radicados.append(radicado)
