"""Checks that the tables of the engine agree with each other, and says where they do not; changes nothing."""

from engine.checking.checker import check
from engine.checking.finding import Finding, Invariant, Options, Progress
from engine.checking.invariants import ALL, OF_ALL, OF_CASE

__all__ = ["ALL", "OF_ALL", "OF_CASE", "Finding", "Invariant", "Options", "Progress", "check"]
