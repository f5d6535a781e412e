"""A DMN file in memory: decisions, what they need, and how they answer. Source: DMN 1.5, 6 to 8."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from engine.feel.compiler import Closure
from engine.feel.errors import Problem
from engine.feel.types import ANY, Type

# Namespace of the model, then the element's id.
Key = tuple[str, str]


@dataclass(frozen=True)
class DmnFinding:
    """Why a file cannot be used.

    Attributes:
        element: id of the decision, table, rule or cell.
        detail: what was found, in English.
        line: of the file, from 1; 0 when no line is to blame.
    """

    code: str
    element: str
    detail: str
    line: int = 0


class DmnRefused(Exception):
    """The file is no DMN that runs; `findings` say why."""

    code = "dmn-refused"

    def __init__(self, findings: tuple[DmnFinding, ...]) -> None:
        self.findings = findings
        super().__init__("; ".join(f"{f.code} {f.element}: {f.detail}" for f in findings))


class UnknownDecision(LookupError):
    """The model has no decision, knowledge model or service of that id or name."""

    code = "unknown-decision"


@dataclass(frozen=True)
class Requirement:
    """Something that an element needs.

    Attributes:
        path: under which name it is seen: its own, after that of the import that brought it.
        key: which element it is.
    """

    path: tuple[str, ...]
    key: Key


@dataclass(frozen=True)
class InputData:
    """A value that the caller gives."""

    key: Key
    name: str
    type: Type = ANY


@dataclass(frozen=True)
class Decision:
    """One decision: what it needs first, and its logic.

    Attributes:
        sees_all: it reads every variable of the caller, as in a file that declares no input data.
    """

    key: Key
    name: str
    logic: Closure
    requires: tuple[Requirement, ...] = ()
    type: Type = ANY
    sees_all: bool = False

    @property
    def id(self) -> str:
        """The id in its file."""
        return self.key[1]


@dataclass(frozen=True)
class KnowledgeModel:
    """A business knowledge model: a function that decisions call.

    Attributes:
        make: gives the function, in a frame that holds what the model requires.
    """

    key: Key
    name: str
    make: Closure
    requires: tuple[Requirement, ...] = ()


@dataclass(frozen=True)
class DecisionService:
    """Decisions that are asked together, as a function of their inputs."""

    key: Key
    name: str
    outputs: tuple[Key, ...]
    inputs: tuple[Requirement, ...]
    type: Type = ANY


DrgElement = InputData | Decision | KnowledgeModel | DecisionService


@dataclass(frozen=True)
class FiredRule:
    """A row that fired, kept so that an official can be shown why.

    Attributes:
        number: of the row, from 1.
    """

    decision_id: str
    table_id: str
    rule_id: str
    number: int
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    annotation: str = ""


@dataclass(frozen=True)
class DecisionOutcome:
    """A decision's value, the rows that fired, and the problems met."""

    value: Any
    fired: tuple[FiredRule, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class DecisionModel:
    """One file, with those that it imports.

    Attributes:
        namespace: that of the file.
        elements: everything that can be asked, of all files.
        findings: what cannot run; only a model that was read leniently has some.
    """

    namespace: str = ""
    elements: Mapping[Key, DrgElement] = field(default_factory=dict)
    findings: tuple[DmnFinding, ...] = ()

    @property
    def decisions(self) -> Mapping[str, Decision]:
        """The file's own decisions, by id."""
        return {
            key[1]: element
            for key, element in self.elements.items()
            if key[0] == self.namespace and isinstance(element, Decision)
        }

    def find(self, wanted: str) -> Decision | DecisionService | KnowledgeModel:
        """A decision, service or knowledge model by id, or by name.

        Raises:
            UnknownDecision: there is none.
        """
        found = self._own.get(wanted)
        if found is None:
            raise UnknownDecision(wanted)
        return found

    @cached_property
    def _own(self) -> Mapping[str, Decision | DecisionService | KnowledgeModel]:
        """What the file itself can be asked, by name and by id, which wins."""
        own = [
            element
            for key, element in self.elements.items()
            if key[0] == self.namespace and not isinstance(element, InputData)
        ]
        by_name = {element.name: element for element in reversed(own)}
        return by_name | {element.key[1]: element for element in own}
