"""Makes the closure of a node, and knows which names the constructs around it bind."""

from collections.abc import Callable, Iterable, Mapping

from engine.feel.frame import Frame
from engine.feel.syntax.tree import Node, TypeName
from engine.feel.types import ANY, NAMED, Type
from engine.feel.values import Value

Closure = Callable[[Frame], Value]
# Takes the value that is tested, too.
TestClosure = Callable[[Frame, Value], Value]
Maker = Callable[["Builder", Node], Closure]
TestMaker = Callable[["Builder", Node], TestClosure]


class Builder:
    """Makes closures inside some constructs.

    Attributes:
        types: named types, those of item definitions.
        declared: variables that are known to be there; a call of such a name is not a built-in's.
    """

    def __init__(
        self,
        types: Mapping[str, Type] | None = None,
        declared: Iterable[str] = (),
        bound: tuple[frozenset[str] | None, ...] = (),
    ) -> None:
        self.types = types or {}
        self.declared = frozenset(declared)
        self._bound = bound

    def inside(self, names: Iterable[str] | None) -> "Builder":
        """A builder inside a construct that binds these names; None for a filter, which binds any."""
        layer = None if names is None else frozenset(names)
        return Builder(self.types, self.declared, (*self._bound, layer))

    def may_bind(self, name: str) -> bool:
        """Whether a construct around may bind the name; else it is a variable from outside."""
        return any(layer is None or name in layer for layer in self._bound)

    def is_declared(self, name: str) -> bool:
        """Whether the name is surely something else than a built-in function."""
        return name in self.declared or any(layer and name in layer for layer in self._bound)

    def node(self, node: Node) -> Closure:
        """The closure of a node."""
        return _MAKERS[node.kind](self, node)

    def tests(self, node: Node) -> TestClosure:
        """The closure of unary tests."""
        return _TEST_MAKERS[node.kind](self, node)

    def type(self, name: TypeName | None) -> Type | None:
        """The type of that name; None when there is none."""
        if name is None:
            return ANY
        if name.inner is not None:
            return self._made_of(name)
        if name.name in self.types:
            return self.types[name.name]
        return NAMED.get(name.name)

    def _made_of(self, name: TypeName) -> Type | None:
        inner = [(key, self.type(part)) for key, part in name.inner or ()]
        result = self.type(name.result)
        parts = [part for _, part in inner if part is not None]
        if len(parts) < len(inner) or result is None:
            return None
        if name.name == "context":
            return Type("context", fields=dict(zip((k for k, _ in inner), parts, strict=True)))
        if name.name == "function":
            return Type("function", parameters=tuple(parts), result=result)
        return Type(name.name, item=parts[0] if parts else None)


_MAKERS: dict[str, Maker] = {}
_TEST_MAKERS: dict[str, TestMaker] = {}


def makes(*kinds: str) -> Callable[[Maker], Maker]:
    """Enters a function as the maker of closures for nodes of these kinds."""

    def enter(maker: Maker) -> Maker:
        _MAKERS.update(dict.fromkeys(kinds, maker))
        return maker

    return enter


def makes_tests(*kinds: str) -> Callable[[TestMaker], TestMaker]:
    """Enters a function as the maker of closures for unary tests of these kinds."""

    def enter(maker: TestMaker) -> TestMaker:
        _TEST_MAKERS.update(dict.fromkeys(kinds, maker))
        return maker

    return enter


def weight(node: object) -> int:
    """Nodes of a tree: what one round of a loop over it costs, in steps of eight nodes."""
    count, waiting = 0, [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Node):
            count += 1
            waiting.extend(part.parts)
        elif isinstance(part, tuple):
            waiting.extend(part)
    return 1 + count // 8
