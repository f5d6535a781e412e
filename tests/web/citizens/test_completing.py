"""The citizen is asked to complete a request: what, why, until when, in which field; the rest is read-only."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from engine.jobs.execution import run_due
from engine.models import Case
from engine.models.actor import Actor, ActorKind
from engine.queries.actions import action_page
from engine.queries.requirements import requirement_of
from engine.rehearsal.samples import sample_file
from forms.fields import build_form, place_of, prefilled
from tests.engine import cases
from tests.engine.cases import FRIDAY
from tests.engine.conftest import friday, office, store
from tests.signatures.devpki_fixture import dev_pki
from tests.web.pages import visit
from web.accounts.models import User

__all__ = ["dev_pki", "friday", "office", "store"]
WITNESSES = [
    {"name": "Rosa Tulcán", "doc_type": "CC", "doc_number": "27111222", "mobile": "3101112233"},
    {"name": "Segundo Pantoja", "doc_type": "CE", "doc_number": "12333444", "mobile": "3101112244"},
]
NOTE = "Sirve el recibo del agua o el de la luz."


@pytest.fixture
def asked(office):
    """A case whose applicant was asked for a proof, in the official's words."""
    case = cases.file("T02-E5")
    run_due()
    item = cases.waiting_item(case)
    official = cases.official(*item.groups)
    cases.claim(official, item)
    cases.complete(official, item, {"requirement_note": NOTE})
    run_due()
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def ana(client, asked):
    client.force_login(
        User.objects.get(pk=asked.owner_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_the_case_says_what_is_asked_by_whom_and_until_when(ana, asked):
    page = visit(ana, reverse("citizens:case", args=[asked.radicado]))
    for words in ("Le toca a usted", "Una prueba de dónde vive", NOTE, "Lo pidió Carmen"):
        assert words in page.text
    assert "a más tardar hasta el 21 de diciembre de 2026" in page.text
    assert "Use «Completar la solicitud» para seguir con su trámite" in page.text
    assert "Mientras tanto el plazo de la entidad está suspendido" in page.text


def test_the_exact_field_says_why_it_is_asked_and_the_rest_is_only_read(ana, asked):
    page = visit(ana, reverse("citizens:case", args=[asked.radicado]))
    link = page.tree.xpath("//div[contains(@class,'pedido')]//a[contains(@class,'boton')]/@href")
    form = visit(ana, link[0])
    target = form.tree.xpath("//a[starts-with(., 'Ir al campo')]/@href")[0]
    field = form.tree.xpath("//*[@id=$id]", id=target.removeprefix("#"))
    assert field, f"{target} is not on the page"
    assert "Se lo pedimos: Una prueba de dónde vive" in form.text
    section = form.tree.xpath("//section[contains(@class,'radicadas')]")[0]
    assert not section.xpath(".//input|.//select|.//textarea")


def test_each_thing_that_is_asked_leads_to_a_field_of_the_form(ana, asked):
    """Also one whose field waits for another answer, one that is a whole list, and one that names none."""
    page = _action(asked)
    answers = (
        {"proof_source": ["recibo"]},
        {"proof_source": ["testigos"]},
    )
    bill, witnesses = (_shown(page, given) for given in answers)

    assert place_of(bill, "proof_source") == "proof_source"
    assert place_of(bill, "bill_file") == "bill_file"
    assert place_of(witnesses, "bill_file") == "proof_source"
    assert place_of(bill, "witnesses") == "proof_source"
    assert place_of(witnesses, "witnesses") == "witnesses.0.name"
    assert place_of(bill, "") == "proof_source"


def test_witnesses_begin_with_what_was_filed(asked):
    filed = {"proof_source": ["testigos"], "witnesses": WITNESSES}
    begins = prefilled(_action(asked).form, filed, {}, FRIDAY.date())

    for place, witness in enumerate(WITNESSES):
        assert {key: begins[f"witnesses.{place}.{key}"] for key in witness} == witness


def test_days_that_the_citizen_takes_are_told_as_theirs_and_do_not_count(ana, asked):
    page = visit(ana, reverse("citizens:term", args=[asked.radicado]))
    assert "Todavía no tiene fecha nueva" in page.text
    assert "usted debía completar la solicitud" in page.text


def test_a_neighbour_is_asked_nothing(client, asked, neighbour):
    client.force_login(neighbour)
    assert client.get(reverse("citizens:case", args=[asked.radicado])).status_code == 404


def _form_link(ana, case):
    page = visit(ana, reverse("citizens:case", args=[case.radicado]))
    return page.tree.xpath("//div[contains(@class,'pedido')]//a[contains(@class,'boton')]/@href")[0]


def _action(case):
    owner = Actor(kind=ActorKind.CITIZEN, user_id=case.owner_id, name="Ana")
    return action_page(owner, case.radicado, requirement_of(owner, case.radicado).token)


def _shown(page, begins):
    return build_form(
        page.form, initial=begins, context=page.context, owner_id=None, today=FRIDAY.date()
    )


def test_a_file_that_was_sent_need_not_be_sent_again(ana, asked):
    bill = SimpleUploadedFile("recibo.pdf", sample_file("recibo.pdf"), "application/pdf")
    typed = {"proof_source": ["recibo"], "correction_note": "Va el recibo."}
    ana.post(_form_link(ana, asked), {**typed, "bill_file": bill})
    _still_missing(asked, "La dirección no se lee.")
    link = _form_link(ana, asked)
    form = visit(ana, link)
    assert "Ya adjuntó recibo.pdf" in form.text
    assert "La dirección no se lee." in form.text
    assert form.tree.xpath("//input[@name='proof_source' and @checked]/@value") == ["recibo"]
    assert form.tree.xpath("string(//textarea[@name='correction_note'])").strip() == "Va el recibo."
    kept = form.tree.xpath("//input[@name='bill_file__anterior']/@value")
    answer = ana.post(link, {**typed, "bill_file__anterior": kept[0]})
    assert answer.status_code == 302
    assert asked.documents.filter(kind="anexo").count() == 1


def test_a_file_of_the_case_stays_when_the_session_ends_in_the_middle(ana, asked):
    bill = SimpleUploadedFile("recibo.pdf", sample_file("recibo.pdf"), "application/pdf")
    ana.post(_form_link(ana, asked), {"proof_source": ["recibo"], "bill_file": bill})
    _still_missing(asked, "La dirección no se lee.")
    link = _form_link(ana, asked)
    kept = visit(ana, link).tree.xpath("//input[@name='bill_file__anterior']/@value")
    del ana.cookies["sessionid"]
    typed = {"proof_source": ["recibo"], "bill_file__anterior": kept[0], "correction_note": "Es el"}
    ana.post(link, typed, headers={"referer": f"http://testserver{link}"})
    password = "clave-larga-8841"
    asked.owner.set_password(password)
    asked.owner.save()
    signing = visit(ana, f"{reverse('account_login')}?next={link}")
    form = signing.press(
        ana, "Ingresar", {"Correo electrónico": asked.owner.email, "Contraseña": password}
    )

    assert form.tree.xpath("string(//textarea[@name='correction_note'])").strip() == "Es el"
    assert form.tree.xpath("//input[@name='bill_file__anterior']/@value") == kept


def test_a_kept_file_is_one_of_this_case(ana, asked):
    typed = {"proof_source": ["recibo"], "bill_file__anterior": str(uuid4())}
    assert ana.post(_form_link(ana, asked), typed).status_code == 422


def test_the_official_says_which_field_what_else_is_missing_is_about(office):
    case = cases.file("T02-E5")
    run_due()
    item = cases.waiting_item(case)
    official = cases.official(*item.groups)
    cases.claim(official, item)
    more = {"requirement_more": "El recibo del agua.", "requirement_basis": "Decreto 1158 de 2019"}
    cases.complete(official, item, {**more, "requirement_field": "bill_file"})
    run_due()
    owner = Actor(kind=ActorKind.CITIZEN, user_id=case.owner_id, name="Ana")
    asked_for = requirement_of(owner, case.radicado)
    assert [item.field for item in asked_for.items] == ["proof_source", "bill_file"]


def _still_missing(case, reason):
    run_due()
    item = cases.waiting_item(case)
    official = cases.official(*item.groups)
    cases.claim(official, item)
    cases.complete(official, item, {"correction_ok": "no", "correction_missing": reason})
    run_due()
