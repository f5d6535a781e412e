"""FEEL as analysts write it. Source of the cases: DMN 1.5, chapter 10."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine.feel import (
    FeelSyntaxError,
    compile_expression,
    compile_unary_tests,
    from_attribute,
)
from engine.feel.values import DayTimeDuration, YearMonthDuration

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def feel(text: str, **context):
    return compile_expression(text).evaluate(context, now=NOON).value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", Decimal(7)),
        ("(1 + 2) * 3", Decimal(9)),
        ("2 ** 3", Decimal(8)),
        ("0.1 + 0.2 = 0.3", True),
        ("1 / 3 * 3", Decimal("0.9999999999999999999999999999999999")),
        ('"a" + "b"', "ab"),
        ('"ñ\\u00e1\\n"', "ñá\n"),
        ("5 between 1 and 10", True),
        ("5 in [1..5)", False),
        ("5 in (1, 5)", True),
        ("5 in (> 4)", True),
        ("if null then 1 else 2", Decimal(2)),
        ("[1, 2, 3][2]", Decimal(2)),
        ("[1, 2, 3][-1]", Decimal(3)),
        ("[1, 2, 3][9]", None),
        ("[1, 2, 3][item >= 2]", [Decimal(2), Decimal(3)]),
        ("{a: 1, b: a + 1}.b", Decimal(2)),
        ("[{a: 1}, {a: 2}].a", [Decimal(1), Decimal(2)]),
        ("for i in 1..3 return i * i", [Decimal(1), Decimal(4), Decimal(9)]),
        ("some x in [1, 2] satisfies x = 2", True),
        ("every x in [1, 2] satisfies x > 1", False),
        ("(function(a, b) a - b)(3, 1)", Decimal(2)),
        ('string length("año")', Decimal(3)),
        ('substring("residencia", 3, 4)', "side"),
        ('substring(string: "abc", start position: 2)', "bc"),
        ('upper case("año")', "AÑO"),
        ('starts with("abc", "ab")', True),
        ('matches("240-100001", "^[0-9]{3}-[0-9]{1,8}$")', True),
        ('replace("a-b", "-", "+")', "a+b"),
        ('string join(["a", "b"], ", ")', "a, b"),
        ("count([1, 2])", Decimal(2)),
        ("sum([1, 2.5])", Decimal("3.5")),
        ("max(1, 3, 2)", Decimal(3)),
        ('list contains(["a"], "a")', True),
        ("distinct values([1, 1, 2])", [Decimal(1), Decimal(2)]),
        ("modulo(-5, 3)", Decimal(1)),
        ("round half up(2.5, 0)", Decimal(3)),
        ("decimal(2.5, 0)", Decimal(2)),
        ('date("2026-11-20")', date(2026, 11, 20)),
        ('date("2026-01-31") + duration("P1M")', date(2026, 2, 28)),
        ('date("2026-11-20") - date("2026-11-18")', DayTimeDuration(2 * 86_400 * 10**9)),
        (
            'years and months duration(date("2023-02-01"), date("2026-11-20"))',
            YearMonthDuration(45),
        ),
        ("today()", date(2026, 11, 20)),
        ('@"2026-11-20".year', Decimal(2026)),
        ('day of week(@"2026-11-20")', "Friday"),
        ("get or else(null, 1)", Decimal(1)),
        ('get value({a: 1}, "a")', Decimal(1)),
        ('"x" instance of string', True),
        ("1 instance of string", False),
    ],
)
def test_an_expression_has_its_value(text, value) -> None:
    assert feel(text) == value


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        ("true", "true", True, True),
        ("true", "false", False, True),
        ("true", "null", None, True),
        ("false", "null", False, None),
        ("null", "null", None, None),
        ("false", "false", False, False),
    ],
)
def test_logic_has_three_values(left, right, both, either) -> None:
    assert feel(f"{left} and {right}") is both
    assert feel(f"{right} and {left}") is both
    assert feel(f"{left} or {right}") is either
    assert feel(f"{right} or {left}") is either


@pytest.mark.parametrize(
    ("tests", "value", "expected"),
    [
        ("-", None, True),
        (">= 12", 12, True),
        ("< 6, > 8", 7, False),
        ('"a", "b"', "b", True),
        ('not("a")', "b", True),
        ("[1..6]", 6, True),
        ("null", None, True),
        ("null", 1, False),
        ("true", True, True),
        ("? > 3 and ? < 5", 4, True),
        ('list contains(?, "recibo")', ["recibo"], True),
    ],
)
def test_a_cell_tests_its_input(tests, value, expected) -> None:
    assert compile_unary_tests(tests).matches(value) is expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nadie", "unknown-name"),
        ('1 + "a"', "operand-types"),
        ("1 / 0", "arithmetic"),
        ('1 < "a"', "operand-types"),
        ("1(2)", "not-a-function"),
        ("count()", "arguments"),
        ("upper case(1)", "argument-types"),
        ('"a".largo', "unknown-property"),
    ],
)
def test_what_goes_wrong_is_null_and_is_said(text, code) -> None:
    evaluation = compile_expression(text).evaluate({})

    assert evaluation.value is None
    assert code in [problem.code for problem in evaluation.problems]


@pytest.mark.parametrize(
    "text",
    [
        "1 +",
        "if a then b",
        "(1",
        '"abierto',
        "a b",
        "import os",
        "a;b",
        "",
        "[1,]",
        "f(1,)",
        "{a: 1,}",
        "[,]",
    ],
)
def test_what_is_not_feel_says_where(text) -> None:
    with pytest.raises(FeelSyntaxError) as refused:
        compile_expression(text)

    assert refused.value.line >= 1
    assert refused.value.column >= 1
    assert refused.value.expected


def test_an_attribute_is_feel_only_after_an_equals_sign() -> None:
    assert from_attribute("= 1 + 1").evaluate({}).value == Decimal(2)
    assert from_attribute("1 + 1").evaluate({}).value == "1 + 1"


def test_an_expression_names_what_it_reads() -> None:
    assert compile_expression("a.b + count(for x in c return x + d)").names == {"a", "c", "d"}


@pytest.mark.parametrize("number", [Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_number_compares_to_null(number) -> None:
    assert feel("x > 1", x=number) is None


@pytest.mark.parametrize("call", ["f(a: 1)", "f(1)", "f(1, 2)", "f(b: 1)"])
def test_a_function_with_one_name_twice_still_gives_a_value_or_null(call) -> None:
    text = f"{{f: function(a, a) a, r: {call}}}.r"

    assert compile_expression(text).evaluate({}).value in (None, Decimal(1), Decimal(2))
