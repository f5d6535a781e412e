"""Decision tables and decision graphs of DMN 1.2 to 1.5 over FEEL. Pure."""

from engine.dmn.checking import check
from engine.dmn.deciding import decide
from engine.dmn.model import (
    Decision,
    DecisionModel,
    DecisionOutcome,
    DecisionService,
    DmnFinding,
    DmnRefused,
    FiredRule,
    InputData,
    KnowledgeModel,
    UnknownDecision,
)
from engine.dmn.reading import load, load_leniently

__all__ = [
    "Decision",
    "DecisionModel",
    "DecisionOutcome",
    "DecisionService",
    "DmnFinding",
    "DmnRefused",
    "FiredRule",
    "InputData",
    "KnowledgeModel",
    "UnknownDecision",
    "check",
    "decide",
    "load",
    "load_leniently",
]
