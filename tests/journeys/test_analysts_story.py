"""An analyst gives a procedure a second approval, another publishes it, and an auditor proves what came of it.

All of it in the window: the folder is imported, drawn, told what does not hold, rehearsed, reviewed, published and
moved by the people whose work that is; the package of the case is checked outside, with the machine's own tools.
"""

import subprocess
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bpmn.package.folder import zip_of
from bpmn.package.scenarios import Scenario
from bpmn.versions.shelf import PROCEDURES
from tests.journeys import drawing
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.desks import Desks, scenario
from tests.journeys.test_residence import download

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

IVAN, LORENA, BEATRIZ = (
    "ivan.caicedo@demo.test",
    "lorena.rosero@demo.test",
    "beatriz.munoz@demo.test",
)
# A copy under a name of its own, so that what happens here is nothing to the other journeys.
ORIGINAL, COPY = "certificado-residencia", "certificado-vecindad"
TITLE = "Certificado de vecindad"
# The others would be rehearsed too, and say nothing more here.
KEPT = ("t02-e1.yaml", "t02-e2.yaml")
RENAMED = (
    (ORIGINAL, COPY),
    ("Certificado de residencia", TITLE),
    ("CERT-RES", "CERT-VEC"),
    # Codes of one person leave a minute apart, and other journeys sign too.
    ('citizen = "electronic"', 'citizen = "none"'),
)

# What the analyst adds: a task for a second person, the answer to it, and a question to the citizen.
TASK, SECOND, GROUP, OK = "Dar el visto bueno", "T02.07b", "desarrollo-comunitario", "community_ok"
STEP = f"  - task: {SECOND}\n    answers:\n      {OK}: true"
PURPOSE, ASKED = "purpose", "¿Para qué necesita el certificado?"
APPROVED, SIGNATURE = {"decision": "procede", "verified_with": ["testigos"]}, "sp-acto.06"


@pytest.fixture
def desks(opened, installation, tmp_path) -> Desks:
    return Desks(opened, installation, tmp_path, DESK)


def folder() -> dict[str, bytes]:
    """The original as a copy by hand would be: other slug, process and name."""
    root = PROCEDURES / ORIGINAL
    found = {
        str(file.relative_to(root)): file.read_bytes()
        for file in root.rglob("*.*")
        if file.parent.name != "scenarios" or file.name in KEPT
    }
    for name in ("procedure.toml", "process.bpmn"):
        found[name] = changed(found[name], RENAMED).encode()
    return found


def changed(content: bytes, changes: Iterable[tuple[str, str]]) -> str:
    text = content.decode()
    for old, new in changes:
        text = text.replace(old, new)
    return text


def publish_the_copy(desks: Desks) -> None:
    page = desks.of(IVAN)
    page.goto("/analisis/borradores/")
    page.locator('input[type="file"]').set_input_files(
        {"name": f"{COPY}.zip", "mimeType": "application/zip", "buffer": zip_of(COPY, folder())}
    )
    page.get_by_role("button", name="Importar").click()
    expect(page.locator("[data-hallazgos-cuenta]")).to_have_text("ninguno", timeout=20_000)
    page.get_by_role("link", name="Historia y revisión").click()
    hand_in(page)
    publish(desks.of(LORENA))


def hand_in(page: Page) -> None:
    page.get_by_role("button", name="Ensayar todos").click()
    expect(page.get_by_role("button", name="Enviar a revisión")).to_be_visible(timeout=90_000)
    page.get_by_role("button", name="Enviar a revisión").click()
    expect(page.get_by_text("Usted escribió en este borrador")).to_be_visible()


def open_review(page: Page) -> None:
    page.goto("/analisis/borradores/")
    waiting = page.locator(
        "section", has=page.get_by_role("heading", name="Esperan a otra persona")
    )
    waiting.get_by_role("link", name=TITLE, exact=True).click()


def publish(page: Page) -> None:
    open_review(page)
    page.get_by_role("button", name="Publicar").click()
    expect(page.get_by_text("Los casos nuevos empiezan en ella")).to_be_visible()


def test_a_second_approval_and_a_field_from_the_draft_to_the_evidence(
    desks, photograph, tmp_path
) -> None:
    publish_the_copy(desks)
    played = scenario(ORIGINAL, "t02-e2")
    moves, stays = (desks.file(desks.citizen(), COPY, played) for _ in range(2))

    change_it(desks.of(IVAN), photograph)
    read_and_publish(desks.of(LORENA), photograph)
    move(desks.of(LORENA), moves, stays, photograph)
    new = desks.file(desks.citizen(), COPY, asked_more(played))

    for radicado in (moves, stays, new):
        desks.complete(radicado, "T02.07", APPROVED)
    desks.complete(moves, SECOND, {OK: True})
    desks.sign(stays, SIGNATURE)
    desks.complete(new, SECOND, {OK: True})
    desks.sign(new, SIGNATURE)
    prove(desks, new, photograph, tmp_path)
    retire_it(desks.of(LORENA))


def asked_more(played: Scenario) -> Scenario:
    return replace(played, answers={**played.answers, PURPOSE: "Para un contrato."})


def change_it(page: Page, photograph) -> None:
    """From the published version to a draft that is clean, green and handed in."""
    page.goto("/analisis/borradores/")
    choice = page.locator("select[name=tramite]")
    choice.select_option(COPY)
    page.locator("form", has=choice).get_by_role("button").click()
    page.wait_for_url("**/#process.bpmn")
    draw_the_approval(page, photograph)
    see_a_scenario_fail(page, photograph)
    drawing.open_part(page, "forms/inicio.form")
    drawing.ask_in_form(page, "textfield", PURPOSE, ASKED)
    photograph(page, "historia-campo")
    for name, text in mended().items():
        drawing.rewrite(page, name, text)
    page.get_by_role("link", name="Historia y revisión").click()
    hand_in(page)


def draw_the_approval(page: Page, photograph) -> None:
    """A task on the line between the first approval and the certificate, with a form of its own."""
    drawing.come_near(page, "T02.07a")
    drawing.put_on_flow(page, "create.task", "F_T02_07a_T02_10")
    drawing.become(page, "user-task")
    drawing.write_property(page, "general", "name", TASK)
    drawing.write_property(page, "general", "id", SECOND)
    nobody = page.locator(".hallazgo", has_text="nadie la vería en su bandeja")
    expect(nobody).to_be_visible(timeout=20_000)
    photograph(page, "historia-hallazgo")
    drawing.write_property(
        page, "assignmentDefinition", "assignmentDefinitionCandidateGroups", GROUP
    )
    drawing.group(page, "form")
    drawing.entry(page, "formType").select_option("camunda-form-linked")
    drawing.write_property(page, "form", "formId", "visto-bueno")
    told = page.locator(".hallazgo", has_text="No hay un formulario «visto-bueno».")
    expect(told).to_be_visible(timeout=20_000)
    expect(nobody).to_have_count(0)
    drawing.new_part(page, "formulario", "Visto bueno")
    drawing.ask_in_form(page, "checkbox", OK, "Conozco el caso y doy el visto bueno")
    expect(told).to_have_count(0, timeout=20_000)


def see_a_scenario_fail(page: Page, photograph) -> None:
    """What was right before is not any more: the case waits for the second person."""
    results = drawing.rehearse(page)
    expect(results.locator(".ensayo--bien")).to_contain_text("T02-E1")
    fails = results.locator(".ensayo--mal")
    expect(fails).to_contain_text(f"T02.07a, {SECOND}»")
    fails.get_by_role("button", name="Falla · T02-E2").click()
    lit = page.locator(f'[data-element-id="{SECOND}"].estudio-pasado')
    expect(lit).to_contain_text("visto bueno")
    photograph(page, "historia-ensayo")


def mended() -> dict[str, str]:
    """Scenarios that answer what is asked now and pass the second approval."""
    changes = (
        ("answers:\n  cert_kind", f"answers:\n  {PURPOSE}: Para un contrato.\n  cert_kind"),
        (f"  - sign: {SIGNATURE}", f"{STEP}\n  - sign: {SIGNATURE}"),
        ("T02.07a, T02.10", f"T02.07a, {SECOND}, T02.10"),
    )
    return {f"scenarios/{name}": changed(folder()[f"scenarios/{name}"], changes) for name in KEPT}


def read_and_publish(page: Page, photograph) -> None:
    """Another analyst reads what changes, in the drawing and in words, at both sizes."""
    open_review(page)
    after = page.locator('[data-differ="after"]')
    expect(after.locator(f'[data-element-id="{SECOND}"]').first).to_be_visible()
    added = page.locator(".cambio--added")
    expect(added.filter(has_text=TASK).filter(has_text=SECOND).first).to_be_visible()
    expect(added.filter(has_text=ASKED).first).to_be_visible()
    expect(page.locator(".lineas__una--added", has_text=f"- task: {SECOND}")).to_be_visible()
    at_both_sizes(page, "historia-revision", photograph)
    page.get_by_role("button", name="Publicar").click()
    expect(page.get_by_text("Los casos nuevos empiezan en ella")).to_be_visible()
    at_both_sizes(page, "historia-versiones", photograph)


def move(page: Page, moves: str, stays: str, photograph) -> None:
    """One of the two running cases goes over, after a look at where each would land."""
    page.get_by_role("link", name="Casos en curso").click()
    for radicado in (moves, stays):
        row = page.locator(".fila", has_text=radicado)
        expect(row.locator(".llegada")).to_contain_text(["Verificar la residencia"])
        expect(row.get_by_label(radicado)).to_be_checked()
    at_both_sizes(page, "historia-casos", photograph)
    for chosen in page.locator('[name="caso"]').all():
        chosen.uncheck()
    page.get_by_label(moves).check()
    page.get_by_label("Por qué cambian de versión").fill("Lo pidió la Secretaría.")
    page.get_by_role("button", name="Pasar a la versión nueva").click()
    expect(page.get_by_text("Pasaron 1 de 1")).to_be_visible(timeout=30_000)
    at_both_sizes(page, "historia-traslado", photograph)


def retire_it(page: Page) -> None:
    """Nobody is offered the copy any more: other journeys find the shelf as it was."""
    page.goto(f"/analisis/{COPY}/versiones/")
    page.get_by_text("Dejar de ofrecer este trámite").click()
    page.get_by_label("Por qué se deja de ofrecer").fill("Era una copia.")
    page.get_by_role("button", name="Retirar").click()
    expect(page.get_by_text("El trámite ya no se ofrece.")).to_be_visible()


def prove(desks: Desks, radicado: str, photograph, tmp_path: Path) -> None:
    """The auditor verifies what was issued, and takes what proves the case out of the window."""
    pdf = download(desks.owners[radicado], radicado, photograph, tmp_path, TITLE)
    page = desks.of(BEATRIZ)
    page.goto("/auditoria/verificar/")
    page.locator('[name="archivos"]').set_input_files(pdf)
    page.get_by_role("button", name="Verificar").click()
    expect(page.get_by_role("heading", name="auténtico")).to_be_visible(timeout=60_000)
    story = f"/auditoria/{radicado}/"
    # Another journey may have opened an audit: then nothing is asked on the way.
    page.goto(f"/auditoria/finalidad/?radicado={radicado}&siguiente={story}")
    page.get_by_label("¿Para qué los lee?").select_option("interna")
    page.get_by_label("Número del plan").fill("AI-2026-07")
    page.get_by_role("button", name="Seguir").click()
    expect(page.get_by_text(TASK).first).to_be_visible()
    at_both_sizes(page, "historia-auditoria", photograph)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Descargar las pruebas").click()
    zipfile.ZipFile(taken.value.path()).extractall(tmp_path)
    code, said = checked_outside(tmp_path / f"pruebas-{radicado}")
    assert (code, said.rstrip().splitlines()[-1]) == (0, "Todo concuerda."), said


def checked_outside(package: Path) -> tuple[int, str]:
    """By the script in the package, with the machine's sh, sha256sum and openssl and nothing of ours."""
    done = subprocess.run(
        ["sh", "verificar.sh"],
        cwd=package,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def at_both_sizes(page: Page, name: str, photograph) -> None:
    """Nothing is wider than a phone; the page goes on as wide as it was."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        photograph(page, name)
