"""Who sees what: asked once, and missing and forbidden give the same answer."""

import re
from datetime import date

import pytest

from engine.errors import CaseNotFound, DocumentNotFound
from engine.jobs.execution import run_due
from engine.models.actor import NOBODY
from engine.queries import browsing, documents, inbox, timeline
from engine.queries import cases as case_queries
from tests.engine import cases

TODAY = date(2026, 11, 20)


@pytest.fixture
def case(office):
    filed = cases.file("T02-E2")
    run_due()
    return filed


def test_the_owner_reads_the_case(case) -> None:
    view = case_queries.case_for(cases.citizen(), case.radicado)

    assert view.radicado == case.radicado
    assert view.answers_summary
    assert [d.kind for d in view.documents] == ["constancia"]


@pytest.mark.parametrize(
    "who",
    [
        lambda: cases.citizen("otro@correo.test"),
        lambda: cases.official("tesorero", email="tesorero@correo.test"),
        lambda: NOBODY,
    ],
    ids=["another citizen", "another office", "nobody"],
)
def test_others_are_told_what_a_missing_case_tells(case, who) -> None:
    with pytest.raises(CaseNotFound) as refused:
        case_queries.case_for(who(), case.radicado)
    with pytest.raises(CaseNotFound) as missing:
        case_queries.case_for(who(), "2026-52001-E-999999")

    assert refused.value.code == missing.value.code


def test_the_role_and_the_auditor_read_it(case) -> None:
    for who in (cases.official("secretario-gobierno"), cases.official("auditor", email="a@b.test")):
        assert case_queries.case_for(who, case.radicado).radicado == case.radicado


def test_only_who_may_downloads_a_document(case) -> None:
    document = case.documents.get(kind="constancia")

    assert documents.document_for(cases.citizen(), document.id).content.startswith(b"%PDF")
    with pytest.raises(DocumentNotFound):
        documents.document_for(cases.citizen("otro@correo.test"), document.id)


def test_the_code_of_a_document_is_read_as_people_type_it(case) -> None:
    document = case.documents.get(kind="constancia")
    typed = document.verification_code.replace("-", " ").lower()

    found = documents.public_document(typed, TODAY)

    assert found.sha256 == document.sha256
    assert found.state == "VIGENTE"


def test_an_inbox_shows_the_roles_items_and_their_days(case) -> None:
    rows = inbox.inbox(cases.official("secretario-gobierno"), TODAY)

    assert [row.radicado for row in rows] == [case.radicado]
    assert rows[0].deadline.text == "Faltan 3 días hábiles"
    assert inbox.inbox(cases.official("tesorero", email="t@b.test"), TODAY) == []
    assert inbox.inbox(cases.citizen(), TODAY) == []


def test_the_office_reads_the_story_about_the_person(case) -> None:
    told = timeline.timeline(cases.official("secretario-gobierno"), case.radicado)

    assert told[0].title == "Se radicó la solicitud"
    spoken = " ".join(f"{entry.title} {entry.text}" for entry in told)
    assert not re.search(r"\b([Uu]sted|[Ll]e enviamos)\b", spoken)


def test_the_story_is_told_in_plain_words(case) -> None:
    titles = [entry.title for entry in timeline.timeline(cases.citizen(), case.radicado)]

    assert titles[0] == "Recibimos su solicitud"
    assert "Pasó a una persona de la entidad" in titles


@pytest.mark.parametrize("text", ["residencia", "RESIDENCIA", "Résidencia"])
def test_search_forgives_accents_and_capitals(office, text) -> None:
    slug, _ = cases.scenario("T02-E2")
    found = [card.slug for card in browsing.find(text).exact]

    assert slug in found


def test_search_finds_nothing_for_nonsense(office) -> None:
    assert browsing.find("qwertyuiop") == browsing.Found(exact=[], near=[])
