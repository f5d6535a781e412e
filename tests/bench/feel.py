"""FEEL against the same logic in Python, and against parsing each time."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from html import escape
from typing import Any

from engine.dmn import decide, load
from engine.feel import compile_expression
from tests.bench.findings import Part, median
from tests.bench.ratios import Ratio, ratio

CASE: Mapping[str, Any] = {
    "monto": Decimal(1_500_000),
    "estado": "COMPLETO",
    "zona": "rural",
    "edad": Decimal(30),
    "estrato": Decimal(2),
    "solicitud": {"tipo": "residencia", "anexos": ["recibo", "cedula"]},
}
MILLION, PART = Decimal(1_000_000), Decimal("0.19")

# The condition of a gateway, and what a programmer would write instead.
CONDITIONS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    'estado = "COMPLETO"': lambda c: c["estado"] == "COMPLETO",
    'monto > 1000000 and estado = "COMPLETO"': lambda c: (
        c["monto"] > MILLION and c["estado"] == "COMPLETO"
    ),
    'edad >= 18 and (zona = "rural" or zona = "urbana") and monto < 2000000': lambda c: (
        c["edad"] >= 18 and (c["zona"] == "rural" or c["zona"] == "urbana") and c["monto"] < 2 * MILLION
    ),
    "edad in [18..60]": lambda c: 18 <= c["edad"] <= 60,
    'estado in ("COMPLETO", "DEVUELTO")': lambda c: c["estado"] in ("COMPLETO", "DEVUELTO"),
    "monto * 0.19 + 5000 > 200000": lambda c: c["monto"] * PART + 5000 > 200_000,
    'solicitud.tipo = "residencia" and count(solicitud.anexos) >= 2': lambda c: (
        c["solicitud"]["tipo"] == "residencia" and len(c["solicitud"]["anexos"]) >= 2
    ),
    'if estrato <= 2 then "subsidio" else "pleno"': lambda c: (
        "subsidio" if c["estrato"] <= 2 else "pleno"
    ),
}  # fmt: skip
ZONES = ("urbana", "rural", "centro poblado", "expansion")


def rows() -> list[tuple[str, int, int]]:
    """Twenty rows: a zone, a stratum and what they cost."""
    return [(zone, stratum, at * 100 + stratum) for at, zone in enumerate(ZONES) for stratum in range(1, 6)]  # fmt: skip


def table(name: str) -> bytes:
    """The rows as a decision table of three inputs."""
    cells = [(f'"{zone}"', str(stratum), ">= 18", str(cost)) for zone, stratum, cost in rows()]
    rules = "".join(
        "<rule>"
        + "".join(f"<inputEntry><text>{escape(c)}</text></inputEntry>" for c in row[:3])
        + f"<outputEntry><text>{row[3]}</text></outputEntry></rule>"
        for row in cells
    )
    inputs = "".join(
        f"<input><inputExpression><text>{c}</text></inputExpression></input>"
        for c in ("zona", "estrato", "edad")
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="b">'
        f'<decision id="{name}"><decisionTable>{inputs}<output name="costo"/>{rules}'
        "</decisionTable></decision></definitions>"
    ).encode()


def by_hand(case: Mapping[str, Any]) -> int | None:
    """The table as a programmer would write it, every row asked, because hits must be unique."""
    hits = [
        cost
        for zone, stratum, cost in rows_of_python
        if case["zona"] == zone and case["estrato"] == stratum and case["edad"] >= 18
    ]
    return hits[0] if len(hits) == 1 else None


rows_of_python = rows()


def ratios() -> Iterator[tuple[str, Ratio]]:
    """Everything measured, with what it is measured against."""
    for text, plain in CONDITIONS.items():
        expression = compile_expression(text)
        assert expression.evaluate(CASE).value == plain(CASE), text
        yield "compiled, to Python", ratio(text, _evaluating(text), _plainly(plain))
    model = load(table("costo"))
    assert decide(model, "costo", CASE).value == by_hand(CASE)
    yield (
        "compiled, to Python",
        ratio("a table of 20 rows", lambda: decide(model, "costo", CASE), lambda: by_hand(CASE)),
    )
    for text in CONDITIONS:
        yield (
            "parsed each time, to compiled",
            ratio(
                text, lambda t=text: compile_expression(t).evaluate(CASE), _evaluating(text), 200
            ),  # type: ignore[misc]
        )


def _evaluating(text: str) -> Callable[[], object]:
    expression = compile_expression(text)
    return lambda: expression.evaluate(CASE)


def _plainly(plain: Callable[[Mapping[str, Any]], Any]) -> Callable[[], object]:
    return lambda: plain(CASE)


def measure(*, quick: bool) -> Part:
    """Every ratio, and the middle ones."""
    part = Part("FEEL", "Each expression against the same logic in Python, and parsed each time.")
    found: dict[str, list[float]] = {}
    lines = ["```"]
    for heading, measured in ratios():
        if heading not in found:
            lines.append(f"{heading}:")
        found.setdefault(heading, []).append(measured.times)
        lines.append(str(measured))
    for heading, times in found.items():
        part.tell(f"median, {heading}", f"{median(times):.1f}x")
    part.text = "\n".join([*lines, "```"])
    return part
