"""Signing many documents in one go: choose, one PIN, and an outcome for each while it runs."""

from collections.abc import Iterator
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engine.errors import EngineError
from engine.jobs.batch_signing import MOST, MakeBatch, SignBatch, make_batch, sign_batch
from engine.models import SigningBatchItem
from engine.queries import signing
from engine.queries.signing import BatchRow, BatchView
from signatures import keys
from signatures.errors import PinMissing, SignatureError
from web.accounts.actors import actor_of
from web.officials.access import officials_only
from web.shell.posted import uuids_of
from web.shell.sentences import Sentence, sentence_for, sentence_of
from web.shell.streams import growing_page


@officials_only
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if request.method == "POST":
        chosen = uuids_of(request.POST.getlist("tarea"))
        if chosen:
            batch = make_batch(MakeBatch(actor=actor, item_ids=chosen, batch_id=uuid4()))
            return redirect("officials:batch", batch_id=batch.id)
        messages.error(request, _("Marque al menos un documento y oprima «Seguir»."))
    context = {
        "rows": signing.signable(actor),
        "unfinished": signing.open_batches(actor),
        "most": MOST,
    }
    return render(request, "officials/batch_choose.html", context)


@officials_only
@require_GET
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    return _page(request, signing.batch_for(actor_of(request), batch_id))


@officials_only
@require_POST
def sign(request: HttpRequest, batch_id: UUID) -> HttpResponseBase:
    actor = actor_of(request)
    view = signing.batch_for(actor, batch_id)
    try:
        pin = request.POST.get("pin", "")
        if not pin:
            raise PinMissing
        code = request.POST.get("codigo", "")
        outcomes = sign_batch(SignBatch(actor=actor, batch_id=batch_id, pin=pin, code=code))
    except SignatureError as error:
        return _page(request, view, problem=sentence_for(error))
    return growing_page(_progress(request, view, outcomes))


def _page(
    request: HttpRequest, view: BatchView, *, problem: Sentence | None = None
) -> HttpResponse:
    context = {
        "batch": view,
        "rows": [(row, _why(row)) for row in view.rows],
        "problem": problem,
        "asks_for_code": keys.asks_for_code(actor_of(request).user_id),
    }
    return render(request, "officials/batch.html", context, status=422 if problem else 200)


def _progress(
    request: HttpRequest, view: BatchView, outcomes: Iterator[SigningBatchItem]
) -> Iterator[str]:
    """The page as it grows: a line for each document, then where to go on."""
    whole = render_to_string("officials/batch_running.html", {"batch": view}, request)
    head, foot = whole.split("<!-- filas -->")
    yield head
    rows = {row.position: row for row in view.rows}
    done = 0
    try:
        for done, entry in enumerate(outcomes, 1):
            row = rows[entry.position]
            context = {
                "row": row,
                "number": done,
                "total": view.left,
                "outcome": entry.outcome,
                "why": sentence_of(entry.problem, entry.details) if entry.problem else None,
            }
            yield render_to_string("officials/_batch_row.html", context)
    except EngineError as error:
        yield render_to_string("officials/_batch_stopped.html", {"problem": sentence_for(error)})
    yield foot


def _why(row: BatchRow) -> Sentence | None:
    return sentence_of(row.problem, row.details) if row.problem else None
