"""The TRD on its pages: a draft, its series, another person's approval, its differences."""

import csv
import io
from datetime import date

from archive.models import ScheduleVersion
from archive.records import adopted
from tests.web.pages import Page, visit

SERIES = {
    "Código": "500.01.01",
    "Dependencia": "500 Salud",
    "Serie": "ACTAS",
    "Subserie": "Comité",
    "Años en el archivo de gestión": "2",
    "Años en el archivo central": "8",
    "Disposición": "S",
    "Muestra": "20",
}


def drafted(client, name="2027-v1") -> Page:
    return visit(client, "archivists:schedule").press(
        client, "Empezar el borrador", {"Nombre de la versión": name}
    )


def test_a_new_version_goes_from_draft_to_force_by_two_people(trd, calendar, nubia, alvaro) -> None:
    page = drafted(nubia)
    assert page.title == "TRD 2027-v1"
    version = ScheduleVersion.objects.get(name="2027-v1")
    page = visit(nubia, "archivists:new_line", version.id)
    assert page.press(nubia, "Guardar la serie").response.status_code == 422
    page = page.press(nubia, "Guardar la serie", SERIES)
    assert "S (20 %)" in page.text
    page = page.press(nubia, "Pedir revisión")
    assert "una persona que no haya escrito nada" in page.text
    assert not page.tree.xpath("//button[contains(., 'Aprobar la versión')]")

    page = visit(alvaro, "archivists:version", version.id)
    page = page.press(
        alvaro,
        "Aprobar la versión",
        {"Acto": "Resolución 12", "Fecha del acto": "2026-11-20", "Rige": "2026-12-01"},
    )
    assert "Adoptada, aún no rige" in page.text
    assert adopted.in_force(date(2026, 11, 30)).version == "2026-v1"
    calendar.move_to(2026, 12, 1)
    assert "Vigente: 2027-v1" in visit(nubia, "archivists:schedule").text
    assert "Reemplazada" in visit(nubia, "archivists:version", trd.id).text


def test_the_author_is_refused_even_by_address(trd, nubia) -> None:
    drafted(nubia).press(nubia, "Pedir revisión")
    version = ScheduleVersion.objects.get(name="2027-v1")

    page = Page(
        nubia.post(
            f"/archivo/trd/{version.id}/aprobar/",
            {"act": "R 1", "adopted_on": "2026-11-20", "valid_from": "2026-12-01"},
            follow=True,
        )
    )

    assert "quien escribe una TRD no la aprueba" in page.text
    version.refresh_from_db()
    assert version.status == "in_review"


def test_a_version_does_not_rule_before_its_act(trd, nubia, alvaro) -> None:
    drafted(nubia).press(nubia, "Pedir revisión")
    version = ScheduleVersion.objects.get(name="2027-v1")
    page = visit(alvaro, "archivists:version", version.id)

    page = page.press(
        alvaro,
        "Aprobar la versión",
        {"Acto": "Resolución 12", "Fecha del acto": "2026-12-02", "Rige": "2026-12-01"},
    )
    assert page.response.status_code == 422
    assert "No puede regir antes" in page.text
    page = page.press(
        alvaro,
        "Aprobar la versión",
        {"Acto": "Resolución 12", "Fecha del acto": "2025-12-02", "Rige": "2025-12-02"},
    )
    assert "rige desde el 1 de enero de 2026" in page.text


def test_a_series_is_changed_and_taken_out_and_the_differences_say_so(trd, nubia, alvaro) -> None:
    page = drafted(nubia)
    version = ScheduleVersion.objects.get(name="2027-v1")
    [link] = page.tree.xpath("//a[.='200.08.01']/@href")
    page = visit(nubia, link).press(nubia, "Guardar la serie", {"Años en el archivo central": "6"})
    [link] = page.tree.xpath("//a[.='100.27.01']/@href")
    page = visit(nubia, link).press(nubia, "Quitar la serie")
    page = page.press(nubia, "Pedir revisión")
    page = visit(alvaro, "archivists:version", version.id).press(alvaro, "Devolver a borrador")
    assert "Borrador" in page.text

    page = visit(nubia, "archivists:compare", version.id)
    assert "Años en central: 2 → 6" in page.text
    assert "Se quita" in page.text
    page = visit(nubia, f"/archivo/trd/{trd.id}/diferencias/?con={version.id}")
    assert "Años en central: 6 → 2" in page.text


def test_a_repeated_name_or_code_says_so_and_keeps_what_was_typed(trd, nubia) -> None:
    drafted(nubia)
    assert "Ese nombre ya se usó" in drafted(nubia).text
    version = ScheduleVersion.objects.get(name="2027-v1")
    page = visit(nubia, "archivists:new_line", version.id)

    page = page.press(nubia, "Guardar la serie", SERIES | {"Código": "200.08.01"})

    assert "Ese código ya está en la versión" in page.text
    assert page.control("Subserie").get("value") == "Comité"


def test_the_csv_has_every_series_and_no_formula(trd, nubia) -> None:
    drafted(nubia)
    version = ScheduleVersion.objects.get(name="2027-v1")
    page = visit(nubia, "archivists:new_line", version.id)
    page.press(nubia, "Guardar la serie", SERIES | {"Serie": "=HYPERLINK(1)"})

    content = nubia.get(f"/archivo/trd/{version.id}/trd.csv").content

    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 22
    assert {row["codigo"]: row["serie"] for row in rows}["500.01.01"] == "'=HYPERLINK(1)"


def test_without_an_adopted_version_the_pages_say_what_rules(calendar, nubia) -> None:
    assert "Ninguna TRD está adoptada" in visit(nubia, "archivists:home").text
    assert "Ninguna versión adoptada" in visit(nubia, "archivists:schedule").text
