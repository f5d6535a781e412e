"""Graphs of decisions: requirements, knowledge models, services, imports and types."""

from decimal import Decimal

import pytest

from engine.dmn import DmnRefused, check, decide, load, load_leniently
from engine.feel import FeelLimitExceeded
from tests.engine.dmn.models import (
    decision,
    file,
    given,
    imported,
    knowledge,
    literal,
    service,
    table,
    variable,
)

VERSIONS = [
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
]


def ask(xml: bytes, name: str, *beside: bytes, **context):
    return decide(load(xml, beside), name, context).value


def codes(xml: bytes, *beside: bytes) -> list[str]:
    return [finding.code for finding in check(xml, beside)]


@pytest.mark.parametrize("model", VERSIONS)
def test_every_version_from_1_2_to_1_5_is_read(model) -> None:
    assert ask(file(decision("a", literal("1 + 1")), model=model), "a") == 2


# -- requirements ----------------------------------------------------------


def test_a_decision_needed_twice_is_decided_once_and_its_row_kept_once() -> None:
    xml = file(
        given("edad"),
        decision("grupo", table(["edad"], ['< 18 | "menor"', '>= 18 | "mayor"']), "in:edad"),
        decision("a", literal('grupo + "-a"'), "grupo"),
        decision("b", literal('grupo + "-b"'), "grupo"),
        decision("todo", literal("a + b"), "a", "b"),
    )
    outcome = decide(load(xml), "todo", {"edad": 20})

    assert outcome.value == "mayor-amayor-b"
    assert [(row.decision_id, row.number) for row in outcome.fired] == [("grupo", 2)]


def test_a_graph_of_diamonds_costs_one_evaluation_for_each_decision() -> None:
    layers = [decision("d0", literal("1")), decision("e0", literal("1"))]
    for at in range(1, 60):
        before = f"d{at - 1}", f"e{at - 1}"
        layers += [decision(f"{x}{at}", literal(" + ".join(before)), *before) for x in "de"]

    assert ask(file(*layers), "d59") == Decimal(2**59)


def test_a_chain_of_a_thousand_decisions_is_followed() -> None:
    chain = [decision("d0", literal("0"))]
    chain += [decision(f"d{at}", literal(f"d{at - 1} + 1"), f"d{at - 1}") for at in range(1, 1000)]

    assert ask(file(*chain), "d999") == 999


def test_a_file_with_input_data_shows_a_decision_only_what_it_requires() -> None:
    xml = file(given("x"), given("y"), decision("a", literal("[x, y]"), "in:x"))
    outcome = decide(load(xml), "a", {"x": 1, "y": 2})

    assert outcome.value == [1, None]
    assert [problem.code for problem in outcome.problems] == ["unknown-name"]


def test_a_file_without_input_data_sees_every_variable_of_the_case() -> None:
    xml = file(decision("b", literal("x + 1")), decision("a", literal("b + x"), "b"))

    assert ask(xml, "a", x=3) == 7


def test_names_with_spaces_and_signs_are_read_as_one() -> None:
    xml = file(
        given("Valor del predio"),
        given("tarifa-base"),
        decision("a", literal("Valor del predio * tarifa-base - 1"), "in:Valor del predio", "in:tarifa-base"),
    )  # fmt: skip

    assert ask(xml, "a", **{"Valor del predio": 10, "tarifa-base": 3}) == 29


@pytest.mark.parametrize(
    ("elements", "code", "element"),
    [
        ([decision("a", literal("1"), "nadie")], "missing-decision", "a"),
        ([decision("a", literal("b"), "b"), decision("b", literal("a"), "a")], "circular-decision", "a"),
        ([decision("a", literal("a"), "a")], "circular-decision", "a"),
        ([decision("a", "")], "no-logic", "a"),
        ([decision("a", literal("1", "tNadie"))], "unknown-type", "a"),
        ([imported("urn:otro", "otro"), decision("a", literal("1"))], "missing-import", "otro"),
        ([decision("a", literal("1 +"))], "feel-syntax", "a"),
        ([decision("a", "<list>" * 60 + literal("1") + "</list>" * 60)], "too-deep", "a"),
        ([decision("a", '<functionDefinition kind="Java"/>')], "external-function", "a"),
        ([decision("a", literal("1")), decision("a", literal("2"))], "duplicate-id", "a"),
        ([service("s", ""), decision("a", literal("1"))], "no-output", "s"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_cannot_run_is_refused_with_its_place(elements, code, element) -> None:
    with pytest.raises(DmnRefused) as refused:
        load(file(*elements))

    assert (code, element) in {(f.code, f.element) for f in refused.value.findings}


def test_a_file_read_leniently_gives_null_where_it_is_broken() -> None:
    model = load_leniently(file(decision("a", literal("1 +")), decision("b", literal("2"))))

    assert decide(model, "a", {}).value is None
    assert [problem.code for problem in decide(model, "a", {}).problems] == ["feel-syntax"]
    assert decide(model, "b", {}).value == 2


def test_a_function_that_was_refused_is_null_when_it_is_asked() -> None:
    java = '<functionDefinition kind="Java"/>'
    model = load_leniently(file(decision("a", java), service("s", "b"), knowledge("f", "", "")))

    assert decide(model, "f", {}).value is None
    assert decide(model, "a", {}).value is None


# -- boxed expressions -----------------------------------------------------

ENTRY = "<contextEntry>{}{}</contextEntry>"
BOXES = {
    "context": (
        "<context>"
        + ENTRY.format(variable("base"), literal("x * 2"))
        + ENTRY.format(variable("total"), literal("base + 1"))
        + "</context>",
        {"base": Decimal(6), "total": Decimal(7)},
    ),
    "context with result": (
        "<context>"
        + ENTRY.format(variable("base"), literal("x * 2"))
        + ENTRY.format("", literal("base + 1"))
        + "</context>",
        Decimal(7),
    ),
    "list": (f"<list>{literal('x')}{literal('x + 1')}</list>", [Decimal(3), Decimal(4)]),
    "relation": (
        (
            '<relation><column name="a"/><column name="b"/>'
            f"<row>{literal('1')}{literal('x')}</row></relation>"
        ),
        [{"a": Decimal(1), "b": Decimal(3)}],
    ),
    "conditional": (
        (
            f"<conditional><if>{literal('x > 1')}</if><then>{literal('1')}</then>"
            f"<else>{literal('2')}</else></conditional>"
        ),
        Decimal(1),
    ),
    "filter": (
        f"<filter><in>{literal('[1, 2, 3, 4]')}</in><match>{literal('item > x')}</match></filter>",
        [Decimal(4)],
    ),
    "for": (
        (
            f'<for iteratorVariable="i"><in>{literal("1..x")}</in>'
            f"<return>{literal('i * count(partial)')}</return></for>"
        ),
        [Decimal(0), Decimal(2), Decimal(6)],
    ),
    "some": (
        (
            f'<some iteratorVariable="i"><in>{literal("[1, 5]")}</in>'
            f"<satisfies>{literal('i > x')}</satisfies></some>"
        ),
        True,
    ),
    "every": (
        (
            f'<every iteratorVariable="i"><in>{literal("[1, 5]")}</in>'
            f"<satisfies>{literal('i > x')}</satisfies></every>"
        ),
        False,
    ),
    "invocation": (
        (
            f"<invocation>{literal('abs')}<binding>{variable('n').replace('variable', 'parameter')}"
            f"{literal('-x')}</binding></invocation>"
        ),
        Decimal(3),
    ),
}


@pytest.mark.parametrize("box", BOXES)
def test_a_boxed_expression_has_its_value(box) -> None:
    logic, value = BOXES[box]

    assert ask(file(given("x"), decision("a", logic, "in:x")), "a", x=3) == value


def test_a_function_in_a_box_may_call_itself() -> None:
    factorial = (
        '<functionDefinition><formalParameter name="n" typeRef="number"/>'
        f"{literal('if n = 0 then 1 else n * f(n - 1)')}</functionDefinition>"
    )
    logic = (
        "<context>"
        + ENTRY.format(variable("f"), factorial)
        + ENTRY.format("", literal("f(5)"))
        + "</context>"
    )

    assert ask(file(decision("a", logic)), "a") == 120


# -- knowledge models and services -----------------------------------------


def test_a_knowledge_model_is_called_and_sees_only_what_it_is_given() -> None:
    xml = file(
        given("x"),
        knowledge("doble", "n: number", literal("[n * 2, x]")),
        decision("a", literal("doble(x)"), "in:x", "know:doble"),
    )

    assert ask(xml, "a", x=4) == [8, None]


def test_a_knowledge_model_may_call_itself_and_others() -> None:
    xml = file(
        knowledge("uno", "n", literal("n + 1")),
        knowledge("f", "n", literal("if n = 0 then 0 else uno(f(n - 1))"), "know:f", "know:uno"),
        decision("a", literal("f(9)"), "know:f"),
        decision("b", literal("f(-1)"), "know:f"),
    )

    assert ask(xml, "a") == 9
    with pytest.raises(FeelLimitExceeded):
        ask(xml, "b")


def test_a_table_in_a_knowledge_model_keeps_its_rows_for_each_call() -> None:
    xml = file(
        knowledge("tarifa", "e: number", table(["e"], ["1 | 10", "2 | 20"])),
        decision("a", literal("for e in [1, 2, 1] return tarifa(e)"), "know:tarifa"),
    )
    outcome = decide(load(xml), "a", {})

    assert outcome.value == [10, 20, 10]
    assert [(row.decision_id, row.number) for row in outcome.fired] == [
        ("tarifa", 1), ("tarifa", 2), ("tarifa", 1),
    ]  # fmt: skip


def test_arguments_and_results_are_of_their_declared_types() -> None:
    xml = file(
        knowledge("f", "n: number", literal("n")),
        knowledge("g", "n", literal('"texto"'), kind="number"),
        decision("a", literal('[f("x"), f([3]), g(1)]'), "know:f", "know:g"),
    )

    assert ask(xml, "a") == [None, 3, None]


def test_a_service_is_a_function_of_its_inputs_and_can_be_asked_directly() -> None:
    xml = file(
        given("x"),
        decision("doble", literal("x * 2"), "in:x"),
        decision("mas", literal("doble + 1"), "doble"),
        service("s", "mas", "x"),
        service("t", "mas doble", "x"),
        decision("a", literal("s(10) + x"), "know:s", "in:x"),
    )

    assert ask(xml, "a", x=1) == 22
    assert ask(xml, "s", x=2) == 5
    assert ask(xml, "t", x=2) == {"mas": 5, "doble": 4}


def test_a_service_may_be_given_a_decision() -> None:
    xml = file(
        given("x"),
        decision("doble", literal("x * 2"), "in:x"),
        decision("mas", literal("doble + 1"), "doble"),
        service("s", "mas", decisions="doble"),
    )

    assert ask(xml, "s", doble=100) == 101


# -- imports ---------------------------------------------------------------

TARIFAS = file(
    '<itemDefinition name="tEstrato"><typeRef>number</typeRef>'
    "<allowedValues><text>[1..6]</text></allowedValues></itemDefinition>",
    given("uvt"),
    decision("minimo", literal("uvt * 2"), "in:uvt"),
    knowledge("por estrato", "e: tEstrato", literal("e * 10")),
    namespace="urn:tarifas",
)


def test_what_is_imported_is_seen_under_the_name_of_the_import() -> None:
    xml = file(
        imported("urn:tarifas", "tarifas"),
        decision(
            "a",
            literal("tarifas.minimo + tarifas.por estrato(3)"),
            "urn:tarifas#minimo",
            "know:urn:tarifas#por estrato",
        ),
    )

    assert ask(xml, "a", TARIFAS, uvt=50) == 130


def test_types_are_imported_too() -> None:
    xml = file(
        imported("urn:tarifas", "tarifas"),
        given("e", "tarifas.tEstrato"),
        decision("a", literal("e"), "in:e"),
    )

    assert ask(xml, "a", TARIFAS, e=6) == 6
    assert ask(xml, "a", TARIFAS, e=7) is None


def test_files_may_import_each_other() -> None:
    one = file(imported("urn:b", "b"), decision("x", literal("b.y"), "urn:b#y"), namespace="urn:a")
    two = file(imported("urn:a", "a"), decision("y", literal("5")), namespace="urn:b")

    assert ask(one, "x", two) == 5


# -- types -----------------------------------------------------------------

TYPES = (
    '<itemDefinition name="tUso"><typeRef>string</typeRef>'
    '<allowedValues><text>"RESIDENCIAL", "COMERCIAL"</text></allowedValues></itemDefinition>'
    '<itemDefinition name="tUsos" isCollection="true"><typeRef>tUso</typeRef></itemDefinition>'
    '<itemDefinition name="tPredio"><itemComponent name="uso"><typeRef>tUso</typeRef></itemComponent>'
    '<itemComponent name="area m2"><typeRef>number</typeRef></itemComponent></itemDefinition>'
)


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("tUso", "COMERCIAL", True),
        ("tUso", "OTRO", False),
        ("tUso", None, True),
        ("tUsos", ["COMERCIAL", "RESIDENCIAL"], True),
        ("tUsos", ["COMERCIAL", "OTRO"], False),
        ("tPredio", {"uso": "COMERCIAL", "area m2": 3}, True),
        ("tPredio", {"uso": "OTRO", "area m2": 3}, False),
        ("tPredio", {"uso": "COMERCIAL"}, False),
        ("number", "3", False),
    ],
)
def test_input_data_is_of_its_type_or_null_with_the_problem(kind, value, kept) -> None:
    model = load(file(TYPES, given("x", kind), decision("a", literal("x"), "in:x")))
    outcome = decide(model, "a", {"x": value})

    assert (outcome.value is not None) == (kept and value is not None)
    assert [problem.code for problem in outcome.problems] == ([] if kept else ["wrong-type"])


def test_a_list_of_one_becomes_its_item_and_a_value_a_list_of_one() -> None:
    xml = file(
        TYPES,
        decision("a", literal('["COMERCIAL"]'), kind="tUso"),
        decision("b", literal('"COMERCIAL"'), kind="tUsos"),
    )

    assert ask(xml, "a") == "COMERCIAL"
    assert ask(xml, "b") == ["COMERCIAL"]


def test_types_in_a_circle_are_read() -> None:
    circle = (
        '<itemDefinition name="tNodo"><itemComponent name="hijo"><typeRef>tNodo</typeRef>'
        "</itemComponent></itemDefinition>"
    )
    xml = file(circle, given("x", "tNodo"), decision("a", literal("x.hijo"), "in:x"))

    assert ask(xml, "a", x={"hijo": {"hijo": None}}) == {"hijo": None}


# -- what the author is told -----------------------------------------------


def test_an_unknown_name_is_told_where_input_data_is_declared() -> None:
    xml = file(given("edad"), decision("a", literal("edda > 18"), "in:edad"))
    (found,) = check(xml)

    assert (found.code, found.element) == ("feel-unknown-name", "a")
    assert "¿Quiso decir «edad»?" in found.detail


def test_the_items_of_a_boxed_filter_may_have_any_entries() -> None:
    logic = f"<filter><in>{literal('predios')}</in><match>{literal('estrato > 3')}</match></filter>"

    assert codes(file(given("predios"), decision("a", logic, "in:predios"))) == []


def test_a_cell_that_cannot_match_its_column_is_told_with_its_row() -> None:
    logic = table(["edad"], ["< 18 | 1", '"mayor" | 2'], kinds="number")
    (found,) = check(file(decision("a", logic)))

    assert (found.code, found.element) == ("feel-operand-types", "tabla row 2")


@pytest.mark.parametrize(
    ("rows", "detail"),
    [
        (["<= 18 | - | 1", '[18..60) | "rural" | 2'], "1, 2: edad = 18, zona = rural"),
        (["- | - | 1", "> 3 | - | 2"], "1, 2: edad = 4"),
        (['> 3 | not("rural") | 1', '< 9 | "urbana" | 2'], "1, 2: edad = 6, zona = urbana"),
        (['1 | "a" | 1', '2 | "a" | 2', '2 | "a", "b" | 3'], "2, 3: edad = 2, zona = a"),
    ],
)
def test_rows_that_fire_together_under_unique_are_told_with_an_example(rows, detail) -> None:
    (found,) = check(file(decision("a", table(["edad", "zona"], rows))))

    assert (found.code, found.element, found.detail) == ("overlapping-rows", "tabla", detail)


@pytest.mark.parametrize(
    "rows",
    [
        ["< 18 | - | 1", '[18..60) | "rural" | 2', ">= 60 | - | 3"],
        ['> 3 | not("rural") | 1', '< 9 | "rural" | 2'],
        ["? > 3 | - | 1", "? < 9 | - | 2"],
        ['"a" | true | 1', '"a" | false | 2', "null | - | 3"],
    ],
)
def test_rows_that_exclude_each_other_or_cannot_be_told_are_left_alone(rows) -> None:
    assert codes(file(decision("a", table(["edad", "zona"], rows)))) == []


def test_overlapping_rows_are_allowed_where_the_policy_chooses() -> None:
    assert codes(file(decision("a", table(["x"], ["> 1 | 1", "> 2 | 2"], "FIRST")))) == []


def test_a_problem_in_a_cell_names_its_row() -> None:
    xml = file(decision("a", table(["x"], ["1 | 1", "2 | 1 / 0"])))
    outcome = decide(load(xml), "a", {"x": 2})

    assert outcome.value is None
    assert [problem.text for problem in outcome.problems] == ["tabla row 2: number / number"]


def test_a_condition_of_other_data_may_stand_in_a_cell() -> None:
    xml = file(decision("a", table(["x"], ["y > 5 | 1", "y <= 5 | 2"])))

    assert ask(xml, "a", x=1, y=9) == 1
    assert ask(xml, "a", x=1, y=3) == 2


def test_collecting_nothing_gives_no_items() -> None:
    assert ask(file(decision("a", table(["x"], ["1 | 1"], "COLLECT"))), "a", x=9) == []
