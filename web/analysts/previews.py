"""Previews of a draft's forms, documents and messages, made by what makes the real ones."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render as render_page
from django.views.decorators.http import require_POST

from archive.render import RenderFailed, render
from bpmn import drafts
from bpmn.drafts.findings import library
from bpmn.entity import load as load_entity
from bpmn.package.messages import MessageRefused
from bpmn.package.messages import render as render_message
from bpmn.package.sheet import Sheet
from bpmn.package.sheet_reader import SHEET_FILES, read_sheet
from engine.commands import clock, form_context
from engine.feel import FeelLimitExceeded
from engine.rehearsal.sample_case import sample_document, sample_variables
from forms.fields import build_form
from forms.schema import FormRefused, labels, load_form
from web.analysts.answers import as_json, data_only
from web.analysts.finding_words import said
from web.analysts.preview_words import message_words, template_words

SECONDS = 6.0
_MOST_ANSWERS = 2_000


class PreviewRefused(Exception):
    """The body of the request says no file that can be shown."""


class _Wanted:
    """What is to be shown: a file of the draft, with the text that the editor holds."""

    def __init__(self, request: HttpRequest, draft_id: UUID) -> None:
        given = _body(request)
        self.files = drafts.contents(drafts.draft(draft_id))
        self.path = str(given.get("path") or "")
        if isinstance(given.get("source"), str):
            self.files[self.path] = str(given["source"]).encode()
        if self.path not in self.files:
            raise PreviewRefused
        self.scenario = str(given.get("scenario") or "")
        answers = given.get("answers")
        self.answers = answers[:_MOST_ANSWERS] if isinstance(answers, list) else []
        self.data = given.get("data")

    @property
    def source(self) -> bytes:
        return self.files[self.path]

    @property
    def name(self) -> str:
        return self.path.partition("/")[2]


@data_only
@require_POST
def form(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The form as a citizen sees it; what was typed in the preview decides what it shows."""
    try:
        wanted = _Wanted(request, draft_id)
        schema = load_form(wanted.source, includes=lambda name: include(wanted.files, name))
    except PreviewRefused:
        return _nothing()
    except FormRefused as refused:
        found = [
            f"{one.component}: {one.detail}" if one.component else one.detail
            for one in refused.findings
        ]
        return _refused("form-refused", f"{'. '.join(found[:5])}.", "Corríjalo y aparece aquí.")
    posted = _posted(wanted.answers)
    shown = build_form(
        schema,
        initial={
            name: posted.getlist(name) if len(posted.getlist(name)) > 1 else value
            for name, value in posted.items()
        },
        context=form_context(load_entity(settings.ENTITY)),
        owner_id=None,
        today=clock.today(),
    )
    return render_page(
        request, "analysts/preview_form.html", {"form": shown, "titulo": wanted.name}
    )


@data_only
@require_POST
def document(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The PDF of a template on sample data."""
    try:
        wanted = _Wanted(request, draft_id)
    except PreviewRefused:
        return _nothing()
    beside = {
        path.removeprefix("documents/"): content
        for path, content in wanted.files.items()
        if path.startswith("documents/")
    }
    try:
        made = render(beside, wanted.name, _data(wanted), seconds=SECONDS)
    except RenderFailed as failed:
        message, remedy = template_words(failed)
        return _refused(failed.code, message, remedy, line=failed.line, file=failed.file)
    return HttpResponse(
        made.pdf, content_type="application/pdf", headers={"X-Paginas": str(made.pages)}
    )


@data_only
@require_POST
def message(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A message with the sample's values put in."""
    try:
        wanted = _Wanted(request, draft_id)
        made = render_message(wanted.source, _variables(wanted), now=clock.now())
    except PreviewRefused:
        return _nothing()
    except MessageRefused as refused:
        said, remedy = message_words(refused)
        return _refused(refused.reason, said, remedy)
    except FeelLimitExceeded as exceeded:
        return _refused(exceeded.code, "Una expresión del mensaje es demasiado larga.", "Acórtela.")
    context = {"asunto": made.subject, "cuerpo": made.html}
    return render_page(request, "analysts/preview_message.html", context)


def include(files: Mapping[str, bytes], name: str) -> bytes | None:
    """A group of fields that forms include: the draft's own, or one that is shared."""
    path = f"forms/{name}.form"
    if path in files:
        return files[path]
    return next((folder.files[path] for folder in library().values() if path in folder.files), None)


def sheet_of(files: Mapping[str, bytes]) -> Sheet:
    """The sheet as far as it can be read."""
    name = next((name for name in SHEET_FILES if name in files), "procedure.toml")
    return read_sheet("borrador", name, files.get(name, b""))[0]


def _variables(wanted: _Wanted) -> dict[str, Any]:
    entity = load_entity(settings.ENTITY)
    sheet = sheet_of(wanted.files)
    known = sample_variables(wanted.files, sheet, entity, settings.PUBLIC_URL, wanted.scenario)
    return {"labels": _labels(wanted.files, known["answers"]), **known}


def _labels(files: Mapping[str, bytes], answers: Mapping[str, Any]) -> dict[str, Any]:
    try:
        raw = files.get("forms/inicio.form", b"")
        schema = load_form(raw, includes=lambda name: include(files, name))
    except FormRefused:
        return {}
    return labels(schema.components, answers)


def _data(wanted: _Wanted) -> dict[str, Any]:
    if isinstance(wanted.data, dict):
        return wanted.data
    sheet = sheet_of(wanted.files)
    issued = next((one for one in sheet.documents.values() if one.template == wanted.name), None)
    entity = load_entity(settings.ENTITY)
    return sample_document(_variables(wanted), issued, entity, settings.PUBLIC_URL)


def _posted(answers: list[Any]) -> QueryDict:
    posted = QueryDict(mutable=True)
    for pair in answers:
        if isinstance(pair, list) and len(pair) == 2:
            posted.appendlist(str(pair[0]), str(pair[1]))
    return posted


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        given = json.loads(request.body)
    except ValueError as problem:
        raise PreviewRefused from problem
    if not isinstance(given, dict):
        raise PreviewRefused
    return given


def _nothing() -> HttpResponse:
    return _refused("preview-nothing", "Ese archivo no está en el borrador.", "Elija otro.")


def _refused(code: str, message: str, remedy: str, **rest: object) -> HttpResponse:
    told = {"code": code, "message": said(message), "remedy": said(remedy)}
    return as_json({**told, **rest}, status=422)
