"""Decides: evaluates what a decision needs, each thing once, then the decision itself.

Source: DMN 1.5, 10.4 (execution semantics of decision services and decisions).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.dmn.logic import Session
from engine.dmn.logic.session import as_type
from engine.dmn.model import (
    Decision,
    DecisionModel,
    DecisionOutcome,
    DecisionService,
    InputData,
    Key,
    KnowledgeModel,
    Requirement,
)
from engine.feel.calling import call_by_name
from engine.feel.errors import FeelLimitExceeded
from engine.feel.frame import Frame, Run
from engine.feel.limits import Limits
from engine.feel.types import ANY
from engine.feel.values import FeelFunction, Parameter, Value, normalise


def decide(
    model: DecisionModel,
    wanted: str,
    context: Mapping[str, Any],
    *,
    now: datetime | None = None,
    limits: Limits | None = None,
) -> DecisionOutcome:
    """Evaluate a decision, or call a decision service or knowledge model, over a context.

    Args:
        model: the file.
        wanted: id or name.
        context: input data by name; arguments by name for a service or knowledge model.
        now: what `now()` and `today()` use, aware.
        limits: bounds of all FEEL of this decision together.

    Raises:
        UnknownDecision: the model has no such element.
        FeelLimitExceeded: a bound of FEEL was reached.
    """
    session = Session(now, limits)
    element = model.find(wanted)
    asked = _Asked(model, session, context)
    try:
        value = asked.value(element.key)
        if not isinstance(element, Decision):
            given = {name: normalise(item) for name, item in context.items()}
            value = call_by_name(session, value, _known(value, given))
    except RecursionError as error:
        raise FeelLimitExceeded("depth") from error
    session.weigh(value)
    return DecisionOutcome(value, tuple(session.fired), tuple(session.problems))


def _known(function: FeelFunction, given: Mapping[str, Value]) -> Mapping[str, Value]:
    """The arguments that a function asks for; what the caller left out is null."""
    return {parameter.name: given.get(parameter.name) for parameter in function.signatures[0]}


class _Asked:
    """One round of questions, with the answers so far."""

    def __init__(
        self,
        model: DecisionModel,
        run: Run,
        context: Mapping[str, Any],
        given: Mapping[Key, Value] | None = None,
    ) -> None:
        self._model = model
        self._run = run
        self._context = context
        self._answers: dict[Key, Value] = dict(given or {})

    def value(self, key: Key, path: tuple[str, ...] = ()) -> Value:
        """The value of an element, evaluated when it is first asked for."""
        if key not in self._answers:
            self._answers[key] = self._evaluate(key, path)
        return self._answers[key]

    def _evaluate(self, key: Key, path: tuple[str, ...]) -> Value:
        element = self._model.elements[key]
        if isinstance(element, InputData):
            value = normalise(self._input(path or (element.name,)))
            return as_type(self._run, value, element.type, element.name)
        if isinstance(element, Decision):
            value = element.logic(self._frame(element))
            return as_type(self._run, value, element.type, element.name)
        if isinstance(element, KnowledgeModel):
            return element.make(self._frame(element))
        return self._service(element)

    def _input(self, path: tuple[str, ...]) -> Any:
        """Input data of an imported file stands under the import's name, or under its own."""
        found: Any = self._context
        for name in path:
            found = found.get(name) if isinstance(found, Mapping) else None
        return self._context.get(path[-1]) if found is None else found

    def _frame(self, element: Decision | KnowledgeModel) -> Frame:
        seen = self._seen(element.requires)
        if isinstance(element, Decision) and element.sees_all:
            return Frame(self._run, {**self._context, **seen} if seen else self._context)
        return Frame(self._run, seen)

    def _seen(self, requires: tuple[Requirement, ...]) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        for requirement in requires:
            value = self.value(requirement.key, requirement.path)
            holder = seen
            for name in requirement.path[:-1]:
                holder = holder.setdefault(name, {})
            holder[requirement.path[-1]] = value
        return seen

    def _service(self, service: DecisionService) -> FeelFunction:
        """A service as a function: it sees nothing but what it is given."""
        keys = [requirement.key for requirement in service.inputs]
        elements = [self._model.elements[key] for key in keys]
        parameters = tuple(
            Parameter(
                requirement.path[-1],
                element.type if isinstance(element, InputData | Decision) else ANY,
            )
            for requirement, element in zip(service.inputs, elements, strict=True)
        )

        def call(run: Run, *values: Value) -> Value:
            given = dict(zip(keys, values, strict=True))
            asked = _Asked(self._model, run, {}, given)
            answers = {self._model.elements[key].name: asked.value(key) for key in service.outputs}
            value = next(iter(answers.values())) if len(answers) == 1 else answers
            return as_type(run, value, service.type, service.name)

        return FeelFunction(service.name, (parameters,), call, service.type)
