"""Types: what conforms to one, and what a value becomes on its way to it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from engine.feel import compile_expression, set_default_limits
from engine.feel.checking import type_of_text
from engine.feel.limits import Limits, default_limits
from engine.feel.text import text_of
from engine.feel.types import NotConforming, coerce, conforms, fits, type_of
from engine.feel.values import kind_of, normalise
from engine.feel.wire import from_wire, to_wire


def feel(text: str):
    return compile_expression(text).evaluate({}).value


@pytest.mark.parametrize(
    ("value", "kind", "is_one"),
    [
        ("[1, 2]", "list<number>", True),
        ("[1, null]", "list<number>", True),
        ('[1, "a"]', "list<number>", False),
        ("[]", "list<string>", True),
        ("{a: 1, b: 2}", "context<a: number>", True),
        ("{b: 2}", "context<a: number>", False),
        ("[1..2]", "range<number>", True),
        ("[1..2]", "range<string>", False),
        ("function(a: number) a", "function<number> -> Any", True),
        ("function(a: number) a", "function<string> -> Any", False),
        ("function(a) a", "function<number> -> string", True),
        ("abs", "function<number> -> string", True),
        ("string length", "function<string> -> number", True),
        ("string length", "function<string> -> string", False),
        ("string length", "function<string, string> -> number", False),
        ("now", "function", True),
        ('@"2026-01-31"', "date and time", False),
        ("null", "number", False),
    ],
)
def test_instance_of_asks_for_the_type_and_its_parts(value, kind, is_one) -> None:
    assert feel(f"({value}) instance of {kind}") is is_one


@pytest.mark.parametrize(
    ("value", "kind", "becomes"),
    [
        ("[5]", "number", "5"),
        ("5", "list<number>", "[5]"),
        ('@"2026-01-31"', "date and time", "2026-01-31T00:00:00Z"),
        ("null", "number", "null"),
    ],
)
def test_a_value_becomes_what_the_type_asks_for(value, kind, becomes) -> None:
    assert text_of(coerce(feel(value), type_of_text(kind))) == becomes


@pytest.mark.parametrize(
    ("value", "kind"), [('"a"', "number"), ("[1, 2]", "number"), ("[null]", "number"), ("1", "date")]
)  # fmt: skip
def test_what_is_no_such_value_does_not_become_one(value, kind) -> None:
    with pytest.raises(NotConforming):
        coerce(feel(value), type_of_text(kind))


@pytest.mark.parametrize(
    ("given", "wanted", "is_fit"),
    [
        ("number", "Any", True),
        ("Any", "number", False),
        ("list<number>", "list<Any>", True),
        ("list", "list<number>", False),
        ("context<a: number, b: string>", "context<a: number>", True),
        ("context<a: number>", "context<a: string>", False),
        ("function<Any> -> number", "function<number> -> Any", True),
        ("function<number> -> number", "function<Any> -> number", False),
    ],
)
def test_one_type_fits_another_by_its_parts(given, wanted, is_fit) -> None:
    assert fits(type_of_text(given), type_of_text(wanted)) is is_fit


def test_the_type_of_a_value_conforms_to_itself_and_is_written_as_feel() -> None:
    value = feel('{a: [1, 2], b: {c: "x"}, d: [1, "a"], e: null}')

    assert conforms(value, type_of(value))
    assert str(type_of(value)) == (
        "context<a: list<number>, b: context<c: string>, d: list, e: Any>"
    )


@pytest.mark.parametrize(
    "text",
    [
        '@"-2026-01-31"',
        '@"10000-01-01T10:00:00@America/Bogota"',
        '@"10:00:00.123456789-05:00"',
        "(< 10)",
        '["a".."c")',
        "(!= 3)",
    ],
)
def test_values_beyond_pythons_survive_the_wire(text) -> None:
    assert from_wire(to_wire(feel(text))) == feel(text)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (3, "number"),
        (2.5, "number"),
        (float("nan"), "null"),
        (Decimal("Infinity"), "null"),
        pytest.param(10**7000, "null", id="larger than the format"),
        (timedelta(days=1), "days and time duration"),
        ((1, 2), "list"),
        ({1: "a"}, "context"),
        (type("Marked", (str,), {})("a"), "string"),
    ],
)
def test_values_of_python_are_taken(given, kind) -> None:
    assert kind_of(normalise(given)) == kind


def test_what_feel_has_no_value_for_is_refused() -> None:
    with pytest.raises(TypeError):
        compile_expression("x").evaluate({"x": object()})


def test_an_installation_may_set_the_bounds_of_all() -> None:
    before = default_limits()
    set_default_limits(Limits(items=3))
    try:
        with pytest.raises(Exception, match="items"):
            feel("[1, 2, 3, 4]")
    finally:
        set_default_limits(before)
