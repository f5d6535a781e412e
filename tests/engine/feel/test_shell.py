"""`python -m engine.feel`, as somebody at a shell uses it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def case(tmp_path) -> Path:
    file = tmp_path / "case.json"
    variables = {"edad": 20, "valor": 0.1, "nacimiento": {"@": "2000-02-29"}, "Su nombre": "Ana"}
    file.write_text(json.dumps(variables), encoding="utf-8")
    return file


def run(*arguments) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "engine.feel", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("edad + 1", "21"),
        ("valor * 3", "0.3"),
        ('nacimiento + duration("P1Y")', "2001-02-28"),
        ('"Hola, " + Su nombre', '"Hola, Ana"'),
        ("[edad, null]", "[20, null]"),
    ],
)
def test_an_expression_is_evaluated_over_the_file(case, text, value) -> None:
    outcome = run(text, "--context", case)

    assert (outcome.stdout.strip(), outcome.stderr, outcome.returncode) == (value, "", 0)


def test_the_clock_may_be_lent() -> None:
    assert run("today()", "--now", "2026-11-20T10:00:00-05:00").stdout.strip() == "2026-11-20"


def test_unary_tests_are_asked_of_a_value() -> None:
    assert run("[18..60], > 90", "--tests", "95").stdout.strip() == "true"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("edda > 18", "línea 1, columna 1: No existe el dato «edda». ¿Quiso decir «edad»?"),
        ("edad >", "La expresión termina antes de tiempo"),
        ("edad / 0", "El cálculo no tiene resultado: un número / un número."),
        ("for i in 1..99999999 return i", "items"),
    ],
)
def test_what_is_wrong_is_said_in_spanish(case, text, part) -> None:
    outcome = run(text, "--context", case)

    assert part in outcome.stderr
    assert outcome.returncode == 1


@pytest.mark.parametrize("content", ["{", "[1]", '{"a": {"..": 3}}'])
def test_a_file_that_cannot_be_read_is_told(tmp_path, content) -> None:
    file = tmp_path / "case.json"
    file.write_text(content, encoding="utf-8")
    outcome = run("1", "--context", file)

    assert "No se puede leer" in outcome.stderr
    assert outcome.returncode == 2
