"""A desk's large sizes in a whole window, as browsers ask for them: 500 at once, and a thousand files to verify.

The window is that of the demonstration: gunicorn with its threads, one worker that renders and archives
meanwhile, the development PKI. What is measured is what a person waits for.
"""

import json
import os
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener
from uuid import uuid4

import psutil

from tests.bench.findings import Part, median
from tests.engine import cases
from tests.installation import Installation

SIGNER = "secretario-gobierno"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_ITEM = re.compile(r'name="tarea" value="([0-9a-f-]{36})"')
_SUBMIT = re.compile(r'name="submit_id" value="([0-9a-f-]{36})"')
_TAG = re.compile(r"<[^>]+>")
_ROW = "lote__fila"
_PATIENCE_SECONDS = 3600


def measure(*, quick: bool) -> Part:
    """Points 7 and 14: up to 500 with progress and the outcome of each; one file or a thousand."""
    count, files = (40, 80) if quick else (500, 1000)
    part = Part(
        "A desk at its limits",
        f"{count} cases filed, taken, decided and signed in three bulk pages while one worker renders, "
        f"seals and archives; then {files} PDF files in one upload. Another official's inbox is "
        "asked for all the while.",
    )
    with tempfile.TemporaryDirectory(prefix="ventanilla-bench-") as folder:
        window = Installation(Path(folder), database_url=os.environ["DATABASE_URL"])
        window.env["REQUIRE_SECOND_FACTOR"] = "0"
        window.install(*cases.two_certificates())
        with window.served() as address:
            window.manage("shell", "--no-imports", "-c", _FILING.format(count=count))
            _work(part, window, address, count)
            _verify(part, window, address, files)
    return part


_FILING = """
from tests.bench import desk
desk.file_cases({count})
"""


def file_cases(count: int) -> None:
    """In a process of the window: so many requests, and an auditor's account."""
    from django.contrib.auth.models import Group  # noqa: PLC0415 — the window's own settings come first

    from web.accounts.models import User  # noqa: PLC0415

    auditor = User.objects.create_user("banco@auditoria.test", "banco-auditor")
    auditor.groups.add(Group.objects.get_or_create(name="auditor")[0])
    for _ in range(count):
        cases.file("T02-E2")


def _work(part: Part, window: Installation, address: str, count: int) -> None:
    signer, pin = _account(SIGNER), window.script(_PIN)
    browser, other = Browser(address), Browser(address)
    browser.enter(signer, window.script(_PASSWORD))
    other.enter(signer, window.script(_PASSWORD))
    with _meanwhile(other, window) as seen:
        _wait(lambda: len(browser.items("/oficina/varias/")) >= count)
        given = {"accion": "tomar"}
        _told(part, f"take {count}", browser.grow("/oficina/varias/", "/oficina/varias/", given))
        decision = {"decision": "procede"}
        _told(
            part,
            f"decide {count}",
            browser.grow("/oficina/varias/", "/oficina/varias/terminar/", decision),
        )
        begun = time.perf_counter()
        _wait(lambda: len(browser.items("/oficina/firmar/")) >= count)
        part.tell(f"{count} drafts rendered by one worker", f"{time.perf_counter() - begun:.0f} s")
        choose = browser.timed("/oficina/firmar/")
        batch = browser.post("/oficina/firmar/", {"tarea": browser.items("/oficina/firmar/")})
        grown = browser.grow(batch, f"{batch}firmar/", {"pin": pin})
        _told(part, f"sign {count}", grown)
        failed = [row for row in grown.rows if "<strong>firmado</strong>" not in row]
        part.at_least(f"signed of {count}", len(grown.rows) - len(failed), count, "")
        part.text = "\n".join(" ".join(_TAG.sub(" ", row).split())[-300:] for row in failed[:3])
        part.tell("page to choose what to sign", f"{choose * 1000:.0f} ms")
    part.tell("another inbox meanwhile: median, longest", seen.words())
    part.tell("largest web process", f"{seen.most_bytes / 1024**2:.0f} MB")


def _verify(part: Part, window: Installation, address: str, files: int) -> None:
    browser, other = Browser(address), Browser(address)
    browser.enter("banco@auditoria.test", "banco-auditor")
    other.enter("banco@auditoria.test", "banco-auditor")
    papers = list(_papers(Path(window.env["VAR_DIR"]), files))
    with _meanwhile(other, window, "/auditoria/") as seen:
        begun = time.perf_counter()
        batch = browser.upload("/auditoria/verificar/", papers)
        part.tell(f"{files} files taken", f"{time.perf_counter() - begun:.1f} s")
        begun, slices = time.perf_counter(), list[float]()
        while not browser.goes_on(batch, slices):
            pass
        seconds = time.perf_counter() - begun
        told = json.loads(browser.get(f"{batch}tabla.json"))
        result = browser.timed(batch)
    outcomes = [one["outcome"] for one in told["files"]]
    counts = ", ".join(f"{word} {outcomes.count(word)}" for word in sorted(set(outcomes)))
    part.tell(f"{files} files verified", f"{seconds:.0f} s ({seconds / files * 1000:.0f} ms each)")
    part.tell("what came of them", counts)
    part.at_most("called invalid for want of time", outcomes.count("untimely"), 0, "")
    part.tell("longest answer while verifying", f"{max(slices):.1f} s")
    part.tell("page of the result", f"{result * 1000:.0f} ms")
    part.tell("another page meanwhile: median, longest", seen.words())
    part.tell("largest web process while verifying", f"{seen.most_bytes / 1024**2:.0f} MB")


def _papers(var: Path, files: int) -> Iterator[tuple[str, bytes]]:
    """What the window signed and archived, every second one with a byte more than was signed."""
    found = [path.read_bytes() for path in sorted((var / "archive").rglob("*")) if path.is_file()]
    signed = [one for one in found if one.startswith(b"%PDF") and b"/ByteRange" in one]
    for number in range(files):
        whole = signed[number % len(signed)]
        yield f"{number:04d}.pdf", whole + b"\n" * (number % 2)


_PIN = "from web.demo.installation import PIN; print(PIN)"
_PASSWORD = "from web.demo.installation import PASSWORD; print(PASSWORD)"


def _account(group: str) -> str:
    """The demonstration's account of a role."""
    from bpmn.people import accounts  # noqa: PLC0415

    return next(one.person.email for one in accounts("52001") if group in one.groups)


@dataclass
class Grown:
    """A page that grew: when it began, and when each line came."""

    rows: list[str] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)


def _told(part: Part, what: str, grown: Grown) -> None:
    gaps = [after - before for before, after in zip(grown.moments, grown.moments[1:], strict=False)]
    seconds = grown.moments[-1] - grown.moments[0]
    part.tell(
        f"{what}: in all", f"{seconds:.0f} s ({seconds / len(grown.rows) * 1000:.0f} ms each)"
    )
    part.at_most(f"{what}: longest silence", max(gaps), 10, " s")


class Browser:
    """One person at one window."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._known = ""
        self._open = build_opener(HTTPCookieProcessor(CookieJar())).open

    def enter(self, email: str, password: str) -> None:
        self.post("/cuenta/login/", {"login": email, "password": password})

    def get(self, path: str) -> str:
        with self._open(self._address + path, timeout=_PATIENCE_SECONDS) as answer:
            return str(answer.read().decode())

    def timed(self, path: str, data: dict[str, Any] | None = None) -> float:
        begun = time.perf_counter()
        self.get(path) if data is None else self.post(path, data)
        return time.perf_counter() - begun

    def goes_on(self, path: str, seconds: list[float]) -> bool:
        """Ask a page to go on as its own script does; whether it says that it is through."""
        self._known = self._known or self._token(path)
        begun = time.perf_counter()
        body = urlencode({"csrfmiddlewaretoken": self._known}).encode()
        with self._send(path, body, more={"HX-Request": "true"}) as answer:
            answer.read()
            seconds.append(time.perf_counter() - begun)
            return answer.headers.get("HX-Refresh") == "true"

    def items(self, path: str) -> list[str]:
        return list(dict.fromkeys(_ITEM.findall(self.get(path))))

    def post(self, path: str, data: dict[str, Any]) -> str:
        """Where it leads."""
        sent = {**data, "csrfmiddlewaretoken": self._token(path)}
        with self._send(path, urlencode(sent, doseq=True).encode()) as answer:
            answer.read()
            return str(answer.geturl().removeprefix(self._address))

    def grow(self, page: str, action: str, given: dict[str, Any]) -> Grown:
        """Send what stands on a page, and read what comes line by line."""
        html = self.get(page)
        sent = {
            **given,
            "tarea": list(dict.fromkeys(_ITEM.findall(html))),
            "submit_id": (_SUBMIT.findall(html) or [str(uuid4())])[0],
            "csrfmiddlewaretoken": _TOKEN.findall(html)[0],
        }
        grown = Grown(moments=[time.perf_counter()])
        with self._send(action, urlencode(sent, doseq=True).encode()) as answer:
            row = ""
            for line in answer:
                row += line.decode()
                # The head of the page has lists too.
                if _ROW in row and "</li>" in row[row.index(_ROW) :]:
                    grown.rows.append(row)
                    grown.moments.append(time.perf_counter())
                    row = ""
        return grown

    def upload(self, path: str, files: list[tuple[str, bytes]]) -> str:
        border = uuid4().hex
        parts = [_part(border, "csrfmiddlewaretoken", "", self._token(path).encode())]
        parts += [_part(border, "archivos", name, content) for name, content in files]
        body = b"".join([*parts, f"--{border}--\r\n".encode()])
        with self._send(path, body, f"multipart/form-data; boundary={border}") as answer:
            answer.read()
            return str(answer.geturl().removeprefix(self._address))

    def _token(self, path: str) -> str:
        return str(_TOKEN.findall(self.get(path))[0])

    def _send(
        self,
        path: str,
        body: bytes,
        kind: str = "application/x-www-form-urlencoded",
        more: dict[str, str] | None = None,
    ) -> Any:
        headers = {"Content-Type": kind, "Referer": self._address + path, **(more or {})}
        request = Request(self._address + path, body, headers)  # noqa: S310 — our own window
        return self._open(request, timeout=_PATIENCE_SECONDS)


def _part(border: str, name: str, file: str, content: bytes) -> bytes:
    named = f'; filename="{file}"\r\nContent-Type: application/pdf' if file else ""
    head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + content + b"\r\n"


@dataclass
class Seen:
    """How another page of the window answered meanwhile, and how large its processes became."""

    seconds: list[float] = field(default_factory=list)
    most_bytes: int = 0

    def words(self) -> str:
        return f"{median(self.seconds) * 1000:.0f} ms, {max(self.seconds) * 1000:.0f} ms"


@contextmanager
def _meanwhile(browser: Browser, window: Installation, path: str = "/oficina/") -> Iterator[Seen]:
    seen, over = Seen(), threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            seen.seconds.append(browser.timed(path))
            seen.most_bytes = max([seen.most_bytes, *_sizes(window)])

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def _sizes(window: Installation) -> list[int]:
    """Memory of the web processes of this window."""
    port = f"127.0.0.1:{window.web_port}"
    processes = psutil.process_iter(["cmdline", "memory_info"])
    ours = [one.info["memory_info"] for one in processes if port in (one.info["cmdline"] or [])]
    return [memory.rss for memory in ours if memory]


def _wait(is_so: Any) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < until, "the window does not get on"
        time.sleep(1)
