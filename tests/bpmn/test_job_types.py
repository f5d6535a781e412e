import pytest

from bpmn.checks import check
from bpmn.checks.jobs import common_job_types, common_services
from bpmn.entity import load
from engine.exchange.simulators import SERVICES
from engine.jobs.table import TYPES
from tests.bpmn.samples import edited


def test_the_known_job_types_are_those_of_the_engine():
    assert set(common_job_types()) == set(TYPES)


def test_the_known_services_are_those_that_are_simulated():
    assert set(common_services()) == set(SERVICES)


def _with(job_type: str, **headers: str):
    lines = "".join(
        f'<zeebe:header key="{key}" value="{value}" />' for key, value in headers.items()
    )
    task = f'type="{job_type}" /><zeebe:taskHeaders>{lines}</zeebe:taskHeaders>'
    folder = edited("process.bpmn", 'type="case.term" />', task)
    return {finding.code for finding in check(folder, {}, entity=load("52001"))}


@pytest.mark.parametrize(
    ("job_type", "headers", "is_fine"),
    [
        ("registry.query", {"service": "rues"}, True),
        ("registry.query", {"service": "predios"}, True),
        ("exchange.request", {"service": "nada"}, False),
        ("registry.find", {"registry": "cartera"}, True),
        ("registry.find", {"registry": "rues-externo"}, False),
        ("registry.put", {}, False),
    ],
)
def test_services_and_registries_are_those_that_there_are(job_type, headers, is_fine):
    assert ("job-registry" in _with(job_type, **headers)) is not is_fine


@pytest.mark.parametrize(
    ("prefix", "is_fine"), [("RIT", True), ("REG-PEV", True), ("rit", False), ("", False)]
)
def test_a_series_of_a_registry_has_a_prefix_in_capitals(prefix, is_fine):
    assert ("job-registry-prefix" in _with("registry.number", prefix=prefix)) is not is_fine
