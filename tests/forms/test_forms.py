"""Forms as people meet them: each rule beside its field, hidden things neither asked nor kept."""

import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter

from forms import uploads
from forms.errors import FormRefused, UploadRefused
from forms.fields import build_form, check_answers, read_answers, summarise
from forms.schema import load_form
from tests.engine.cases import FRIDAY, citizen

TODAY = date(2026, 11, 20)
CONTEXT = {"entity": {"municipality": "Pasto"}}


def component(kind: str, key: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "id": f"C_{key}", "key": key, "label": key.capitalize(), **more}


def schema(*components: dict[str, Any], includes: dict[str, bytes] | None = None):
    raw = json.dumps({"type": "default", "id": "f", "components": components}).encode()
    return load_form(raw, includes=(includes or {}).get)


def post(
    *components: dict[str, Any], files: dict[str, Any] | None = None, owner=None, **typed: Any
):
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        data.setlist(name.replace("__", "."), value if isinstance(value, list) else [value])
    return build_form(
        schema(*components),
        data=data,
        files=MultiValueDict({name: [file] for name, file in (files or {}).items()}),
        context=CONTEXT,
        owner_id=owner,
        today=TODAY,
    )


REQUIRED = {"validate": {"required": True}}
OPTIONS = {"values": [{"label": "Sí", "value": "si"}, {"label": "No", "value": "no"}]}
EVERY = (
    component("textfield", "nombre", description="Como en su documento.", **REQUIRED),
    component("textarea", "motivo"),
    component("number", "area"),
    component("select", "tipo", **OPTIONS),
    component("radio", "decide", **OPTIONS, **REQUIRED),
    component("checklist", "fuentes", **OPTIONS),
    component("checkbox", "acepta", **REQUIRED),
    component("datetime", "desde", subtype="date", dateLabel="Desde"),
    component("filepicker", "recibo"),
    {"type": "text", "id": "t", "text": "Un **texto** <b>sin</b> código."},
    {"type": "separator", "id": "s"},
    {
        "type": "dynamiclist",
        "id": "l",
        "path": "testigos",
        "label": "Testigos",
        "properties": {"rows": "2"},
        "components": [component("textfield", "nombre", **REQUIRED)],
    },
)


def page(form) -> html5lib.HTMLParser:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(
        f'<!doctype html><html lang="es"><head><title>x</title></head><body>{form}</body></html>'
    )


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [None, {}], ids=["empty", "with errors"])
def test_every_component_is_valid_html_and_says_what_it_means(typed) -> None:
    form = (
        build_form(schema(*EVERY), context=CONTEXT, owner_id=None, today=TODAY)
        if typed is None
        else post(*EVERY)
    )
    tree = page(form)

    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    for label in tree.iter("label"):
        assert label.get("for") in ids
    for element in tree.iter():
        for described in (element.get("aria-describedby") or "").split():
            assert described in ids
    assert "<b>" not in str(form)


@pytest.mark.django_db
def test_each_error_stands_beside_its_field_and_in_the_summary() -> None:
    form = post(*EVERY, area="mucho", desde="ayer")
    text = str(form)

    assert not form.is_valid()
    assert form.errors["area"] == ["Escriba sólo números, por ejemplo 1.250.000 o 72,5."]
    assert "día/mes/año" in form.errors["desde"][0]
    assert 'href="#id_nombre"' in text
    assert "Nombre: Escriba «Nombre»." in text
    assert "testigos.0.nombre" in form.errors


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.250.000", Decimal(1250000)),
        ("72,5", Decimal("72.5")),
        ("1.000", Decimal(1000)),
        ("72.5", Decimal("72.5")),
        ("-3", Decimal(-3)),
    ],
)
def test_numbers_are_read_as_people_write_them(typed, value) -> None:
    form = post(component("number", "area"), area=typed)

    assert form.is_valid()
    assert form.answers == {"area": value}


@pytest.mark.parametrize("typed", ["NaN", "sNaN", "Infinity", "1e9", "1.2.3", "uno"])
def test_what_is_no_number_is_refused_even_where_a_condition_compares_it(typed) -> None:
    hidden = component("textfield", "otra", conditional={"hide": "=area > 3"})

    assert "area" in post(component("number", "area"), hidden, area=typed).errors


HIDDEN = component("textfield", "razon", conditional={"hide": '=decide != "no"'}, **REQUIRED)


def test_what_the_answers_hide_is_neither_asked_nor_kept() -> None:
    form = post(component("radio", "decide", **OPTIONS), HIDDEN, decide="si", razon="algo")

    assert form.is_valid()
    assert form.answers == {"decide": "si"}
    assert 'name="razon"' not in str(form)


def test_what_the_answers_show_is_asked() -> None:
    form = post(component("radio", "decide", **OPTIONS), HIDDEN, decide="no")

    assert "razon" in form.errors
    assert 'name="razon"' in str(form)


def test_a_required_answer_can_depend_on_another() -> None:
    field = component("textfield", "razon", properties={"requiredIf": '=decide = "no"'})

    assert "razon" in post(component("radio", "decide", **OPTIONS), field, decide="no").errors
    assert post(component("radio", "decide", **OPTIONS), field, decide="si").is_valid()


def test_a_check_speaks_in_its_own_words() -> None:
    field = component(
        "datetime",
        "desde",
        subtype="date",
        properties={"check": "=desde < today()", "checkMessage": "Debe ser antes de hoy."},
    )

    assert post(field, desde="2026-11-20").errors["desde"] == ["Debe ser antes de hoy."]
    assert post(field, desde="19/11/2026").answers == {"desde": date(2026, 11, 19)}


def test_what_is_typed_twice_must_agree() -> None:
    fields = (
        component("textfield", "correo"),
        component("textfield", "correo2", properties={"confirm": "correo"}),
    )

    assert "correo2" in post(*fields, correo="a@b.co", correo2="a@c.co").errors
    assert post(*fields, correo="a@b.co", correo2="a@b.co").is_valid()


def test_a_list_that_is_required_cannot_be_empty() -> None:
    witnesses = {
        "type": "dynamiclist",
        "path": "testigos",
        "label": "Testigos",
        "properties": {"rows": "2", "requiredIf": '=decide = "si"'},
        "components": [component("textfield", "nombre")],
    }
    form = post(component("radio", "decide", **OPTIONS), witnesses, decide="si")

    assert "Testigos" in form.errors["testigos.0.nombre"][0]
    filled = post(
        component("radio", "decide", **OPTIONS), witnesses, decide="si", testigos__0__nombre="Luz"
    )
    assert filled.answers["testigos"] == [{"nombre": "Luz"}]


def test_a_shared_group_lies_under_its_path() -> None:
    shared = json.dumps({"components": [component("textfield", "email", **REQUIRED)]}).encode()
    group = {
        "type": "group",
        "label": "Quién",
        "path": "applicant",
        "properties": {"include": "g1"},
    }
    form = build_form(
        schema(group, includes={"g1": shared}),
        data=QueryDict("applicant.email=a@b.co"),
        context=CONTEXT,
        owner_id=None,
        today=TODAY,
    )

    assert form.answers == {"applicant": {"email": "a@b.co"}}


def test_a_default_is_chosen_until_a_draft_says_otherwise() -> None:
    field = component("radio", "decide", defaultValue="si", **OPTIONS)
    fresh = build_form(schema(field), context=CONTEXT, owner_id=None, today=TODAY)

    assert 'value="si"' in str(fresh)
    assert "checked" in str(fresh)


def test_a_draft_gives_back_what_was_typed_right_or_wrong() -> None:
    typed = post(*EVERY[:7], nombre="Ana", area="mucho", fuentes=["si", "no"])
    again = build_form(
        schema(*EVERY[:7]), initial=typed.draft(), context=CONTEXT, owner_id=None, today=TODAY
    )

    assert 'value="mucho"' in str(again)
    assert str(again).count("checked") == 2


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("CC", "1.085.123.456", "1085123456"),
        ("CC", "12A", None),
        ("CC", "00000", None),
        ("TI", "1085999001", "1085999001"),
        ("PPT", "5566778", "5566778"),
        ("PA", "ab 12345", "AB12345"),
        ("NIT", "891280000-3", "891280000-3"),
        ("NIT", "8912800003", "891280000-3"),
        ("NIT", "891280000-4", None),
        ("NIT", "891280000", None),
    ],
)
def test_a_document_is_checked_by_its_kind(kind, typed, kept) -> None:
    kinds = {"values": [{"label": k, "value": k} for k in ("CC", "TI", "PPT", "PA", "NIT")]}
    form = post(
        component("select", "doc_type", **kinds),
        component("textfield", "doc_number", properties={"validator": "docid"}),
        doc_type=kind,
        doc_number=typed,
    )

    assert form.is_valid() is (kept is not None)
    if kept:
        assert form.answers["doc_number"] == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Calle 18 # 28-45", "CL 18 28-45"),
        ("kr 27 10-20 apto 301", "KR 27 10-20, APTO 301"),
        ("VDA La Laguna, casa 4", "VDA LA LAGUNA, CASA 4"),
        ("por allá", None),
    ],
)
def test_an_address_is_kept_in_the_standard_form(typed, kept) -> None:
    form = post(component("textfield", "dir", properties={"validator": "address"}), dir=typed)

    assert form.is_valid() is (kept is not None)
    if kept:
        assert form.answers["dir"] == kept


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, kind)
    return out.getvalue()


def pdf(password: str = "") -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(72, 72)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


BOMB = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x9c\x40\x00\x00\x9c\x40\x08\x02\x00\x00\x00"
    + b"\x00" * 40
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00" + b"\x00" * 300, "kind"),
        (b"<html><script>1</script></html>", "kind"),
        (pdf("clave"), "encrypted"),
        (pdf()[:120], "broken"),
        (picture()[:40], "broken"),
        (pdf() + b" " * 11_000_000, "too-large"),
    ],
    ids=["empty", "a program", "a page", "encrypted", "half a PDF", "half a picture", "too large"],
)
def test_a_file_is_judged_by_its_content(content, reason) -> None:
    with pytest.raises(UploadRefused) as refused:
        uploads.judge(content, 10 * 1024 * 1024)

    assert refused.value.reason == reason


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(UploadRefused):
        uploads.judge(BOMB, 10 * 1024 * 1024)


@pytest.mark.parametrize(
    ("content", "mime"),
    [(pdf(), "application/pdf"), (picture(), "image/png"), (picture("JPEG"), "image/jpeg")],
)
def test_what_is_asked_for_is_taken(content, mime) -> None:
    assert uploads.judge(content, 10 * 1024 * 1024) == mime


FILE = component("filepicker", "recibo", **REQUIRED)


@pytest.mark.django_db
def test_an_accepted_file_is_kept_through_a_failed_submit() -> None:
    owner = citizen().user_id
    sent = SimpleUploadedFile("../mi recibo.exe", pdf())
    first = post(FILE, EVERY[0], files={"recibo": sent}, owner=owner)
    kept = first.draft()["recibo"]
    data = QueryDict(mutable=True)
    data.update({"nombre": "Ana", "recibo__anterior": kept})
    second = build_form(
        schema(FILE, EVERY[0]), data=data, context=CONTEXT, owner_id=owner, today=TODAY
    )

    assert not first.is_valid()
    assert second.is_valid()
    assert second.answers["recibo"]["name"] == "mi recibo.pdf"
    assert uploads.content(second.answers["recibo"]["upload"]).startswith(b"%PDF")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accept", "takes_picture"), [(".pdf", False), (".pdf,.png", True), ("", True)]
)
def test_a_field_takes_the_kinds_that_it_names(accept, takes_picture) -> None:
    field = component("filepicker", "recibo", accept=accept, **REQUIRED)
    owner = citizen().user_id
    photo = post(field, files={"recibo": SimpleUploadedFile("r.pdf", picture("PNG"))}, owner=owner)
    paper = post(field, files={"recibo": SimpleUploadedFile("r.pdf", pdf())}, owner=owner)

    assert photo.is_valid() is takes_picture
    assert paper.is_valid()
    if not takes_picture:
        assert photo.errors["recibo"] == [
            "Aquí sólo recibimos PDF. Convierta el archivo y adjúntelo de nuevo."
        ]


@pytest.mark.django_db
def test_another_persons_file_is_not_taken() -> None:
    mine = uploads.accept(SimpleUploadedFile("a.pdf", pdf()), citizen().user_id, FRIDAY)
    thief = citizen("otro@correo.test").user_id
    answers = {"recibo": {"upload": str(mine.pk), "sha256": "0" * 64, "name": "x"}}

    for upload in (answers, {"recibo": {"upload": "no-es-uuid"}}):
        errors = check_answers(schema(FILE), upload, context=CONTEXT, today=TODAY, owner_id=thief)
        assert "recibo" in errors


def test_answers_without_a_page_follow_the_same_rules() -> None:
    fields = (component("number", "area"), component("checkbox", "acepta", **REQUIRED))
    read, errors = read_answers(
        schema(*fields),
        {"area": Decimal("72.5"), "acepta": True},
        context=CONTEXT,
        today=TODAY,
        owner_id=None,
    )

    assert errors == {}
    assert read == {"area": Decimal("72.5"), "acepta": True}
    missing = check_answers(
        schema(*fields), {"area": "mucho"}, context=CONTEXT, today=TODAY, owner_id=None
    )
    assert set(missing) == {"area", "acepta"}


def test_a_summary_reads_like_a_person() -> None:
    fields = (component("checklist", "fuentes", **OPTIONS), EVERY[7], component("number", "area"))
    rows = summarise(
        schema(*fields), {"fuentes": ["si"], "desde": date(2026, 1, 5), "area": Decimal("1250.5")}
    )[0].rows

    assert [(row.label, row.value) for row in rows] == [
        ("Fuentes", "Sí"),
        ("Desde", "5 de enero de 2026"),
        ("Area", "1.250,5"),
    ]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"{", "form-malformed"),
        (b"[]", "form-malformed"),
        (b'{"components": [{"type": []}]}', "unknown-component"),
        (b'{"components": [{"type": "html"}]}', "unknown-component"),
        (b'{"components": [{"type": "textfield", "key": "a b", "label": "x"}]}', "bad-key"),
        (b'{"components": [{"type": "textfield", "key": "a"}]}', "no-label"),
        (b'{"components": [{"type": "select", "key": "a", "label": "x"}]}', "no-options"),
        (
            b'{"components": [{"type": "number", "key": "a", "label": "x", "validate": {"min": "abc"}}]}',
            "bad-bound",
        ),
        (
            b'{"components": [{"type": "textfield", "key": "a", "label": "x", "validate": {"pattern": "("}}]}',
            "bad-pattern",
        ),
        (
            b'{"components": [{"type": "textfield", "key": "a", "label": "x", "conditional": {"hide": "=1 +"}}]}',
            "bad-feel",
        ),
        (
            b'{"components": [{"type": "group", "properties": {"include": "z"}, "components": []}]}',
            "missing-include",
        ),
        (
            b'{"components": [{"type": "number", "key": "a", "label": "x", "defaultValue": "uno"}]}',
            "bad-default",
        ),
        (
            b'{"components": [{"type": "textfield", "key": "a", "label": "x", "defaultValue": {"b": 1}}]}',
            "bad-default",
        ),
        (
            b'{"components": [{"type": "checkbox", "key": "a", "label": "x", "defaultValue": "si"}]}',
            "bad-default",
        ),
        (
            b'{"components": [{"type": "datetime", "key": "a", "label": "x", "defaultValue": "ayer"}]}',
            "bad-default",
        ),
        (
            b'{"components": [{"type": "filepicker", "key": "a", "label": "x", "defaultValue": "a.pdf"}]}',
            "bad-default",
        ),
        (
            b'{"components": [{"type": "filepicker", "key": "a", "label": "x", "accept": ".pdf,.docx"}]}',
            "bad-accept",
        ),
        (
            (
                b'{"components": [{"type": "select", "key": "a", "label": "x", "defaultValue": "z",'
                b'"values": [{"label": "y", "value": "y"}]}]}'
            ),
            "bad-default",
        ),
        (
            (
                b'{"components": [{"type": "checklist", "key": "a", "label": "x", "defaultValue": ["y", "z"],'
                b'"values": [{"label": "y", "value": "y"}]}]}'
            ),
            "bad-default",
        ),
    ],
)
def test_a_form_that_cannot_be_shown_is_refused_with_its_reason(raw, code) -> None:
    with pytest.raises(FormRefused) as refused:
        load_form(raw, includes={}.get)

    assert code in [finding.code for finding in refused.value.findings]


@pytest.mark.django_db
@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(
            ["nombre", "motivo", "area", "tipo", "decide", "fuentes", "acepta", "desde"]
        ),
        st.text(max_size=30),
    )
)
def test_whatever_is_posted_is_answered(typed) -> None:
    form = post(*EVERY, **typed)

    assert "acepta" in form.errors or typed.get("acepta")
    assert "<fieldset" in str(form)


def test_a_row_whose_only_answer_is_zero_is_kept() -> None:
    rows = {
        "type": "dynamiclist",
        "path": "filas",
        "label": "Filas",
        "properties": {"rows": "2"},
        "components": [component("number", "area")],
    }

    assert post(rows, filas__0__area="0").answers == {"filas": [{"area": Decimal(0)}]}


def test_an_answer_that_is_hidden_drives_nothing() -> None:
    fields = (
        component("radio", "a", **OPTIONS),
        component("radio", "b", conditional={"hide": '=a != "si"'}, **OPTIONS),
        component("textfield", "c", conditional={"hide": '=b != "si"'}, **REQUIRED),
    )

    assert post(*fields, a="no", b="si").answers == {"a": "no"}
    assert "c" in post(*fields, a="si", b="si").errors
