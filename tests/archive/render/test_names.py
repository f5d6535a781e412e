"""Names of a template that nothing defines are told without compiling it."""

import json

import pytest
import typst

from archive.render import data_read, undefined
from archive.render.names import STANDARD


def _unknown(text: str, **others: str) -> list[str]:
    files = {"a.typ": text.encode(), **{f"{k}.typ": v.encode() for k, v in others.items()}}
    return [used.name for used in undefined(files, "a.typ")[0]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("#import \"ventanilla.typ\": *\n#panel-firmas()", ["panel-firmas"]),
        ("#panel-firma()", ["panel-firma"]),
        ("#import \"ventanilla.typ\": dato\n#dato(\"a\") #fecha-larga(1)", ["fecha-larga"]),
        ("#if calc.even(2) { foo() } else [ #bar ]", ["foo", "bar"]),
        ("#table(columns: 2, ..filas.map(f => f.nombre))", ["filas"]),
    ],
)  # fmt: skip
def test_what_nothing_defines_is_told(text, names):
    assert _unknown(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Correo: ana@demo.test, jornada(s), `#foo()`, \\#bar, https://x.test/#baz // #not",
        '/* #foo */ $ foo(x) $ ```typ\n#bar\n``` #"#foo"',
        "#let (a, b) = (1, 2)\n#let f(x, ..r) = (y, z) => x + y + z\n#a #b #f(1)(2, 3)",
        "#for (k, v) in (a: 1) [#k: #v, #(k + str(v))]",
        '#show heading: it => block(it.body)\n#set text(fill: rgb("#3366CC"), size: 9pt)\nTexto',
        "#let x = if true { 1 }\nelse { 2 }\n#x, y #context counter(page).display()",
        '#import "b.typ": uno as dos, tres\n#dos #tres',
        '#import "b.typ"\n#b.uno #calc.rem(5, 2)#sym.space',
        '#import "b.typ" as be\n#be.uno',
        '#import "b.typ": *\n#uno #encabezado()',
        "#import calc: *\n#rem(5, 2) #what-calc-has-not",
        "#while false { let a = 1; a } #[#let d = 4; #d] <etiqueta> @etiqueta",
    ],
)
def test_what_something_defines_is_not_told(text):
    library = '#import "ventanilla.typ": *\n#let uno = 1\n#let tres = 3'
    assert _unknown(text, b=library) == []


@pytest.mark.parametrize(
    "text",
    [
        "#",
        "#(",
        "#{ [",
        "#let",
        "#if",
        '#"',
        "#f(a: [#g(",
        "]",
        "#import",
        "#for x",
        "(" * 5000,
        "#" + "(" * 5000,
        "[" * 5000,
        "/*" * 200_000,
        "#(" + '"' * 200_001,
        "$" * 200_001,
        "`" * 200_001,
        '#"\\',
        "$\\",
    ],
    ids=lambda text: f"{text[:5]}-{len(text)}",
)
def test_what_breaks_off_is_read_as_far_as_it_goes(text):
    _unknown(text)


def test_data_are_told_with_their_lines():
    text = (
        '#dato("a.b")\n#dato("c", en: x)\n#let d(k) = datos.at(k)\n#datos.at("e")\n#data.f.at("g")'
    )
    assert [(one.name, one.line) for one in data_read(text)] == [("a.b", 1), ("e", 4), ("f", 5)]


def test_standard_names_are_those_of_the_compiler(tmp_path):
    entry = tmp_path / "a.typ"
    entry.write_text("#metadata(dictionary(std).keys()) <k>")
    said = typst.query(str(entry), "<k>", field="value", one=True)
    assert {*json.loads(said), "std"} == STANDARD
