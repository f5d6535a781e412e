"""The simulated bank as its own process, reached by its adapter over HTTP and by nothing else."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from time import monotonic, sleep

import pytest
import urllib3

from engine.clock import BOGOTA
from engine.commands import Said
from engine.payments import signing
from engine.payments.gateway import Bill, GatewayUnavailable, RefundAnswer, RefundWish
from engine.payments.simulated_bank import BankAccess, SimulatedBankGateway
from tests.signatures.devpki_fixture import free_port

pytestmark = pytest.mark.processes
ROOT = Path(__file__).resolve().parents[3]
SECRET = "un-secreto-de-prueba"


def _now() -> datetime:
    return datetime.now(tz=UTC)


class Window:
    """Takes notices, as the webhook does; the first ones may be turned away."""

    def __init__(self, refusals: int = 0) -> None:
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.turned_away = 0
        window = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                is_refused = window.turned_away < refusals
                if is_refused:
                    window.turned_away += 1
                else:
                    window.taken.append((dict(self.headers), body))
                self.send_response(503 if is_refused else 200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait_for(self, count: int, seconds: float = 15) -> None:
        until = monotonic() + seconds
        while len(self.taken) < count and monotonic() < until:
            sleep(0.05)
        assert len(self.taken) >= count, f"{len(self.taken)} notices came"


@contextmanager
def bank_process(port: int, *arguments: str) -> Iterator[str]:
    child = subprocess.Popen(
        [
            *(sys.executable, "-m", "engine.payments.bank_simulator"),
            *("--port", str(port), "--delay", "0.1"),
            *arguments,
        ],
        cwd=ROOT,
        env=os.environ | {"BANK_SIMULATOR_SECRET": SECRET},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    try:
        yield child.stdout.readline().strip()
    finally:
        child.terminate()
        child.wait(10)
        child.stdout.close()


def gateway_at(url: str, secret: str = SECRET) -> SimulatedBankGateway:
    access = BankAccess(url=url, secret=secret, timeout_seconds=10, tolerance_seconds=300)
    return SimulatedBankGateway(access, _now)


@pytest.fixture(scope="module")
def bank() -> Iterator[str]:
    with bank_process(free_port(), "--pending", "1") as url:
        yield url


@pytest.fixture
def window() -> Iterator[Window]:
    made = Window()
    yield made
    made.server.shutdown()
    made.server.server_close()


def bill(window: Window, amount: int = 52_400, reference: str = "PG-1") -> Bill:
    return Bill(
        reference=reference,
        concept="Concepto <de> uso",
        amount=amount,
        currency="COP",
        due_at=_now() + timedelta(days=1),
        return_url=f"{window.url}/regreso/",
        notify_url=f"{window.url}/avisos/",
    )


def decide(url: str, decision: str, **more: str) -> urllib3.BaseHTTPResponse:
    with urllib3.PoolManager() as pool:
        return pool.request(
            "POST",
            url,
            fields={"decision": decision, **more},
            encode_multipart=False,
            redirect=False,
        )


def page(url: str) -> str:
    with urllib3.PoolManager() as pool:
        return pool.request("GET", url).data.decode()


def test_an_approval_is_told_signed_and_leads_back(bank, window) -> None:
    gateway = gateway_at(bank)
    opened = gateway.open(bill(window, reference="PG-A"))
    shown = page(opened.url)
    assert "Banco simulado" in shown
    assert "Concepto &lt;de&gt; uso" in shown
    assert all(word in shown for word in ("Aprobar", "Rechazar", "Dejar pendiente", "No responder"))
    answer = decide(opened.url, "aprobar")
    assert (answer.status, answer.headers["Location"]) == (303, f"{window.url}/regreso/")
    window.wait_for(1)
    headers, body = window.taken[0]
    notice = gateway.read_notice(headers, body, _now())
    assert (notice.said, notice.amount, notice.reference) == (Said.APPROVED, 52_400, "PG-A")
    assert notice.transaction == opened.gateway_id


def test_the_same_try_is_opened_again_until_it_is_decided(bank, window) -> None:
    gateway = gateway_at(bank)
    first = gateway.open(bill(window, reference="PG-B"))
    assert gateway.open(bill(window, reference="PG-B")) == first
    decide(first.url, "rechazar")
    assert gateway.open(bill(window, reference="PG-B")).gateway_id != first.gateway_id


@pytest.mark.parametrize(
    ("amount", "said"), [(50_013, Said.REJECTED), (50_014, Said.PENDING), (50_000, Said.APPROVED)]
)
def test_the_amounts_ending_decides(bank, window, amount, said) -> None:
    gateway = gateway_at(bank)
    reference = f"PG-{amount}"
    decide(gateway.open(bill(window, amount, reference)).url, "aprobar")
    found = gateway.state(reference)
    assert found is not None
    assert found.said is said


def test_what_is_pending_is_approved_later(bank, window) -> None:
    gateway = gateway_at(bank)
    decide(gateway.open(bill(window, 70_014, "PG-C")).url, "aprobar")
    window.wait_for(2)
    said = [gateway.read_notice(*taken, _now()).said for taken in window.taken]
    assert said == [Said.PENDING, Said.APPROVED]


def test_a_notice_comes_twice_on_wish(bank, window) -> None:
    gateway = gateway_at(bank)
    decide(gateway.open(bill(window, reference="PG-D")).url, "aprobar", dos_veces="1")
    window.wait_for(2)
    ids = {gateway.read_notice(*taken, _now()).notice_id for taken in window.taken}
    assert len(ids) == 1


def test_a_notice_that_is_not_taken_is_sent_again(bank) -> None:
    window = Window(refusals=1)
    gateway = gateway_at(bank)
    decide(gateway.open(bill(window, reference="PG-E")).url, "aprobar")
    window.wait_for(1)
    assert window.turned_away == 1
    window.server.shutdown()


def test_a_silent_bank_shows_the_money_in_its_statement_alone(bank, window) -> None:
    gateway = gateway_at(bank)
    decide(gateway.open(bill(window, reference="PG-F")).url, "nunca")
    found = gateway.state("PG-F")
    assert found is not None
    assert found.said is Said.PENDING
    lines = gateway.statement(_now().astimezone(BOGOTA).date())
    assert [line.amount for line in lines if line.reference == "PG-F"] == [52_400]
    assert window.taken == []


def test_another_amount_than_asked_can_be_paid(bank, window) -> None:
    gateway = gateway_at(bank)
    decide(gateway.open(bill(window, reference="PG-G")).url, "aprobar", valor="1000")
    window.wait_for(1)
    assert gateway.read_notice(*window.taken[0], _now()).amount == 1000


@pytest.mark.parametrize(
    ("number", "answer"), [("0001234567", RefundAnswer.BOUNCED), ("1234567", RefundAnswer.PAID)]
)
def test_an_account_that_begins_with_000_bounces(bank, number, answer) -> None:
    wish = RefundWish(
        reference=f"DV-{number}",
        payment_reference="PG-A",
        transaction="",
        amount=1000,
        account={"number": number},
    )
    gateway = gateway_at(bank)
    first = gateway.refund(wish)
    assert first.answer is answer
    assert gateway.refund(wish) == first


def test_who_does_not_know_the_secret_is_told_nothing(bank, window) -> None:
    with pytest.raises(GatewayUnavailable):
        gateway_at(bank, "otro").open(bill(window, reference="PG-H"))


def test_a_request_serves_for_no_other_purpose(bank) -> None:
    body = json.dumps({"day": "2026-11-20"}).encode()
    headers = signing.sign(SECRET, _now(), body, "/api/estado")
    with urllib3.PoolManager() as pool:
        answer = pool.request("POST", f"{bank}/api/extracto", body=body, headers=headers)
    assert answer.status == 401


def test_a_bank_that_is_down_is_unavailable(window) -> None:
    with pytest.raises(GatewayUnavailable):
        gateway_at(f"http://127.0.0.1:{free_port()}").open(bill(window))


def test_what_a_bank_knows_outlives_it(tmp_path, window) -> None:
    port, ledger = free_port(), str(tmp_path / "ledger.json")
    with bank_process(port, "--ledger", ledger) as url:
        first = gateway_at(url).open(bill(window, reference="PG-I"))
    with bank_process(port, "--ledger", ledger) as url:
        assert gateway_at(url).open(bill(window, reference="PG-I")) == first
