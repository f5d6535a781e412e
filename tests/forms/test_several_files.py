"""A field that takes several files: those that were there stay, more are added, each can go, each is judged."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine.rehearsal.samples import sample_file
from forms import uploads
from forms.errors import FormRefused
from forms.fields import build_form, prefilled, read_answers, summarise, typed_answers
from forms.fields.prefilling import filed_files
from forms.models import Upload
from forms.schema import load_form
from tests.engine.cases import FRIDAY, citizen
from tests.forms.test_forms import CONTEXT, TODAY, component, schema

CHECK = {"check": "=pruebas = null or count(pruebas) <= 3", "checkMessage": "Tres como máximo."}
MANY = component("filepicker", "pruebas", multiple=True, accept=".pdf,.png")
FEW = component("filepicker", "pruebas", multiple=True, properties={"maxFiles": "2"})


@pytest.fixture
def owner(db, settings, tmp_path):
    settings.UPLOAD_DIR = tmp_path
    return citizen().user_id


def file(number: int, name: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name or f"{number}.pdf", sample_file("a.pdf", number))


def send(field, owner, *files, kept=(), removed=(), filed=None):
    data = QueryDict(mutable=True)
    data.setlist("pruebas__anterior", list(kept))
    data.setlist("pruebas__quitar", list(removed))
    return build_form(
        schema(field),
        data=data,
        files=MultiValueDict({"pruebas": list(files)}),
        context=CONTEXT,
        owner_id=owner,
        today=TODAY,
        filed=filed,
    )


def names(form) -> list[str]:
    return [one["name"] for one in form.answers["pruebas"] or []]


def test_several_files_at_once_are_one_answer_of_each(owner) -> None:
    form = send(MANY, owner, file(1), file(2))
    assert form.is_valid()
    assert names(form) == ["1.pdf", "2.pdf"]
    assert set(form.answers["pruebas"][0]) == {"upload", "name", "sha256", "size", "mime"}


def test_more_are_added_and_each_one_can_go(owner) -> None:
    first = send(MANY, owner, file(1), file(2)).draft()["pruebas"]
    second = send(MANY, owner, file(3), kept=first, removed=first[:1])
    assert names(second) == ["2.pdf", "3.pdf"]


def test_the_one_that_is_refused_takes_no_other_with_it(owner) -> None:
    form = send(MANY, owner, file(1), SimpleUploadedFile("vacio.pdf", b""), file(2))
    assert form.errors["pruebas"] == [
        "No adjuntamos «vacio.pdf». El archivo está vacío. Ábralo para revisarlo y adjúntelo de nuevo."
    ]
    again = send(MANY, owner, kept=form.draft()["pruebas"])
    again.recall(form.refused)
    assert "vacio.pdf" in again.errors["pruebas"][0]
    assert names(send(MANY, owner, kept=form.draft()["pruebas"])) == ["1.pdf", "2.pdf"]


def test_what_has_no_room_is_not_kept_and_is_told(owner) -> None:
    form = send(FEW, owner, *(file(number) for number in range(7)))
    told = (
        "No adjuntamos «2.pdf», «3.pdf», «4.pdf» y 2 más. "
        "Aquí caben 2 archivos como máximo: quite alguno antes de adjuntar otro."
    )
    assert form.errors["pruebas"] == [told]
    assert Upload.objects.count() == len(form.draft()["pruebas"]) == 2


def test_more_than_fit_are_refused_however_they_came(owner) -> None:
    kept = [str(uploads.accept(file(number), owner, FRIDAY).pk) for number in range(3)]
    form = send(FEW, owner, kept=kept)
    assert "Adjuntó 3 archivos y aquí caben 2" in form.errors["pruebas"][0]
    assert form.draft()["pruebas"] == kept


def test_a_check_counts_them(owner) -> None:
    field = component("filepicker", "pruebas", multiple=True, properties=CHECK)
    assert send(field, owner, *(file(number) for number in range(3))).is_valid()
    four = send(field, owner, *(file(number) for number in range(4)))
    assert four.errors["pruebas"] == ["Tres como máximo."]
    assert send(field, owner).answers == {"pruebas": None}


def test_the_same_file_twice_is_one(owner) -> None:
    form = send(MANY, owner, file(1), file(1, "otra vez.pdf"))
    assert names(form) == ["1.pdf"]
    assert Upload.objects.count() == 1


def test_of_another_kind_each_is_named(owner) -> None:
    form = send(MANY, owner, file(1), SimpleUploadedFile("a.jpg", sample_file("a.jpg")))
    assert form.errors["pruebas"] == [
        "Quite «a.jpg». Aquí sólo recibimos PDF o PNG. Convierta el archivo y adjúntelo de nuevo."
    ]


def test_one_is_enough_where_it_is_required(owner) -> None:
    field = {**MANY, "validate": {"required": True}}
    assert send(field, owner).errors["pruebas"] == ["Adjunte al menos un archivo para continuar."]
    assert send(field, owner, file(1)).is_valid()


def test_those_of_the_case_stay_until_they_are_removed(owner) -> None:
    filed_answer = send(MANY, owner, file(1), file(2)).answers
    filed = filed_files(filed_answer)
    Upload.objects.all().delete()
    kept = list(filed)
    form = send(MANY, None, file(3), kept=kept, removed=kept[1:], filed=filed)
    assert names(form) == ["1.pdf", "3.pdf"]


def test_another_persons_files_are_left_out(owner) -> None:
    theirs = uploads.accept(file(1), citizen("otro@correo.test").user_id, FRIDAY)
    form = send(MANY, owner, file(2), kept=[str(theirs.pk), "no-es-uuid"])
    assert names(form) == ["2.pdf"]


@pytest.mark.parametrize("is_list", [False, True], ids=["as-one", "as-a-list"])
def test_an_answer_of_before_is_read_as_a_list_of_one(owner, is_list) -> None:
    form = schema(MANY)
    told = send(MANY, owner, file(1)).answers["pruebas"][0]
    answers = {"pruebas": [told] if is_list else told}
    read, errors = read_answers(form, answers, context=CONTEXT, today=TODAY, owner_id=owner)
    assert (read, errors) == ({"pruebas": [told]}, {})
    assert typed_answers(form, answers) == {"pruebas": [told["upload"]]}
    assert prefilled(form, answers, CONTEXT, TODAY) == {"pruebas": [told["upload"]]}
    row = summarise(form, answers)[0].rows[0]
    assert row.value == "1.pdf"
    assert [(one.upload, one.name) for one in row.attached] == [(told["upload"], "1.pdf")]


@pytest.mark.parametrize("kept", ["", [], None])
def test_a_draft_of_before_is_shown_as_it_was(owner, kept) -> None:
    upload = str(uploads.accept(file(1), owner, FRIDAY).pk)
    for value, count in ((kept, 0), (upload, 1), ([upload], 1)):
        form = build_form(
            schema(MANY),
            initial={"pruebas": value},
            context=CONTEXT,
            owner_id=owner,
            today=TODAY,
        )
        assert str(form).count("Quitar este archivo") == count


def test_a_field_of_one_takes_no_list(owner) -> None:
    told = send(MANY, owner, file(1), file(2)).answers["pruebas"]
    one = schema(component("filepicker", "pruebas"))
    _, errors = read_answers(one, {"pruebas": told}, context=CONTEXT, today=TODAY, owner_id=owner)
    assert errors == {"pruebas": ["Aquí va un solo archivo: adjunte uno."]}


def test_the_page_lists_each_with_its_own_way_out(owner) -> None:
    form = send(MANY, owner, file(1), file(2), SimpleUploadedFile("<b>.pdf", b""))
    shown = str(form)
    assert shown.count('name="pruebas__anterior"') == shown.count('name="pruebas__quitar"') == 2
    assert "Hasta 10 archivos, cada uno de" in shown
    assert "multiple" in shown
    assert "<b>" not in shown


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"multiple": "=true"}, "bad-multiple"),
        ({"multiple": 1}, "bad-multiple"),
        ({"multiple": True, "properties": {"maxFiles": "11"}}, "bad-max-files"),
        ({"multiple": True, "properties": {"maxFiles": 1}}, "bad-max-files"),
        ({"multiple": True, "properties": {"maxFiles": True}}, "bad-max-files"),
        ({"multiple": True, "properties": {"maxFiles": "dos"}}, "bad-max-files"),
        ({"properties": {"maxFiles": "3"}}, "bad-max-files"),
    ],
)
def test_what_the_form_says_of_several_must_make_sense(more, code) -> None:
    with pytest.raises(FormRefused) as refused:
        schema(component("filepicker", "pruebas", **more))
    assert [finding.code for finding in refused.value.findings] == [code]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@given(multiple=_JSON, most=_JSON)
def test_whatever_an_editor_writes_is_read_or_refused(multiple, most) -> None:
    try:
        read = schema(
            component("filepicker", "pruebas", multiple=multiple, properties={"maxFiles": most})
        )
    except FormRefused:
        return
    field = read.by_name["pruebas"]
    assert field.multiple is (multiple is True)
    assert 1 <= field.most_files <= 10


@hypothesis_settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kept=st.lists(st.integers(0, 4), max_size=8),
    removed=st.sets(st.integers(0, 4)),
    new=st.lists(st.integers(0, 6), max_size=4),
)
def test_what_is_there_is_what_was_kept_and_came_and_did_not_go(owner, kept, removed, new) -> None:
    field = component("filepicker", "pruebas", multiple=True)
    ids = [str(uploads.accept(file(number), owner, FRIDAY).pk) for number in range(5)]
    form = send(
        field,
        owner,
        *(file(number) for number in new),
        kept=[ids[one] for one in kept],
        removed=[ids[one] for one in removed],
    )
    expected = dict.fromkeys([*(one for one in kept if one not in removed), *new])
    assert names(form) == [f"{number}.pdf" for number in expected]


def test_a_form_without_the_word_takes_one() -> None:
    read = load_form(
        b'{"components": [{"type": "filepicker", "key": "a", "label": "x", "multiple": false}]}',
        includes={}.get,
    )
    assert (read.by_name["a"].multiple, read.by_name["a"].most_files) == (False, 1)
