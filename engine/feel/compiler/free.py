"""Which variables an expression reads from outside."""

from engine.feel.builtins import FUNCTIONS
from engine.feel.syntax.tree import Node

INPUT = "?"
_GIVEN = frozenset({INPUT, "item", "partial"})


def free_names(node: object) -> frozenset[str]:
    """Names that the tree reads and does not bind itself; functions that are built in left out."""
    return mentioned(node) - frozenset(FUNCTIONS) - _GIVEN


def mentioned(node: object) -> frozenset[str]:
    """Names that the tree reads and does not bind itself."""
    found: set[str] = set()
    _collect(node, frozenset(), found)
    return frozenset(found)


def _collect(node: object, bound: frozenset[str], found: set[str]) -> None:
    if isinstance(node, tuple):
        for part in node:
            _collect(part, bound, found)
        return
    if not isinstance(node, Node):
        return
    if node.kind == "name":
        found.update({node.parts[0]} - bound)
    elif node.kind in ("for", "some", "every"):
        inner = bound
        for name, low, high in node.parts[0]:
            _collect((low, high), inner, found)
            inner = inner | {name}
        _collect(node.parts[1], inner, found)
    elif node.kind == "function":
        _collect(node.parts[1], bound | {name for name, _ in node.parts[0]}, found)
    elif node.kind == "context":
        inner = bound
        for key, value in node.parts[0]:
            inner = inner | {key}
            _collect(value, inner, found)
    else:
        _collect(node.parts, bound, found)
