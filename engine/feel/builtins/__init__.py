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

MODULES = (conversion, strings, numbers, lists, contexts, ranges, temporal, camunda)
FUNCTIONS: Mapping[str, FeelFunction] = {
    name: function for module in MODULES for name, function in module.FUNCTIONS.items()
}

__all__ = ["FUNCTIONS", "MODULES"]
