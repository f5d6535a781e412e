"""One document to verify, or a thousand: upload, watch how it goes, take the table."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engine.commands import clock
from forms.fields.upload import largest
from web.accounts.actors import actor_of
from web.officials.access import role_only
from web.shell.downloads import file_response
from web.shell.spreadsheets import table
from web.shell.uploads import LaidAside, takes_many_files
from web.verify import batches
from web.verify.batches import Batch, BatchRefused, BatchUnknown
from web.verify.outcomes import WORDS, plain

ROLE = "auditor"
# A page that asks again shows how far it is; so long one answer may take.
_SECONDS = 2.5
_ROWS = 100


@takes_many_files(most_files=batches.MOST, most_bytes=batches.MOST_BYTES)
@role_only(ROLE)
@csrf_protect
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            files = [one for one in request.FILES.getlist("archivos") if isinstance(one, LaidAside)]
            batch_id = batches.keep(_owner(request), files, clock.now())
        except BatchRefused as error:
            problem = str(error)
        else:
            return redirect("auditors:batch", batch_id=batch_id)
    context = {"problem": problem, "most": batches.MOST, "largest": largest()}
    return render(request, "auditors/verify_many.html", context, status=422 if problem else 200)


@role_only(ROLE)
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """How far it is; each POST goes on for a while."""
    if request.method == "GET":
        return _page(request, _batch(request, batch_id))
    try:
        found = batches.go_on(_owner(request), batch_id, _SECONDS)
    except BatchUnknown as error:
        raise Http404 from error
    if request.headers.get("HX-Request") != "true":
        return redirect("auditors:batch", batch_id=batch_id)
    answer = render(request, "auditors/_batch_progress.html", {"batch": found})
    if found.is_finished:
        answer["HX-Refresh"] = "true"
    return answer


@role_only(ROLE)
@require_POST
def again(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Verify once more what was not verified in time."""
    try:
        batches.try_again(_owner(request), batch_id)
    except BatchUnknown as error:
        raise Http404 from error
    return redirect("auditors:batch", batch_id=batch_id)


@role_only(ROLE)
@require_GET
def as_csv(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    rows = [plain(one) for one in _batch(request, batch_id).outcomes]
    lines = [tuple(rows[0]), *(tuple(row.values()) for row in rows)] if rows else []
    return file_response(table(f"verificacion-{batch_id}.csv", lines), inline=False)


@role_only(ROLE)
@require_GET
def as_json(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    found = _batch(request, batch_id)
    data = {"total": found.total, "files": [plain(one) for one in found.outcomes]}
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _page(request: HttpRequest, found: Batch) -> HttpResponse:
    counts = {word: sum(one.outcome == word for one in found.outcomes) for word in WORDS}
    wanted = request.GET.get("salida", "")
    rows = [one for one in found.outcomes if wanted not in WORDS or one.outcome == wanted]
    context = {
        "batch": found,
        "counts": [(word, gettext(WORDS[word]), count) for word, count in counts.items() if count],
        "wanted": wanted if wanted in WORDS else "",
        "page": Paginator(rows, _ROWS).get_page(request.GET.get("pagina")),
        "is_all_valid": counts["valid"] == found.total,
    }
    return render(request, "auditors/batch.html", context)


def _batch(request: HttpRequest, batch_id: UUID) -> Batch:
    try:
        return batches.find(_owner(request), batch_id)
    except BatchUnknown as error:
        raise Http404 from error


def _owner(request: HttpRequest) -> int:
    return actor_of(request).user_id or 0
