"""Built-in functions by name, one module for each group of DMN 1.5, 10.3.4."""

from collections.abc import Mapping

from engine.feel.builtins import (
    camunda,
    contexts,
    conversion,
    lists,
    numbers,
    ranges,
    strings,
    temporal,
)
from engine.feel.values import FeelFunction

FUNCTIONS: Mapping[str, FeelFunction] = {
    **conversion.FUNCTIONS,
    **strings.FUNCTIONS,
    **numbers.FUNCTIONS,
    **lists.FUNCTIONS,
    **contexts.FUNCTIONS,
    **ranges.FUNCTIONS,
    **temporal.FUNCTIONS,
    **camunda.FUNCTIONS,
}

__all__ = ["FUNCTIONS"]
