"""The story that tests of processes tell: a case without people is filed, and workers end it."""

import json
import subprocess
import threading

from tests.engine import cases
from tests.installation import PATIENCE_SECONDS, Installation

SLUG, _ = cases.scenario("T01-E1")
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
from archive.models import Holding
from archive.stores import open_store
from django.conf import settings
from engine.events.log import broken_links
from engine.models import Case, Document
case = Case.objects.latest("created_at")
print(json.dumps({
    "outcome": case.outcome,
    "documents": sorted(case.documents.values_list("kind", flat=True)),
    "archived": sorted(Holding.objects.values_list("store_key", flat=True)),
    "stored": sorted(open_store(settings.ARCHIVE_URL).keys()),
    "broken": len(broken_links(case)),
}))
"""


def report_when_closed(window: Installation, worker: subprocess.Popen[str]) -> dict:
    """Look each time that the worker says it did something, until the newest case has its outcome."""
    assert worker.stdout is not None
    said = ""
    patience = threading.Timer(PATIENCE_SECONDS, worker.kill)
    patience.start()
    try:
        for line in worker.stdout:
            said += line
            if "record.close" in line or "succeeded" in line:
                report = json.loads(window.script(REPORT))
                if report["outcome"]:
                    return report
    finally:
        patience.cancel()
    raise AssertionError(f"the worker stopped before the case was closed:\n{said}")
