"""The inbox: its three views, what finds a row, saved filters, and an answer only when something changed."""

from datetime import timedelta
from uuid import uuid4

import pytest

from engine import commands
from engine.commands import clock
from engine.jobs.execution import run_due
from engine.models import SavedFilter
from tests.engine import cases
from tests.web.pages import visit

INBOX = "/oficina/"


@pytest.fixture
def desk(sign_in):
    return sign_in("secretario-gobierno")


@pytest.fixture
def item(case):
    return cases.waiting_item(case)


def rows(page) -> list[str]:
    return page.tree.xpath("//tr[@data-fila]//a[starts-with(@href, '/oficina/expediente/')]/text()")


def counted(page, view: str) -> str:
    return page.tree.xpath("string(//*[@data-bandeja-cuenta=$view])", view=view)


def test_each_view_has_its_rows_and_says_how_many(desk, case, item) -> None:
    before = visit(desk, f"{INBOX}?vista=mias")
    visit(desk, "officials:item", item.id).press(desk, "Tomar la tarea")
    after = visit(desk, f"{INBOX}?vista=mias")

    assert "No hay tareas en sus manos" in before.text
    assert (counted(before, "mias"), counted(before, "grupos")) == ("0", "1")
    assert rows(after) == [case.radicado]
    assert (counted(after, "mias"), counted(after, "grupos")) == ("1", "1")


def test_a_followed_case_stays_in_sight_until_it_is_followed_no_more(desk, case) -> None:
    visit(desk, "officials:case", case.radicado).press(desk, "Seguir este caso")
    watched = visit(desk, f"{INBOX}?vista=seguimiento")
    visit(desk, "officials:case", case.radicado).press(desk, "Dejar de seguir")

    assert case.radicado in watched.text
    assert case.procedure_name in watched.text
    assert "No sigue ningún caso" in visit(desk, f"{INBOX}?vista=seguimiento").text


def test_nobody_follows_what_they_may_not_read(sign_in, case) -> None:
    stranger = sign_in("tesorero", email="otra@correo.test")

    assert stranger.post(f"/oficina/expediente/{case.radicado}/seguir/").status_code == 404


@pytest.mark.parametrize(
    ("late_by", "said"),
    [(0, "Vence hoy"), (3, "Vencida hace 1 día hábil"), (4, "Vencida hace 2 días hábiles")],
)
def test_the_term_is_told_in_business_days(desk, case, item, late_by, said) -> None:
    # Friday: three days later is Monday, the first business day after it.
    item.entries.update(due_on=cases.FRIDAY.date())

    with clock.lend(lambda: cases.FRIDAY + timedelta(days=late_by)):
        page = visit(desk, INBOX)

    assert said in page.text


def test_the_law_s_day_counts_where_it_ends_before_the_item_s_own(office, desk) -> None:
    late = cases.file("T02-E2")
    with clock.lend(lambda: cases.FRIDAY + timedelta(days=40)):
        run_due()
        page = visit(desk, INBOX)

    late.refresh_from_db()
    opened = cases.waiting_item(late)
    assert opened.due_on > late.due_on
    assert opened.entries.get().due_on == late.due_on
    assert "Vencida hace" in page.text


@pytest.mark.parametrize("asked", ["radicado", "applicant_name", "applicant_document"])
def test_a_row_is_found_by_what_people_know_of_it(desk, case, asked) -> None:
    found = desk.get(INBOX, {"q": getattr(case, asked)})
    missed = desk.get(INBOX, {"q": "inexistente"})

    assert case.radicado in found.content.decode()
    assert "Nada coincide" in missed.content.decode()


@pytest.mark.parametrize(
    ("filters", "is_there"),
    [
        ({"plazo": "vencidas"}, False),
        ({"libres": "1"}, True),
        ({"tramite": "otro"}, False),
        ({"plazo": "suspendidas"}, False),
        ({"plazo": "disparate", "despues": "ayer", "vista": "ninguna"}, True),
    ],
    ids=["late", "free", "another procedure", "suspended", "nonsense"],
)
def test_filters_narrow_the_list(desk, case, filters, is_there) -> None:
    page = desk.get(INBOX, filters).content.decode()

    assert (case.radicado in page) is is_there


def test_a_search_is_saved_under_a_name_found_again_and_deleted(desk, case) -> None:
    page = visit(desk, f"{INBOX}?vista=grupos&libres=1&q=ana")
    page = page.press(desk, "Guardar filtro", {"Nombre del filtro": "  Lo de Ana "})
    saved = page.tree.xpath("//ul[@class='bandeja-guardados__lista']//a")

    assert "Guardó el filtro «Lo de Ana»" in page.text
    assert [link.text for link in saved] == ["Lo de Ana"]
    assert saved[0].get("aria-current") == "page"
    assert "libres=1" in saved[0].get("href")
    page.press(desk, "Quitar el filtro guardado Lo de Ana")
    assert not SavedFilter.objects.exists()


def test_saved_searches_are_ones_own_and_need_a_name(desk, sign_in, case) -> None:
    nameless = desk.post(f"{INBOX}filtros/", {"nombre": " ", "q": "x"}, follow=True)
    desk.post(f"{INBOX}filtros/", {"nombre": "Mío", "q": "x"}, follow=True)
    mine = SavedFilter.objects.get()
    other = sign_in("secretario-gobierno", email="otra@correo.test")
    other.post(f"{INBOX}filtros/{mine.pk}/quitar/")

    assert "Un filtro se guarda con un nombre" in nameless.content.decode()
    assert "Mío" not in other.get(INBOX).content.decode()
    assert SavedFilter.objects.filter(pk=mine.pk).exists()


def test_the_page_asks_again_and_gets_rows_only_when_they_changed(desk, case, item) -> None:
    page = visit(desk, INBOX)
    stamp = page.tree.xpath("string(//@data-bandeja-sello)")
    ask = {"HX-Request": "true", "If-None-Match": stamp}
    same = desk.get(INBOX, headers=ask)
    page_of_item = visit(desk, "officials:item", item.id)
    page_of_item.press(desk, "Tomar la tarea")
    changed = desk.get(INBOX, headers=ask)

    assert (same.status_code, same.content) == (304, b"")
    assert changed.status_code == 200
    assert "<html" not in changed.content.decode()
    assert "Usted" in changed.content.decode()
    assert changed["ETag"] != stamp


def test_what_does_not_fit_on_a_page_is_on_the_next(desk, case, item, monkeypatch) -> None:
    cases.file("T02-E2", actor=cases.citizen("dos@correo.test"))
    run_due()
    monkeypatch.setattr("engine.queries.desk.PAGE", 1)
    first = visit(desk, INBOX)
    second = visit(desk, INBOX + first.tree.xpath("string(//a[@rel='next']/@href)")[len(INBOX) :])

    assert len(rows(first)) == len(rows(second)) == 1
    assert rows(first) != rows(second)
    assert not second.tree.xpath("//a[@rel='next']")
    assert "Volver al comienzo" in second.text


def test_the_keyboard_help_says_that_it_can_be_switched_off(desk, case) -> None:
    page = visit(desk, INBOX)

    assert page.tree.xpath("//dialog//input[@type='checkbox']")
    assert "No funcionan mientras escribe" in page.text


def write(actor, case, text: str) -> None:
    commands.write_letter(
        commands.WriteLetter(actor=actor, case_id=case.id, text=text, submit_id=uuid4())
    )


def test_a_message_without_an_answer_is_marked_and_found_until_the_office_writes(
    desk, case, item
) -> None:
    other = cases.file("T02-E2", actor=cases.citizen("otra@correo.test"))
    write(cases.citizen(), case, "¿Cómo va?")
    write(cases.citizen(), case, "¿Alguien?")
    marked = visit(desk, f"{INBOX}?mensajes=1")

    assert "Escribió el 20 de noviembre" in marked.text
    assert case.radicado in marked.text
    assert other.radicado not in marked.text

    write(cases.official("secretario-gobierno"), case, "Bien")

    assert "Escribió el" not in visit(desk, INBOX).text
    assert "Nada coincide" in visit(desk, f"{INBOX}?mensajes=1").text
