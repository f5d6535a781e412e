"""What the studio asks of the server: its page, previews, names and our words on an expression."""

import io
import json
import re

import pytest
from pypdf import PdfReader

from bpmn.drawing import undrawn
from tests.web.analysts.conftest import desk_of, listed, put

FORM = {
    "type": "default",
    "components": [
        {"type": "textfield", "id": "a", "key": "barrio", "label": "¿En qué barrio vive?"},
        {
            "type": "textfield",
            "id": "b",
            "key": "vereda",
            "label": "¿En qué vereda?",
            "conditional": {"hide": '=barrio != "Rural"'},
        },
    ],
}


def ask(desk, address, **data):
    return desk.post(address, json.dumps(data), content_type="application/json")


def test_the_studio_opens_for_an_analyst_with_styles_in_line_and_scripts_of_ours_alone(ivan, draft):
    page = ivan.get(draft)

    assert page.status_code == 200
    policy = page.headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self';" in policy


def test_only_the_studio_allows_styles_in_line(ivan, draft):
    policy = ivan.get("/analisis/borradores/").headers["Content-Security-Policy"]

    assert "unsafe-inline" not in policy


@pytest.mark.parametrize(
    "name",
    ["formulario.html", "documento.pdf", "mensaje.html", "expresion.json", "nombres.json"],
)
def test_who_is_no_analyst_learns_nothing_of_a_draft(draft, name, db):
    official = desk_of("carmen@demo.test", "ventanilla", name="Carmen")
    asked = official.get if name == "nombres.json" else official.post

    assert asked(f"{draft}{name}").status_code == 404
    assert official.get(draft).status_code == 404


def test_a_form_is_shown_as_citizens_see_it_with_what_is_typed_in_the_preview(ivan, draft):
    source = json.dumps(FORM)
    address = f"{draft}formulario.html"
    first = ask(ivan, address, path="forms/otro.form", source=source).content.decode()
    rural = ask(
        ivan, address, path="forms/otro.form", source=source, answers=[["barrio", "Rural"]]
    ).content.decode()

    assert "¿En qué barrio vive?" in first
    assert "¿En qué vereda?" not in first
    assert "¿En qué vereda?" in rural


def test_a_form_that_cannot_be_shown_says_which_field_and_what_to_do(ivan, draft):
    wrong = {
        "type": "default",
        "components": [{"type": "textfield", "id": "a", "key": "con espacio"}],
    }
    answer = ask(ivan, f"{draft}formulario.html", path="forms/otro.form", source=json.dumps(wrong))

    assert answer.status_code == 422
    assert "con espacio" in answer.json()["message"]
    assert answer.json()["remedy"]


def test_a_script_in_a_form_stays_text(ivan, draft):
    form = {**FORM, "components": [{**FORM["components"][0], "label": "<script>alert(1)</script>"}]}
    page = ask(ivan, f"{draft}formulario.html", path="forms/x.form", source=json.dumps(form))

    assert b"<script>alert" not in page.content


def test_a_document_becomes_a_pdf_on_the_answers_of_a_scenario(ivan, draft):
    source = '#import "ventanilla.typ": *\nVive en #dato("entity.municipality").'
    answer = ask(ivan, f"{draft}documento.pdf", path="documents/nuevo.typ", source=source)

    assert answer.status_code == 200, answer.content
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert "Vive en Pasto." in text


def test_a_document_is_shown_with_the_answers_of_the_scenario_that_is_chosen(ivan, draft):
    scenario = "scenarios/zz-otro.yaml"
    text = (
        "id: OTRO\ntitle: Otro\nnow: 2026-05-04T09:00:00-05:00\n"
        "answers: {barrio: La Aurora}\nexpect: {state: ARCHIVADO}\n"
    )
    put(ivan, f"{draft}archivos/{scenario}", text.encode(), None)
    source = '#import "ventanilla.typ": *\nBarrio #dato("answers.barrio")'
    shown = ask(
        ivan, f"{draft}documento.pdf", path="documents/n.typ", source=source, scenario=scenario
    )

    assert "La Aurora" in PdfReader(io.BytesIO(shown.content)).pages[0].extract_text()


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("Uno\n\n#nada-asi", 3),
        ('Uno\n#read("/etc/passwd")', 2),
        ('#import "@preview/cetz:0.3.0"', 1),
        ("#let f(x) = f(x + 1)\n#f(1)", 1),
    ],
    ids=["unknown-name", "file-outside", "package-of-the-net", "endless"],
)
def test_a_document_that_fails_says_its_line_and_reaches_nothing(ivan, draft, source, line):
    answer = ask(ivan, f"{draft}documento.pdf", path="documents/nuevo.typ", source=source)

    assert answer.status_code == 422
    assert answer.json()["line"] == line
    assert f"Línea {line}" in answer.json()["message"]


def test_a_message_is_shown_with_the_values_of_a_sample_case(ivan, draft):
    source = '---\nsubject: "Su radicado {{ radicado }}"\n---\nHola, **{{ applicant.name }}**: <b>no</b>.\n'
    page = ask(
        ivan, f"{draft}mensaje.html", path="messages/nuevo.md", source=source
    ).content.decode()

    assert "Su radicado 2026-" in page
    assert "<strong>" in page
    assert "<b>no</b>" not in page


def test_a_message_without_a_subject_says_so(ivan, draft):
    answer = ask(ivan, f"{draft}mensaje.html", path="messages/nuevo.md", source="Hola")

    assert answer.status_code == 422
    assert "asunto" in answer.json()["message"]


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("if a then", "expression", 9),
        ("a +\n  * b", "expression", 6),
        ("> 5, < ", "unary", 7),
    ],
)
def test_an_expression_is_told_what_is_wrong_and_where(ivan, draft, text, kind, place):
    found = ask(ivan, f"{draft}expresion.json", text=text, kind=kind).json()["diagnostics"]

    assert found[0]["severity"] == "error"
    assert found[0]["message"]
    assert found[0]["from"] == place


def test_an_expression_that_is_right_says_nothing(ivan, draft):
    text = 'if answers.barrio = "Centro" then 1 else 2'

    assert ask(ivan, f"{draft}expresion.json", text=text).json() == {"diagnostics": []}


def test_names_of_the_draft_and_functions_of_feel_can_be_completed(ivan, draft):
    put(ivan, f"{draft}archivos/forms/visita.form", json.dumps(FORM).encode(), None)
    known = ivan.get(f"{draft}nombres.json").json()
    names = {one["name"]: one for one in known["variables"]}

    assert names["barrio"]["info"] == "¿En qué barrio vive? Del formulario «visita»."
    assert {"answers", "applicant", "radicado", "sheet"} <= set(names)
    assert "upper case" in {one["name"] for one in known["functions"]}


def test_each_name_says_where_it_comes_from_and_who_alone_sees_it(ivan, draft):
    flow = ivan.get(f"{draft}archivos/process.bpmn")
    given = '<zeebe:ioMapping><zeebe:input source="=1" target="kindOfPaper" /></zeebe:ioMapping>'
    text = flow.content.decode().replace(
        "<zeebe:calledDecision", f"{given}<zeebe:calledDecision", 1
    )
    put(ivan, f"{draft}archivos/process.bpmn", text.encode(), flow["ETag"].strip('"'))

    known = ivan.get(f"{draft}nombres.json").json()

    names = {one["name"]: one for one in known["variables"]}
    (table,) = known["places"]["decisions/d-revision.dmn"]
    assert names["kindOfPaper"]["only"] == [table]
    assert names["kindOfPaper"]["info"].startswith("Entrada de «")
    assert names["route"]["info"].startswith("Resultado de «")
    assert names["answers"]["info"] == "De lo que se radicó."
    assert names["radicado"]["info"].startswith("Lo deja «")
    assert names["entity"]["info"] == "Lo pone la ventanilla."
    assert "only" not in names["route"]


@pytest.mark.parametrize("body", ["no es json", "[]", '{"path": "forms/no-hay.form"}'])
@pytest.mark.parametrize("name", ["formulario.html", "documento.pdf", "mensaje.html"])
def test_a_preview_of_nothing_is_refused_with_a_remedy(ivan, draft, name, body):
    answer = ivan.post(f"{draft}{name}", body, content_type="application/json")

    assert answer.status_code == 422
    assert answer.json()["remedy"]


def test_a_draft_that_is_wrong_everywhere_still_opens_and_completes_names(ivan, draft):
    for path in ("procedure.toml", "process.bpmn"):
        put(ivan, f"{draft}archivos/{path}", b"<roto", listed(ivan, draft)[path]["sha256"])

    assert ivan.get(draft).status_code == 200
    assert ivan.get(f"{draft}nombres.json").status_code == 200
    source = '#import "ventanilla.typ": *\nHola'
    assert (
        ask(ivan, f"{draft}documento.pdf", path="documents/a.typ", source=source).status_code == 200
    )


def test_a_flow_without_a_picture_or_a_pool_is_drawn_as_it_is_sent(ivan, draft):
    flow = ivan.get(f"{draft}archivos/process.bpmn").content.decode()
    bare = re.sub(r"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "", flow, flags=re.DOTALL)
    sent = ivan.post(f"{draft}dibujo.bpmn", bare.encode(), content_type="application/xml")
    assert sent.status_code == 200
    assert undrawn(sent.content) == ()
    wrong = ivan.post(f"{draft}dibujo.bpmn", b"<no", content_type="application/xml")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "drawing-impossible")
