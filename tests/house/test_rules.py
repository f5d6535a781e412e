"""Rules about the code itself that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("engine", "bpmn", "forms", "signatures", "archive", "web")
MAX_FILE_LINES = 600
MAX_FUNCTION_LINES = 60
GENERIC_NAMES = {"utils", "helpers", "services", "managers", "common", "base"}


def _sources(*suffixes: str) -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            inside = path.relative_to(ROOT).parts
            if path.suffix in suffixes and not {"node_modules", "static_built"} & set(inside):
                yield path


def test_no_code_and_no_page_names_a_procedure() -> None:
    slugs = [folder.name for folder in (ROOT / "bpmn" / "procedures").iterdir() if folder.is_dir()]
    named = [
        f"{path.relative_to(ROOT)}: {slug}"
        for path in _sources(".py", ".html")
        for slug in slugs
        if slug in path.read_text()
    ]
    assert slugs
    assert named == []


def test_files_stay_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in _sources(".py")
        if "migrations" not in path.parts
        and (count := len(path.read_text().splitlines())) > MAX_FILE_LINES
    ]
    assert long == []


def test_functions_stay_short() -> None:
    long = []
    for path in _sources(".py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MAX_FUNCTION_LINES:
                    long.append(f"{path.relative_to(ROOT)}:{node.name}: {lines}")
    assert long == []


def test_modules_are_named_by_what_they_hold() -> None:
    generic = [str(p.relative_to(ROOT)) for p in _sources(".py") if p.stem in GENERIC_NAMES]
    assert generic == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in _sources(".py")
        if path.stat().st_size
        and "migrations" not in path.parts
        and ast.get_docstring(ast.parse(path.read_text())) is None
    ]
    assert silent == []


def test_nothing_evaluates_text_as_code() -> None:
    found = []
    for path in _sources(".py"):
        found += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"eval", "exec", "compile", "__import__"}
        ]
    assert found == []


def test_cases_are_read_through_queries() -> None:
    around = [
        str(path.relative_to(ROOT))
        for path in _sources(".py")
        if path.relative_to(ROOT).parts[0] != "engine"
        and re.search(r"\b(Case|WorkItem|Job|Event)\.objects", path.read_text())
        and "demo" not in path.parts
    ]
    assert around == []


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-node.txt"]
)
def test_python_locks_name_no_host(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert text.count("--hash=sha256:") >= text.count("==")


def test_the_browser_lock_names_no_host() -> None:
    lock = (ROOT / "web" / "studio" / "package-lock.json").read_text()
    assert '"resolved": "http' not in lock


def test_pages_hold_no_script_and_no_style_of_their_own() -> None:
    inline = [
        str(path.relative_to(ROOT))
        for path in _sources(".html")
        if re.search(
            r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=\"|\son[a-z]+=\"", path.read_text()
        )
    ]
    assert inline == []
