"""Filing in steps of one idea each: nothing typed is lost, whichever way somebody goes."""

import io
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from bpmn import versions
from engine.models import Case
from engine.rehearsal.samples import sample_file
from tests.bpmn.samples import NOW, documented_files, folder_with
from tests.web.citizens.test_filing import ANSWERS
from tests.web.pages import Page, visit, walk

pytestmark = pytest.mark.django_db
GROUPS = [
    {"type": "text", "id": "intro", "text": "Es gratis."},
    {
        "type": "group",
        "id": "que",
        "label": "Qué necesita",
        "components": [
            {
                "type": "radio",
                "id": "tipo",
                "key": "kind",
                "label": "¿Qué pide?",
                "validate": {"required": True},
                "values": [
                    {"value": "copia", "label": "Una copia"},
                    {"value": "nuevo", "label": "Algo nuevo"},
                ],
            },
        ],
    },
    {
        "type": "group",
        "id": "copia",
        "label": "La copia",
        "conditional": {"hide": '=kind != "copia"'},
        "components": [
            {"type": "textfield", "id": "numero", "key": "number", "label": "Número"},
            {
                "type": "filepicker",
                "id": "foto",
                "key": "photo",
                "label": "Foto",
                "validate": {"required": True},
            },
        ],
    },
]


@pytest.fixture
def stepped(db):
    """The documented procedure, with a step that an answer hides and another with a file."""
    form = json.loads(documented_files()[1]["forms/inicio.form"])
    form["components"] = [*GROUPS, *form["components"]]
    changes = {"forms/inicio.form": json.dumps(form).encode()}
    return versions.publish(
        folder_with(changes), library={}, author="ana", publisher="luis", now=NOW
    )


@pytest.fixture
def marta(client, citizen, stepped):
    client.force_login(citizen)
    return client


def begin(client, procedure) -> Page:
    return visit(client, reverse("citizens:begin", args=[procedure.slug]))


def choose(page: Page, value: str) -> Page:
    for radio in page.tree.xpath("//input[@type='radio']"):
        radio.attrib.pop("checked", None)
        if radio.get("value") == value:
            radio.set("checked", "checked")
    return page


def on_copy(client, procedure) -> Page:
    return choose(begin(client, procedure), "copia").press(client, "Continuar")


def picture(name: str = "foto.png") -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8)).save(drawn, "PNG")
    return SimpleUploadedFile(name, drawn.getvalue())


def test_each_step_says_where_one_is(marta, stepped):
    page = begin(marta, stepped)
    assert " ".join(page.title.split()) == "Paso 1 de 3: Qué necesita"
    assert "Es gratis." in page.text
    assert not page.has("Nombres")
    assert " ".join(on_copy(marta, stepped).title.split()) == "Paso 2 de 4: La copia"


def test_a_step_that_an_answer_hides_is_passed_over(marta, stepped):
    page = choose(begin(marta, stepped), "nuevo").press(marta, "Continuar")
    assert "Paso 2 de 3" in page.title
    assert page.has("Nombres")


def test_an_error_stops_at_its_step_and_names_only_what_is_on_it(marta, stepped):
    page = begin(marta, stepped).press(marta, "Continuar")
    assert "Paso 1 de 3" in page.title
    assert page.problems == ["¿Qué pide?: Elija una opción."]
    assert "Error: Paso 1 de 3" in "".join(page.tree.xpath("//title/text()"))


def test_back_keeps_what_was_typed_even_if_it_is_wrong(marta, stepped):
    page = choose(begin(marta, stepped), "nuevo").press(marta, "Continuar")
    back = page.press(marta, "Atrás", {"Nombres": "Lucía", "Correo electrónico": "no-es"})
    assert "Qué necesita" in back.title
    assert back.tree.xpath("//input[@value='nuevo'][@checked]")
    again = back.press(marta, "Continuar")
    assert again.control("Nombres").get("value") == "Lucía"
    assert again.control("Correo electrónico").get("value") == "no-es"
    assert again.problems == []


def test_the_browsers_way_back_finds_the_draft(marta, stepped):
    choose(begin(marta, stepped), "nuevo").press(marta, "Continuar")
    again = begin(marta, stepped)
    assert again.tree.xpath("//input[@value='nuevo'][@checked]")
    assert Case.objects.count() == 1


def test_the_first_page_sent_twice_makes_one_draft(marta, stepped):
    page = choose(begin(marta, stepped), "nuevo")
    page.press(marta, "Continuar")
    page.press(marta, "Continuar")
    assert Case.objects.count() == 1


def test_what_was_begun_on_another_device_is_offered(marta, citizen, stepped):
    choose(begin(marta, stepped), "nuevo").press(marta, "Continuar")
    session = marta.session
    session.flush()
    marta.force_login(citizen)
    page = begin(marta, stepped)
    assert "Usted ya empezó este trámite" in page.text
    link = page.tree.xpath("//div[@class='aviso']//a/@href")[0]
    assert "Paso 3 de 3" in visit(marta, link).title


def test_each_answer_can_be_changed_from_where_it_is_read_again(marta, stepped):
    page = choose(begin(marta, stepped), "nuevo")
    review = walk(marta, page, ANSWERS)
    assert review.title == "Revise antes de radicar"
    links = review.tree.xpath("//a[starts-with(text(), 'Cambiar')]/@href")
    assert len(links) == 3
    step = visit(marta, links[1])
    changed = step.press(marta, "Guardar y volver a revisar", {"Nombres": "Lucía"})
    assert changed.title == "Revise antes de radicar"
    assert "Lucía" in changed.text


def test_a_change_that_opens_a_question_leads_to_it(marta, stepped):
    review = walk(marta, choose(begin(marta, stepped), "nuevo"), ANSWERS)
    link = review.tree.xpath("//a[starts-with(text(), 'Cambiar')]/@href")[0]
    page = choose(visit(marta, link), "copia").press(marta, "Guardar y volver a revisar")
    assert "La copia" in page.title
    assert page.problems == ["Foto: Adjunte el archivo para continuar."]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "El archivo está vacío"),
        (b"x" * 500, "Sólo recibimos PDF, JPG o PNG"),
        (b"%PDF-1.7 y nada", "parece dañado"),
    ],
    ids=["empty", "kind", "broken"],
)
def test_a_file_that_is_refused_says_why_and_loses_nothing(marta, stepped, content, reason):
    page = on_copy(marta, stepped)
    refused = page.press(
        marta, "Continuar", {"Número": "44", "Foto": SimpleUploadedFile("a.pdf", content)}
    )
    assert reason in refused.problems[0]
    assert refused.control("Número").get("value") == "44"


def test_a_refused_file_does_not_take_the_place_of_the_earlier_one(marta, stepped):
    page = on_copy(marta, stepped).press(marta, "Guardar borrador", {"Foto": picture()})
    assert "Ya adjuntó foto.png" in page.text
    bad = page.press(marta, "Continuar", {"Foto": SimpleUploadedFile("b.png", b"no")})
    assert "Sólo recibimos" in bad.problems[0]
    assert "Ya adjuntó foto.png" in bad.text


def test_who_sent_a_file_sees_it_and_nobody_else_does(marta, neighbour, stepped):
    page = on_copy(marta, stepped).press(marta, "Guardar borrador", {"Foto": picture()})
    address = page.tree.xpath("//div[@class='archivo-actual']//a/@href")[0]
    shown = marta.get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    assert shown["Content-Disposition"].startswith("inline")
    marta.force_login(neighbour)
    assert marta.get(address).status_code == 404
    marta.logout()
    assert marta.get(address).status_code == 404


def test_a_file_sent_by_itself_stands_for_the_answer(marta, stepped):
    sent = marta.post(reverse("citizens:attach"), {"archivo": picture("mi foto.png")}).json()
    assert sent["name"] == "mi foto.png"
    page = on_copy(marta, stepped)
    form = page.form_with("Continuar")
    given = page.values(form) | {"photo__anterior": sent["id"], "accion": "seguir"}
    following = Page(marta.post(form.get("action"), given, follow=True))
    assert "Paso 3 de 4" in following.title

    bad = marta.post(
        reverse("citizens:attach"),
        {"archivo": SimpleUploadedFile("clave.pdf", sample_file("recibo.pdf")[:40])},
    )
    assert bad.status_code == 422
    assert "parece dañado" in bad.json()["problem"]


def test_a_form_sent_whole_is_taken(marta, stepped):
    page = begin(marta, stepped)
    names = {
        "kind": "nuevo",
        "applicant.doc_type": "CC",
        "accion": "revisar",
    }
    fields = versions.root_folder(stepped).form("inicio")
    for component in json.loads(fields)["components"]:
        for one in component.get("components", [component]):
            if one.get("label") in ANSWERS:
                path = component.get("path") if component["type"] == "group" else ""
                names[f"{path}.{one['key']}" if path else one["key"]] = ANSWERS[one["label"]]
    review = Page(marta.post(page.form_with("Continuar").get("action"), names, follow=True))
    assert review.title == "Revise antes de radicar"


def test_a_draft_tells_until_when_it_is_kept(marta, stepped):
    begin(marta, stepped).press(marta, "Guardar borrador")
    assert "lo borramos después del" in visit(marta, "citizens:my_cases").text


def after_signing_in(client, person, waiting):
    """Where the page of signing in leads."""
    client.force_login(person)
    return Page(client.get(parse_qs(urlsplit(waiting["Location"]).query)["next"][0], follow=True))


def test_a_session_that_ended_loses_nothing(marta, citizen, stepped):
    page = choose(begin(marta, stepped), "nuevo").press(marta, "Continuar")
    form = page.form_with("Continuar")
    sent = page.values(form) | {"applicant.first_names": "Lucía", "accion": "guardar"}
    marta.logout()
    waiting = marta.post(form.get("action"), sent)
    assert waiting["Location"].startswith(reverse("account_login"))
    again = after_signing_in(marta, citizen, waiting)
    assert "Guardamos lo que escribió" in again.text
    assert again.control("Nombres").get("value") == "Lucía"


def test_what_one_person_sent_goes_to_nobody_else(marta, neighbour, stepped):
    page = choose(begin(marta, stepped), "nuevo")
    form = page.form_with("Continuar")
    marta.logout()
    waiting = marta.post(form.get("action"), page.values(form) | {"accion": "seguir"})
    again = after_signing_in(marta, neighbour, waiting)
    assert "Paso 1 de 3" in again.title
    assert not again.tree.xpath("//input[@value='nuevo'][@checked]")
    assert Case.objects.count() == 0
