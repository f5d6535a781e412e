"""What can go wrong in the runtime, as types with a code.

ExecutionError
├── ModelRefused    the model cannot be compiled; `findings` tell why
├── RunFailed       an expression, a decision or the data failed; nothing has changed
├── UnknownToken    nothing waits under this token, or it waits for something else
└── StateRefused    the frozen state was written by another model or another format
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One reason why a model cannot run; `bpmn.checks` puts it into a sentence."""

    code: str
    process_id: str
    element_id: str | None
    detail: str
    line: int | None = None


class ExecutionError(Exception):
    """Root of the tree."""

    code: str = "execution"


class ModelRefused(ExecutionError):
    """The model cannot be compiled."""

    code = "model-refused"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(findings)
        self.findings = findings


class RunFailed(ExecutionError):
    """A step could not be finished; the state given remains the valid one."""

    def __init__(self, code: str, process_id: str, element_id: str | None, detail: str) -> None:
        super().__init__(code, process_id, element_id, detail)
        self.code = code
        self.process_id = process_id
        self.element_id = element_id
        self.detail = detail


class UnknownToken(ExecutionError):
    """Nothing waits under this token for this kind of trigger."""

    code = "unknown-token"

    def __init__(self, token: str) -> None:
        super().__init__(token)
        self.token = token


class StateRefused(ExecutionError):
    """The frozen state does not belong to this model or this release."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
