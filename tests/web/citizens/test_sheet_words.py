"""What authors of a sheet note for each other is not what a citizen reads."""

import pytest

from web.citizens.templatetags.sheet_words import source_words, unmarked


def test_a_note_loses_only_its_marks() -> None:
    assert unmarked("Tarifas y zonas [param]. Por confirmar (verificar).") == (
        "Tarifas y zonas. Por confirmar."
    )


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("CPACA art. 14", "CPACA art. 14"),
        ("CPACA art. 14; inventario T18 [param]", "CPACA art. 14"),
        ("[param] de la entidad; máximo 30 DH", "máximo 30 días hábiles"),
        ("", ""),
    ],
    ids=["norm", "norm-and-inventory", "value-of-the-entity", "nothing"],
)
def test_a_source_names_norms_and_not_the_inventory(source, shown) -> None:
    assert source_words(source) == shown
