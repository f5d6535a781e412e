"""Item definitions as types of FEEL. Source: DMN 1.5, 7.3.2 (item definitions, allowed values)."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from lxml import etree

from engine.dmn.xml import Tags
from engine.feel import UnaryTests
from engine.feel.frame import Frame, Run
from engine.feel.types import ANY, NAMED, Type, list_of
from engine.feel.values import Value

Allows = Callable[[Value, Run], bool]
Blame = Callable[[str, etree._Element, str], None]
TestsOf = Callable[[etree._Element, str], UnaryTests | None]


class ItemTypes:
    """The types of one file, with those of the files that it imports.

    Attributes:
        named: types by name; an imported one's name begins with that of the import and a dot.
    """

    def __init__(self, tags: Tags, imported: Mapping[str, Type], tests: TestsOf) -> None:
        self._tags = tags
        self._tests = tests
        self._definitions: dict[str, etree._Element] = {}
        self._open: set[str] = set()
        self.named: dict[str, Type] = dict(imported)

    def read(self, root: etree._Element) -> None:
        """Read every item definition of a file."""
        for node in self._tags.all(root, "itemDefinition"):
            self._definitions[node.get("name") or ""] = node
        for name in self._definitions:
            self.find(name)

    def find(self, reference: str | None) -> Type | None:
        """The type of a `typeRef`; None when there is none of that name."""
        name = (reference or "").strip()
        # Older modellers write the prefix of FEEL's namespace before FEEL's own types.
        plain = name.rpartition(":")[2] if name.rpartition(":")[2] in NAMED else name
        if not plain:
            return ANY
        if plain in self.named:
            return self.named[plain]
        if plain in self._definitions and plain not in self._open:
            self._open.add(plain)
            self.named[plain] = self._type(self._definitions[plain], plain)
            self._open.discard(plain)
            return self.named[plain]
        if plain in self._open:
            return ANY  # A type that holds itself: checked one level deep.
        return NAMED.get(plain)

    def _type(self, node: etree._Element, name: str) -> Type:
        components = self._tags.all(node, "itemComponent")
        function = self._tags.one(node, "functionItem")
        if function is not None:
            kind = self._function(function)
        elif components:
            fields = {part.get("name") or "": self._type(part, "") for part in components}
            kind = Type("context", fields=fields)
        else:
            kind = self.find(self._tags.text(node, "typeRef")) or ANY
        kind = self._constrained(node, kind, "allowedValues")
        if node.get("isCollection") == "true":
            kind = list_of(kind)
        kind = self._constrained(node, kind, "typeConstraint")
        return replace(kind, name=name) if name else kind

    def _function(self, node: etree._Element) -> Type:
        parameters = tuple(
            self.find(part.get("typeRef")) or ANY for part in self._tags.all(node, "parameters")
        )
        result = self.find(node.get("outputTypeRef")) or ANY
        return Type("function", parameters=parameters, result=result)

    def _constrained(self, node: etree._Element, kind: Type, tag: str) -> Type:
        holder = self._tags.one(node, tag)
        text = self._tags.text(holder, "text") if holder is not None else ""
        tests = self._tests(node, text) if text else None
        if tests is None:
            return kind
        return replace(kind, allows=_both(kind.allows, tests))


def _both(first: Allows | None, tests: UnaryTests) -> Allows:
    def allows(value: Value, run: Run) -> bool:
        # In the run of the decision, so that its bounds hold for all the values of a list together.
        is_first = first is None or first(value, run)
        return is_first and tests.closure(Frame(run, {}), value) is True

    return allows
