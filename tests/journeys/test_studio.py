"""Analysts at the studio: every part in its editor, saved by itself, and nobody's work lost in silence."""

import contextlib
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_accessibility import AXE
from tests.journeys.test_residence import DEMO_PASSWORD, sign_in

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

IVAN, LORENA = "ivan.caicedo@demo.test", "lorena.rosero@demo.test"
PROCEDURE = "certificado-residencia"
# What bpmn.io draws is theirs; the frame around it is ours.
THEIRS = [".djs-container", ".bio-properties-panel", ".fjs-container", ".dmn-js-parent", "iframe"]
RUN = """async (theirs) => (await axe.run({include: ['html'], exclude: theirs.map(one => [one])}, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']
})).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))"""


@pytest.fixture
def ivan(opened) -> Page:
    """Iván, with a draft of his own just begun."""
    page = opened(DESK)
    sign_in(page, IVAN, DEMO_PASSWORD)
    page.goto("/analisis/borradores/")
    choice = page.locator("select[name=tramite]")
    choice.select_option(PROCEDURE)
    page.locator("form", has=choice).get_by_role("button").click()
    page.wait_for_url("**/analisis/borradores/*/#process.bpmn")
    return page


def part(page: Page, path: str):
    return page.locator(f'[data-ruta="{path}"]')


def saved(page: Page) -> None:
    expect(page.locator("[data-estado]")).to_have_text(re.compile(r"^Guardado hace"))


def address_of(page: Page) -> str:
    return page.url.split("#")[0]


def write(page: Page, text: str) -> None:
    """Type at the end of the open text."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def crash(page: Page) -> None:
    """End the page's process as a fault would: nothing in it hears of it."""
    with page.expect_event("crash"), contextlib.suppress(PlaywrightError):
        page.goto("chrome://crash")


def test_a_task_is_renamed_saved_by_itself_and_found_again(ivan, photograph) -> None:
    page = ivan
    page.locator("[data-element-id='T02.03'] .djs-hit").first.click()
    expect(page.locator("[data-flujo-feel]")).to_have_text("FEEL: las 2 expresiones están bien")
    page.locator(".bio-properties-panel-group-header-title", has_text="General").click()
    page.locator("#bio-properties-panel-name").fill("Preguntar al Sisbén")
    saved(page)
    photograph(page, "estudio-flujo")
    page.reload()

    drawn = page.locator("[data-element-id='T02.03']")
    expect(drawn).to_contain_text("Preguntar")


def test_two_analysts_on_one_file_are_told_and_both_versions_stay(ivan, opened, photograph) -> None:
    message = "messages/entrega-certificado.md"
    part(ivan, message).click()
    expect(ivan.locator(".cm-content")).to_contain_text("Su certificado")
    other = opened(DESK)
    sign_in(other, LORENA, DEMO_PASSWORD)
    other.goto(f"{address_of(ivan)}#{message}")
    expect(other.locator("[data-presencia]")).to_contain_text("Iván Caicedo")
    write(other, "\nEscrito por Lorena.")
    saved(other)
    write(ivan, "\nEscrito por Iván.")

    dialog = ivan.get_by_role("dialog")
    expect(dialog).to_contain_text("Lorena Rosero Insuasty guardó")
    photograph(ivan, "estudio-conflicto")
    dialog.get_by_role("button", name="Guardar la mía como copia").click()
    expect(ivan.locator(".cm-content")).to_contain_text("Escrito por Lorena.")
    part(ivan, "messages/entrega-certificado-copia.md").click()
    expect(ivan.locator(".cm-content")).to_contain_text("Escrito por Iván.")


def test_a_field_is_added_to_a_form_and_shown_as_citizens_see_it(ivan, photograph) -> None:
    page = ivan
    part(page, "forms/respuesta-jac.form").click()
    page.get_by_role("button", name="Vista previa").click()
    shown = page.frame_locator("[data-vista] iframe")
    expect(shown.locator("form")).to_be_visible()
    page.locator(".fjs-palette-field[data-field-type=textfield]").press("Enter")
    page.locator(".fjs-children .fjs-element[data-id]").last.click(position={"x": 6, "y": 6})
    page.locator(".bio-properties-panel-group-header-title", has_text="General").click()
    page.locator("[data-entry-id=label] .cm-content").fill("¿Quién respondió por la Junta?")

    expect(shown.get_by_text("¿Quién respondió por la Junta?")).to_be_visible()
    saved(page)
    photograph(page, "estudio-formulario")


def test_a_template_that_fails_shows_its_line_and_mended_becomes_a_pdf(ivan, photograph) -> None:
    page = ivan
    part(page, "documents/certificado.typ").click()
    opens = page.get_by_role("link", name="Abrir el PDF (1 página)")
    expect(opens).to_be_visible()
    write(page, "\n#nada-asi")
    note = page.locator("[data-vista-nota]")
    expect(note).to_contain_text("No existe «nada-asi»")
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()
    photograph(page, "estudio-documento")
    for _ in range(len("#nada-asi")):
        page.keyboard.press("Backspace")

    expect(note).to_be_hidden()
    expect(opens).to_be_visible()


def test_an_expression_of_a_message_is_marked_where_it_is_wrong(ivan) -> None:
    page = ivan
    part(page, "messages/consulta-jac.md").click()
    expect(page.locator(".cm-content")).to_contain_text("subject")
    write(page, "\n{{ applicant.name + }}")

    expect(page.locator(".cm-lintRange-error").first).to_be_visible()
    expect(page.locator("[data-vista-nota]")).to_contain_text("no es FEEL")


def test_a_finding_leads_to_its_element(ivan, photograph) -> None:
    page = ivan
    part(page, "forms/verificacion.form").click()
    page.get_by_role("button", name="Eliminar").click()
    page.get_by_role("dialog").get_by_role("button", name="Eliminar").click()
    finding = page.locator(".hallazgo", has_text="No hay un formulario «verificacion»")
    finding.click()

    expect(page.locator(".djs-element.selected")).to_contain_text("Verificar")
    expect(page.locator(".hallazgo-marca--error").first).to_be_visible()
    photograph(page, "estudio-hallazgos")


def test_a_field_of_the_sheet_and_its_text_are_one(ivan, photograph) -> None:
    page = ivan
    part(page, "procedure.toml").click()
    page.get_by_label("Nombre corto").fill('Certificado "nuevo"')
    page.get_by_label("Temas").fill("Gobierno\nTrabajo\nVivienda")
    saved(page)

    text = page.locator(".cm-content")
    expect(text).to_contain_text('short_name = "Certificado \\"nuevo\\""')
    expect(text).to_contain_text('themes = ["Gobierno", "Trabajo", "Vivienda"]')
    photograph(page, "estudio-ficha")


def test_work_without_a_connection_is_kept_and_offered_when_the_studio_opens_again(ivan) -> None:
    page, context = ivan, ivan.context
    part(page, "messages/consulta-jac.md").click()
    expect(page.locator(".cm-content")).to_contain_text("subject")
    context.set_offline(True)
    write(page, "\n# Escrito sin conexión.")
    expect(page.locator("[data-estado]")).to_contain_text("Sin conexión")
    address = address_of(page)
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    again.get_by_role("button", name="Recuperarlo").click()

    expect(again.locator(".cm-content")).to_contain_text("# Escrito sin conexión.")
    saved(again)


def test_a_crash_loses_at_most_five_seconds_of_who_types_without_a_pause(ivan, opened) -> None:
    page = ivan
    address = address_of(page)
    page.clock.install()
    page.goto(f"{address}#messages/consulta-jac.md")
    page.reload()
    expect(page.locator(".cm-content")).to_contain_text("subject")
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        for second in range(1, 6):
            write(page, f"\n# Segundo {second}.")
            page.clock.run_for(1_000)
    crash(page)

    again = opened(DESK)
    sign_in(again, IVAN, DEMO_PASSWORD)
    again.goto(f"{address}#messages/consulta-jac.md")
    expect(again.locator(".cm-content")).to_contain_text("# Segundo 1.")


def test_the_frame_of_the_studio_has_no_barrier_and_fits_a_phone(ivan, photograph) -> None:
    page = ivan
    expect(page.locator(".djs-shape").first).to_be_visible()
    page.evaluate(AXE.read_text())
    found = page.evaluate(RUN, THEIRS)
    page.set_viewport_size(PHONE)
    expect(page.get_by_text("hace falta una pantalla más ancha")).to_be_visible()
    found += page.evaluate(RUN, THEIRS)

    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    photograph(page, "estudio")


def test_a_flow_that_lacks_a_shape_is_drawn_before_its_lines_are_lost(ivan) -> None:
    page = ivan
    expect(page.locator("[data-element-id='T02.07']")).to_have_count(1)
    page.evaluate(
        """async () => {
          const base = document.querySelector('[data-estudio]').dataset;
          const read = await fetch(base.base + 'archivos/process.bpmn');
          const shape = /<bpmndi:BPMNShape [^>]*bpmnElement="T02.07"[^]*?<\\/bpmndi:BPMNShape>/;
          const headers = {'If-Match': read.headers.get('ETag'), 'X-CSRFToken': base.csrf};
          const body = (await read.text()).replace(shape, '');
          await fetch(read.url, {method: 'PUT', body, headers});
        }"""
    )
    page.reload()
    notice = page.locator("[data-aviso]")
    expect(notice).to_contain_text("El dibujo no muestra 1 elemento")
    notice.get_by_role("button", name="Ordenar el dibujo").click()
    expect(notice).to_contain_text("Se ordenó el dibujo.")
    saved(page)
    page.reload()
    expect(page.locator("[data-element-id='T02.07']")).to_have_count(1)
    expect(page.locator("[data-element-id='F_T02_07_T02_07a']")).to_have_count(1)


def test_a_new_name_of_a_form_reaches_the_task_that_shows_it(ivan) -> None:
    page = ivan
    part(page, "forms/verificacion.form").click()
    page.get_by_role("button", name="Renombrar").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Flujo del proceso")
    dialog.locator("[name=nombre]").fill("verificar casa")
    dialog.get_by_role("button", name="Cambiar").click()
    expect(part(page, "forms/verificar-casa.form")).to_have_attribute("aria-current", "true")
    read = page.request.get(f"{address_of(page)}archivos/process.bpmn").text()
    assert 'formId="verificar-casa"' in read
    expect(page.locator("[data-hallazgos]")).to_contain_text("Nada por corregir")
