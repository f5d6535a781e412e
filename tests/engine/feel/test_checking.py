"""What the author of an expression is told: code, line, column and a Spanish sentence."""

import pytest

from engine.feel import check, check_unary_tests
from engine.feel.checking import problem_sentence, type_of_text
from engine.feel.errors import Problem
from engine.feel.types import BOOLEAN, NUMBER

CASE = {
    "edad": "number",
    "nombre": "string",
    "nacimiento": "date",
    "completo": "boolean",
    "anexos": "list<string>",
    "predios": "list<context<npn: string, estrato: number>>",
    "solicitud": "context<tipo: string, valor: number>",
    "Valor del predio": "number",
    "otro": None,
}


def only(text: str, **more):
    (found,) = check(text, CASE, **more)
    return found


@pytest.mark.parametrize(
    ("text", "column", "part"),
    [
        ("edad > ", 8, "Falta un valor"),
        ("if completo then 1", 19, "Falta «else»"),
        ("(edad + 1", 10, "Falta «)»"),
        ("edad == 18", 7, "un solo «=»"),
        ("completo && completo", 10, "«and»"),
        ("completo || completo", 10, "«or»"),
        ("!completo", 1, "not(…)"),
        ("nombre = 'Ana'", 10, "comillas dobles"),
        ("nombre = “Ana”", 10, "comillas rectas"),
        ('nombre = "Ana', 10, "Falta cerrar el texto"),
        ("edad 18", 6, "Sobra «18»"),
        ("edad; 1", 5, "un solo valor"),
        ("edad ≥ 18", 6, "«>=»"),
        ("@2026", 2, "comillas después de «@»"),
        ("[1..2", 6, "el final del rango"),
        ("{a: 1, a: 2}", 8, "está dos veces"),
        ("function(a) external {}", 13, "no se permiten"),
        ("x instance of 3", 15, "un tipo"),
        ("substring(nombre, start position: 1)", 10, "con su nombre, o ninguno"),
        ("1 /* sin cerrar", 4, "«*»"),
    ],
)
def test_what_is_not_feel_says_what_was_expected(text, column, part) -> None:
    found = only(text)

    assert found.code == "feel-syntax"
    assert (found.line, found.column) == (1, column)
    assert part in found.sentence


def test_the_line_is_told_in_a_text_of_several() -> None:
    found = only("if completo\nthen 1\nelse edda")

    assert (found.line, found.column) == (3, 6)
    assert str(found).startswith("línea 3, columna 6: ")


@pytest.mark.parametrize(
    ("text", "code", "nearest"),
    [
        ("edda > 18", "unknown-name", "edad"),
        ("Edád > 18", "unknown-name", "edad"),
        ("Valor_del_predio > 1", "unknown-name", "Valor del predio"),
        ("sustring(nombre, 1)", "unknown-function", "substring"),
        ("sum(anexo)", "unknown-name", "anexos"),
        ("solicitud.tippo", "unknown-entry", "tipo"),
        ("predios.estrado", "unknown-entry", "estrato"),
        ("predios[estrado = 1]", "unknown-name", "estrato"),
        ("nacimiento.yea", "unknown-property", "year"),
        ("edad instance of numbr", "unknown-type", "number"),
        ("substring(string: nombre, start: 1)", "arguments", "start position"),
    ],
)
def test_an_unknown_name_comes_with_the_nearest_known_one(text, code, nearest) -> None:
    found = only(text)

    assert found.code == code
    assert f"¿Quiso decir «{nearest}»?" in found.sentence


def test_a_name_like_no_other_has_no_suggestion() -> None:
    assert "Revise cómo está escrito" in only("xyzw + 1").sentence


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ('edad = "18"', "operand-types", "un número con un texto"),
        ("edad < nombre", "operand-types", "un número con un texto"),
        ("anexos > 1", "operand-types", "una lista con un número"),
        ("completo > completo", "operand-types", "cuál es mayor"),
        ('edad between "a" and 3', "operand-types", "nunca se cumple"),
        ('"Edad: " + edad', "operand-types", "string(…)"),
        ("nacimiento * 2", "operand-types", "No se puede calcular"),
        ("nacimiento + 15", "operand-types", "duration("),
        ("-nombre", "operand-types", "delante de un texto"),
        ("if edad then 1 else 2", "condition-type", "verdadero o falso"),
        ("completo and edad", "condition-type", "un número"),
        ("some x in anexos satisfies x", "condition-type", "«satisfies»"),
        ("predios[npn]", "filter-type", "Entre corchetes"),
        ("upper case(edad)", "argument-types", "debe ser un texto, y es un número"),
        ("string length()", "arguments", "string length(string)"),
        ("now(1)", "arguments", "no recibe un dato"),
        ("edad(1)", "not-a-function", "no es una función"),
        ('@"2026-02-30"', "at-literal", "no es una fecha"),
        ('date("2026-02-30")', "argument-values", "2026-01-31"),
        ('duration("10 días")', "argument-values", "P10D"),
        ('edad in ["a".."c"]', "operand-types", "nunca se cumple"),
        ('[1.."a"]', "operand-types", "nunca se cumple"),
    ],
)
def test_a_type_that_cannot_be_right_is_told_beforehand(text, code, part) -> None:
    found = only(text)

    assert found.code == code
    assert part in found.sentence


@pytest.mark.parametrize(
    "text",
    [
        "edad >= 18 and completo",
        'nombre in ("Ana", "Luis") or not(completo)',
        "Valor del predio * 0.19",
        "count(predios[estrato <= 2]) > 0",
        "predios[1].npn",
        "for p in predios return p.estrato * 2",
        "some p in predios satisfies p.npn = nombre",
        'nacimiento + duration("P18Y") <= today()',
        "(today() - nacimiento).days > 30",
        "if edad > 60 then \"mayor\" else \"adulto\"",
        "string join(anexos, \", \")",
        "{base: solicitud.valor, total: base * 1.19}.total",
        "(function(a: number) a + 1)(edad)",
        "otro + 1",
        "otro[x > 1].y",
        "sort(predios, function(a, b) a.estrato < b.estrato)",
        "sum(for p in predios return p.estrato)",
        "edad in [18..60)",
        "edad = null or nombre != null",
        "get or else(otro, 0) > 3",
        "is defined(telefono) or get or else(fax, 1) = 1",
        "list contains(anexos, \"cedula\")",
        "min(edad, 3) + max([1, 2])",
        "date(2026, 1, 31) > nacimiento",
        "matches(nombre, \"^[A-Z].*\")",
    ],
)  # fmt: skip
def test_a_good_expression_is_left_alone(text) -> None:
    assert check(text, CASE) == ()


def test_the_whole_must_give_what_is_expected() -> None:
    assert only("edad + 1", expects=BOOLEAN).code == "wrong-type"
    assert check("edad > 1", CASE, expects=BOOLEAN) == ()


def test_where_other_data_may_exist_only_functions_and_types_are_told() -> None:
    assert check('mode = "sello" and otra > 1', knows_all=False) == ()
    assert [f.code for f in check("uppercase(otra)", knows_all=False)] == ["unknown-function"]


def test_a_cell_is_checked_against_what_its_column_reads() -> None:
    (found,) = check_unary_tests('< "a"', CASE, given=NUMBER)

    assert found.code == "operand-types"
    assert check_unary_tests("[18..60), > 90", CASE, given=NUMBER) == ()
    assert check_unary_tests("? > edad", CASE, given=NUMBER) == ()


def test_a_type_can_be_written_as_feel_writes_it() -> None:
    assert str(type_of_text("list<context<a: number, b: date and time>>")) == (
        "list<context<a: number, b: date and time>>"
    )


def test_a_problem_of_an_evaluation_has_a_sentence_too() -> None:
    sentence = problem_sentence(Problem("operand-types", "number + string"))

    assert sentence == "Estos valores no se pueden combinar: un número + un texto."


@pytest.mark.parametrize("text", ["(" * 100 + "1", "1" * 20_001])
def test_a_text_that_is_too_large_is_told(text) -> None:
    assert only(text).code == "feel-limit"
    assert "Divídala" in only(text).sentence
