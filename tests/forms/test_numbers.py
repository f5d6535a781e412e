"""Numbers that come from the form itself or from a command, not from a person's hand."""

from decimal import Decimal

import pytest

from forms.fields import build_form, read_answers
from tests.forms.test_forms import CONTEXT, TODAY, component, post, schema

AREA = component("number", "area")


@pytest.mark.parametrize(
    "value",
    [Decimal("72.125"), Decimal("1E+3"), Decimal(-3), 1000, 72.5],
    ids=["three decimals", "exponent", "negative", "whole", "float"],
)
def test_a_number_without_a_page_keeps_its_value(value) -> None:
    read, errors = read_answers(
        schema(AREA), {"area": value}, context=CONTEXT, today=TODAY, owner_id=None
    )

    assert errors == {}
    assert read["area"] == Decimal(str(value))


def test_what_a_page_took_is_the_same_when_it_is_filed() -> None:
    typed = post(AREA, area="72,125").answers
    read, _ = read_answers(schema(AREA), typed, context=CONTEXT, today=TODAY, owner_id=None)

    assert read == typed == {"area": Decimal("72.125")}


@pytest.mark.parametrize("default", [1.125, "1.125"], ids=["number", "text"])
def test_a_default_with_three_decimals_is_no_thousand(default) -> None:
    field = component("number", "area", defaultValue=default)
    hidden = component("textfield", "otra", conditional={"hide": "=area > 2"})
    form = build_form(schema(field, hidden), context=CONTEXT, owner_id=None, today=TODAY)

    assert 'value="1,125"' in str(form)
    assert 'name="otra"' in str(form)
