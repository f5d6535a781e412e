"""Strings, counted in Unicode code points. Source: DMN 1.5, 10.3.4 (string functions)."""

from decimal import Decimal

from engine.feel.builtins.patterns import compiled, in_time, template
from engine.feel.builtins.table import entry
from engine.feel.errors import FeelLimitExceeded
from engine.feel.frame import Run
from engine.feel.values import Value


def _substring(run: Run, text: str, start: Decimal, length: Decimal | None = None) -> Value:
    begin = int(start)
    begin = begin - 1 if begin > 0 else len(text) + begin
    if not 0 <= begin < max(len(text), 1) or (length is not None and length < 1):
        raise ValueError
    return run.bounded(text[begin:] if length is None else text[begin : begin + int(length)])


def _length(_run: Run, text: str) -> Value:
    return Decimal(len(text))


def _upper(run: Run, text: str) -> Value:
    return run.bounded(text.upper())


def _lower(run: Run, text: str) -> Value:
    return run.bounded(text.lower())


def _before(run: Run, text: str, match: str) -> str:
    found = match and _contains(run, text, match)
    return run.bounded(text.partition(match)[0]) if found else ""


def _after(run: Run, text: str, match: str) -> str:
    run.look(len(text) // 16)
    return run.bounded(text.partition(match)[2]) if match else text


def _contains(run: Run, text: str, match: str) -> bool:
    run.look(len(text) // 16)
    return match in text


def _starts(_run: Run, text: str, match: str) -> bool:
    return text.startswith(match)


def _ends(_run: Run, text: str, match: str) -> bool:
    return text.endswith(match)


def _matches(run: Run, text: str, pattern: str, flags: str | None = None) -> Value:
    return in_time(run, compiled(run, pattern, flags).search, text) is not None


def _replace(
    run: Run, text: str, pattern: str, replacement: str, flags: str | None = None
) -> Value:
    ready = compiled(run, pattern, flags)
    if in_time(run, ready.search, "") is not None:
        raise ValueError  # A pattern that matches nothing is an error of XPath, FORX0003.
    parts = template(replacement, ready.groups)
    length = 0

    def filled(match: "object") -> str:
        nonlocal length
        made = "".join(
            part if isinstance(part, str) else (match[part] or "")  # type: ignore[index]
            for part in parts
        )
        length += len(made)
        if length > run.limits.text:
            raise FeelLimitExceeded("text")
        return made

    return run.bounded(in_time(run, ready.sub, filled, text))


def _split(run: Run, text: str, delimiter: str) -> Value:
    ready = compiled(run, delimiter, None)
    if in_time(run, ready.search, "") is not None:
        raise ValueError
    pieces, end = [], 0
    for match in in_time(run, ready.finditer, text):
        pieces.append(text[end : match.start()])
        end = match.end()
        if len(pieces) > run.limits.items:
            raise FeelLimitExceeded("items")
    run.spend(len(pieces) // 4)
    return run.bounded([*pieces, text[end:]])


def _join(run: Run, items: list[Value], delimiter: str | None = None) -> Value:
    texts = [item for item in items if item is not None]
    glue = delimiter or ""
    run.room(items=len(texts), text=sum(len(text) + len(glue) for text in texts))
    return glue.join(texts)


FUNCTIONS = dict(
    (
        entry(
            "substring",
            "string: string, start position: number; "
            "string: string, start position: number, length: number?",
            "string",
            _substring,
        ),
        entry("string length", "string: string", "number", _length),
        entry("upper case", "string: string", "string", _upper),
        entry("lower case", "string: string", "string", _lower),
        entry("substring before", "string: string, match: string", "string", _before),
        entry("substring after", "string: string, match: string", "string", _after),
        entry("contains", "string: string, match: string", "boolean", _contains),
        entry("starts with", "string: string, match: string", "boolean", _starts),
        entry("ends with", "string: string, match: string", "boolean", _ends),
        entry(
            "matches",
            "input: string, pattern: string, flags: string = null",
            "boolean",
            _matches,
        ),
        entry(
            "replace",
            "input: string, pattern: string, replacement: string, flags: string = null",
            "string",
            _replace,
        ),
        entry("split", "string: string, delimiter: string", "list<string>", _split),
        entry("string join", "list: list, delimiter: string = null", "string", _join),
    )
)
