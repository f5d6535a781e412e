"""The script engine that SpiffWorkflow is given: FEEL, and nothing else.

SpiffWorkflow's own engine is Python's `eval` and `exec` with all built-ins; this one has neither,
so no text of a model ever reaches them.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
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


# Upstream: python-eval-in-conditions
# Upstream: python-exec-in-scripts
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
        evaluation = self._evaluate(task, slot, self._run.scopes.visible(scope))
        faults = [p for p in evaluation.problems if p.code not in HARMLESS_PROBLEMS]
        if evaluation.value is None and faults:
            raise self._failure("feel-failed", task, slot, faults)
        return evaluation.value

    def is_true(self, task: Any, slot: Slot, locals_: Mapping[str, Any] | None = None) -> bool:
        """Whether a condition holds; null counts as false.

        Args:
            task: in whose scope it is evaluated.
            slot: the condition.
            locals_: names that only this condition sees.

        Raises:
            RunFailed: the value is neither boolean nor null.
        """
        return self.is_true_in(task, slot, self._run.scope_of(task), locals_)

    def is_true_in(
        self, task: Any, slot: Slot, scope: int, locals_: Mapping[str, Any] | None = None
    ) -> bool:
        """Whether a condition holds in a given scope.

        Raises:
            RunFailed: the value is neither boolean nor null.
        """
        variables = self._run.scopes.visible(scope)
        if locals_:
            variables = ChainMap(dict(locals_), *variables.maps)
        evaluation = self._evaluate(task, slot, variables)
        if evaluation.value is None or isinstance(evaluation.value, bool):
            return evaluation.value is True
        raise self._failure("condition-not-boolean", task, slot, evaluation.problems)

    # Upstream: empty-builtins-escaped
    def execute(self, task: Any, script: str, external_context: object = None) -> NoReturn:
        """Scripts in other languages do not exist here."""
        raise self._failure("no-script-language", task, None, ())

    def call_service(self, task: Any, **parameters: object) -> NoReturn:
        """Services are jobs; the runtime calls nothing."""
        raise self._failure("no-service-call", task, None, ())

    def _evaluate(self, task: Any, slot: Slot, variables: Mapping[str, Any]) -> feel.Evaluation:
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
