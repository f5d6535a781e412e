"""Plays a folder's scenarios; every one goes as written, and leaves no case that nobody can move."""

from collections.abc import Mapping

from bpmn.package import Folder
from engine.rehearsal import rehearse
from engine.rehearsal.coverage import merge
from engine.runtime.coverage import Coverage


def played(folder: Folder, library: Mapping[str, Folder]) -> Coverage:
    """What the scenarios went through."""
    outcomes = rehearse(folder, library)
    assert outcomes, "a folder without scenarios proves nothing"
    failed = [
        f"{outcome.scenario_id}: {'; '.join(outcome.differences)}"
        for outcome in outcomes
        if not outcome.passed
    ]
    assert failed == []
    assert [case for outcome in outcomes for case in outcome.stuck] == []
    return merge(outcome.coverage for outcome in outcomes)
