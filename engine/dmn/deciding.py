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
from engine.feel.frame import Frame, Ready, Run
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
        # A function that cannot be made, in a file that was read leniently, is null.
        if isinstance(value, FeelFunction) and not isinstance(element, Decision):
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
        self._ready: dict[str, Value] | None = None

    def value(self, key: Key, path: tuple[str, ...] = ()) -> Value:
        """The value of an element, each evaluated once, after all that it needs."""
        if key not in self._answers:
            order = self._order(key, path)
            self._make_functions(order)
            for needed, seen_as in order.items():
                if needed not in self._answers:
                    self._answers[needed] = self._evaluate(needed, seen_as)
        return self._answers[key]

    def _order(self, key: Key, path: tuple[str, ...]) -> dict[Key, tuple[str, ...]]:
        """What is needed, each after what it needs itself, with the name under which it is seen."""
        order: dict[Key, tuple[str, ...]] = {}
        begun: set[Key] = set()
        waiting = [(key, path)]
        while waiting:
            current, seen_as = waiting[-1]
            more = [] if current in begun else self._requires(current)
            begun.add(current)
            missing = [(r.key, r.path) for r in more if r.key not in begun]
            if missing:
                waiting += missing
            else:
                order.setdefault(current, seen_as)
                waiting.pop()
        return order

    def _requires(self, key: Key) -> tuple[Requirement, ...]:
        element = self._model.elements[key]
        if key in self._answers or not isinstance(element, Decision | KnowledgeModel):
            return ()
        return element.requires

    def _make_functions(self, order: Mapping[Key, tuple[str, ...]]) -> None:
        """Functions come first, and see each other: a knowledge model may call itself."""
        made: list[tuple[KnowledgeModel, dict[str, Value]]] = []
        for key in order:
            element = self._model.elements[key]
            if key in self._answers:
                continue
            if isinstance(element, DecisionService):
                self._answers[key] = self._service(element)
            elif isinstance(element, KnowledgeModel):
                seen: dict[str, Value] = Ready()
                self._answers[key] = element.make(Frame(self._run, seen))
                made.append((element, seen))
        for element, seen in made:
            seen.update(self._seen(element.requires))

    def _evaluate(self, key: Key, path: tuple[str, ...]) -> Value:
        element = self._model.elements[key]
        if isinstance(element, Decision):
            value = element.logic(self._frame(element))
        else:
            value = normalise(self._input(path or (element.name,)))
        wanted = element.type if isinstance(element, Decision | InputData) else ANY
        return as_type(self._run, value, wanted, element.name)

    def _input(self, path: tuple[str, ...]) -> Any:
        """Input data of an imported file stands under the import's name, or under its own."""
        found: Any = self._context
        for name in path:
            found = found.get(name) if isinstance(found, Mapping) else None
        return self._context.get(path[-1]) if found is None else found

    def _frame(self, decision: Decision) -> Frame:
        seen = self._seen(decision.requires)
        if not decision.sees_all:
            return Frame(self._run, Ready(seen))
        if not seen:
            return Frame(self._run, self._context)
        if self._ready is None:
            self._ready = {name: normalise(value) for name, value in self._context.items()}
        return Frame(self._run, Ready({**self._ready, **seen}))

    def _seen(self, requires: tuple[Requirement, ...]) -> dict[str, Value]:
        seen: dict[str, Value] = {}
        imported: dict[str, dict[str, Value]] = {}
        for requirement in requires:
            if requirement.key not in self._answers:
                # It needs itself, which only a file that was read leniently may do.
                self._run.problem("circular-decision", requirement.key[1])
            value = self._answers.get(requirement.key)
            *prefix, name = requirement.path
            holder = imported.setdefault(prefix[0], {}) if prefix else seen
            holder[name] = value
        return {**seen, **imported}

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
