"""What chapter 10 of DMN 1.5 says in corners that the kit's part in `shared` does not reach."""

import pytest

from engine.feel import FeelLimitExceeded, FeelSyntaxError, compile_expression


def value(text: str, **context):
    return compile_expression(text, names=list(context)).evaluate(context).value


# -- regular expressions: XPath Functions 3.1, 5.6.1 -----------------------


@pytest.mark.parametrize(
    "pattern",
    [
        r"\a", r"\b", r"\f", r"\h", r"\v", r"\e", r"\A", r"\Z", r"\G", r"\N", r"\R", r"\X", r"\'", r"\ ", r"\&",
        r"\0", r"\x61", r"\1", r"(a\1)", r"(a)[\1]", "a}", "}", "a]", "a{,3}", "a{", "a**", "a++", "a{3,2}", "*a",
        "(*)", "a|*", "(?=a)", "(?i)a", "(?<n>a)", "(?P<n>a)", "[]", "[^]", "[a", "[[a]", "[b-a]", r"[a-\d]", "[+--]",
        r"\p{Foo}", r"\p{IsFoo}", r"\pL", r"\p{L", "(a", "a)",
    ],
)  # fmt: skip
def test_a_pattern_that_xpath_refuses_is_null(pattern) -> None:
    assert value("matches(t, p)", t="a", p=pattern) is None


@pytest.mark.parametrize(
    ("text", "pattern", "flags", "expected"),
    [
        ("_", r"^\w$", "", False),
        ("$", r"^\w$", "", True),
        ("\u00a0", r"^\s$", "", False),
        ("\u0661", r"^\d$", "", True),
        ("\U0001f40e", "^.$", "", True),
        ("\U00010400", r"^\i\c*$", "", True),
        ("5", r"^[\d-[5]]$", "", False),
        ("e", "^[a-z-[a-z-[aeiou]]]$", "", True),
        ("b", "^[^a-d-[x]]$", "", False),
        ("1", r"^[\D\S]$", "", True),
        ("-", r"^[\d-a]$", "", True),
        ("Q", "^[A-Z-[OI]]$", "i", True),
        ("i", "^[A-Z-[OI]]$", "i", False),
        ("a", r"^\p{Lu}$", "i", False),
        ("a", r"^[\p{Lu}x]$", "i", False),
        ("a", r"^(a)(b)?\2$", "", True),
        ("aa1", r"^(a)\11$", "", True),
        ("a\n", "a$", "", False),
        ("a\n", "^$", "m", False),
        ("a\nb", "^b$", "m", True),
        ("a\rb", "a.b", "", False),
        ("a b", r"a\s b", "x", True),
        ("a#b", "a # b", "x", True),
        ("ab", "^*a$?b", "", True),
        ("a", "a{0,99999999999}", "", True),
    ],
)
def test_a_pattern_means_what_xpath_says(text, pattern, flags, expected) -> None:
    assert value("matches(t, p, f)", t=text, p=pattern, f=flags) is expected


@pytest.mark.parametrize("pattern", ["((a{99999}){99999}){99999}", "a{9999999}", "a{99999999999}"])
def test_a_pattern_that_repeats_too_much_is_never_compiled(pattern) -> None:
    with pytest.raises(FeelLimitExceeded) as refused:
        value("matches(t, p)", t="a", p=pattern)

    assert refused.value.limit == "pattern"


# -- bounds: what is read or copied in a loop costs steps ------------------

LONG = "t: string join(for i in 1..1900 return " + '"' + "a" * 99 + '")'


@pytest.mark.parametrize(
    "asked",
    [
        "min(l)", "max(l)", "sum(l)", "mean(l)", "median(l)", "stddev(l)", "mode(l)", "product(l)", "all(l)",
        "any(l)", "distinct values(l)", "duplicate values(l)", "string(l)", "l instance of list<number>", "f(l)",
    ],
)  # fmt: skip
def test_reading_a_long_list_again_and_again_is_bounded(asked) -> None:
    with pytest.raises(FeelLimitExceeded) as refused:
        value(
            "{l: for i in 1..19000 return 1, f: function(x: list<number>) 1,"
            f" r: for i in l return {asked}}}.r"
        )

    assert refused.value.limit == "steps"


@pytest.mark.parametrize(
    "asked",
    [
        "substring(t, i)", 'substring before(t, "b")', 'substring after(t, "a")', 'contains(t, t + "b")', "trim(t)",
        "is blank(t)", "number(t)", "range(t)", 'split(t, "a")',
    ],
)  # fmt: skip
def test_reading_a_long_text_again_and_again_is_bounded(asked) -> None:
    with pytest.raises(FeelLimitExceeded) as refused:
        value(f"{{{LONG}, r: for i in 1..19000 return {asked}}}.r")

    assert refused.value.limit in ("steps", "items", "characters")


@pytest.mark.parametrize(
    "text",
    [
        'for i in 1..19000 return matches("aaaaaaaaaaaaaaaaaaaaaa", "^(a+)+$" + string(i))',
        'for i in 1..19000 return matches("a", "(b|c|[a-z-[x]]){99}(d|e|f){99}" + string(i))',
    ],
)
def test_all_patterns_together_take_a_bounded_time(text) -> None:
    with pytest.raises(FeelLimitExceeded) as refused:
        value(text)

    assert refused.value.limit in ("pattern_seconds", "steps")


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        (f"{{{LONG}, r: for i in 1..19000 return t}}.r", "items"),
        ("(for i in 1..1000 return if i = 1 then [] else [partial[-1]])[-1]", "depth"),
        ("(for i in 1..1000 return if i = 1 then {} else {a: partial[-1]})[-1]", "depth"),
    ],
    ids=["long texts", "deep lists", "deep contexts"],
)
def test_a_value_that_cannot_be_written_out_is_not_given(text, limit) -> None:
    with pytest.raises(FeelLimitExceeded) as refused:
        value(text)

    assert refused.value.limit == limit


@pytest.mark.parametrize("text", ["[[1]..[2]]", "(> [1])", "(= {})", "[null..{}]", "[[]..null]"])
def test_a_range_has_ends_with_an_order(text) -> None:
    assert value(text) is None


@pytest.mark.parametrize("text", ['"' + '\\"' * 9000, '1 + "a\\', '"a\n\nb'])
def test_a_string_that_is_not_closed_is_refused_where_it_begins(text) -> None:
    with pytest.raises(FeelSyntaxError) as refused:
        value(text)

    assert refused.value.found == '"'
