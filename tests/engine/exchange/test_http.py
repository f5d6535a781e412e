"""Services over HTTP: what they say is believed only if it is whole, in time, and theirs."""

import json
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest
import urllib3
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from engine.exchange import AnswerRefused, AnswerStatus, ServiceUnavailable
from engine.exchange.contract import read_answer, sign_bytes
from engine.exchange.http import Access, HttpExchangeService
from engine.exchange.simulators.moods import Mood, Switch
from engine.exchange.simulators.office import Offices, Rejected
from engine.exchange.simulators.server import start
from tests.engine.exchange.questions import FIXTURES, SECRET, question


@pytest.fixture
def window():
    """Where late answers come to: (answers, address)."""
    came = []
    arrived = threading.Event()

    @Request.application
    def take(request):
        came.append(read_answer(request.get_data(), SECRET))
        arrived.set()
        return Response("", 202)

    server = make_server("127.0.0.1", 0, take, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield came, arrived, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def offices(window):
    return Offices(
        fixtures=FIXTURES,
        secret=SECRET,
        clock=lambda: datetime.now(UTC),
        sleep=threading.Event().wait,
        callback=window[2],
        day_seconds=0.01,
    )


@pytest.fixture
def port(offices):
    with start(offices) as server:
        yield server.port


def service(port, name="rues", seconds=5.0, secret=SECRET):
    return HttpExchangeService(f"http://127.0.0.1:{port}/{name}", secret, seconds)


def control(port, name, **said):
    return urllib3.request("POST", f"http://127.0.0.1:{port}/control/{name}", json=said)


def test_a_company_is_told_over_the_wire(port) -> None:
    said = service(port).ask(question())

    assert said.status is AnswerStatus.OK
    assert (said.payload or {})["name"] == "Comercial Andina SAS"
    assert said.signature


@pytest.mark.parametrize(
    ("mood", "code"),
    [
        (Mood.DOWN, "answer-status"),
        (Mood.WRONG_CORRELATION, "answer-of-another-question"),
        (Mood.WRONG_SHAPE, "answer-shape"),
        (Mood.BAD_SIGNATURE, "answer-signature"),
        (Mood.NOT_JSON, "answer-not-json"),
        (Mood.TOO_LARGE, "answer-too-large"),
        (Mood.REDIRECT, "answer-status"),
    ],
)
def test_each_lie_is_refused_by_its_code(port, mood, code) -> None:
    assert control(port, "rues", mood=mood.value).status == 200

    with pytest.raises(AnswerRefused) as refused:
        service(port).ask(question())

    assert refused.value.code == code


def test_a_switch_turns_one_service_only_and_back(port) -> None:
    control(port, "rues", mood="down")

    assert service(port, "sig").ask(question("sig", payload={"key": "240-100001"})).payload
    control(port, "rues", mood="ok")
    assert service(port).ask(question()).payload


def test_a_service_that_is_too_slow_has_not_answered(port) -> None:
    control(port, "rues", mood="slow", seconds=2)

    with pytest.raises(ServiceUnavailable) as away:
        service(port, seconds=0.2).ask(question())

    assert away.value.code == "service-unavailable"


def test_a_refusal_by_rule_is_no_answer(port) -> None:
    with pytest.raises(AnswerRefused) as refused:
        service(port).ask(question(payload={"key": "800000006"}))

    assert refused.value.code == "answer-status"


def test_nobody_there_is_no_answer() -> None:
    with pytest.raises(ServiceUnavailable):
        service(1, seconds=1).ask(question())


def test_who_does_not_sign_is_not_answered(port) -> None:
    with pytest.raises(AnswerRefused) as refused:
        service(port, secret="otro").ask(question())

    assert refused.value.code == "answer-status"


def test_an_answer_that_takes_days_comes_to_the_window(port, window) -> None:
    came, arrived, _ = window
    asked = question("esp", payload={"utility": "telecom"}, may_be_late=True)

    assert service(port, "esp").ask(asked).status is AnswerStatus.PENDING

    assert arrived.wait(5)
    assert came[0].correlation_id == "c-1"
    assert (came[0].payload or {})["authorized"] is True


def test_an_answer_that_never_comes_can_be_sent_by_hand(port, window) -> None:
    came, arrived, _ = window
    asked = question("corporacion", payload={"parcel": "240-100005"}, may_be_late=True)
    service(port, "corporacion").ask(asked)
    where = f"http://127.0.0.1:{port}/control-answers"
    assert json.loads(urllib3.request("GET", where).data)["waiting"]
    assert not arrived.wait(0.2)

    sent = {"correlationId": "c-1", "status": "OK", "payload": {"result": "DESFAVORABLE"}}
    assert json.loads(urllib3.request("POST", where, json=sent).data) == {"taken": 202}

    assert came[0].payload == {"result": "DESFAVORABLE"}
    assert urllib3.request("POST", where, json=sent).status == 404


def test_any_service_can_be_made_to_answer_later(port, window) -> None:
    _, arrived, _ = window
    control(port, "rues", mood="later", seconds=0.05)

    assert service(port).ask(question(may_be_late=True)).status is AnswerStatus.PENDING

    assert arrived.wait(5)


@pytest.mark.parametrize(
    ("path", "said", "status"),
    [
        ("control/nadie", {"mood": "down"}, 404),
        ("control/rues", {"mood": "triste"}, 400),
        ("control/rues", {"mood": "slow", "seconds": -1}, 400),
        ("control/rues", {"mood": "slow", "seconds": "2"}, 400),
        ("control-answers", {"correlationId": "x"}, 404),
        ("nadie", {}, 401),
        ("Rues/otra", {}, 404),
    ],
)
def test_what_cannot_be_done_is_said(port, path, said, status) -> None:
    address = f"http://127.0.0.1:{port}/{path}"

    assert urllib3.request("POST", address, json=said).status == status


def test_a_question_to_another_service_than_the_addressed_one_is_refused(offices) -> None:
    said = question("sig").as_json()
    sent = json.dumps(said).encode()

    with pytest.raises(Rejected) as refused:
        offices.asked("rues", sent, sign_bytes(sent, SECRET), said, later=False)

    assert refused.value.status == 400


def test_switches_are_ok_until_they_are_turned(offices) -> None:
    assert offices.switches.of("rues") == Switch()


def test_each_service_has_its_address() -> None:
    access = Access(
        url="https://intercambio.test/",
        urls={"rues": "https://rues.test/v2"},
        secret="s",
        timeout_seconds=1,
    )

    assert access.url_of("rues") == "https://rues.test/v2"
    assert access.url_of("sig") == "https://intercambio.test/sig"


@pytest.mark.processes
def test_the_simulators_run_as_a_process_of_their_own() -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "engine.exchange.simulators", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"EXCHANGE_SECRET": SECRET},
    )
    try:
        port = int((child.stdout.readline() if child.stdout else "").rpartition(":")[2])
        assert service(port).ask(question()).payload
        control(port, "rues", mood="bad-signature")
        with pytest.raises(AnswerRefused):
            service(port).ask(question())
    finally:
        child.terminate()
        child.wait(10)
        if child.stdout:
            child.stdout.close()
