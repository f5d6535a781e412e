"""Runs the models of a suite and compares traces; a broken model is a verdict, never an exception."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import FrameType

from engine.conformance.anatomy import PARALLEL_PROCESS
from engine.conformance.comparison import difference, is_expected
from engine.conformance.deployment import Deployment, NotRunnable, deploy
from engine.conformance.stage import Stage, TooLong
from engine.conformance.suite import Case, Model, read_suite
from engine.conformance.translation import PlaceholderUnknown
from engine.dmn.xml import XmlRefused
from engine.runtime import ModelRefused

REFUSED_DEPLOYMENT = "ERROR_deployment"
CASE_SECONDS = 20
_REFUSALS = (ModelRefused, PlaceholderUnknown, XmlRefused, NotRunnable)


class Verdict(Enum):
    """What became of a case or a model."""

    PASSED = "passed"
    FAILED = "failed"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class CaseOutcome:
    """What became of one case; `reason` is empty when it passed."""

    case: Case
    verdict: Verdict
    reason: str = ""
    trace: tuple[str, ...] = ()


@dataclass(kw_only=True)
class ModelOutcome:
    """What became of one model."""

    model: Model
    cases: list[CaseOutcome] = field(default_factory=list)

    @property
    def verdict(self) -> Verdict:
        """Failed when one case failed, refused when the engine did not take it."""
        verdicts = {outcome.verdict for outcome in self.cases}
        for verdict in (Verdict.FAILED, Verdict.REFUSED):
            if verdict in verdicts:
                return verdict
        return Verdict.PASSED if self.cases else Verdict.FAILED


def run_folder(folder: Path, only: str = "") -> Iterator[ModelOutcome]:
    """Run every model of a folder.

    Args:
        folder: groups of `.bpmn` files and an `expected.json`.
        only: part of a group's and model's name; the others are left out.

    Raises:
        SuiteUnreadable: the folder is none.
    """
    for model in read_suite(folder):
        if only in model.label:
            yield run_model(model)


def run_model(model: Model) -> ModelOutcome:
    """Run all cases of a model; whatever goes wrong is the reason of a verdict."""
    outcome = ModelOutcome(model=model)
    for case in model.cases:
        try:
            with _bounded(CASE_SECONDS):
                outcome.cases.append(_run_case(model, case))
        except (OSError, TooLong, TimeoutError) as error:
            outcome.cases.append(_failed(case, str(error) or type(error).__name__))
        except Exception as error:  # noqa: BLE001 — a fault of ours must not hide the other models
            outcome.cases.append(_failed(case, repr(error)))
    return outcome


def _run_case(model: Model, case: Case) -> CaseOutcome:
    try:
        deployment = deploy(model.path, is_parallel=case.parallel)
    except _REFUSALS as refused:
        return _refused(case, refused)
    stage = _play(case, deployment)
    trace = tuple(stage.trace())
    if not is_expected(stage, case, deployment):
        return _failed(case, difference(stage, case, deployment), trace)
    return CaseOutcome(case=case, verdict=Verdict.PASSED, trace=trace)


def _play(case: Case, deployment: Deployment) -> Stage:
    variables = {
        "test": (case.text or "").lower(),
        "integerVariable": case.integer,
        "testCaseNumber": case.number,
    }
    stage = Stage(deployment, variables, case.delay_ms)
    root = deployment.root
    if case.parallel:
        stage.begin(PARALLEL_PROCESS)
        stage.settle()
    if not stage.has_run(root) and not stage.begin(root):
        stage.begin_by_event(root)
    stage.play()
    return stage


def _refused(case: Case, refused: Exception) -> CaseOutcome:
    if case.trace == (REFUSED_DEPLOYMENT,) and not isinstance(refused, PlaceholderUnknown):
        return CaseOutcome(case=case, verdict=Verdict.PASSED, trace=case.trace)
    return CaseOutcome(case=case, verdict=Verdict.REFUSED, reason="; ".join(_findings(refused)))


def _findings(refused: Exception) -> Iterator[str]:
    if isinstance(refused, ModelRefused):
        found = [f"{f.element_id or f.process_id}: {f.code} {f.detail}" for f in refused.findings]
        yield from dict.fromkeys(found)
    elif isinstance(refused, PlaceholderUnknown):
        yield f"{refused.element_id}: placeholder-unknown {refused.line}"
    else:
        yield str(refused)


def _failed(case: Case, reason: str, trace: tuple[str, ...] = ()) -> CaseOutcome:
    return CaseOutcome(case=case, verdict=Verdict.FAILED, reason=reason, trace=trace)


@contextmanager
def _bounded(seconds: int) -> Iterator[None]:
    """End what takes too long; only the main thread can be interrupted."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"took more than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
