"""Reports: charts as pictures of their own, the same figures as tables, and nothing of any person."""

import json

import pytest
from lxml import etree

from engine.models import Case
from tests.engine import cases
from tests.web.pages import visit

SPAN = "desde=2026-11-01&hasta=2026-11-30"


@pytest.fixture
def auditor(sign_in):
    return sign_in("auditor", email="control@correo.test")


def test_the_page_shows_each_chart_with_its_table(auditor, case) -> None:
    page = visit(auditor, f"/auditoria/informes/?{SPAN}")

    assert "Llegaron 1 y terminaron 0" in page.text
    images = page.tree.xpath("//img[contains(@src, '.svg')]")
    assert images
    assert all(image.get("alt") for image in images)
    assert len(page.tree.xpath("//details//table")) == len(images)


def test_figures_are_those_of_the_cases(auditor, case) -> None:
    cases.file("T01-E1")

    told = json.loads(auditor.get(f"/auditoria/informes.json?{SPAN}").content)

    reports = told["reports"]
    assert reports["volumen"]["rows"] == [{"Mes": "2026-11", "Llegaron": 2, "Terminaron": 0}]
    assert {row["Llegaron"] for row in reports["tramites"]["rows"]} == {1}
    assert sum(row["Corriendo"] for row in reports["terminos"]["rows"]) == 2
    assert sum(row["En término"] for row in reports["carga"]["rows"]) >= 1


def test_a_kept_and_a_missed_term_are_told_apart(auditor, case) -> None:
    due = case.due_on
    Case.objects.filter(pk=case.pk).update(answered_on=due)
    kept = json.loads(auditor.get(f"/auditoria/informes.json?{SPAN}").content)
    Case.objects.filter(pk=case.pk).update(answered_on=due.replace(year=due.year + 1))
    missed = json.loads(auditor.get(f"/auditoria/informes.json?{SPAN}").content)

    first, second = (one["reports"]["terminos"]["rows"][0] for one in (kept, missed))
    assert (first["A tiempo"], first["Fuera de término"]) == (1, 0)
    assert (second["A tiempo"], second["Fuera de término"]) == (0, 1)
    assert kept["reports"]["dias"]["rows"][0]["Mediana de días"] > 0


@pytest.mark.parametrize(
    "key", ["volumen", "tramites", "dias", "terminos", "carga", "terminadas", "satisfaccion"]
)
def test_each_chart_is_a_picture_without_script(auditor, case, key) -> None:
    answer = auditor.get(f"/auditoria/informes/{key}.svg?{SPAN}")

    assert answer["Content-Type"] == "image/svg+xml"
    assert "script-src" not in answer["Content-Security-Policy"]
    tree = etree.fromstring(answer.content)
    assert not tree.xpath("//*[local-name()='script']")
    assert b"http://127" not in answer.content
    assert auditor.get(f"/auditoria/informes/{key}.csv?{SPAN}").status_code == 200


def test_nothing_of_a_person_is_in_any_of_them(auditor, case) -> None:
    told = auditor.get(f"/auditoria/informes.json?{SPAN}").content.decode()

    for secret in (case.applicant_name, case.applicant_document, case.radicado):
        assert secret
        assert secret not in told


def test_supervisors_read_them_too_and_others_do_not(sign_in, case) -> None:
    for address in ("informes/", "informes.json", "informes/volumen.svg", "informes/volumen.csv"):
        assert sign_in("supervisor").get(f"/auditoria/{address}").status_code == 200
        assert sign_in("tesorero").get(f"/auditoria/{address}").status_code == 404


def test_a_span_that_makes_no_sense_is_told(auditor, case) -> None:
    assert (
        "antes de «hasta»"
        in visit(auditor, "/auditoria/informes/?desde=2026-12-01&hasta=2026-01-01").text
    )


def test_an_unknown_report_is_not_there(auditor, case) -> None:
    assert auditor.get("/auditoria/informes/nada.svg").status_code == 404


def test_programs_read_the_same_names_whatever_language_somebody_chose(auditor, case) -> None:
    auditor.cookies["django_language"] = "en"
    told = json.loads(auditor.get(f"/auditoria/informes.json?{SPAN}").content)

    assert told["reports"]["volumen"]["rows"][0]["Llegaron"] == 1
