"""Each mend of an upstream fault stands in one marked place, and each fault has its test."""

import re
from pathlib import Path

import pytest

from tests.engine.runtime.upstream.faults import FAULTS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[3]
MARKER = re.compile(r"# Upstream: ([a-z0-9-]+)(?:\..*)?")


def marks() -> list[tuple[str, str]]:
    """Id and place of each line `# Upstream: <id>`, with or without a full stop and a reason.

    A line that only looks like a marker is given whole, so that no fault answers to it.
    """
    found = []
    for path in sorted((ROOT / "engine" / "runtime").rglob("*.py")):
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            if "# upstream:" in line.lower():
                mark = MARKER.fullmatch(line.strip())
                fault = mark.group(1) if mark else line.strip()
                found.append((fault, f"{path.relative_to(ROOT)}:{number}"))
    return found


@pytest.mark.parametrize("fault", FAULTS)
def test_mend_of_a_fault_stands_in_one_place(fault):
    places = [place for marked, place in marks() if marked == fault]
    assert len(places) == 1, f"{fault} is marked at {places or 'no place'}"


def test_no_marker_names_a_fault_that_is_not_known():
    assert [mark for mark in marks() if mark[0] not in FAULTS] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_has_a_test_on_the_stock_library(fault):
    tests = [path for path in HERE.glob("test_*.py") if path != Path(__file__)]
    assert [path for path in tests if f'"{fault}"' in path.read_text()]
