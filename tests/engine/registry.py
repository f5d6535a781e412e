"""A registry of somebody else that does what the test says before it answers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from archive.stores import Store
from engine.exchange import Answer, AnswerStatus, Question
from engine.jobs import workshop
from engine.rehearsal.stage import SealSimulator


class ServiceThat:
    """Answers every question with OK, after doing what the test wants."""

    def __init__(self, does: Callable[[], None] = lambda: None) -> None:
        self.does = does
        self.asked = 0

    def ask(self, question: Question) -> Answer:
        self.asked += 1
        self.does()
        return Answer(
            status=AnswerStatus.OK,
            payload={"key": "1"},
            source="prueba",
            obtained_at=question.asked_at,
        )


@contextmanager
def lent_registry(store: Store, service: ServiceThat) -> Iterator[ServiceThat]:
    """A workshop in which `predios` is this service."""
    lent = replace(
        workshop.current(), store=store, seal=SealSimulator(), exchange={"predios": service}
    )
    with workshop.lend(lent):
        yield service
