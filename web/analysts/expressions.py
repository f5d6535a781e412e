"""FEEL in the studio: names that it may use, and what our engine says of an expression."""

import json
import re
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from bpmn import drafts
from bpmn.checks.name_origins import Offered, offered, places_of
from bpmn.checks.subject import Subject
from bpmn.drafts.findings import library
from bpmn.models import Draft
from bpmn.package import FolderRefused
from bpmn.vocabulary import names
from engine.feel import Diagnostic, check, check_unary_tests
from engine.feel.builtins import FUNCTIONS
from engine.feel.values import FeelFunction, Parameter
from web.analysts.answers import as_json, data_only
from web.analysts.finding_words import said
from web.analysts.previews import include, sheet_of

_LONGEST = 20_000
_WORD = re.compile(r"[\w.]+|\S")


@data_only
@require_POST
def diagnostics(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What is certainly wrong with an expression, by its place in the text."""
    drafts.draft(draft_id)
    try:
        given = json.loads(request.body)
    except ValueError:
        given = None
    text = given.get("text") if isinstance(given, dict) else None
    if not isinstance(text, str) or len(text) > _LONGEST:
        refusal = {
            "code": "expression-missing",
            "message": said("No llegó una expresión que se pueda revisar."),
            "remedy": said("Escriba la expresión, de 20.000 letras a lo sumo."),
        }
        return as_json(refusal, status=422)
    return as_json({"diagnostics": [_placed(text, one) for one in _found(text, given)]})


@data_only
@require_GET
def vocabulary(_request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Names to complete: those that lint knows of the draft, and the functions of the language."""
    draft = drafts.draft(draft_id)
    files = drafts.contents(draft)
    known = {
        name.name: name.as_data()
        for name in names(files, sheet_of(files), lambda name: include(files, name))
    }
    subject = _subject(draft)
    for one in offered(subject) if subject else ():
        known[one.name] = _merged(known.get(one.name), one)
    return as_json(
        {
            "variables": [known[name] for name in sorted(known)],
            "places": places_of(subject) if subject else {},
            "functions": [_function(FUNCTIONS[name]) for name in sorted(FUNCTIONS)],
        }
    )


def _subject(draft: Draft) -> Subject | None:
    """What lint looks at; None while the files make no folder."""
    try:
        return Subject(drafts.folder_of(draft), library(draft), None, None)
    except FolderRefused:
        return None


def _merged(name: dict[str, Any] | None, one: Offered) -> dict[str, Any]:
    """A name with where it comes from; what the vocabulary knows of its shape stays."""
    data = {"name": one.name, "detail": "", "info": "", **(name or {})}
    data["info"] = f"{data['info']} {said(one.origin)}".strip()
    return data | {"only": one.only} if one.only else data


def _found(text: str, given: dict[str, Any]) -> tuple[Diagnostic, ...]:
    if given.get("kind") == "unary":
        return check_unary_tests(text)
    return check(text, knows_all=False)


def _placed(text: str, found: Diagnostic) -> dict[str, object]:
    lines = text.splitlines(keepends=True)
    start = min(sum(map(len, lines[: found.line - 1])) + found.column - 1, len(text))
    word = _WORD.match(text, start)
    return {
        "from": start,
        "to": word.end() if word else min(start + 1, len(text)),
        "severity": "error",
        "message": said(found.sentence),
        "code": found.code,
    }


def _function(function: FeelFunction) -> dict[str, object]:
    first = function.signatures[0] if function.signatures else ()
    ways = [", ".join(map(_parameter, signature)) for signature in function.signatures]
    return {
        "name": function.name,
        "params": [{"name": one.name, "type": str(one.type)} for one in first],
        "detail": f"({ways[0] if ways else ''})",
        "info": "\n".join(f"{function.name}({way}): {function.result}" for way in ways),
    }


def _parameter(parameter: Parameter) -> str:
    return f"{parameter.name}{'…' if parameter.variadic else ''}{'?' if parameter.optional else ''}"
