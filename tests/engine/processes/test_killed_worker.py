"""A worker is killed in the middle of signing: the next one ends its job, and nothing is there twice."""

import json
import socketserver
import subprocess
import threading
from collections.abc import Iterator

import pytest

from tests.installation import PATIENCE_SECONDS, Installation, kill

FILE = """
from uuid import uuid4
from tests.engine import cases
from engine import commands
from engine.commands import clock
from engine.rehearsal.samples import scenario_answers
slug, plan = cases.scenario("T01-E1")
actor = cases.citizen()
submit = uuid4()
for _ in range(2):
    answers = scenario_answers(slug, plan, actor.user_id, clock.now())
    filed = commands.file_case(
        commands.FileCase(actor=actor, slug=slug, answers=answers, submit_id=submit)
    )
print(filed.radicado)
"""
REPORT = """
import json
from archive.stores import open_store
from django.conf import settings
from engine.events.log import broken_links
from engine.models import Case, Document
case = Case.objects.get()
print(json.dumps({
    "outcome": case.outcome,
    "documents": sorted(case.documents.values_list("kind", flat=True)),
    "archived": sorted(case.documents.values_list("archive_key", flat=True)),
    "stored": sorted(open_store(settings.ARCHIVE_URL).keys()),
    "broken": len(broken_links(case)),
}))
"""


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


@pytest.mark.processes
@pytest.mark.xdist_group("processes")
def test_a_worker_killed_while_it_signs_leaves_one_case_one_number_one_document(
    tmp_path, held_tsa
) -> None:
    window = Installation(tmp_path)
    window.manage("demo", "--install-only")
    radicado = window.script(FILE)
    tsa = f"http://127.0.0.1:{held_tsa.server_address[1]}/"

    with window.pki():
        with window.worker(TSA_URL=tsa) as first:
            assert held_tsa.asked.wait(PATIENCE_SECONDS), "the worker never asked for a timestamp"
            kill(first)
        with window.worker() as second:
            report = _report_when_closed(window, second)

    assert radicado.endswith("-E-000001")
    assert report["outcome"] == "CERTIFICADO"
    assert report["documents"] == ["certificado", "constancia", "indice"]
    assert report["stored"] == report["archived"]
    assert report["broken"] == 0


def _report_when_closed(window: Installation, worker: subprocess.Popen[str]) -> dict:
    """Look each time that the worker says it did something, until the case has its outcome."""
    assert worker.stdout is not None
    for line in worker.stdout:
        if "record.close" in line or "succeeded" in line:
            report = json.loads(window.script(REPORT))
            if report["outcome"]:
                return report
    raise AssertionError("the worker stopped before the case was closed")
