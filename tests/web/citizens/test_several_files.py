"""Several files in one field, as people meet it without JavaScript: from the first page to the office's."""

import json

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bpmn import versions
from engine.models import Case
from engine.models.actor import Actor, ActorKind
from engine.queries import cases
from engine.rehearsal.samples import sample_file
from forms.models import Upload
from tests.bpmn.samples import NOW, documented_files, folder_with
from tests.web.citizens.test_filing import ANSWERS
from tests.web.pages import Page, visit, walk
from web.citizens import attachments

pytestmark = pytest.mark.django_db
PHOTOS = {
    "type": "group",
    "id": "fotos",
    "label": "Las fotos",
    "components": [
        {
            "type": "filepicker",
            "id": "fotos",
            "key": "photos",
            "label": "Fotos",
            "multiple": True,
            "properties": {"maxFiles": "4"},
            "validate": {"required": True},
        },
        {"type": "textfield", "id": "lugar", "key": "place", "label": "Lugar"},
    ],
}


@pytest.fixture
def procedure(db, settings, tmp_path):
    settings.UPLOAD_DIR = tmp_path
    cache.clear()
    form = json.loads(documented_files()[1]["forms/inicio.form"])
    form["components"] = [PHOTOS, *form["components"]]
    sheet = documented_files()[1]["procedure.toml"].decode()
    sheet = sheet.replace('["natural"]', '["natural", "anonimo"]')
    changes = {"forms/inicio.form": json.dumps(form).encode(), "procedure.toml": sheet.encode()}
    folder = folder_with(changes)
    return versions.publish(folder, library={}, author="ana", publisher="luis", now=NOW)


@pytest.fixture
def page(client, citizen, procedure) -> Page:
    client.force_login(citizen)
    return visit(client, reverse("citizens:begin", args=[procedure.slug]))


def photo(name: str, number: int = 0) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, sample_file(name, number))


def listed(page: Page) -> list[str]:
    lines = page.tree.xpath("//li[@class='adjuntos__uno']//p")
    return [" ".join("".join(one.itertext()).split()).partition(" (")[0] for one in lines]


def test_two_are_sent_at_once_a_third_is_added_and_one_goes(client, page) -> None:
    page = page.press(client, "Guardar borrador", {"Fotos": [photo("a.png"), photo("b.png", 1)]})
    assert listed(page) == ["a.png", "b.png"]
    assert "Los que elija ahora se suman a éstos." in page.text
    page = page.press(client, "Guardar borrador", {"Fotos": [photo("c.png", 2)]})
    assert listed(page) == ["a.png", "b.png", "c.png"]
    second = page.tree.xpath("//input[@name='photos__quitar']")[1]
    second.set("checked", "checked")
    page = page.press(client, "Guardar borrador")
    assert listed(page) == ["a.png", "c.png"]
    for address in page.tree.xpath("//li[@class='adjuntos__uno']//a/@href"):
        assert client.get(address)["Content-Type"] == "image/png"


def test_the_one_that_is_refused_is_named_and_the_others_stay(client, page) -> None:
    files = [photo("a.png"), SimpleUploadedFile("nota.txt", b"hola"), photo("b.png", 1)]
    page = page.press(client, "Continuar", {"Fotos": files, "Lugar": "El parque"})
    told = "Fotos: No adjuntamos «nota.txt». Sólo recibimos PDF, JPG o PNG."
    assert [problem.startswith(told) for problem in page.problems] == [True]
    assert listed(page) == ["a.png", "b.png"]
    assert page.control("Lugar").get("value") == "El parque"
    assert not page.press(client, "Continuar").problems


def test_it_is_read_again_filed_kept_and_shown_to_both(client, citizen, page) -> None:
    files = {"Fotos": [photo("a.png"), photo("b.png", 1)]}
    review = walk(client, page, files | ANSWERS)
    assert review.title == "Revise antes de radicar"
    for name in ("a.png", "b.png"):
        address = review.tree.xpath("//dd/a[starts-with(text(), $name)]/@href", name=name)[0]
        assert client.get(address).status_code == 200
    review.press(client, "Radicar")
    case = Case.objects.get()
    assert [one["name"] for one in case.answers["photos"]] == ["a.png", "b.png"]
    kept = case.documents.filter(kind="anexo").order_by("position")
    assert [(one.title, one.details["field"]) for one in kept] == [
        ("a.png", "photos"),
        ("b.png", "photos"),
    ]
    office = Actor(kind=ActorKind.OFFICIAL, user_id=0, groups=frozenset({"supervisor"}))
    for reader in (Actor(kind=ActorKind.CITIZEN, user_id=citizen.pk), office):
        view = cases.case_for(reader, case.radicado)
        shown = [row.value for section in view.answers_summary for row in section.rows]
        assert "a.png, b.png" in shown


def test_what_was_sent_by_itself_joins_the_others(client, page) -> None:
    page = page.press(client, "Guardar borrador", {"Fotos": [photo("a.png")]})
    sent = client.post(
        reverse("citizens:attach"), {"archivo": photo("b.png", 1), "acepta": ".png"}
    ).json()
    form = page.form_with("Guardar borrador")
    given = page.values(form)
    given["photos__anterior"] = [given["photos__anterior"], sent["id"]]
    following = Page(client.post(form.get("action"), given | {"accion": "guardar"}, follow=True))
    assert listed(following) == ["a.png", "b.png"]


def test_a_kind_that_the_field_does_not_take_is_refused_as_it_comes(client, page) -> None:
    answer = client.post(
        reverse("citizens:attach"), {"archivo": photo("a.png"), "acepta": ".pdf,.jpg"}
    )
    assert answer.status_code == 422
    assert "Aquí sólo recibimos PDF o JPG" in answer.json()["problem"]
    assert not Upload.objects.exists()


def test_a_draft_of_when_the_field_took_one_still_opens(client, page) -> None:
    page.press(client, "Guardar borrador", {"Fotos": [photo("a.png")]})
    draft = Case.objects.get()
    draft.answers["photos"] = draft.answers["photos"][0]
    draft.save(update_fields=["answers"])
    again = visit(client, reverse("citizens:fill", args=[draft.pk]) + "?paso=las-fotos")
    assert listed(again) == ["a.png"]
    assert not again.press(client, "Continuar").problems


def test_without_an_account_each_file_counts(client, procedure, monkeypatch) -> None:
    monkeypatch.setattr(attachments, "MOST_OF_BROWSER", 3)
    address = reverse("citizens:without_account", args=[procedure.slug])
    page = visit(client, address).press(
        client, "Continuar", {"Fotos": [photo("a.png"), photo("b.png", 1)]}
    )
    step = visit(client, f"{address}?paso=las-fotos")
    assert listed(step) == ["a.png", "b.png"]
    for shown in step.tree.xpath("//li[@class='adjuntos__uno']//a/@href"):
        assert client.get(shown).status_code == 200
    page = step.press(client, "Continuar", {"Fotos": [photo("c.png", 2), photo("d.png", 3)]})
    assert "Ya adjuntó muchos archivos" in page.text
    assert Upload.objects.count() == 2


def test_a_filing_of_before_with_one_file_is_still_shown(client, page) -> None:
    walk(client, page, {"Fotos": [photo("a.png")]} | ANSWERS).press(client, "Radicar")
    case = Case.objects.get()
    case.answers["photos"] = case.answers["photos"][0]
    case.save(update_fields=["answers"])
    shown = visit(client, reverse("citizens:case", args=[case.radicado]))
    assert "a.png" in shown.text
