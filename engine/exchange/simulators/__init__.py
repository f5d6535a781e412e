"""Simulators of other people's services (inventory Part M): deterministic, and saying that they simulate.

`answer` is the whole of each service. A rehearsal calls it in its own process (`RegistrySimulator`);
`python -m engine.exchange.simulators` puts it behind HTTP, where it can also be slow, fail or lie.
They are never for production.
"""

from engine.exchange.simulators.answering import (
    Answering,
    RegistrySimulator,
    ServiceDownSimulator,
    SlowServiceSimulator,
    answer,
)
from engine.exchange.simulators.fixtures import Fixtures
from engine.exchange.simulators.replies import Later, NoAnswer, Refusal, Reply
from engine.exchange.simulators.table import SERVICES, SimulatedService

__all__ = [
    "SERVICES",
    "Answering",
    "Fixtures",
    "Later",
    "NoAnswer",
    "Refusal",
    "RegistrySimulator",
    "Reply",
    "ServiceDownSimulator",
    "SimulatedService",
    "SlowServiceSimulator",
    "answer",
]
