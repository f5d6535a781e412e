"""Asking other entities: the common exchange contract, the services behind it, and their answers.

Every service answers the same way (inventory Part M, common exchange contract), so that the real one
takes the simulator's place behind the same protocol.
"""

from engine.exchange.contract import (
    Answer,
    AnswerRefused,
    AnswerStatus,
    ExchangeService,
    Question,
    ServiceUnavailable,
)

__all__ = [
    "Answer",
    "AnswerRefused",
    "AnswerStatus",
    "ExchangeService",
    "Question",
    "ServiceUnavailable",
]
