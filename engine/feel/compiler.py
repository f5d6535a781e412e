"""Tree to closures, once; evaluating is then only calling them. Source: DMN 1.5, 10.3.2."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from engine.feel.builtins import FUNCTIONS
from engine.feel.errors import FeelLimitExceeded
from engine.feel.frame import Frame
from engine.feel.members import member
from engine.feel.operators import (
    arithmetic,
    compare,
    conjunction,
    disjunction,
    equal,
    kind_of,
    within,
)
from engine.feel.parser import Node
from engine.feel.values import (
    NUMBERS,
    DayTimeDuration,
    FeelFunction,
    Range,
    Value,
    YearMonthDuration,
    parse_at_literal,
)

Closure = Callable[[Frame], Value]
INPUT = "?"


def compile_node(node: Node) -> Closure:
    """The closure of a node; each call of it counts one step."""
    inner = _COMPILERS[node.kind](node)

    def counted(frame: Frame) -> Value:
        frame.run.step()
        return inner(frame)

    return counted


def free_names(node: object) -> frozenset[str]:
    """Names that the tree reads and does not bind itself; functions that are built in left out."""
    found: set[str] = set()
    _collect(node, frozenset(), found)
    return frozenset(found - set(FUNCTIONS) - {INPUT, "item", "partial"})


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
        _collect(node.parts[1], bound | set(node.parts[0]), found)
    elif node.kind == "context":
        inner = bound
        for key, value in node.parts[0]:
            _collect(value, inner, found)
            inner = inner | {key}
    else:
        _collect(node.parts, bound, found)


def _constant(value: Value) -> Closure:
    return lambda _frame: value


def _name(node: Node) -> Closure:
    name = node.parts[0]
    built_in = FUNCTIONS.get(name)

    def read(frame: Frame) -> Value:
        known, value = frame.find(name)
        if known:
            return value
        if built_in is not None:
            return built_in
        frame.run.problem("unknown-name", name, node.line, node.column)
        return None

    return read


def _if(node: Node) -> Closure:
    condition, then, otherwise = (compile_node(part) for part in node.parts)
    return lambda frame: then(frame) if condition(frame) is True else otherwise(frame)


def _logic(node: Node) -> Closure:
    left, right = (compile_node(part) for part in node.parts)
    join, final = (conjunction, False) if node.kind == "and" else (disjunction, True)

    def evaluate(frame: Frame) -> Value:
        first = left(frame)
        return final if first is final else join([first, right(frame)])

    return evaluate


def _compare(node: Node) -> Closure:
    sign = node.parts[0]
    left, right = compile_node(node.parts[1]), compile_node(node.parts[2])

    def evaluate(frame: Frame) -> Value:
        a, b = left(frame), right(frame)
        result = compare(sign, a, b)
        if result is None and a is not None and b is not None:
            frame.run.problem(
                "operand-types", f"{kind_of(a)} {sign} {kind_of(b)}", node.line, node.column
            )
        return result

    return evaluate


def _between(node: Node) -> Closure:
    value, low, high = (compile_node(part) for part in node.parts)

    def evaluate(frame: Frame) -> Value:
        found = value(frame)
        return conjunction([compare(">=", found, low(frame)), compare("<=", found, high(frame))])

    return evaluate


def _arithmetic(node: Node) -> Closure:
    sign = node.parts[0]
    left, right = compile_node(node.parts[1]), compile_node(node.parts[2])
    return lambda frame: arithmetic(frame.run, sign, left(frame), right(frame))


def _negate(node: Node) -> Closure:
    inner = compile_node(node.parts[0])

    def evaluate(frame: Frame) -> Value:
        value = inner(frame)
        if isinstance(value, Decimal):
            return -value
        if isinstance(value, DayTimeDuration):
            return DayTimeDuration(-value.microseconds)
        return YearMonthDuration(-value.months) if isinstance(value, YearMonthDuration) else None

    return evaluate


def _list(node: Node) -> Closure:
    items = [compile_node(part) for part in node.parts[0]]
    return lambda frame: frame.run.bounded([item(frame) for item in items])


def _context(node: Node) -> Closure:
    entries = [(key, compile_node(value)) for key, value in node.parts[0]]

    def evaluate(frame: Frame) -> Value:
        made: dict[str, Value] = {}
        inner = frame.inside(made)
        for key, value in entries:
            made[key] = value(inner)
        return made

    return evaluate


def _range(node: Node) -> Closure:
    low, high = compile_node(node.parts[0]), compile_node(node.parts[1])
    low_in, high_in = node.parts[2], node.parts[3]
    return lambda frame: Range(low(frame), high(frame), low_in, high_in)


def _open_range(node: Node) -> Closure:
    sign, value = node.parts[0], compile_node(node.parts[1])
    makers: Mapping[str, Callable[[Value], Range]] = {
        "<": lambda v: Range(None, v, start_included=False, end_included=False),
        "<=": lambda v: Range(None, v, start_included=False, end_included=True),
        ">": lambda v: Range(v, None, start_included=False, end_included=False),
        ">=": lambda v: Range(v, None, start_included=True, end_included=False),
        "=": lambda v: Range(v, v),
    }
    make = makers.get(sign)
    return lambda frame: make(value(frame)) if make else None


def _path(node: Node) -> Closure:
    inner, name = compile_node(node.parts[0]), node.parts[1]

    def evaluate(frame: Frame) -> Value:
        value = inner(frame)
        if isinstance(value, list):
            return [member(frame.run, item, name) for item in value]
        return member(frame.run, value, name)

    return evaluate


def _filter(node: Node) -> Closure:
    inner, test = compile_node(node.parts[0]), compile_node(node.parts[1])

    def evaluate(frame: Frame) -> Value:
        value = inner(frame)
        items = value if isinstance(value, list) else ([] if value is None else [value])
        whole = node.parts[1].kind in ("number", "negate", "name")
        index = test(frame) if whole else None
        if isinstance(index, Decimal):
            place = int(index)
            if place > 0 and place <= len(items):
                return items[place - 1]
            return items[place] if place < 0 and -place <= len(items) else None
        return _matching(frame, items, test)

    return evaluate


def _matching(frame: Frame, items: list[Value], test: Closure) -> Value:
    kept = []
    for item in items:
        names = {**item, "item": item} if isinstance(item, dict) else {"item": item}
        verdict = test(frame.inside(names))
        if isinstance(verdict, Decimal):
            place = int(verdict)
            inside = 0 < place <= len(items)
            return items[place - 1] if inside else None
        if verdict is True:
            kept.append(item)
    return kept


def _iterations(node: Node) -> list[tuple[str, Closure, Closure | None]]:
    return [
        (name, compile_node(low), compile_node(high) if high is not None else None)
        for name, low, high in node.parts[0]
    ]


def _domain(frame: Frame, low: Closure, high: Closure | None) -> list[Value] | None:
    first = low(frame)
    if high is None:
        return (
            first
            if isinstance(first, list)
            else (_span(frame, first) if isinstance(first, Range) else None)
        )
    return _span(frame, Range(first, high(frame)))


def _span(frame: Frame, interval: Range) -> list[Value] | None:
    start, end = interval.start, interval.end
    if not (isinstance(start, Decimal) and isinstance(end, Decimal)):
        return None
    if abs(end - start) > frame.run.limits.items:
        raise FeelLimitExceeded("items")
    first, last = int(start), int(end)
    step = 1 if first <= last else -1
    return [Decimal(number) for number in range(first, last + step, step)]


def _each(frame: Frame, plan: list[tuple[str, Closure, Closure | None]], at: int = 0) -> Any:
    if at == len(plan):
        yield frame
        return
    name, low, high = plan[at]
    items = _domain(frame, low, high)
    if items is None:
        frame.run.problem("not-a-list", name)
        yield None
        return
    for item in items:
        frame.run.step()
        yield from _each(frame.inside({name: item}), plan, at + 1)


def _for(node: Node) -> Closure:
    plan, body = _iterations(node), compile_node(node.parts[1])

    def evaluate(frame: Frame) -> Value:
        made: list[Value] = []
        for inner in _each(frame, plan):
            if inner is None:
                return None
            made.append(body(inner.inside({"partial": list(made)})))
            frame.run.bounded(made)
        return made

    return evaluate


def _quantified(node: Node) -> Closure:
    plan, body = _iterations(node), compile_node(node.parts[1])
    join = disjunction if node.kind == "some" else conjunction

    def evaluate(frame: Frame) -> Value:
        verdicts = []
        for inner in _each(frame, plan):
            if inner is None:
                return None
            verdicts.append(body(inner))
        return join(verdicts)

    return evaluate


def _function(node: Node) -> Closure:
    names, body = node.parts[0], compile_node(node.parts[1])

    def make(frame: Frame) -> Value:
        def call(_frame: Frame, *values: Value) -> Value:
            return body(frame.inside(dict(zip(names, values, strict=True))))

        return FeelFunction("", (names,), call, len(names), len(names))

    return make


def _call(node: Node) -> Closure:
    target = compile_node(node.parts[0])
    positional = [compile_node(part) for part in node.parts[1]]
    named = [(name, compile_node(part)) for name, part in node.parts[2]]

    def evaluate(frame: Frame) -> Value:
        function = target(frame)
        if not isinstance(function, FeelFunction):
            frame.run.problem(
                "not-a-function", str(node.parts[0].parts[:1]), node.line, node.column
            )
            return None
        values = [part(frame) for part in positional]
        if named:
            values = _in_order(function, {name: part(frame) for name, part in named}) or []
        return call_function(frame, function, values, node)

    return evaluate


def _in_order(function: FeelFunction, named: dict[str, Value]) -> list[Value] | None:
    for names in function.parameters:
        if set(named) <= set(names):
            used = max((names.index(name) for name in named), default=-1) + 1
            return [named.get(name) for name in names[:used]]
    return None


def call_function(frame: Frame, function: FeelFunction, values: list[Value], node: Node) -> Value:
    """Call a function value; null, with the problem, when the arguments do not fit."""
    run = frame.run
    count = len(values)
    if count < function.minimum or (function.maximum is not None and count > function.maximum):
        run.problem("arguments", function.name, node.line, node.column)
        return None
    run.depth += 1
    if run.depth > run.limits.depth:
        raise FeelLimitExceeded("depth")
    try:
        return run.bounded(function.call(frame, *values))
    except (ArithmeticError, ValueError, TypeError, AttributeError, LookupError):
        # A built-in met a value of another type: FEEL gives null and says so (DMN 1.5, 10.3.2.13.1).
        run.problem("argument-types", function.name, node.line, node.column)
        return None
    finally:
        run.depth -= 1


def _instance(node: Node) -> Closure:
    inner, wanted = compile_node(node.parts[0]), node.parts[1]

    def evaluate(frame: Frame) -> Value:
        value = inner(frame)
        if wanted == "Any":
            return value is not None
        return kind_of(value) == wanted

    return evaluate


def _in(node: Node) -> Closure:
    value, tests = compile_node(node.parts[0]), compile_node(node.parts[1])
    return lambda frame: tests(frame.inside({INPUT: value(frame)}))


def _tests(node: Node) -> Closure:
    tests = [compile_node(part) for part in node.parts[0]]
    return lambda frame: disjunction([test(frame) for test in tests])


def _not_tests(node: Node) -> Closure:
    tests = compile_node(node.parts[0])

    def evaluate(frame: Frame) -> Value:
        verdict = tests(frame)
        return None if verdict is None else not verdict

    return evaluate


def _test(node: Node) -> Closure:
    sign, inner = node.parts[0], compile_node(node.parts[1])
    mentions_input = INPUT in _names_in(node.parts[1])

    def evaluate(frame: Frame) -> Value:
        _, value = frame.find(INPUT)
        expected = inner(frame)
        if sign:
            return compare(sign, value, expected)
        if mentions_input:
            return expected if isinstance(expected, bool) else equal(value, expected)
        return _belongs(value, expected)

    return evaluate


def _names_in(node: object) -> set[str]:
    found: set[str] = set()
    _collect(node, frozenset(), found)
    return found


def _belongs(value: Value, expected: Value) -> bool | None:
    if isinstance(expected, Range):
        return (
            equal(value, expected) is True if isinstance(value, Range) else within(value, expected)
        )
    if isinstance(expected, list) and not isinstance(value, list):
        return disjunction([_belongs(value, item) for item in expected])
    if isinstance(expected, list) and any(equal(value, item) is True for item in expected):
        return True
    same = equal(value, expected)
    return bool(same) if same is not None else False


_COMPILERS: Mapping[str, Callable[[Node], Closure]] = {
    "number": lambda node: _constant(NUMBERS.create_decimal(node.parts[0])),
    "string": lambda node: _constant(node.parts[0]),
    "constant": lambda node: _constant(node.parts[0]),
    "at": lambda node: _constant(parse_at_literal(node.parts[0])),
    "any": lambda _node: _constant(value=True),
    "name": _name,
    "if": _if,
    "and": _logic,
    "or": _logic,
    "compare": _compare,
    "between": _between,
    "arithmetic": _arithmetic,
    "negate": _negate,
    "list": _list,
    "context": _context,
    "range": _range,
    "open-range": _open_range,
    "path": _path,
    "filter": _filter,
    "for": _for,
    "some": _quantified,
    "every": _quantified,
    "function": _function,
    "call": _call,
    "instance": _instance,
    "in": _in,
    "tests": _tests,
    "not-tests": _not_tests,
    "test": _test,
}
