"""The desk is there for the archive's role, and for nobody else."""

import pytest
from django.test import Client

from tests.web.pages import Page, visit

ADDRESSES = [
    "/archivo/",
    "/archivo/expedientes/",
    "/archivo/expedientes/200.08.01-2026-000001/",
    "/archivo/expedientes/200.08.01-2026-000001/indice.xml",
    "/archivo/trd/",
    "/archivo/actas/",
    "/archivo/actas/proponer/elimination/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_others_find_no_such_page(certificate, person, address) -> None:
    assert person("Rosa", "ventanilla").get(address).status_code == 404
    citizen = person("Ana", "ninguno")
    citizen.get("/")
    assert citizen.get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_is_sent_to_sign_in(certificate, address) -> None:
    answer = Client().get(address)

    assert (answer.status_code, "/cuenta/login/" in answer["Location"]) == (302, True)


@pytest.mark.parametrize("address", ADDRESSES[:1] + ADDRESSES[1:2] + ADDRESSES[4:])
def test_the_archivist_opens_every_page(certificate, nubia, address) -> None:
    assert Page(nubia.get(address)).response.status_code == 200


def test_others_cannot_act_by_address(old_certificates, person) -> None:
    stranger = person("Rosa", "ventanilla")
    number = old_certificates[0].number

    for address in (
        f"/archivo/expedientes/{number}/retener/",
        "/archivo/actas/proponer/elimination/",
        "/archivo/trd/",
    ):
        assert stranger.post(address, {"expediente": [number]}).status_code == 404


def test_whoever_keeps_the_archive_lands_there_and_finds_it_in_the_header(nubia, trd) -> None:
    page = Page(nubia.get("/entrar/destino/", follow=True))

    assert page.title == "Archivo"
    assert page.tree.xpath("//header//a[@href='/archivo/']")


def test_what_is_not_there_is_not_found(nubia, trd) -> None:
    nowhere = "00000000-0000-0000-0000-000000000000"

    for address in (
        "/archivo/expedientes/no-hay/",
        f"/archivo/trd/{nowhere}/",
        f"/archivo/actas/{nowhere}/",
        f"/archivo/avisos/{nowhere}/acta.pdf",
        "/archivo/actas/proponer/nada/",
        f"/archivo/trd/{trd.id}/serie/",
        f"/archivo/trd/{trd.id}/diferencias/?con=nada",
    ):
        assert nubia.get(address).status_code == 404


def test_notices_are_for_anyone(trd) -> None:
    assert visit(Client(), "archivists:notices").title == "Avisos de eliminación documental"
