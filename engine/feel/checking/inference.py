"""Infers the type of every part of a tree, and tells what cannot be right. Source: DMN 1.5, 10.3.2."""

from collections.abc import Callable, Mapping

from engine.feel.builtins import FUNCTIONS
from engine.feel.checking.calls import CallChecker
from engine.feel.checking.finding import Finder
from engine.feel.checking.sentences import KINDS, kind_words
from engine.feel.compiler import Builder
from engine.feel.compiler.free import INPUT
from engine.feel.members import PROPERTIES
from engine.feel.syntax.names import Scope
from engine.feel.syntax.tree import Node
from engine.feel.temporal.text import parse_temporal
from engine.feel.types import ANY, BOOLEAN, NULL, NUMBER, STRING, Type, list_of
from engine.feel.values import kind_of

_TEMPORAL = {"date", "time", "date and time"}
_DURATION = {"days and time duration", "years and months duration"}
_ASKING = {"get or else", "is defined"}
_ORDERED = {"number", "string"} | _TEMPORAL | _DURATION


class Checker:
    """Checks one tree."""

    def __init__(self, scope: Scope, finder: Finder, *, knows_all: bool = True) -> None:
        self.builder = Builder(scope.types, scope.variables)
        self._finder = finder
        self._layers: list[dict[str, Type | None]] = [dict(scope.variables)]
        self._given = ANY
        self._knows_all = knows_all
        self._open = 0
        self._calls = CallChecker(finder)

    def whole(self, node: Node, expects: Type, given: Type) -> None:
        """Check a whole expression, which must give a type."""
        self._given = given
        found = self.infer(node)
        if not _may_be(found, expects):
            sentence = (
                f"La expresión da {kind_words(found)} y aquí se espera {kind_words(expects)}."
            )
            self._finder.tell(node, "wrong-type", sentence)

    def infer(self, node: Node) -> Type:
        """The type of a node; Any when it cannot be told."""
        reader = _READERS.get(node.kind)
        return reader(self, node) if reader else ANY

    # -- names -------------------------------------------------------------

    def _find(self, name: str) -> tuple[bool, Type]:
        for layer in reversed(self._layers):
            if name in layer:
                return True, layer[name] or ANY
        return False, ANY

    def _names(self) -> list[str]:
        return [name for layer in self._layers for name in layer]

    def name(self, node: Node) -> Type:
        """A variable, or a built-in function as a value."""
        name = node.parts[0]
        if name == INPUT:
            return self._given
        known, kind = self._find(name)
        if known:
            return kind
        if name in FUNCTIONS:  # A variable that is not known here may be called so.
            return Type("function") if self._knows_all else ANY
        if self._knows_all and not self._open:
            self._finder.tell_unknown(node, "unknown-name", "el dato", name, self._names())
        return ANY

    def path(self, node: Node) -> Type:
        """An entry or a property."""
        inner, name = self.infer(node.parts[0]), node.parts[1]
        if inner.kind == "list" and inner.item is not None:
            return list_of(self._member(node, inner.item, name))
        return self._member(node, inner, name)

    def _member(self, node: Node, inner: Type, name: str) -> Type:
        if inner.kind == "context":
            if inner.fields is None:
                return ANY
            if name not in inner.fields:
                self._finder.tell_unknown(node, "unknown-entry", "el dato", name, inner.fields)
            return inner.fields.get(name, ANY)
        if inner.kind in ("Any", "list", "null"):
            return ANY
        properties = PROPERTIES.get(inner.kind, {})
        if name not in properties:
            what = f"en {kind_words(inner)} la propiedad"
            self._finder.tell_unknown(node, "unknown-property", what, name, properties)
        return properties.get(name, ANY)

    # -- literals ----------------------------------------------------------

    def constant(self, node: Node) -> Type:
        """`true`, `false` and `null`."""
        return NULL if node.parts[0] is None else BOOLEAN

    def at(self, node: Node) -> Type:
        """An at-literal."""
        value = parse_temporal(node.parts[0])
        if value is None:
            sentence = (
                f'@"{node.parts[0]}" no es una fecha, hora ni duración. '
                'Escríbala así: @"2026-01-31", @"14:30:00" o @"P10D".'
            )
            self._finder.tell(node, "at-literal", sentence)
            return ANY
        return Type(kind_of(value))

    def list(self, node: Node) -> Type:
        """A list; of one type when all items are."""
        kinds = [self.infer(item) for item in node.parts[0]]
        same = bool(kinds) and all(kind == kinds[0] for kind in kinds)
        return list_of(kinds[0]) if same else Type("list")

    def context(self, node: Node) -> Type:
        """A context, of which later entries see earlier ones."""
        fields: dict[str, Type] = {}
        layer: dict[str, Type | None] = {}
        self._layers.append(layer)
        for key, value in node.parts[0]:
            layer[key] = None
            fields[key] = layer[key] = self.infer(value)
        self._layers.pop()
        return Type("context", fields=fields)

    def range(self, node: Node) -> Type:
        """A range, whose ends must have an order."""
        low, high = self.infer(node.parts[0]), self.infer(node.parts[1])
        self._comparable(node, low, high)
        return Type("range", item=low if low.kind == high.kind else None)

    def comparison_range(self, node: Node) -> Type:
        """`(< 10)`."""
        return Type("range", item=self.infer(node.parts[1]))

    # -- logic -------------------------------------------------------------

    def _condition(self, node: Node, what: str) -> None:
        kind = self.infer(node)
        if not _may_be(kind, BOOLEAN):
            sentence = f"{what} debe dar verdadero o falso, y da {kind_words(kind)}."
            self._finder.tell(node, "condition-type", sentence)

    def logic(self, node: Node) -> Type:
        """`and`, `or`."""
        for part in node.parts:
            self._condition(part, f"Cada lado de «{node.kind}»")
        return BOOLEAN

    def conditional(self, node: Node) -> Type:
        """`if … then … else`."""
        self._condition(node.parts[0], "La condición de «if»")
        then, otherwise = self.infer(node.parts[1]), self.infer(node.parts[2])
        return _either(then, otherwise)

    def compare(self, node: Node) -> Type:
        """`=`, `<` and their kin."""
        left, right = self.infer(node.parts[1]), self.infer(node.parts[2])
        self._comparable(node, left, right, is_order=node.parts[0] not in ("=", "!="))
        return BOOLEAN

    def between(self, node: Node) -> Type:
        """`between … and …`."""
        value, low, high = (self.infer(part) for part in node.parts)
        self._comparable(node, value, low, is_order=True)
        self._comparable(node, value, high, is_order=True)
        return BOOLEAN

    def _comparable(self, node: Node, left: Type, right: Type, *, is_order: bool = False) -> None:
        if "Any" in (left.kind, right.kind) or "null" in (left.kind, right.kind):
            return
        if left.kind != right.kind:
            sentence = (
                f"Compara {kind_words(left)} con {kind_words(right)}: nunca se cumple. "
                "Revise el tipo de cada lado."
            )
            self._finder.tell(node, "operand-types", sentence)
        elif is_order and left.kind not in _ORDERED:
            sentence = f"No se puede saber cuál es mayor: es {kind_words(left)}."
            self._finder.tell(node, "operand-types", sentence)

    # -- arithmetic --------------------------------------------------------

    def arithmetic(self, node: Node) -> Type:
        """`+`, `-`, `*`, `/`, `**`."""
        sign = node.parts[0]
        left, right = self.infer(node.parts[1]), self.infer(node.parts[2])
        if "Any" in (left.kind, right.kind):
            return NUMBER if sign == "**" else ANY
        result = _result(sign, left.kind, right.kind)
        if result is None:
            sentence = f"No se puede calcular {kind_words(left)} {sign} {kind_words(right)}."
            if sign == "+" and STRING.kind in (left.kind, right.kind):
                sentence += " Para unirlo a un texto use string(…)."
            elif {left.kind, right.kind} <= _TEMPORAL | {"number"}:
                sentence += ' Para sumar o restar días use duration("P15D").'
            self._finder.tell(node, "operand-types", sentence)
            return ANY
        return result

    def negate(self, node: Node) -> Type:
        """`-` before one value."""
        kind = self.infer(node.parts[0])
        if kind.kind not in {"Any", "null", "number"} | _DURATION:
            sentence = f"El signo «-» no se puede poner delante de {kind_words(kind)}."
            self._finder.tell(node, "operand-types", sentence)
        return kind

    # -- loops and filters -------------------------------------------------

    def filter(self, node: Node) -> Type:
        """`list[condition]`."""
        inner = self.infer(node.parts[0])
        item = inner.item or ANY if inner.kind == "list" else inner
        layer: dict[str, Type | None] = {"item": item}
        is_open = item.kind == "Any" or (item.kind == "context" and item.fields is None)
        layer.update(item.fields or {})
        self._layers.append(layer)
        self._open += is_open
        test = self.infer(node.parts[1])
        self._open -= is_open
        self._layers.pop()
        if test.kind == "number":
            return item
        if not _may_be(test, BOOLEAN):
            sentence = (
                f"Entre corchetes va un número de orden o una condición, y hay {kind_words(test)}."
            )
            self._finder.tell(node.parts[1], "filter-type", sentence)
        return ANY if test.kind == "Any" else list_of(item)

    def _enter_loop(self, node: Node) -> None:
        layer: dict[str, Type | None] = {}
        self._layers.append(layer)
        for name, low, high in node.parts[0]:
            kind = self.infer(low)
            if high is not None:
                self._comparable(low, kind, self.infer(high))
                layer[name] = kind
                continue
            # What is no list is run over as a list of one.
            layer[name] = kind.item if kind.kind in ("list", "range") else kind

    def loop(self, node: Node) -> Type:
        """`for … return`."""
        self._enter_loop(node)
        self._layers[-1]["partial"] = Type("list")
        body = self.infer(node.parts[1])
        self._layers.pop()
        return list_of(body)

    def quantified(self, node: Node) -> Type:
        """`some` and `every`."""
        self._enter_loop(node)
        self._condition(node.parts[1], "Lo que sigue a «satisfies»")
        self._layers.pop()
        return BOOLEAN

    # -- functions, types and tests ----------------------------------------

    def function(self, node: Node) -> Type:
        """`function(…) …`."""
        kinds = [(name, self.builder.type(kind) or ANY) for name, kind in node.parts[0]]
        self._layers.append(dict(kinds))
        result = self.infer(node.parts[1])
        self._layers.pop()
        return Type("function", parameters=tuple(kind for _, kind in kinds), result=result)

    def call(self, node: Node) -> Type:
        """A call of a built-in function, or of another one."""
        target, positional, named = node.parts
        # These ask whether there is such a name at all.
        asks = target.kind == "name" and target.parts[0] in _ASKING
        self._open += asks
        given = [self.infer(part) for part in positional]
        self._open -= asks
        by_name = {name: self.infer(part) for name, part in named}
        if target.kind == "name" and not self._find(target.parts[0])[0]:
            function = FUNCTIONS.get(target.parts[0])
            if function is not None:
                return self._calls.built_in(node, function, given, by_name)
            if not self._open:
                known = [*FUNCTIONS, *self._names()]
                self._finder.tell_unknown(
                    target, "unknown-function", "la función", target.parts[0], known
                )
            return ANY
        kind = self.infer(target)
        if kind.kind not in ("Any", "function"):
            sentence = f"Esto no es una función: es {kind_words(kind)}."
            self._finder.tell(node, "not-a-function", sentence)
        return kind.result or ANY

    def instance(self, node: Node) -> Type:
        """`instance of`."""
        self.infer(node.parts[0])
        if self.builder.type(node.parts[1]) is None:
            known = [*self.builder.types, *(kind for kind in KINDS if kind != "null")]
            wanted = node.parts[1]
            self._finder.tell_unknown(wanted, "unknown-type", "el tipo", wanted.name, known)
        return BOOLEAN

    def membership(self, node: Node) -> Type:
        """`in`."""
        outside, self._given = self._given, self.infer(node.parts[0])
        self.infer(node.parts[1])
        self._given = outside
        return BOOLEAN

    def tests(self, node: Node) -> Type:
        """Tests after `in`, or of a cell."""
        for part in node.parts[0] if node.kind == "tests" else node.parts:
            self.infer(part)
        return BOOLEAN

    def test(self, node: Node) -> Type:
        """One test."""
        sign, inner = node.parts
        kind = self.infer(inner)
        if sign:
            self._comparable(node, self._given, kind, is_order=sign not in ("=", "!="))
        elif kind.kind == "range" and kind.item is not None:
            self._comparable(node, self._given, kind.item)
        elif inner.kind in ("number", "string", "at"):
            self._comparable(node, self._given, kind)
        return BOOLEAN


def _may_be(found: Type, wanted: Type) -> bool:
    return wanted.kind == "Any" or found.kind in ("Any", "null", wanted.kind)


def _either(left: Type, right: Type) -> Type:
    if left.kind == "null":
        return right
    return left if right.kind in ("null", left.kind) else ANY


def _result(sign: str, left: str, right: str) -> Type | None:
    """The type of an operation; None when there is none for these kinds."""
    if "null" in (left, right):
        return ANY
    if left == right == "number":
        return NUMBER
    if left == right == "string":
        return STRING if sign == "+" else None
    if sign in ("*", "/"):
        return _scaled(sign, left, right)
    return _moved(sign, left, right) if sign in ("+", "-") else None


def _moved(sign: str, left: str, right: str) -> Type | None:
    if right in _DURATION and (left in _TEMPORAL or left == right):
        return Type(left)
    if sign == "+":
        return Type(right) if left in _DURATION and right in _TEMPORAL else None
    if not {left, right} <= _TEMPORAL or ("time" in (left, right) and left != right):
        return None
    return Type("days and time duration")


def _scaled(sign: str, left: str, right: str) -> Type | None:
    if left in _DURATION and right == "number":
        return Type(left)
    if left == "number" and right in _DURATION and sign == "*":
        return Type(right)
    return NUMBER if left == right and left in _DURATION and sign == "/" else None


_READERS: Mapping[str, Callable[[Checker, Node], Type]] = {
    "number": lambda _checker, _node: NUMBER,
    "string": lambda _checker, _node: STRING,
    "constant": Checker.constant,
    "any": lambda _checker, _node: BOOLEAN,
    "at": Checker.at,
    "name": Checker.name,
    "path": Checker.path,
    "if": Checker.conditional,
    "and": Checker.logic,
    "or": Checker.logic,
    "compare": Checker.compare,
    "between": Checker.between,
    "arithmetic": Checker.arithmetic,
    "negate": Checker.negate,
    "list": Checker.list,
    "context": Checker.context,
    "range": Checker.range,
    "comparison-range": Checker.comparison_range,
    "filter": Checker.filter,
    "for": Checker.loop,
    "some": Checker.quantified,
    "every": Checker.quantified,
    "function": Checker.function,
    "call": Checker.call,
    "instance": Checker.instance,
    "in": Checker.membership,
    "tests": Checker.tests,
    "not-tests": Checker.tests,
    "test": Checker.test,
    "member": Checker.test,
}
