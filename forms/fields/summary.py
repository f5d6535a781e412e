"""Answers as people read them: for the preview before filing and for the pages of a case."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from engine.clock import day_in_words
from forms.schema import Component, FormSchema, row_title


@dataclass(frozen=True)
class SummaryFile:
    """One of the files of an answer: its id as upload, and its name."""

    upload: str
    name: str


@dataclass(frozen=True)
class SummaryRow:
    """One answer.

    Attributes:
        key: the field that it answers, also in another form.
        upload: id of the file, where the answer is one.
        files: where the answer is several, in their order.
        raw: the answer itself, where each language writes it in its own way.
    """

    label: str
    value: str
    key: str = ""
    upload: str = ""
    raw: bool | date | None = None
    files: tuple[SummaryFile, ...] = ()

    @property
    def attached(self) -> tuple[SummaryFile, ...]:
        """Its files, one or several; empty where the answer is of another kind."""
        return (SummaryFile(self.upload, self.value),) if self.upload else self.files


@dataclass(frozen=True)
class SummarySection:
    """One group of answers."""

    title: str
    rows: list[SummaryRow]


def summarise(schema: FormSchema, answers: Mapping[str, Any]) -> list[SummarySection]:
    """The answers by group, with the labels of options; what was not answered is left out."""
    sections: list[SummarySection] = []
    loose: list[SummaryRow] = []
    for component in schema.components:
        rows = list(_rows(component, answers))
        if component.is_leaf:
            loose += rows
        elif rows:
            sections.append(SummarySection(component.label, rows))
    return ([SummarySection("", loose)] if loose else []) + sections


def _rows(component: Component, answers: Any) -> Iterator[SummaryRow]:
    if component.is_leaf and component.rules.confirm:
        return
    if component.is_leaf:
        value = _at(answers, component.path)
        text = _text(component, value)
        upload = str(value.get("upload") or "") if isinstance(value, Mapping) else ""
        if text:
            raw = value if isinstance(value, bool | date) else None
            files = tuple(_files(value)) if component.type == "filepicker" else ()
            yield SummaryRow(component.label, text, component.key, upload, raw, files)
    elif component.type == "dynamiclist":
        rows = _at(answers, component.path)
        for number, row in enumerate(rows if isinstance(rows, list) else [], 1):
            yield SummaryRow(row_title(component, number), ", ".join(_cells(component, row)))
    else:
        for child in component.children:
            yield from _rows(child, answers)


def _cells(holder: Component, row: Any) -> Iterator[str]:
    """What a row of a list says; the lists in it are told in the same line."""
    for child in holder.children:
        value = _at(row, child.path[len(holder.path) :])
        if child.is_leaf:
            text = "" if child.rules.confirm else _text(child, value)
            # A number or a yes says nothing without its question.
            if text:
                yield f"{child.label}: {text}" if isinstance(value, bool | Decimal) else text
        elif child.type == "dynamiclist":
            for inner in value if isinstance(value, list) else []:
                yield from _cells(child, inner)
        else:
            yield from _cells(child, value)


def _at(answers: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        answers = answers.get(key) if isinstance(answers, Mapping) else None
    return answers


def _text(component: Component, value: Any) -> str:
    if value is None or value in ("", []):
        return ""
    labels = {option.value: option.label for option in component.options}
    if isinstance(value, bool):
        return "Sí" if value else "No"
    if component.type == "filepicker" and isinstance(value, list):
        return ", ".join(file.name for file in _files(value))
    if isinstance(value, list):
        return ", ".join(labels.get(str(item), str(item)) for item in value)
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, Decimal):
        return f"{value:,f}".translate(str.maketrans(",.", ".,"))
    if isinstance(value, Mapping):
        return str(value.get("name") or "")
    return labels.get(str(value), str(value))


def _files(value: Any) -> Iterator[SummaryFile]:
    for one in value if isinstance(value, list) else ():
        if isinstance(one, Mapping):
            yield SummaryFile(str(one.get("upload") or ""), str(one.get("name") or ""))
