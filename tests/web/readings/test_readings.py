"""Who opens a case's personal data is written down, and whose data it is can see it."""

import pytest
from django.contrib.auth import get_user_model

from engine.errors import EventRewriteRefused
from engine.models import Reading
from tests.web.pages import visit


def parts() -> list[tuple[str, str]]:
    return list(Reading.objects.order_by("at").values_list("part", "purpose"))


def groups_of(case) -> list[str]:
    return case.items.get(status__in=["ready", "claimed"]).groups


def owner_of(client, case):
    owner = get_user_model().objects.get(pk=case.owner_id)
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_official_who_opens_a_case_is_written_down(sign_in, case) -> None:
    visit(sign_in(*groups_of(case)), f"/oficina/expediente/{case.radicado}/")

    (reading,) = Reading.objects.all()
    assert (reading.case_id, reading.actor_name) == (case.pk, "Carmen")
    assert (reading.part, reading.purpose) == ("case", "task")
    assert reading.roles == ",".join(sorted(groups_of(case)))


def test_the_same_look_again_is_one_reading(sign_in, case) -> None:
    client = sign_in(*groups_of(case))
    for _ in range(3):
        visit(client, f"/oficina/expediente/{case.radicado}/")

    assert Reading.objects.count() == 1


def test_each_role_reads_for_its_own_purpose(sign_in, case) -> None:
    visit(sign_in("supervisor"), f"/oficina/expediente/{case.radicado}/")
    visit(sign_in("auditor", email="control@correo.test"), f"/auditoria/{case.radicado}/")

    assert parts() == [("case", "supervision"), ("story", "audit")]


def test_a_document_is_named(sign_in, case) -> None:
    document = case.documents.first()

    sign_in("supervisor").get(f"/oficina/documento/{document.id}/")

    reading = Reading.objects.get()
    assert (reading.part, reading.document) == ("document", document.id)
    assert document.title in reading.detail


def test_an_item_is_a_reading_of_its_case(sign_in, case) -> None:
    item = case.items.get(status="ready")

    visit(sign_in(*item.groups), f"/oficina/tarea/{item.id}/")

    assert (Reading.objects.get().part, Reading.objects.get().case_id) == ("item", case.pk)


def test_a_search_is_kept_with_its_terms(sign_in, case) -> None:
    sign_in("auditor").get("/auditoria/", {"q": "Ana"})

    reading = Reading.objects.get()
    assert (reading.part, reading.detail, reading.case) == ("search", "Casos: Ana", None)


def test_what_was_refused_was_not_read(sign_in, case) -> None:
    assert sign_in("tesorero").get(f"/oficina/expediente/{case.radicado}/").status_code == 404
    assert Reading.objects.count() == 0


def test_a_citizen_sees_who_opened_their_case(sign_in, case, client) -> None:
    carmen = sign_in("supervisor")
    get_user_model().objects.filter(email="carmen@correo.test").update(position="Secretaria")
    visit(carmen, f"/oficina/expediente/{case.radicado}/")

    page = visit(owner_of(client, case), f"/mis-tramites/{case.radicado}/")

    assert "Quién ha visto mis datos" in page.text
    assert "Secretaria" in page.text
    assert "Para supervisar" in page.text


@pytest.mark.parametrize(
    ("role", "page"), [("auditor", "/auditoria/"), ("supervisor", "/oficina/expediente/")]
)
@pytest.mark.parametrize("part", ["", "plazo/"])
def test_who_reads_for_the_entity_is_led_to_the_page_of_their_role(
    sign_in, case, role, page, part
) -> None:
    answer = sign_in(role).get(f"/mis-tramites/{case.radicado}/{part}")

    assert answer.status_code == 302
    assert answer["Location"] == f"{page}{case.radicado}/"
    assert Reading.objects.count() == 0


def test_a_citizen_whose_case_nobody_opened_is_told_so(case, client) -> None:
    page = visit(owner_of(client, case), f"/mis-tramites/{case.radicado}/")

    assert "Nadie de la entidad lo ha abierto todavía" in page.text
    assert Reading.objects.count() == 0


def test_a_download_of_ones_own_document_is_no_look_by_others(case, client) -> None:
    client = owner_of(client, case)
    document = case.documents.filter(kind="anexo").first() or case.documents.first()
    client.get(f"/documentos/{document.id}/")

    page = visit(client, f"/mis-tramites/{case.radicado}/")

    assert "Nadie de la entidad" in page.text


def test_a_reading_is_neither_changed_nor_removed(sign_in, case) -> None:
    visit(sign_in("supervisor"), f"/oficina/expediente/{case.radicado}/")
    reading = Reading.objects.get()

    with pytest.raises(EventRewriteRefused):
        reading.save()
    with pytest.raises(EventRewriteRefused):
        reading.delete()
