"""A worker is killed in the middle of signing: the next one ends its job, and nothing is there twice."""

import socketserver
import threading
from collections.abc import Iterator

import pytest

from tests import parts
from tests.engine.processes.story import FILE, SLUG, report_when_closed
from tests.installation import PATIENCE_SECONDS, Installation, kill


class _Holder(socketserver.BaseRequestHandler):
    """A TSA that takes the question and never answers."""

    def handle(self) -> None:
        self.request.recv(65536)
        self.server.asked.set()
        self.server.released.wait(PATIENCE_SECONDS)


@pytest.fixture
def held_tsa() -> Iterator[socketserver.ThreadingTCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Holder) as server:
        server.daemon_threads = True
        server.asked, server.released = threading.Event(), threading.Event()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.released.set()
        server.shutdown()


@pytest.fixture(
    params=[
        pytest.param(False, id="embedded"),
        pytest.param(True, id="servers", marks=[pytest.mark.postgres, pytest.mark.redis]),
    ]
)
def window(request, tmp_path) -> Iterator[Installation]:
    """A window without any server, and one as in production."""
    if not request.param:
        yield Installation(tmp_path)
        return
    broker_url = parts.url("TEST_REDIS_URL")
    with parts.fresh_database() as database_url:
        made = Installation(tmp_path, database_url=database_url, broker_url=broker_url)
        yield made
        made.empty_queue()


@pytest.mark.processes
@pytest.mark.xdist_group("processes")
def test_a_worker_killed_while_it_signs_leaves_one_case_one_number_one_document(
    window, held_tsa
) -> None:
    window.install(SLUG)
    radicado = window.script(FILE)
    tsa = f"http://127.0.0.1:{held_tsa.server_address[1]}/"

    with window.pki():
        with window.worker(TSA_URL=tsa) as first:
            assert held_tsa.asked.wait(PATIENCE_SECONDS), "the worker never asked for a timestamp"
            kill(first)
        with window.worker() as second:
            report = report_when_closed(window, second)

    assert radicado.endswith("-E-000001")
    assert report["outcome"] == "CERTIFICADO"
    assert report["documents"] == ["certificado", "constancia", "indice"]
    assert report["stored"] == report["archived"]
    assert report["broken"] == 0
