"""From a citizen's phone to a document that anyone can verify, in Chromium, on real parts."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.clock import BOGOTA
from engine.commands import clock
from engine.rehearsal.samples import sample_file
from tests.installation import ROOT
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.steps import follow, walk
from tests.patience import until

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

PASSWORD = "una-clave-larga-2026"
SECRETARY, DEMO_PASSWORD, DEMO_PIN = "carmen.portilla@demo.test", "ventanilla-demo", "2026-demo"


def field(page: Page, name: str):
    return page.locator(f'[name="{name}"]')


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f'[name="{name}"][value="{value}"]').check()


def sign_up(page: Page, email: str = "rosa@correo.test", document: str = "27080111") -> None:
    page.goto("/cuenta/signup/")
    for name, value in (
        ("email", email),
        ("first_name", "Rosa"),
        ("last_name", "Chaves"),
        ("doc_number", document),
        ("password1", PASSWORD),
        ("password2", PASSWORD),
    ):
        field(page, name).fill(value)
    page.get_by_role("button", name="Crear cuenta").click()
    expect(page.get_by_role("button", name="Salir")).to_be_visible()


def find_procedure(page: Page) -> None:
    page.goto("/?q=residéncia")
    follow(page.get_by_role("link", name="Certificado de residencia").first)
    follow(page.get_by_role("link", name="Iniciar").first)


ANSWERS = {
    "cert_kind": "general",
    "certificate_for": True,
    "proof_source": "recibo",
    "residence_address": "Calle 18 # 28-45",
    "residence_neighborhood": "Centro",
    "residence_municipality": "Pasto",
    "since": "2020-01-15",
    "applicant.person_kind": True,
    "applicant.doc_type": "CC",
    "applicant.doc_number": "27080111",
    "applicant.first_names": "Rosa",
    "applicant.last_names": "Chaves",
    "applicant.email": "rosa@correo.test",
    "applicant.address": "CL 18 28-45",
    "notification.accept_enotif": True,
    "notification.notif_email": "rosa@correo.test",
    "notification.notif_email_confirm": "rosa@correo.test",
    "consents.consent_data": True,
    "consents.oath": True,
}


def problem_of(page: Page, name: str):
    return page.locator(f'.campo--error:has([name="{name}"]) .error-campo')


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/cuenta/login/")
    field(page, "login").fill(email)
    field(page, "password").fill(password)
    page.get_by_role("button", name="Ingresar").click()
    expect(page.get_by_role("button", name="Salir")).to_be_visible()


def reload_until(page: Page, text: str) -> None:
    """Ask again, as a person without JavaScript does, until the page says it."""

    def says_it() -> bool:
        page.wait_for_load_state("load")
        page.reload()
        return bool(page.get_by_text(text).count())

    if not page.get_by_text(text).count():
        until(says_it, f"«{text}» at {page.url}", pause_seconds=0.3)


def test_the_certificate_of_residence_from_phone_to_verification(
    opened, installation, photograph, tmp_path: Path
) -> None:
    citizen = opened(PHONE, javascript=False)
    sign_up(citizen)
    photograph(citizen, "mis-tramites-vacio")
    radicado = file_after_correcting(citizen, photograph, tmp_path, installation)

    secretary = opened(DESK)
    approve_and_sign(secretary, radicado, photograph)

    pdf = download(citizen, radicado, photograph, tmp_path)
    verify_as_anyone(opened(PHONE, javascript=False), pdf, photograph, tmp_path)
    verify_from_the_shell(installation, pdf)


def file_after_correcting(page: Page, photograph, tmp_path: Path, installation) -> str:
    page.goto("/")
    photograph(page, "inicio")
    find_procedure(page)
    photograph(page, "solicitud")
    wrong = {**ANSWERS, "applicant.doc_number": "27A80111"}
    walk(page, wrong)
    photograph(page, "solicitud-con-errores")
    expect(problem_of(page, "bill_file")).to_contain_text("Adjunte el archivo")

    receipt = tmp_path / "recibo.pdf"
    receipt.write_bytes(sample_file("recibo.pdf"))
    walk(page, {**wrong, "bill_file": receipt, "bill_date": today_text()})
    expect(problem_of(page, "applicant.doc_number")).to_contain_text("entre 3 y 10 cifras")
    expect(field(page, "applicant.first_names")).to_have_value("Rosa")
    walk(page, ANSWERS)
    expect(page.get_by_role("heading", name="Revise antes de firmar")).to_be_visible()
    expect(page.get_by_role("link", name="recibo.pdf")).to_be_visible()
    photograph(page, "vista-previa")
    sign_by_code(page, photograph, Path(installation.env["VAR_DIR"]))
    radicado = page.locator(".radicado__numero").inner_text()
    photograph(page, "recibido")
    return radicado


def sign_by_code(page: Page, photograph, var_dir: Path) -> None:
    page.get_by_label("Leí y acepto el acuerdo").check()
    page.get_by_role("button", name="Enviarme el código").click()
    expect(page.get_by_role("heading", name="Escriba el código")).to_be_visible()
    photograph(page, "codigo")
    code = sent_code(var_dir)
    field(page, "codigo").fill(f"{(int(code) + 1) % 1_000_000:06d}")
    page.get_by_role("button", name="Firmar y radicar").click()
    expect(page.get_by_role("alert")).to_contain_text("Intentos que le quedan: 4")
    photograph(page, "codigo-errado")
    field(page, "codigo").fill(code)
    page.get_by_role("button", name="Firmar y radicar").dblclick()
    expect(page.get_by_text("Firmado electrónicamente")).to_be_visible()


def sent_code(var_dir: Path) -> str:
    """The code in the newest mail that has one."""
    mails = sorted((var_dir / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
    found = [
        code
        for path in mails
        for code in re.findall(r"Su código para firmar es: (\d{6})", path.read_text("utf-8"))
    ]
    return str(found[-1])


def today_text() -> str:
    return clock.now().astimezone(BOGOTA).date().isoformat()


def approve_and_sign(page: Page, radicado: str, photograph) -> None:
    sign_in(page, SECRETARY, DEMO_PASSWORD)
    page.goto("/oficina/")
    reload_until(page, radicado)
    photograph(page, "bandeja")
    page.locator("tr", has_text=radicado).locator("th a").click()
    page.get_by_role("button", name="Tomar la tarea").click()
    page.get_by_role("tab", name="Decisiones").click()
    expect(page.get_by_text("Se cumplió la fila").first).to_be_visible()
    photograph(page, "tarea")
    choose(page, "decision", "procede")
    page.get_by_role("button", name="Terminar la tarea").click()

    page.get_by_role("button", name="Tomar la tarea").click()
    expect(page.get_by_label("PIN de su llave de firma")).to_be_visible()
    photograph(page, "firma")
    choose(page, "decision", "firma")
    page.get_by_label("PIN de su llave de firma").fill("0000")
    page.get_by_role("button", name="Firmar y terminar").click()
    expect(page.get_by_role("alert").first).to_contain_text("El PIN no es correcto")
    photograph(page, "pin-errado")
    choose(page, "decision", "firma")
    page.get_by_label("PIN de su llave de firma").fill(DEMO_PIN)
    page.get_by_role("button", name="Firmar y terminar").dblclick()
    expect(page.get_by_text("Terminó la tarea")).to_be_visible()


def download(
    page: Page, radicado: str, photograph, tmp_path: Path, title: str = "Certificado de residencia"
) -> Path:
    page.goto(f"/mis-tramites/{radicado}/")
    reload_until(page, "Este trámite terminó")
    photograph(page, "caso-terminado")
    link = page.locator(".documentos a", has_text=title).first
    answer = page.request.get(str(link.get_attribute("href")))
    pdf = tmp_path / "certificado.pdf"
    pdf.write_bytes(answer.body())
    assert answer.body().startswith(b"%PDF")
    return pdf


def verify_as_anyone(page: Page, pdf: Path, photograph, tmp_path: Path) -> None:
    page.goto("/verificar/")
    photograph(page, "verificar")
    field(page, "archivo").set_input_files(pdf)
    page.get_by_role("button", name="Verificar archivo").click()
    expect(page.get_by_text("Es auténtico y está vigente")).to_be_visible()
    expect(page.locator(".firmas")).to_contain_text("Carmen Portilla")
    photograph(page, "verificado")

    changed = bytearray(pdf.read_bytes())
    changed[len(changed) // 3] ^= 1
    copy = tmp_path / "copia.pdf"
    copy.write_bytes(changed)
    page.goto("/verificar/")
    field(page, "archivo").set_input_files(copy)
    page.get_by_role("button", name="Verificar archivo").click()
    expect(page.locator(".veredicto--mal")).to_be_visible()
    expect(page.get_by_text("Es auténtico")).to_have_count(0)
    photograph(page, "alterado")


def verify_from_the_shell(installation, pdf: Path) -> None:
    told = subprocess.run(
        [sys.executable, "manage.py", "verify", str(pdf), "--json"],
        cwd=ROOT,
        env=installation.env,
        capture_output=True,
        text=True,
        check=True,
    )
    report = json.loads(told.stdout)
    assert report["valid"] is True
    assert report["level"] == "B-LTA"
    assert "Carmen Portilla" in report["signers"][0]["name"]
