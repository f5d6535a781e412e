"""Laws that hold for every value: arithmetic, three-valued logic, order, and round trips."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.feel import compile_expression, compile_unary_tests
from engine.feel.text import text_of
from engine.feel.values import (
    NUMBERS,
    DayTimeDuration,
    Range,
    YearMonthDuration,
    normalise,
)
from engine.feel.wire import from_wire, to_wire

EVALUATED = {}


def feel(text: str, **context):
    if text not in EVALUATED:
        EVALUATED[text] = compile_expression(text)
    return EVALUATED[text].evaluate(context).value


NUMBER = st.integers(-(10**12), 10**12).map(Decimal) | st.decimals(
    min_value=-(10**9), max_value=10**9, places=4
)
TEXT = st.text(max_size=20)
DAY = st.dates(min_value=date(1, 2, 1), max_value=date(9990, 1, 1))
ZONE = st.sampled_from(
    [None, UTC, timezone(timedelta(hours=-5)), timezone(timedelta(minutes=330)), ZoneInfo("America/Bogota")]
)  # fmt: skip
CLOCK = st.times().flatmap(lambda clock: ZONE.map(lambda zone: clock.replace(tzinfo=zone)))
MOMENT = st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9990, 1, 1)).flatmap(
    lambda moment: ZONE.map(lambda zone: moment.replace(tzinfo=zone))
)
SPAN = st.integers(-(10**17), 10**17).map(DayTimeDuration)
MONTHS = st.integers(-10_000, 10_000).map(YearMonthDuration)
SCALAR = st.none() | st.booleans() | NUMBER | TEXT | DAY | CLOCK | MOMENT | SPAN | MONTHS
KEY = st.sampled_from(["a", "b c", "@", "#", "%", "..", "ñ", "", 'x"y', "a-b", "and"])
VALUE = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=3),
    max_leaves=6,
)
LOGIC = st.sampled_from([True, False, None])


# -- numbers ---------------------------------------------------------------


@given(NUMBER, NUMBER, NUMBER)
def test_addition_and_multiplication_commute_and_distribute(a, b, c) -> None:
    assert feel("a + b = b + a and a * b = b * a", a=a, b=b) is True
    assert feel("(a + b) + c = a + (b + c)", a=a, b=b, c=c) is True
    whole = [Decimal(int(number)) for number in (a, b, c)]
    assert feel("a * (b + c) = a * b + a * c", **dict(zip("abc", whole, strict=True))) is True


@given(NUMBER, NUMBER)
def test_subtraction_undoes_addition_and_negation_turns_round(a, b) -> None:
    assert feel("(a + b) - b = a and a - b = -(b - a) and -(-a) = a", a=a, b=b) is True


@given(NUMBER, NUMBER.filter(bool))
def test_division_is_exact_to_the_last_of_34_digits(a, b) -> None:
    assert feel("a / b", a=a, b=b) == NUMBERS.divide(a, b)


@given(NUMBER, NUMBER.filter(bool))
def test_modulo_has_the_sign_of_the_divisor_and_completes_the_quotient(a, b) -> None:
    rest = feel("modulo(a, b)", a=a, b=b)

    assert rest == 0 or (rest < 0) == (b < 0)
    assert feel("a - b * floor(a / b)", a=a, b=b) == rest or abs(rest) < abs(b)


@given(NUMBER, st.integers(0, 6))
def test_rounding_stays_within_one_unit_of_the_last_place(a, places) -> None:
    unit = Decimal(1).scaleb(-places)
    for way in ("decimal", "floor", "ceiling", "round up", "round down", "round half up"):
        assert abs(feel(f"{way}(a, s)", a=a, s=Decimal(places)) - a) < unit
    assert feel("floor(a) <= a and a <= ceiling(a)", a=a) is True


@given(NUMBER)
def test_a_number_survives_its_text(a) -> None:
    assert feel("number(string(a)) = a", a=a) is True


# -- logic -----------------------------------------------------------------

AND = {(True, True): True, (True, None): None, (None, True): None, (None, None): None}
OR = {(False, False): False, (False, None): None, (None, False): None, (None, None): None}


@pytest.mark.parametrize("a", [True, False, None])
@pytest.mark.parametrize("b", [True, False, None])
def test_logic_follows_the_table(a, b) -> None:
    assert feel("a and b", a=a, b=b) is AND.get((a, b), False)
    assert feel("a or b", a=a, b=b) is OR.get((a, b), True)
    assert feel("not(a)", a=a) is (None if a is None else not a)


@given(st.lists(LOGIC, max_size=6))
def test_all_any_some_and_every_agree_with_and_and_or(items) -> None:
    conjunction = False if False in items else (None if None in items else True)
    disjunction = True if True in items else (None if None in items else False)

    assert feel("all(l)", l=items) is conjunction
    assert feel("every x in l satisfies x", l=items) is conjunction
    assert feel("any(l)", l=items) is disjunction
    assert feel("some x in l satisfies x", l=items) is disjunction


# -- order -----------------------------------------------------------------


@given(st.one_of(*(st.tuples(kind, kind) for kind in (NUMBER, TEXT, DAY, SPAN, MONTHS))))
def test_two_values_of_one_kind_are_less_equal_or_more(pair) -> None:
    a, b = pair
    verdicts = [feel(f"a {sign} b", a=a, b=b) for sign in ("<", "=", ">")]

    assert sorted(verdicts) == [False, False, True]
    assert feel("(a <= b) = (b >= a) and (a != b) = not(a = b)", a=a, b=b) is True


@given(NUMBER, NUMBER, NUMBER)
def test_between_in_and_comparisons_agree(x, a, b) -> None:
    inside = a <= x <= b

    assert feel("x between a and b", x=x, a=a, b=b) is inside
    assert feel("x >= a and x <= b", x=x, a=a, b=b) is inside
    assert feel("x in [a..b]", x=x, a=a, b=b) is inside
    assert compile_unary_tests("[a..b]").matches(x, {"a": a, "b": b}) is inside
    assert feel("x in (a..b)", x=x, a=a, b=b) is (a < x < b)


@given(SCALAR, SCALAR)
def test_values_of_two_kinds_are_never_ordered(a, b) -> None:
    assume(type(a) is not type(b) and a is not None and b is not None)

    assert feel("a < b", a=a, b=b) is None
    assert feel("a = b", a=a, b=b) is None


# -- dates -----------------------------------------------------------------


@given(DAY, st.integers(-3000, 3000))
def test_days_added_come_back_as_the_difference(day, count) -> None:
    span = DayTimeDuration(count * 86_400 * 10**9)
    assume(date(1, 1, 1) < day < date(9980, 1, 1) and day.toordinal() + count > 31)

    moved = feel("day + span", day=day, span=span)
    assert moved == day + timedelta(days=count)
    assert feel("moved - day = span", moved=moved, day=day, span=span) is True


@given(DAY.filter(lambda day: 100 < day.year < 9000), st.integers(-600, 600))
def test_months_keep_the_day_or_take_the_last_one(day, count) -> None:
    moved = feel("day + span", day=day, span=YearMonthDuration(count))
    months = day.year * 12 + day.month - 1 + count

    assert (moved.year, moved.month) == (months // 12, months % 12 + 1)
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


@given(MOMENT, SPAN)
def test_a_moment_moved_there_and_back_is_the_same_instant(moment, span) -> None:
    assume(abs(span.nanoseconds) < 10**16)

    back = feel("(moment + span) - span", moment=moment, span=span)
    if isinstance(back, datetime):
        assert abs((back - moment).total_seconds()) < 0.001


def test_years_of_nine_digits_and_nanoseconds_are_kept() -> None:
    assert text_of(feel('date("-999999999-12-31")')) == "-999999999-12-31"
    assert text_of(feel('@"2026-01-01T00:00:00.123456789Z"')) == "2026-01-01T00:00:00.123456789Z"
    assert text_of(feel('@"9999-12-31" + @"P1D"')) == "10000-01-01"
    assert text_of(feel('@"10000-01-01" - @"P1D"')) == "9999-12-31"


def test_a_day_of_a_zone_follows_the_clock_change() -> None:
    text = '@"2021-03-27T12:00:00@Europe/Paris" + @"P1D"'

    assert text_of(feel(text)) == "2021-03-28T13:00:00@Europe/Paris"


# -- lists -----------------------------------------------------------------


@given(st.lists(NUMBER, max_size=8))
def test_lists_behave_as_in_python(items) -> None:
    assert feel("sort(l)", l=items) == sorted(items)
    assert feel("reverse(l)", l=items) == items[::-1]
    assert feel("l[item > 0]", l=items) == [item for item in items if item > 0]
    assert feel("for x in l return x + 1", l=items) == [item + 1 for item in items]
    assert feel("distinct values(l)", l=items) == list(dict.fromkeys(items))
    assert feel("count(l)", l=items) == len(items)
    assert feel("concatenate(l, l)", l=items) == items * 2
    assert feel("flatten([l, [l]])", l=items) == items * 2


@given(st.lists(NUMBER, min_size=1, max_size=8), st.data())
def test_positions_count_from_one_and_from_the_end(items, data) -> None:
    place = data.draw(st.integers(1, len(items)))
    at, back = Decimal(place), Decimal(place - len(items) - 1)

    assert feel("l[p]", l=items, p=at) == items[place - 1]
    assert feel("l[p]", l=items, p=back) == items[place - 1]
    assert feel("sublist(l, p)", l=items, p=at) == items[place - 1 :]
    assert feel("remove(l, p)", l=items, p=at) == items[: place - 1] + items[place:]
    assert feel("insert before(l, p, 0)", l=items, p=at)[place - 1] == 0
    assert feel("list replace(l, p, 0)", l=items, p=at)[place - 1] == 0
    assert place in feel("index of(l, l[p])", l=items, p=at)


@given(TEXT, TEXT)
def test_texts_are_counted_in_code_points(a, b) -> None:
    assert feel("string length(a + b)", a=a, b=b) == len(a) + len(b)
    assert feel("contains(a + b, b) and starts with(a + b, a) and ends with(a + b, b)", a=a, b=b)
    if b:
        assert feel("substring before(a, b) + b + substring after(a, b)", a=a, b=b) in (a, b)
    if a:
        assert feel("substring(a, 1, 1)", a=a) == a[0]
        assert feel("substring(a, -1)", a=a) == a[-1]


# -- round trips -----------------------------------------------------------


@given(VALUE)
def test_a_value_survives_the_wire(value) -> None:
    assert from_wire(to_wire(value)) == normalise(value)


def literal(value) -> str:
    if isinstance(value, date | time | DayTimeDuration | YearMonthDuration):
        return f'@"{text_of(value)}"'
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(k)}: {literal(v)}" for k, v in value.items()) + "}"
    return quoted(value) if isinstance(value, str) else text_of(value)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@given(VALUE)
def test_a_value_written_as_a_literal_is_the_value(value) -> None:
    assert compile_expression(literal(value)).evaluate({}).value == normalise(value)


@given(NUMBER, NUMBER, st.booleans(), st.booleans())
def test_a_range_survives_text_and_wire(a, b, low, high) -> None:
    interval = Range(min(a, b), max(a, b), low, high)

    assert from_wire(to_wire(interval)) == interval
    assert feel("range(string(r)) = r", r=interval) is True
