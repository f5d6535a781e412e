"""A case is found by its number, its document, a name or its procedure, by those who may read it."""

import pytest

from engine.models import Case, CaseWord
from engine.models.words import asked_words, case_words
from engine.queries import search
from engine.queries.search import search_cases
from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end

AUDITOR = "auditor"


@pytest.fixture
def found(office):
    """How many cases somebody finds."""
    case = cases.file("T02-E2")

    def ask(text: str = "", who=None, **more) -> list[str]:
        actor = who or cases.official(AUDITOR)
        return [row.radicado for row in search_cases(actor, text, **more)]

    ask.case = case
    return ask


def test_a_number_is_found_whole_by_its_end_and_however_it_is_written(found) -> None:
    radicado = found.case.radicado
    last = radicado.rpartition("-")[2]
    for text in (radicado, radicado.lower(), radicado.replace("-", ""), radicado[:12], last):
        assert found(text) == [radicado], text


def test_a_document_is_found_with_points_and_without_its_kind(found) -> None:
    number = found.case.applicant_document.split()[-1]
    pointed = f"{int(number):,}".replace(",", ".")
    for text in (number, pointed, number[:5]):
        assert found(text) == [found.case.radicado], text


def test_a_name_is_found_without_accents_in_any_order_and_by_beginnings(found) -> None:
    first, *_, last = found.case.applicant_name.split()
    for text in (found.case.applicant_name.upper(), f"{last} {first}", f"{last[:4]} {first}"):
        assert found(text) == [found.case.radicado], text


def test_every_word_must_be_there(found) -> None:
    first = found.case.applicant_name.split()[0]
    assert found(f"{first} inexistente") == []
    assert found("- .") == []


def test_cases_are_found_by_procedure(found) -> None:
    assert found(procedure=found.case.slug) == [found.case.radicado]
    assert found(procedure="otro") == []
    assert found() == [found.case.radicado]


def test_who_may_not_read_a_case_does_not_find_it(found) -> None:
    text = found.case.radicado
    assert found(text, who=cases.citizen("otra@correo.test")) == []
    assert found(text, who=cases.official("tesorero")) == []
    assert found(text, who=cases.citizen()) == [text]


def test_an_official_finds_what_their_role_had_to_do_with(found) -> None:
    folders.publish(folders.task("uno"), end("fin"), chain(folders.LAST, "uno", "fin"))
    case = folders.file(cases.citizen("otra@correo.test"))
    who = cases.official(folders.OFFICE)
    assert found(case.radicado, who=who) == [case.radicado]
    assert found(procedure=folders.SLUG, who=who) == [case.radicado]
    assert found(case.radicado, who=cases.official("tesorero", email="luis@correo.test")) == []


def test_the_state_of_the_flow_is_not_needed(found) -> None:
    Case.objects.update(frozen=b"no es un estado")
    assert found(found.case.radicado) == [found.case.radicado]


def test_frequent_words_give_the_newest_first(found, monkeypatch) -> None:
    later = [cases.file("T02-E2") for _ in range(3)]
    monkeypatch.setattr(search, "_FREQUENT", 1)
    newest = sorted((found.case, *later), key=lambda case: case.received_at, reverse=True)
    first = found.case.applicant_name.split()[0]
    assert len(found(first, limit=2)) == 2
    assert set(found(first)) == {case.radicado for case in newest}


def test_a_case_is_written_down_with_its_words_once(found) -> None:
    words = list(CaseWord.objects.filter(case=found.case).values_list("word", flat=True))
    assert len(words) == len(set(words))
    assert found.case.radicado.replace("-", "").lower() in words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  María  LÓPEZ-Ñáñez ", ["maria", "lopez", "nanez"]),
        ("CC 1.085.123", ["cc", "1085123"]),
        ("2026-52001-E-000001", ["202652001e000001"]),
        ("", []),
    ],
    ids=["names", "document", "number", "nothing"],
)
def test_what_is_asked_is_read_as_words(text: str, words: list[str]) -> None:
    assert asked_words(text) == words


def test_a_case_without_applicant_has_the_words_of_its_number() -> None:
    assert case_words(number="2026-1-E-07", document="", name="") == ["20261e07", "07"]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"parcel": "240-100004"}, ["240100004", "100004"]),
        ({"parcel_address": "KR 30 15-60"}, ["kr", "30", "1560"]),
        ({"parcel": None, "other": "240-1"}, []),
    ],
    ids=["folio", "address", "none"],
)
def test_a_case_has_the_words_of_its_parcel(answers, words) -> None:
    assert case_words(number="7", document="", name="", answers=answers) == ["7", *words]
