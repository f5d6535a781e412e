"""A job that kills its worker each time: it is set aside with an incident, and the others are done."""

from pathlib import Path

import pytest

from tests.engine.faults.crew import Crew
from tests.engine.faults.poisoned_worker import ELEMENT, TRIES, TYPE
from tests.engine.faults.window import SHORT_WAY, ask, findings, until_drained
from tests.patience import until

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.processes,
    pytest.mark.xdist_group("processes"),
]
POISONED = "veneno-ejemplo"
RETRIES = 3
FILE = f"""
from tests.engine import flows
flows.publish(
    "{POISONED}",
    flows.start("inicio"),
    flows.number(),
    flows.service("{ELEMENT}", "{TYPE}", retries="{RETRIES}", service="predios"),
    flows.end("fin"),
    flows.path("inicio", "numera", "{ELEMENT}", "fin"),
)
print(",".join(flows.file(slug).radicado for slug in ("{POISONED}", "{SHORT_WAY}", "{SHORT_WAY}")))
"""
STATUS = """
SELECT job.status || ' ' || job.attempts || ' ' || incident.code
FROM ventanilla_engine_incident incident JOIN ventanilla_engine_job job ON job.id = incident.job_id
WHERE incident.status = 'open' AND job.element_id = %s
"""


def test_a_job_that_kills_its_workers_is_set_aside_after_its_retries(window) -> None:
    radicados = window.script(FILE).split(",")

    with Crew(window, workers=1, app="tests.engine.faults.poisoned_worker"):
        until(lambda: ask(window, STATUS, ELEMENT), "the incident of the poisoned job")
        until_drained(window)

    assert ask(window, STATUS, ELEMENT) == f"dead {RETRIES} job-worker-lost"
    tries = (Path(window.env["VAR_DIR"]) / TRIES).read_text().split()
    assert tries == [str(number + 1) for number in range(RETRIES)]
    assert findings(window, radicados) == []
