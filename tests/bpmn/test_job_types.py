from bpmn.checks.jobs import common_job_types
from engine.jobs.table import TYPES


def test_the_known_job_types_are_those_of_the_engine():
    assert set(common_job_types()) == set(TYPES)
