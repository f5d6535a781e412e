"""Decision tables and decision graphs of DMN over FEEL. Pure."""

from engine.dmn.deciding import decide
from engine.dmn.model import (
    Decision,
    DecisionModel,
    DecisionOutcome,
    DmnFinding,
    DmnRefused,
    FiredRule,
    UnknownDecision,
)
from engine.dmn.reading import load

__all__ = [
    "Decision",
    "DecisionModel",
    "DecisionOutcome",
    "DmnFinding",
    "DmnRefused",
    "FiredRule",
    "UnknownDecision",
    "decide",
    "load",
]
