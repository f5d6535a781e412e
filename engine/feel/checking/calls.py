"""Checks the arguments of built-in functions."""

from collections.abc import Callable, Iterable, Mapping

from engine.feel.checking.finding import Finder
from engine.feel.checking.sentences import kind_words
from engine.feel.syntax.tree import Node
from engine.feel.temporal.text import parse_date, parse_date_time, parse_duration, parse_time
from engine.feel.types import Type
from engine.feel.values import FeelFunction, Parameter

_Signature = tuple[Parameter, ...]
_TEXTS: Mapping[str, tuple[Callable[[str], object], str]] = {
    "date": (parse_date, '"2026-01-31"'),
    "time": (parse_time, '"14:30:00"'),
    "date and time": (
        lambda text: parse_date(text) or parse_date_time(text),
        '"2026-01-31T14:30:00"',
    ),
    "duration": (parse_duration, '"P10D" o "P1Y"'),
}


class CallChecker:
    """Checks calls."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    def built_in(
        self,
        node: Node,
        function: FeelFunction,
        given: list[Type],
        by_name: Mapping[str, Type],
    ) -> Type:
        """Check a call, and give the type of its value."""
        if by_name:
            self._by_name(node, function, by_name)
        else:
            self._in_order(node, function, given)
        self._text(node, function)
        return function.result

    def _in_order(self, node: Node, function: FeelFunction, given: list[Type]) -> None:
        takers = [s for s in function.signatures if _takes(s, len(given))]
        if not takers:
            sentence = (
                f"La función «{function.name}» no recibe {_count(len(given))}. "
                f"Se usa así: {_usage(function)}."
            )
            self._finder.tell(node, "arguments", sentence)
            return
        if any(
            all(_fits(kind, parameter.type) for kind, parameter in _pairs(given, taker))
            for taker in takers
        ):
            return
        for at, (kind, parameter) in enumerate(_pairs(given, takers[0])):
            if not _fits(kind, parameter.type):
                place = node.parts[1][at]
                self._wrong(place, function, parameter, kind, takers)
                return

    def _by_name(self, node: Node, function: FeelFunction, given: Mapping[str, Type]) -> None:
        known = {p.name: p for signature in function.signatures for p in signature}
        for name, kind in given.items():
            if name not in known:
                what = f"en la función «{function.name}» el dato"
                self._finder.tell_unknown(node, "arguments", what, name, known)
            elif not any(
                _fits(kind, p.type) for s in function.signatures for p in s if p.name == name
            ):
                self._wrong(node, function, known[name], kind, function.signatures)

    def _wrong(
        self,
        place: Node,
        function: FeelFunction,
        parameter: Parameter,
        kind: Type,
        takers: Iterable[_Signature],
    ) -> None:
        wanted = {kind_words(p.type) for taker in takers for p in taker if p.name == parameter.name}
        sentence = (
            f"En «{function.name}», «{parameter.name}» debe ser {' o '.join(sorted(wanted))}, "
            f"y es {kind_words(kind)}."
        )
        self._finder.tell(place, "argument-types", sentence)

    def _text(self, node: Node, function: FeelFunction) -> None:
        """`date("2026-02-30")`: a literal that is no date can be told now."""
        reader = _TEXTS.get(function.name)
        arguments = [*node.parts[1], *(part for _, part in node.parts[2])]
        if reader is None or len(arguments) != 1 or arguments[0].kind != "string":
            return
        read, example = reader
        if read(arguments[0].parts[0]) is None:
            sentence = (
                f"«{arguments[0].parts[0]}» no es un valor para «{function.name}». "
                f"Escríbalo así: {example}."
            )
            self._finder.tell(arguments[0], "argument-values", sentence)


def _takes(signature: _Signature, count: int) -> bool:
    least = sum(not (parameter.optional or parameter.variadic) for parameter in signature)
    most = count if signature[-1:] and signature[-1].variadic else len(signature)
    return least <= count <= most


def _pairs(given: list[Type], signature: _Signature) -> list[tuple[Type, Parameter]]:
    spread = signature[: len(given)] + signature[-1:] * (len(given) - len(signature))
    return list(zip(given, spread, strict=True))


def _fits(kind: Type, wanted: Type) -> bool:
    if "Any" in (kind.kind, wanted.kind) or kind.kind in ("null", wanted.kind):
        return True
    if kind.kind == "list":  # A list of one becomes its item.
        return kind.item is None or _fits(kind.item, wanted)
    if wanted.kind == "list":  # A value becomes a list of one.
        return True
    return kind.kind == "date" and wanted.kind == "date and time"


def _count(count: int) -> str:
    return {0: "ningún dato", 1: "un dato"}.get(count, f"{count} datos")


def _usage(function: FeelFunction) -> str:
    ways = [
        f"{function.name}({', '.join(parameter.name for parameter in signature)})"
        for signature in function.signatures
    ]
    return " o ".join(dict.fromkeys(ways))
