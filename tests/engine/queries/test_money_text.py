"""An amount is read as pesos in both languages."""

import pytest
from django.utils import translation

from engine.queries.words import money_text


@pytest.mark.parametrize(
    ("language", "amount", "text"),
    [
        ("es-co", 1_250_000, "$ 1.250.000"),
        ("es-co", -47_600, "−$ 47.600"),
        ("en", 1_250_000, "COP 1,250,000"),
        ("en", -47_600, "−COP 47,600"),
    ],
)
def test_an_amount_is_written_in_the_readers_language(language, amount, text) -> None:
    with translation.override(language):
        assert money_text(amount) == text
