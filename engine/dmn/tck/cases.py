"""Test cases of the kit, as values of FEEL. Source: the kit's `testCases.xsd`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from lxml import etree

from engine.dmn.xml import Tags, parse
from engine.feel.temporal.text import parse_date, parse_date_time, parse_duration, parse_time
from engine.feel.values import Value

NAMESPACE = "http://www.omg.org/spec/DMN/20160719/testcase"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_TAGS = Tags(NAMESPACE)


@dataclass(frozen=True)
class Expectation:
    """What one decision should give; `is_error` is null with an error."""

    name: str
    value: Value
    is_error: bool


@dataclass(frozen=True)
class TestCase:
    """One case: what is given, what is asked, what is expected.

    Attributes:
        invocable: the service or knowledge model that is called; else decisions are asked by name.
    """

    id: str
    model: str
    inputs: Mapping[str, Value]
    expected: tuple[Expectation, ...]
    invocable: str = ""


def test_cases(path: Path) -> Iterator[TestCase]:
    """The cases of one file.

    Raises:
        XmlRefused: it is no XML.
    """
    root = parse(path.read_bytes())
    model = _TAGS.text(root, "modelName") or next(
        (file.name for file in sorted(path.parent.glob("*.dmn"))), ""
    )
    for at, node in enumerate(_TAGS.all(root, "testCase"), 1):
        yield TestCase(
            id=node.get("id") or str(at),
            model=model,
            inputs={
                given.get("name") or "": _value(given) for given in _TAGS.all(node, "inputNode")
            },
            expected=tuple(_expectation(result) for result in _TAGS.all(node, "resultNode")),
            invocable=node.get("invocableName") or "",
        )


def _expectation(node: etree._Element) -> Expectation:
    inner = _TAGS.one(node, "expected")
    value = _value(inner) if inner is not None else None
    return Expectation(node.get("name") or "", value, node.get("errorResult") == "true")


def _value(node: etree._Element) -> Value:
    """A value, list or context; the children's namespace is not always that of the kit."""
    components = {}
    for child in node:
        name = "" if isinstance(child, etree._Comment) else etree.QName(child).localname
        if name == "list":
            return None if _is_nil(child) else [_value(item) for item in _items(child)]
        if name == "value":
            return _scalar(child)
        if name == "component":
            components[child.get("name") or ""] = None if _is_nil(child) else _value(child)
    return components or None


def _items(node: etree._Element) -> list[etree._Element]:
    return [child for child in node if not isinstance(child, etree._Comment)]


def _is_nil(node: etree._Element) -> bool:
    return node.get(f"{_XSI}nil") in ("true", "1")


def _scalar(node: etree._Element) -> Value:
    if _is_nil(node):
        return None
    text = node.text or ""
    kind = (node.get(f"{_XSI}type") or "xsd:string").rpartition(":")[2]
    if kind == "string":
        return text
    text = text.strip()
    if kind == "boolean":
        return text in ("true", "1")
    readers = {
        "date": parse_date,
        "time": parse_time,
        "dateTime": parse_date_time,
        "duration": parse_duration,
    }
    return readers[kind](text) if kind in readers else _number(text)


def _number(text: str) -> Value:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text
