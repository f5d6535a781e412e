"""The pages of a citizen's signature: no barrier, nothing wider than the screen, at both widths."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.steps import walk
from tests.journeys.test_accessibility import WIDTHS, faults
from tests.journeys.test_residence import (
    ANSWERS,
    PASSWORD,
    field,
    find_procedure,
    sent_code,
    sign_in,
    sign_up,
)

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

# Each width is another person: codes of one person leave a minute apart.
PEOPLE = {
    PHONE["width"]: ("elena@correo.test", "27080112"),
    DESK["width"]: ("luis@correo.test", "27080113"),
}


def filled(page: Page, email: str, document: str) -> str:
    """Address of the preview of a request that was filled in without JavaScript."""
    sign_up(page, email, document)
    find_procedure(page)
    own = {"applicant.doc_number": document, "applicant.email": email}
    mails = dict.fromkeys(("notification.notif_email", "notification.notif_email_confirm"), email)
    walk(page, {**ANSWERS, **own, **mails, "proof_source": "sisben"})
    expect(page.get_by_role("heading", name="Revise antes de firmar")).to_be_visible()
    return page.url


def is_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@WIDTHS
def test_the_pages_of_a_signature_have_no_barrier(opened, installation, photograph, size) -> None:
    email, document = PEOPLE[size["width"]]
    page = opened(size)
    address = filled(opened(size, javascript=False), email, document)
    sign_in(page, email, PASSWORD)
    page.goto(address)
    expect(page.get_by_role("heading", name="Revise antes de firmar")).to_be_visible()
    photograph(page, "firma-acuerdo")
    found, wide = faults(page), is_wide(page)
    page.get_by_label("Leí y acepto el acuerdo").check()
    page.get_by_role("button", name="Enviarme el código").click()
    expect(page.get_by_role("heading", name="Escriba el código")).to_be_visible()
    photograph(page, "firma-codigo")
    found += faults(page)
    wide = wide or is_wide(page)
    field(page, "codigo").fill("12")
    page.get_by_role("button", name="Firmar y radicar").click()
    expect(page.get_by_role("alert")).to_contain_text("Escriba las seis cifras")
    photograph(page, "firma-codigo-incompleto")
    found += faults(page)
    field(page, "codigo").fill(sent_code(Path(installation.env["VAR_DIR"])))
    page.get_by_role("button", name="Firmar y radicar").dblclick()
    expect(page.get_by_text("Firmado electrónicamente con un código")).to_be_visible()
    assert (found, wide) == ([], False)
    page.goto("/mis-tramites/")
    expect(page.locator("main .fila__titulo a")).to_have_count(1)
