"""Joins, and the task tree that grows with every step."""

import inspect
import sys
from itertools import permutations

import pytest

from tests.engine.runtime.upstream.faults import mended, still_raises
from tests.engine.runtime.upstream.stock import (
    chain,
    complete,
    end,
    find,
    flow,
    has_passed,
    node,
    start,
    user,
    waiting,
    workflow,
)

REVIEWERS = ("a", "b", "c")


def reviews(gateway: str, reviewers: tuple[str, ...]) -> str:
    """Reviewers side by side, a join, a decision, and the way back for one more round."""
    condition = "True" if gateway == "inclusiveGateway" else None
    nodes = node(gateway, "fork") + node(gateway, "join") + user("decide") + end()
    nodes += node("exclusiveGateway", "entry") + node(
        "exclusiveGateway", "more", default="more-end"
    )
    nodes += "".join(
        user(name) + flow("fork", name, condition) + flow(name, "join") for name in reviewers
    )
    flows = chain("start", "entry", "fork") + chain("join", "decide", "more", "end")
    return start() + nodes + flows + flow("more", "entry", "again")


def fork(*names: str) -> str:
    """Tasks side by side and the task `after` that follows their join."""
    nodes = node("parallelGateway", "fork") + node("parallelGateway", "join") + user("after")
    branches = "".join(user(name) + chain("fork", name, "join") for name in names)
    return (
        start() + nodes + branches + end() + chain("start", "fork") + chain("join", "after", "end")
    )


def fires_early(gateway: str, second_round: tuple[str, ...]) -> bool:
    running = workflow(reviews(gateway, REVIEWERS), again=True)
    for name in REVIEWERS:
        assert "decide" not in waiting(running), "the first round was always right"
        complete(running, name)
    complete(running, "decide")
    for name in second_round[:-1]:
        complete(running, name)
        if "decide" in waiting(running):
            return True
    return False


@pytest.mark.parametrize(
    ("fault", "gateway"),
    [
        pytest.param("early-parallel-join", "parallelGateway", id="parallel"),
        pytest.param("early-inclusive-join", "inclusiveGateway", id="inclusive"),
    ],
)
def test_join_in_a_loop_fires_before_all_have_arrived(fault, gateway):
    early = [order for order in permutations(REVIEWERS) if fires_early(gateway, order)]
    assert early, mended(fault)


def test_join_in_a_long_loop_runs_out_of_stack():
    running = workflow(reviews("parallelGateway", ("a", "b")), again=True)
    usual = sys.getrecursionlimit()
    # A small stack stands for the 195 rounds that the usual one holds, which take two minutes.
    sys.setrecursionlimit(len(inspect.stack(0)) + 100)
    try:
        with still_raises("join-recursion-in-loop", RecursionError, "recursion"):
            for _ in range(40):
                for name in ("a", "b", "decide"):
                    complete(running, name)
    finally:
        sys.setrecursionlimit(usual)


def test_case_is_reported_complete_at_depth_1000():
    nodes = start() + user("review") + end()
    nodes += node("exclusiveGateway", "entry") + node(
        "exclusiveGateway", "more", default="more-end"
    )
    flows = chain("start", "entry", "review", "more", "end") + flow("more", "entry", "again")
    running = workflow(nodes, flows, again=True)
    for _ in range(400):
        if waiting(running) == []:
            break
        complete(running, "review")
    assert not has_passed(running, "end")
    assert running.is_completed(), mended("depth-1000-lost-work")


def test_branch_that_changed_nothing_overwrites_the_other():
    running = workflow(fork("a", "b"), x=1)
    complete(running, "a", x=2)
    complete(running, "b")
    assert find(running, "after").data["x"] == 1, mended("lost-update-at-join")


def test_lists_of_two_branches_become_one_that_nobody_wrote():
    running = workflow(fork("a", "b", "c"))
    complete(running, "a", found=[6])
    complete(running, "b", found=[5, 5])
    complete(running, "c")
    assert find(running, "after").data["found"] == [6, 5], mended("lists-mixed-at-join")


def test_deleted_variable_is_there_again_after_a_join():
    running = workflow(fork("a", "b"), x=1)
    del find(running, "a").data["x"]
    complete(running, "a")
    complete(running, "b")
    assert "x" in find(running, "after").data, mended("deleted-key-comes-back")


def test_nested_data_of_one_branch_shows_in_the_other():
    running = workflow(fork("a", "b"), case={"person": {"name": "Ana"}})
    find(running, "a").data["case"]["person"]["name"] = "Eva"
    seen = find(running, "b").data["case"]["person"]["name"]
    assert seen == "Eva", mended("nested-data-shared")
