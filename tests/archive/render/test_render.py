"""Rendering: PDF/A-3 with its data, the same bytes each time, and no way out of the template's folder."""

import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from archive.render import RenderFailed, qr, render

DATA = {
    "document": {
        "title": "Certificado de prueba",
        "number": "CERT-1",
        "verificationCode": "ABCD-EFGH-IJKL",
        "url": "http://127.0.0.1:8000/verificar/ABCD",
        "issuedAt": "2026-11-20T09:00:00-05:00",
        "signer": {"name": "Ana", "position": "Secretaria", "seal": True},
    },
    "entity": {"name": "Alcaldía de Pasto", "nit": "891280000", "dv": "3"},
    "persona": "Ñandú Muñoz",
}
TEMPLATE = b"""#import "ventanilla.typ": *
#show: cuerpo
= #dato("document.title")
Se certifica que #dato("persona") vive aqui desde #fecha-larga("2026-11-20").
#verificacion()
#panel-firma()
"""


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def compile_template(source: bytes, **more: bytes) -> bytes:
    return render({"a.typ": source, **more}, "a.typ", DATA).pdf


@pytest.fixture(scope="module")
def pdf() -> bytes:
    data = DATA | {"document": DATA["document"] | {"qrSvg": qr.svg("http://127.0.0.1:8000/")}}
    return render({"a.typ": TEMPLATE}, "a.typ", data).pdf


def test_the_page_shows_the_data(pdf) -> None:
    shown = text_of(pdf)

    assert "Ñandú Muñoz" in shown
    assert "20 de noviembre de 2026" in shown
    assert "ABCD-EFGH-IJKL" in shown


def test_it_claims_pdf_a_3a_and_pdf_ua_1_and_is_tagged_in_spanish(pdf) -> None:
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode()

    assert "<pdfaid:part>3</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert root["/MarkInfo"]["/Marked"] is not None
    assert root["/Lang"].startswith("es")
    assert root["/OutputIntents"]


def test_the_data_are_attached_as_json(pdf) -> None:
    attached = PdfReader(io.BytesIO(pdf)).attachments["datos.json"][0]

    assert json.loads(attached)["persona"] == "Ñandú Muñoz"


PEOPLE = [
    {"name": "Rosa Chamorro", "position": "", "seal": False},
    {"name": "Luis Burbano", "position": "Abogado revisor", "seal": False},
    {"name": "Pedro Bastidas", "position": "Secretario de Gobierno", "seal": False},
]


def panel(document: dict[str, object]) -> str:
    source = b'#import "ventanilla.typ": *\n#panel-firma()'
    return text_of(render({"a.typ": source}, "a.typ", DATA | {"document": document}).pdf)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_panel_shows_who_signs_in_which_order(count) -> None:
    signers = PEOPLE[-count:]

    shown = panel({"title": "T", "signers": signers, "signer": signers[-1]})

    places = [shown.index(person["name"]) for person in signers]
    assert places == sorted(places)
    assert shown.count("Firmado electrónicamente por") == count
    assert ("3. Firmado" in shown) is (count == 3)


def test_who_holds_no_position_does_not_sign_for_the_entity() -> None:
    shown = panel({"title": "T", "signers": PEOPLE, "signer": PEOPLE[-1]})

    assert shown.count("Alcaldía de Pasto") == 2


def test_the_panel_dates_the_issue_and_sends_to_the_timestamp_for_the_signature() -> None:
    shown = panel({"title": "T", "signer": PEOPLE[1], "issuedAt": "2026-11-20T09:00:00-05:00"})

    assert "Fecha de expedición: 20 de noviembre de 2026, 9:00 a. m." in shown
    assert "estampa" in shown


def test_the_panel_of_a_seal_names_the_entity() -> None:
    seal = {"name": "Alcaldía de Pasto", "position": "", "seal": True}

    shown = panel({"title": "T", "signer": seal})

    assert "Sello electrónico" in shown
    assert shown.count("Alcaldía de Pasto") == 1


def test_an_image_without_a_text_for_those_who_do_not_see_it_is_refused() -> None:
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'

    with pytest.raises(RenderFailed) as refused:
        compile_template(b'#image("a.svg")', **{"a.svg": picture})

    assert refused.value.code == "pdfa-refused"


def test_every_font_is_embedded(pdf) -> None:
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(described.get_object())


def test_a_moment_within_a_second_is_dated_by_its_second() -> None:
    def at(microsecond: int) -> bytes:
        moment = datetime(2026, 11, 20, 14, 0, 3, microsecond, tzinfo=UTC)
        return render({"a.typ": TEMPLATE}, "a.typ", DATA, issued_at=moment).pdf

    assert at(123456) == at(0)


def test_the_same_input_gives_the_same_bytes() -> None:
    assert compile_template(TEMPLATE) == compile_template(TEMPLATE)


@pytest.mark.parametrize(
    "source",
    [
        b'#read("/etc/passwd")',
        b'#read("../../../etc/passwd")',
        b'#import "@preview/cetz:0.2.2": *',
        b'#eval("1 + 1")',
        b'#image("http://127.0.0.1/x.png")',
        b"#let f() = f()\n#f()",
        b"#while true { }",
        b"= sin cerrar #(",
    ],
    ids=["absolute", "parent", "package", "eval", "network", "recursion", "endless", "syntax"],
)
def test_a_template_that_reaches_out_or_never_ends_is_refused(source) -> None:
    with pytest.raises(RenderFailed) as refused:
        render({"a.typ": source}, "a.typ", DATA, seconds=2)

    assert refused.value.code


def test_an_error_names_file_and_line() -> None:
    with pytest.raises(RenderFailed) as refused:
        compile_template(b"= Bien\n\n#no-existe()")

    assert refused.value.file == "a.typ"
    assert refused.value.line == 3
    assert str(refused.value) == "a.typ:3: unknown variable: no-existe"


def test_after_a_template_that_never_ends_the_next_one_renders() -> None:
    with pytest.raises(RenderFailed):
        render({"a.typ": b"#while true { }"}, "a.typ", DATA, seconds=1)

    assert compile_template(TEMPLATE).startswith(b"%PDF")


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_data_is_text_and_never_code(text) -> None:
    source = b'#import "ventanilla.typ": *\n[#dato("persona")]'

    assert render({"a.typ": source}, "a.typ", DATA | {"persona": text}).pages == 1
