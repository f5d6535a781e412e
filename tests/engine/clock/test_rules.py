"""The table of inventory B.1, and rules that an entity or a later law lays over it."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from engine.clock import NATIONAL, Calendar, LegalRule, RuleUnknown, Term, due

CALENDAR = Calendar()
TODAY = date(2026, 11, 20)
TABLE = {
    "TRM-PET": {"responder": "15 DH"},
    "TRM-INF": {"responder": "10 DH", "copias": "3 DH"},
    "TRM-CON": {"responder": "30 DH"},
    "TRM-PRO": {},
    "TRM-TRA": {"remitir": "5 DH"},
    "TRM-SUB": {"requerir": "10 DH", "completar": "1 M", "prorroga": "1 M"},
    "TRM-REA": {},
    "TRM-DTA": {},
    "TRM-DEX": {},
    "TRM-OSC": {"aclarar": "10 DH"},
    "TRM-AUT": {"responder": "10 DH"},
    "TRM-CGR": {"responder": "5 DH"},
    "TRM-INS": {"insistir": "10 DH", "decidir": "10 DH"},
    "TRM-CIT": {"enviar": "5 DH", "comparecer": "5 DH"},
    "TRM-AVI": {"publicar": "5 DH", "surtir": "1 DH"},
    "TRM-REC": {"interponer": "10 DH"},
    "TRM-QUE": {"interponer": "5 DH"},
    "TRM-PRU": {"practicar": "30 DH"},
    "TRM-SRE": {"decidir": "2 M"},
    "TRM-SNE": {"decidir": "3 M", "tardio": "1 M"},
    "TRM-SPO": {},
    "TRM-REV": {"decidir": "2 M"},
    "TRM-FIR": {},
    "TRM-RCN": {"interponer": "2 M", "fallar": "1 A"},
    "TRM-NTE": {"diferir": "5 DH"},
    "TRM-FAL": {"insistir": "3 DH"},
}


@pytest.mark.parametrize("code", TABLE)
def test_the_national_rules_are_those_of_the_inventory(code) -> None:
    rule = NATIONAL.rule(code, TODAY)

    assert {part: term.code for part, term in rule.terms.items()} == TABLE[code]
    assert rule.source


def test_the_national_rules_are_all_in_the_inventory() -> None:
    assert sorted(rule.code for rule in NATIONAL.rules) == sorted(TABLE)


@pytest.mark.parametrize(
    ("code", "part", "start", "last"),
    [
        ("TRM-PET", None, "2026-11-20", "2026-12-14"),
        ("TRM-INF", "responder", "2026-11-20", "2026-12-04"),
        ("TRM-TRA", None, "2026-11-20", "2026-11-27"),
        ("TRM-REV", None, "2026-11-20", "2027-01-20"),
    ],
    ids=["S01-E1", "S01-E2", "S01-E4", "revocatoria"],
)
def test_a_term_of_the_table_ends_on_the_day_of_the_scenario(code, part, start, last) -> None:
    term = NATIONAL.term(code, date.fromisoformat(start), part)

    assert due(date.fromisoformat(start), term, CALENDAR) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("code", "on", "part"),
    [
        ("TRM-XXX", TODAY, None),
        ("TRM-PET", date(2015, 6, 29), None),
        ("TRM-PET", TODAY, "otro"),
        ("TRM-INF", TODAY, None),
        ("TRM-FIR", TODAY, None),
    ],
    ids=["no such code", "before the law", "no such part", "several parts", "no length"],
)
def test_a_term_that_no_rule_sets_is_refused(code, on, part) -> None:
    with pytest.raises(RuleUnknown):
        NATIONAL.term(code, on, part)


def test_a_rule_applies_to_terms_that_start_while_it_is_in_force() -> None:
    emergency = LegalRule(
        "TRM-PET",
        "Decreto 491 de 2020, art. 5",
        date(2020, 3, 28),
        {"responder": Term.parse("30 DH")},
        until=date(2022, 5, 17),
    )
    book = NATIONAL.overlaid(emergency)

    found = [
        book.term("TRM-PET", day).code
        for day in (date(2020, 3, 27), date(2020, 3, 28), date(2022, 5, 17), date(2022, 5, 18))
    ]

    assert found == ["15 DH", "30 DH", "30 DH", "15 DH"]


def test_of_two_rules_of_one_day_the_one_laid_over_applies() -> None:
    since = NATIONAL.rule("TRM-PET", TODAY).since
    local = LegalRule("TRM-PET", "Decreto local", since, {"responder": Term.parse("10 DH")})

    assert NATIONAL.overlaid(local).term("TRM-PET", TODAY).code == "10 DH"
    assert NATIONAL.term("TRM-PET", TODAY).code == "15 DH"


def test_the_national_rules_cannot_be_changed_in_place() -> None:
    rule = NATIONAL.rule("TRM-PET", TODAY)

    with pytest.raises(TypeError):
        rule.terms["responder"] = Term.parse("1 DH")  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        rule.code = "TRM-XXX"  # type: ignore[misc]
