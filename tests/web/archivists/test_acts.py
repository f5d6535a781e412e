"""Transfers and eliminations as people do them: proposed, approved by others, announced, carried out."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client

from archive.models import CustodyAct, Expediente
from engine.commands import clock
from engine.jobs import workshop
from engine.jobs.custody import carry_out_started, seal_act
from signatures import keys, trust
from signatures.errors import TimestampUnavailable
from signatures.models import KeyKind
from signatures.verification import verify
from tests.archive.custody.expedientes import SELECTED, in_central
from tests.web.pages import Page, visit


def stage(expediente) -> str:
    return Expediente.objects.get(pk=expediente.pk).stage


def propose(client, kind: str) -> CustodyAct:
    visited = visit(client, "archivists:propose", kind)
    numbers = visited.tree.xpath("//input[@name='expediente']/@value")
    client.post(f"/archivo/actas/proponer/{kind}/", {"expediente": numbers, "sample_percent": 10})
    return CustodyAct.objects.first()


def approved(act, *clients) -> None:
    for client in clients:
        visit(client, "archivists:act", act.id).press(client, "Aprobar el acta")


def test_a_primary_transfer_from_home_to_the_central_archive(
    certificate, calendar, nubia, alvaro
) -> None:
    assert "Nada por ahora" in visit(nubia, "archivists:propose", "primary").text
    calendar.move_to(2027, 11, 21)
    home = visit(nubia, "archivists:home")
    [link] = home.tree.xpath("//main//a[starts-with(., 'Proponer un acta')]/@href")
    page = visit(nubia, link).press(nubia, "Proponer el acta", {"Observaciones": "Primer lote"})
    assert page.title == "TP-2027-0001"
    assert not page.tree.xpath("//button[contains(., 'Aprobar')]")

    act = CustodyAct.objects.get()
    page = visit(alvaro, "archivists:act", act.id).press(alvaro, "Aprobar el acta")
    assert "El acta quedó sellada y archivada" in page.text
    pdf = alvaro.get(page.tree.xpath("//a[contains(., 'acta sellada')]/@href")[0])
    assert pdf.content.startswith(b"%PDF")
    page = page.press(alvaro, "Ejecutar el acta")
    assert "Se está ejecutando: 0 de 1" in page.text
    carry_out_started()
    page = visit(alvaro, "archivists:act", act.id)
    assert "1 de 1 expedientes" in page.text
    assert stage(certificate) == "central"
    assert "Pasó al archivo central, acta TP-2027-0001" in (
        visit(nubia, "archivists:expediente", certificate.number).text
    )


def test_an_elimination_needs_two_others_a_notice_and_its_end(
    old_certificates, calendar, store, nubia, alvaro, elena
) -> None:
    calendar.move_to(2029, 11, 21)
    act = propose(nubia, "elimination")
    page = visit(alvaro, "archivists:act", act.id).press(alvaro, "Aprobar el acta")
    assert not page.tree.xpath("//button[contains(., 'Aprobar')]")
    assert "1 de 2" in page.text
    page = visit(elena, "archivists:act", act.id).press(elena, "Aprobar el acta")
    assert Page(Client().get("/archivo/avisos/")).text.count("EL-2029-0001") == 0
    page = page.press(elena, "Publicar el inventario")
    assert "El aviso público está abierto hasta el 20 de enero de 2030" in page.text
    notice = Page(Client().get("/archivo/avisos/"))
    [pdf] = notice.tree.xpath("//a[contains(., 'EL-2029-0001')]/@href")
    assert Client().get(pdf).content.startswith(b"%PDF")

    elena.post(f"/archivo/actas/{act.id}/ejecutar/")
    assert "El aviso público sigue abierto" in visit(elena, "archivists:act", act.id).text
    calendar.move_to(2030, 1, 21)
    visit(elena, "archivists:act", act.id).press(elena, "Ejecutar el acta")
    carry_out_started()
    page = visit(elena, "archivists:act", act.id)
    assert "2 de 2 expedientes" in page.text
    assert {stage(e) for e in old_certificates} == {"eliminated"}
    gone = visit(nubia, "archivists:expediente", old_certificates[0].number)
    assert "Eliminado el" in gone.text
    assert not gone.tree.xpath("//button[contains(., 'Poner la retención')]")


def test_who_proposed_or_approved_is_refused_even_by_address(
    old_certificates, calendar, nubia, alvaro
) -> None:
    calendar.move_to(2029, 11, 21)
    act = propose(nubia, "elimination")
    address = f"/archivo/actas/{act.id}/aprobar/"

    assert "quien propone no aprueba" in Page(nubia.post(address, follow=True)).text
    alvaro.post(address)
    assert "Su aprobación ya quedó" in Page(alvaro.post(address, follow=True)).text
    act.refresh_from_db()
    assert (act.state, act.approvals.count()) == ("proposed", 1)


def test_nothing_is_proposed_before_its_date_even_by_address(
    old_certificates, calendar, nubia
) -> None:
    calendar.move_to(2029, 11, 20)

    page = Page(
        nubia.post(
            "/archivo/actas/proponer/elimination/", {"expediente": [old_certificates[0].number]}
        )
    )

    assert page.response.status_code == 409
    assert "Nada se transfiere ni se elimina antes de su fecha" in page.text
    assert not CustodyAct.objects.exists()


def test_a_hold_after_the_approval_leaves_that_one_and_the_page_says_why(
    old_certificates, calendar, nubia, alvaro, elena
) -> None:
    calendar.move_to(2029, 11, 21)
    act = propose(nubia, "elimination")
    approved(act, alvaro, elena)
    elena.post(f"/archivo/actas/{act.id}/publicar/")
    calendar.move_to(2030, 1, 21)
    elena.post(f"/archivo/actas/{act.id}/ejecutar/")
    held = old_certificates[0]
    nubia.post(
        f"/archivo/expedientes/{held.number}/retener/",
        {"authority": "Personería", "act": "Oficio 2", "reason": "Queja"},
    )
    carry_out_started()

    page = visit(nubia, "archivists:act", act.id)
    assert "1 sin hacer" in page.text
    assert "No se hizo: una retención legal lo protege." in page.text
    assert [stage(e) for e in old_certificates] == ["central", "eliminated"]


def test_a_selection_shows_what_stays(trd, store, calendar, nubia, alvaro, elena) -> None:
    for place in range(1, 4):
        in_central(store, SELECTED, place)
    calendar.move_to(2040, 1, 5)
    page = visit(nubia, "archivists:propose", "selection")
    assert page.control("Muestra").get("value") == "10"
    act = propose(nubia, "selection")
    page = visit(nubia, "archivists:act", act.id)

    assert page.text.count("Pasa al archivo histórico") == 1
    assert page.text.count("Se elimina") == 2


def test_an_act_is_rejected_with_its_reason(old_certificates, calendar, nubia, alvaro) -> None:
    calendar.move_to(2029, 11, 21)
    act = propose(nubia, "elimination")
    page = visit(alvaro, "archivists:act", act.id)

    page = page.press(alvaro, "Rechazar")
    assert "Falta una razón" in page.text
    page = page.press(alvaro, "Rechazar", {"Por qué": "Hay una tutela en curso"})
    assert "Hay una tutela en curso" in page.text
    assert old_certificates[0].number in visit(nubia, "archivists:propose", "elimination").text


class _SealWithoutTime:
    """The entity's seal while no timestamp can be had."""

    def seal(self, *_: object, **__: object):
        raise TimestampUnavailable


def test_an_act_waits_for_its_seal_and_goes_on_when_it_can_be_had(
    certificate, calendar, nubia, alvaro, office
) -> None:
    calendar.move_to(2027, 11, 21)
    act = propose(nubia, "primary")
    with workshop.lend(replace(office, seal=_SealWithoutTime())):
        page = visit(alvaro, "archivists:act", act.id).press(alvaro, "Aprobar el acta")
        assert not page.tree.xpath("//button[contains(., 'Ejecutar')]")
        alvaro.post(f"/archivo/actas/{act.id}/ejecutar/")
        assert "El acta espera su sello" in visit(alvaro, "archivists:act", act.id).text

    page = visit(alvaro, "archivists:act", act.id).press(alvaro, "Sellar el acta")
    assert page.tree.xpath("//button[contains(., 'Ejecutar')]")
    first = seal_act(act.id)
    assert seal_act(act.id) == first


@pytest.fixture
def real_seal(office, dev_pki, settings):
    """The entity's own key, on the development PKI."""
    settings.PKI_DIR, settings.PKI_URL = dev_pki.directory, dev_pki.base_url
    settings.TSA_URL = settings.TRUST_ROOTS = ""
    keys.enrol(dev_pki.pki.pkcs12("seal"), settings.SEAL_PASSWORD, None, KeyKind.SEAL)
    return replace(office, seal=workshop.EntitySeal(settings.SEAL_PASSWORD))


def test_the_sealed_act_verifies(certificate, calendar, nubia, alvaro, real_seal) -> None:
    calendar.move_to(2027, 11, 21)
    act = propose(nubia, "primary")
    # The PKI answers at the real time, so this seal is made at it too.
    with clock.lend(lambda: datetime.now(tz=UTC)), workshop.lend(real_seal):
        approved(act, alvaro)

    act.refresh_from_db()
    report = verify(real_seal.store.get(act.document.store_key), trust.from_settings())
    assert (report.valid, report.level) == (True, "B-LTA")


@pytest.mark.parametrize("kind", ["primary", "secondary", "elimination", "selection"])
def test_every_list_of_what_is_due_says_when_it_is_empty(trd, nubia, kind) -> None:
    assert "Nada por ahora" in visit(nubia, "archivists:propose", kind).text
