"""The entity's own registries as services, and its own rows before what somebody else says."""

from bpmn.entity import RegistryUnknown
from engine import commands
from engine.exchange.contract import Answer, AnswerStatus, ExchangeService, Question


class EntityRegistry:
    """A registry of the entity: rows of its file, and over them those that procedures wrote."""

    def __init__(self, divipola: str, name: str) -> None:
        if not commands.keeps_registry(divipola, name):
            raise RegistryUnknown(name)
        self._divipola = divipola
        self._name = name

    def ask(self, question: Question) -> Answer:
        """Look up the payload's `key`: among the keys, or in the column that `by` names."""
        asked = question.payload
        row = commands.registry_row(
            self._divipola, self._name, asked.get("key"), str(asked.get("by") or "")
        )
        return Answer(
            status=AnswerStatus.OK if row else AnswerStatus.NOT_FOUND,
            payload=row or None,
            source=f"{self._name} de la entidad {self._divipola}",
            obtained_at=question.asked_at,
            correlation_id=question.correlation_id,
        )


class OwnRowsFirst:
    """Asks the service only about what the entity has not written down itself.

    What a procedure has reported to somebody else (a debtor, a household's group) is known here at once,
    whatever the other side still says.
    """

    def __init__(self, divipola: str, name: str, service: ExchangeService) -> None:
        self._divipola = divipola
        self._name = name
        self._service = service

    def ask(self, question: Question) -> Answer:
        """Answer with the row that a procedure wrote under the payload's `key`, else ask.

        Raises:
            ServiceUnavailable: the service did not answer.
        """
        row = None
        if not question.payload.get("by"):
            key = question.payload.get("key")
            row = commands.written_row(self._divipola, self._name, key)
        if row is None:
            return self._service.ask(question)
        return Answer(
            status=AnswerStatus.OK,
            payload=row,
            source=f"{self._name} de la entidad {self._divipola}",
            obtained_at=question.asked_at,
            correlation_id=question.correlation_id,
        )
