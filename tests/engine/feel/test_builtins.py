"""Built-in functions by example, with their null cases. Source of the cases: DMN 1.5, 10.3.4."""

import pytest

from engine.feel import compile_expression
from engine.feel.text import text_of

GIVEN = {
    "conversion": """
        string(1.50) = "1.5"
        string([1, "a", {b: null}]) = "[1, \\"a\\", {b: null}]"
        number("1.000.000,01", ".", ",") = 1000000.01
        number("1 000", " ") = 1000
        number("-1.5e2") = -150
        not(true) = false
        range("[1..3)") = [1..3)
    """,
    "strings": """
        substring("añejo", 2, 3) = "ñej"
        substring("añejo", -2) = "jo"
        string length("🐎🐎") = 2
        string length("\\uD83D\\uDC0E") = 1
        upper case("año") = "AÑO"
        substring before("a-b-c", "-") = "a"
        substring after("a-b-c", "-") = "b-c"
        substring after("abc", "x") = ""
        split("a;b;;", ";") = ["a", "b", "", ""]
        split("uno dos", "\\s+") = ["uno", "dos"]
        string join(["a", null, "b"], "-") = "a-b"
        matches("Calle 5", "^calle \\d+$", "i") = true
        matches("b", "[a-z-[aeiou]]") = true
        matches("a\nb", "a.b") = false
        matches("a\nb", "a.b", "s") = true
        matches("hello world", "hello\\ sworld", "x") = true
        matches("niño", "^\\p{L}+$") = true
        replace("0123456789", "(\\d{3})(\\d{3})(\\d{4})", "($1) $2-$3") = "(012) 345-6789"
        replace("abc", "b", "\\\\$") = "a$c"
    """,
    "numbers": """
        decimal(2.5, 0) = 2
        decimal(1/3, 2) = 0.33
        round half up(2.5, 0) = 3
        round half down(2.5, 0) = 2
        round up(-1.1, 0) = -2
        round down(-1.9, 0) = -1
        floor(-1.5) = -2
        ceiling(1.56, 1) = 1.6
        modulo(-12, 5) = 3
        modulo(12, -5) = -3
        abs(@"-P1D") = @"P1D"
        odd(-3) = true
        even(2.5) = false
        sqrt(16) = 4
        -2 ** 2 = 4
        2 ** 3 ** 2 = 64
        0 ** 0 = 1
        1.0000000000000000000000000000000001 + 1 = 2.000000000000000000000000000000000
    """,
    "lists": """
        median([8, 2, 5, 7]) = 6
        mode([6, 1, 9, 6, 1]) = [1, 6]
        stddev(2, 4, 7, 5) > 2.08
        product([2, 3, 4]) = 24
        mean(1, 2) = 1.5
        sum([@"P1D", @"P2D"]) = @"P3D"
        max("a", "b") = "b"
        union([1, 2], [2, 3]) = [1, 2, 3]
        flatten([[1, [2]], 3]) = [1, 2, 3]
        list replace([1, 2, 3], function(item, newItem) item = 2, 9) = [1, 9, 3]
        index of([1, null, 1], null) = [2]
        sublist([1, 2, 3], -2, 1) = [2]
        append([1], 2, 3) = [1, 2, 3]
        list contains([null], null) = true
        sort(["b", "a"], function(x, y) x < y) = ["a", "b"]
        count(5) = 1
        duplicate values([1, 2, 1, 1]) = [1]
        partition([1, 2, 3], 2) = [[1, 2], [3]]
        is empty([]) = true
    """,
    "contexts": """
        get value({a: 1}, "a") = 1
        get entries({a: 1}) = [{key: "a", value: 1}]
        context put({x: 1, y: {a: 0}}, ["y", "a"], 2) = {x: 1, y: {a: 2}}
        context merge([{a: 1}, {a: 2, b: 3}]) = {a: 2, b: 3}
        context([{key: "a", value: 1}]) = {a: 1}
        {foo bar: 1}.foo bar = 1
        {"a-b": 2}.a-b = 2
    """,
    "temporal": """
        date(2026, 1, 31) = @"2026-01-31"
        date("2024-01-31") + duration("P1M") = @"2024-02-29"
        time(11, 59, 45, duration("-PT5H")) = @"11:59:45-05:00"
        date and time(date("2026-01-31"), time("10:00:00")) = @"2026-01-31T10:00:00"
        @"2026-01-31T24:00:00" = @"2026-02-01T00:00:00"
        years and months duration(@"2016-12-31", @"2018-01-01") = @"P1Y"
        day of week(@"2026-11-20") = "Friday"
        month of year(@"2026-11-20") = "November"
        day of year(@"2024-12-31") = 366
        week of year(date(2005, 1, 1)) = 53
        last day of month(@"2024-02-01") = @"2024-02-29"
        is(@"23:00:50Z", @"23:00:50+00:00") = true
        is(@"2012-12-25", @"2012-12-25T00:00:00Z") = false
        (@"2026-01-31T10:00:00-05:00").time offset = @"-PT5H"
        @"2026-01-31T10:00:00-05:00" = @"2026-01-31T15:00:00Z"
        (@"2026-03-01" - @"2026-02-01").days = 28
    """,
    "ranges": """
        before(1, [2..3]) = true
        after([5..10], 4) = true
        meets([1..5], [5..10]) = true
        met by([5..10], [1..5]) = true
        overlaps([1..5], [3..8]) = true
        overlaps before([1..5], [3..8]) = true
        overlaps after([3..8], [1..5]) = true
        finishes(10, [1..10]) = true
        finished by([1..10], [5..10]) = true
        includes([1..10], [2..3]) = true
        during(5, [1..10]) = true
        starts(1, [1..10]) = true
        started by([1..10], 1) = true
        coincides([1..5], [1..5]) = true
        [1..10[ = [1..10)
        (< 10).end = 10
    """,
}
CASES = [
    pytest.param(line.strip(), id=f"{group}: {line.strip()}")
    for group, lines in GIVEN.items()
    for line in lines.replace("a\nb", "a\\nb").splitlines()
    if line.strip()
]
NULL = [
    'substring("abc", 0)', 'substring("abc", 5)', 'upper case(null)', 'upper case(1)', 'number("1.000,5", ".")',
    'number("x")', 'split("a", "")', 'matches("a", "[")', 'matches("a", "a", "q")', 'matches("a", "(?=a)")',
    'replace("abc", "x*", "-")', 'replace("abc", "b", "$")', "decimal(1, 1e9)", "sqrt(-1)", "log(0)", "modulo(1, 0)",
    "1 / 0", "median([])", "stddev([1])", "product([])", "mean([])", "mode([1, null])", "sum([1, null])",
    'sum(["a", "b"])', "min([1, null])", "sublist([1], 0)", "sublist([1], 1, 2)", "remove([1], 2)", "sort([1, null])",
    "list replace([1], function(a) true, 2)", 'context put({}, 1, 2)', 'context([{key: "a", value: 1}, {key: "a", value: 2}])',
    'context merge([{}, null])', 'date("2026-02-29")', "date(2026, 13, 1)", 'date("998-12-31")', 'time("23:59:60")',
    'time("10:00:00+19:00")', 'time("10:00:00@Nunca/Jamas")', 'duration("P1Y2D")', 'duration("P")', 'range("[3..1]")',
    'range("[1..x]")', 'day of week("x")', 'meets([1..5], 5)', "abs()", "abs(1, 2)", "abs(m: 1)", "nada(1)", '"abs"(1)',
    "partition([1], 0)", "not(1)", '[1, "a"] < [2]', "null + 1", "null < 1", "@\"x\"", "1e9999",
]  # fmt: skip


@pytest.mark.parametrize("text", CASES)
def test_an_example_holds(text) -> None:
    outcome = compile_expression(text).evaluate({})

    assert outcome.value is True, (text_of(outcome.value), outcome.problems)


@pytest.mark.parametrize("text", NULL)
def test_what_has_no_answer_is_null_with_the_reason(text) -> None:
    outcome = compile_expression(text).evaluate({})

    assert outcome.value is None
    if text not in ("median([])", "mean([])"):
        assert outcome.problems
