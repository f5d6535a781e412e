"""Asking other registries: the entity's own tables, and simulators of other people's services.

Every service answers the same way (inventory Part M, common exchange contract), so that the real one
takes the simulator's place behind the same protocol.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from bpmn.entity import registry


class AnswerStatus(StrEnum):
    """Outcome of a question (inventory Part M)."""

    OK = "OK"
    NOT_FOUND = "NOT_FOUND"
    ERROR = "ERROR"
    PENDING = "PENDING"


class ServiceUnavailable(Exception):
    """The service did not answer; asking again later may help."""

    code = "service-unavailable"


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question to a service.

    Attributes:
        correlation_id: the same for every try of the same job.
        payload: what is asked, JSON-safe.
    """

    correlation_id: str
    service: str
    tenant: str
    purpose: str
    payload: Mapping[str, Any]
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the service said, kept with the case as evidence."""

    status: AnswerStatus
    payload: Mapping[str, Any] | None
    source: str
    obtained_at: datetime


class ExchangeService(Protocol):
    """A registry that can be asked by key."""

    def ask(self, question: Question) -> Answer:
        """Answer the question.

        Raises:
            ServiceUnavailable: the service did not answer.
        """
        ...


class EntityRegistry:
    """A table of the entity's own, kept with its data."""

    def __init__(self, divipola: str, name: str) -> None:
        self._rows = registry(divipola, name)
        self._source = f"{name} de la entidad {divipola}"

    def ask(self, question: Question) -> Answer:
        """Look up the payload's `key`: in the first column, or in the column that `by` names."""
        row = self._find(question.payload)
        return Answer(
            status=AnswerStatus.OK if row else AnswerStatus.NOT_FOUND,
            payload=dict(row) if row else None,
            source=self._source,
            obtained_at=question.asked_at,
        )

    def _find(self, payload: Mapping[str, Any]) -> Mapping[str, str] | None:
        wanted = _folded(payload.get("key"))
        column = str(payload.get("by") or "")
        for key, row in self._rows.items():
            if wanted and _folded(row.get(column) if column in row else key) == wanted:
                return row
        return None


def _folded(value: object) -> str:
    return " ".join(str(value or "").upper().split())


class RegistrySimulator:
    """Stands for another entity's registry; deterministic, and says in its answers that it simulates.

    A file `simulators/SERVICE.down` in the data folder makes it fail, for demonstrations.
    """

    def __init__(self, divipola: str, service: str, switches: Path | None) -> None:
        self._table = EntityRegistry(divipola, service)
        self._service = service
        self._switch = switches / f"{service}.down" if switches else None

    def ask(self, question: Question) -> Answer:
        """Answer from the recorded rows.

        Raises:
            ServiceUnavailable: it was switched off.
        """
        if self._switch and self._switch.exists():
            raise ServiceUnavailable(self._service)
        answer = self._table.ask(question)
        return Answer(
            status=answer.status,
            payload=answer.payload,
            source=f"simulador de {self._service}",
            obtained_at=question.asked_at,
        )


class ServiceDownSimulator:
    """Stands for a service that never answers, in rehearsals."""

    def ask(self, question: Question) -> Answer:
        """Fail.

        Raises:
            ServiceUnavailable: always.
        """
        raise ServiceUnavailable(question.service)


def services_of(divipola: str, data: Path | None) -> dict[str, ExchangeService]:
    """Every service that procedures can ask, by name.

    Args:
        divipola: code of the entity.
        data: folder with the simulators' switches; None in rehearsals.
    """
    switches = data / "simulators" if data else None
    return {
        "predios": RegistrySimulator(divipola, "predios", switches),
        "sisben": RegistrySimulator(divipola, "sisben", switches),
        "censo": RegistrySimulator(divipola, "censo", switches),
        "jac": EntityRegistry(divipola, "jac"),
    }
