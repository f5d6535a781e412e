"""A web process has threads: they advance cases of one compiled model at the same time."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case


@pytest.fixture
def eager_switching():
    """Threads take turns a thousand times more often than they do by themselves."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 1000)
    yield
    sys.setswitchinterval(usual)


def test_cases_of_one_model_run_side_by_side(eager_switching) -> None:
    model = m.model(
        m.start(),
        m.user("a", loop=m.loop("=n < 3")),
        m.user("b"),
        m.end(),
        m.chain("start", "a", "b", "end"),
    )

    def run(number: int) -> tuple[int, list[str], bool]:
        case = Case(model, {"n": 0, "who": number})
        for n in (1, 2, 3):
            case.complete("a", n=n)
        case.complete("b")
        return int(case.variables["who"]), case.path, case.finished

    with ThreadPoolExecutor(8) as pool:
        ended = list(pool.map(run, range(60)))

    assert ended == [(number, ["start", "a", "b", "end"], True) for number in range(60)]
