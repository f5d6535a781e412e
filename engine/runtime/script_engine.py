"""The script engine that SpiffWorkflow is given: FEEL, and nothing else.

SpiffWorkflow's own engine is Python's `eval` and `exec` with all built-ins; this one has neither,
so no text of a model ever reaches them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from engine import feel
from engine.feel.checking import explain, problem_sentence
from engine.runtime.errors import RunFailed
from engine.runtime.nodes import Slot

if TYPE_CHECKING:
    from engine.runtime.run import Run

# A missing optional answer is null in FEEL, not a fault of the model (Camunda 8 since 8.3).
NULL_PROBLEMS = frozenset({"null-operand", "null-argument"})
HARMLESS_PROBLEMS = NULL_PROBLEMS | {"unknown-name", "unknown-entry"}


class FeelScriptEngine:
    """Evaluates compiled slots in the variables that a task may see."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def evaluate(self, task: Any, expression: Slot, external_context: object = None) -> Any:
        """Value of a slot.

        Raises:
            RunFailed: the expression failed (`feel-failed`) or went over its limits.
        """
        return self.evaluate_in(task, expression, self._run.scope_of(task))

    def evaluate_in(self, task: Any, slot: Slot, scope: int) -> Any:
        """Value of a slot in a given scope."""
        evaluation = self._evaluate(task, slot, scope)
        faults = [p for p in evaluation.problems if p.code not in HARMLESS_PROBLEMS]
        if evaluation.value is None and faults:
            raise self._failure("feel-failed", task, slot, faults)
        return evaluation.value

    def is_true(self, task: Any, slot: Slot) -> bool:
        """Whether a condition holds; null counts as false.

        Raises:
            RunFailed: the value is neither boolean nor null.
        """
        evaluation = self._evaluate(task, slot, self._run.scope_of(task))
        if evaluation.value is None or isinstance(evaluation.value, bool):
            return evaluation.value is True
        raise self._failure("condition-not-boolean", task, slot, evaluation.problems)

    def execute(self, task: Any, script: str, external_context: object = None) -> NoReturn:
        """Scripts in other languages do not exist here."""
        raise self._failure("no-script-language", task, None, ())

    def call_service(self, task: Any, **parameters: object) -> NoReturn:
        """Services are jobs; the runtime calls nothing."""
        raise self._failure("no-service-call", task, None, ())

    def _evaluate(self, task: Any, slot: Slot, scope: int) -> feel.Evaluation:
        variables = self._run.scopes.visible(scope)
        try:
            return slot.expression.evaluate(variables, now=self._run.now)
        except feel.FeelError as error:
            raise self._failure("feel-limit", task, slot, (error,)) from error

    @staticmethod
    def _failure(code: str, task: Any, slot: Slot | None, problems: Any) -> RunFailed:
        node = task.task_spec.node
        text = f"{slot.name}: {slot.text}" if slot else ""
        detail = "; ".join([text, *map(_sentence, problems)])
        return RunFailed(code, node.process_id, node.id, detail)


def _sentence(problem: feel.Problem | feel.FeelError) -> str:
    return explain(problem) if isinstance(problem, feel.FeelError) else problem_sentence(problem)
