"""Decision tables: hit policies, requirements, the rows that fired, and what is refused."""

from decimal import Decimal
from html import escape

import pytest

from engine.dmn import DmnRefused, UnknownDecision, decide, load

HEAD = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" '
    'namespace="x">'
)


def cells(tag: str, texts: list[str]) -> str:
    return "".join(f"<{tag}><text>{escape(text)}</text></{tag}>" for text in texts)


def table(rows: list[tuple[list[str], list[str]]], policy: str = "UNIQUE", **more: str) -> bytes:
    rules = "".join(
        f'<rule id="r{n}">{cells("inputEntry", tests)}{cells("outputEntry", results)}</rule>'
        for n, (tests, results) in enumerate(rows, 1)
    )
    allowed = more.pop("allowed", "")
    default = more.pop("default", "")
    extra = f"<outputValues><text>{escape(allowed)}</text></outputValues>" if allowed else ""
    extra += (
        f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>"
        if default
        else ""
    )
    aggregation = f' aggregation="{more["aggregation"]}"' if "aggregation" in more else ""
    return (
        f'{HEAD}<decision id="t" name="tabla"><decisionTable id="dt" hitPolicy="{policy}"{aggregation}>'
        f'<input label="edad"><inputExpression><text>edad</text></inputExpression></input>'
        f'<output name="ruta">{extra}</output>{rules}</decisionTable></decision></definitions>'
    ).encode()


def answer(xml: bytes, edad: int):
    return decide(load(xml), "t", {"edad": edad})


YOUNG_OLD = [(["< 18"], ['"menor"']), ([">= 60"], ['"mayor"']), (["[18..60)"], ['"adulto"'])]
OVERLAP = [(["> 10"], ["1"]), (["> 20"], ["2"]), (["> 30"], ["3"])]


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        ("<annotationEntry><text>Nota</text></annotationEntry>", "Nota"),
        ("<description>Corregida</description><annotationEntry><text>Vieja</text></annotationEntry>", "Corregida"),
    ],
    ids=["annotation", "what-editors-show"],
)  # fmt: skip
def test_a_rows_note_is_the_one_that_editors_show(notes, told) -> None:
    xml = table([(["-"], ['"a"'])]).replace(b'<rule id="r1">', f'<rule id="r1">{notes}'.encode())

    assert [row.annotation for row in answer(xml, 10).fired] == [told]


@pytest.mark.parametrize(("edad", "value"), [(10, "menor"), (70, "mayor"), (18, "adulto")])
def test_the_row_that_fits_answers_and_is_kept(edad, value) -> None:
    outcome = answer(table(YOUNG_OLD), edad)

    assert outcome.value == value
    assert [row.outputs for row in outcome.fired] == [{"ruta": value}]
    assert outcome.fired[0].inputs == {"edad": Decimal(edad)}


@pytest.mark.parametrize(
    ("policy", "value"),
    [
        ("FIRST", Decimal(1)),
        ("RULE ORDER", [Decimal(1), Decimal(2)]),
        ("COLLECT", [Decimal(1), Decimal(2)]),
    ],
)
def test_a_hit_policy_chooses(policy, value) -> None:
    assert answer(table(OVERLAP, policy), 25).value == value


@pytest.mark.parametrize(
    ("aggregation", "value"), [("SUM", 6), ("MIN", 1), ("MAX", 3), ("COUNT", 3)]
)
def test_collected_answers_are_aggregated(aggregation, value) -> None:
    assert answer(table(OVERLAP, "COLLECT", aggregation=aggregation), 99).value == Decimal(value)


def test_priority_follows_the_order_of_the_allowed_values() -> None:
    rows = [(["> 10"], ['"bajo"']), (["> 20"], ['"alto"'])]

    assert answer(table(rows, "PRIORITY", allowed='"alto","bajo"'), 25).value == "alto"
    assert answer(table(rows, "OUTPUT ORDER", allowed='"alto","bajo"'), 25).value == [
        "alto",
        "bajo",
    ]


def test_overlapping_rows_under_unique_are_null_and_named() -> None:
    outcome = answer(table(OVERLAP), 25)

    assert outcome.value is None
    assert [problem.code for problem in outcome.problems] == ["overlapping-rows"]
    assert outcome.problems[0].text == "dt: 1, 2 (edad = 25)"


def test_any_wants_rows_that_agree() -> None:
    same = [(["> 10"], ['"x"']), (["> 20"], ['"x"'])]

    assert answer(table(same, "ANY"), 25).value == "x"
    assert answer(table(OVERLAP, "ANY"), 25).value is None


def test_without_a_row_the_default_answers() -> None:
    assert answer(table(OVERLAP, default="0"), 1).value == Decimal(0)
    assert answer(table(OVERLAP), 1).value is None


def test_a_decision_waits_for_what_it_needs() -> None:
    xml = (
        f'{HEAD}<decision id="a" name="doble"><literalExpression><text>x * 2</text>'
        '</literalExpression></decision><decision id="b" name="fin"><informationRequirement>'
        '<requiredDecision href="#a"/></informationRequirement><literalExpression>'
        "<text>doble + 1</text></literalExpression></decision></definitions>"
    ).encode()

    assert decide(load(xml), "b", {"x": 3}).value == Decimal(7)
    assert decide(load(xml), "fin", {"x": 3}).value == Decimal(7)
    with pytest.raises(UnknownDecision):
        decide(load(xml), "nadie", {})


def literal(name: str, needs: str = "") -> str:
    required = (
        f'<informationRequirement><requiredDecision href="#{needs}"/></informationRequirement>'
        if needs
        else ""
    )
    return f'<decision id="{name}">{required}<literalExpression><text>1</text></literalExpression></decision>'


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"<a", "xml-malformed"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "xml-doctype"),
        (b"<definitions/>", "not-dmn"),
        (f"{HEAD}</definitions>".encode(), "no-decision"),
        (f'{HEAD}<decision id="a"/></definitions>'.encode(), "no-logic"),
        (f"{HEAD}{literal('a', 'z')}</definitions>".encode(), "missing-decision"),
        (
            f"{HEAD}{literal('a', 'b')}{literal('b', 'a')}</definitions>".encode(),
            "circular-decision",
        ),
        (table([(["> > 3"], ["1"])]), "feel-syntax"),
        (table([(["1", "2"], ["1"])]), "wrong-cell-count"),
        (table(YOUNG_OLD, "SOMETIMES"), "unknown-hit-policy"),
        (b"<a>" + b"x" * 3_000_000 + b"</a>", "xml-too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_run_is_refused_with_its_reason(xml, code) -> None:
    with pytest.raises(DmnRefused) as refused:
        load(xml)

    assert code in [finding.code for finding in refused.value.findings]


def test_a_bad_cell_names_its_row() -> None:
    with pytest.raises(DmnRefused) as refused:
        load(table([(["1"], ["1"]), (["(("], ["1"])]))

    assert refused.value.findings[0].element == "dt row 2"


def test_two_columns_with_one_label_both_decide() -> None:
    column = '<input label="x"><inputExpression><text>{}</text></inputExpression></input>'
    rule = f"<rule>{cells('inputEntry', ['1', '2'])}{cells('outputEntry', ['3'])}</rule>"
    xml = (
        f'{HEAD}<decision id="t"><decisionTable id="dt">{column.format("a")}{column.format("b")}'
        f'<output name="r"/>{rule}</decisionTable></decision></definitions>'
    ).encode()

    assert decide(load(xml), "t", {"a": 1, "b": 2}).value == Decimal(3)
    assert decide(load(xml), "t", {"a": 2, "b": 2}).value is None
