"""Files that somebody attaches: sent one by one while the form is filled in, and seen by who sent them."""

from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_GET, require_POST

from engine.commands import clock
from engine.queries.documents import DocumentFile
from forms import uploads
from forms.errors import UploadNotFound, UploadRefused
from forms.fields.upload import refusal, wrong_kind
from web.shell.downloads import file_response

_OF_SESSION = "adjuntos-sin-cuenta"
_HOUR_SECONDS = 3600
MOST_OF_BROWSER, MOST_OF_ADDRESS_AN_HOUR = 40, 120


@require_POST
def take(request: HttpRequest) -> JsonResponse:
    """Judge and keep one file; its id then stands for it in the form, which judges it again."""
    file = request.FILES.get("archivo")
    if file is None:
        return JsonResponse({"problem": refusal("empty")}, status=422)
    if not may_attach(request):
        return JsonResponse({"problem": refusal("too-many")}, status=422)
    try:
        upload = uploads.accept(file, request.user.pk, clock.now())
    except UploadRefused as refused:
        return JsonResponse({"problem": refusal(refused.reason)}, status=422)
    problem = wrong_kind(upload.mime, request.POST.get("acepta", "").split(","))
    if problem:
        uploads.forget(upload.pk)
        return JsonResponse({"problem": problem}, status=422)
    remember(request, upload.pk)
    return JsonResponse(
        {
            "id": str(upload.pk),
            "name": upload.name,
            "size": filesizeformat(upload.size_bytes),
            "address": reverse("citizens:attachment", args=[upload.pk]),
        }
    )


@require_GET
def show(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """A file as it was sent; to nobody but who sent it."""
    if not request.user.is_authenticated and str(upload_id) not in _sent(request):
        raise UploadNotFound
    upload = uploads.owned(upload_id, request.user.pk)
    file = DocumentFile(
        name=upload.name, content=uploads.content(upload.pk), media_type=upload.mime
    )
    return file_response(file, inline=True)


def may_attach(request: HttpRequest, files: int = 1) -> bool:
    """Whether who has no account may attach more files; counts them for the address that they come from.

    The count lies in each process's memory, like the limits of signing in: it slows a machine down, and
    `UPLOADS_WITHOUT_ACCOUNT_MAX_BYTES` is what holds.
    """
    if request.user.is_authenticated:
        return True
    if len(_sent(request)) + files > MOST_OF_BROWSER:
        return False
    origin = salted_hmac(_OF_SESSION, request.META.get("REMOTE_ADDR", "")).hexdigest()
    key = f"adjuntos:{origin}"
    if cache.add(key, files, _HOUR_SECONDS):
        return True
    try:
        return cache.incr(key, files) <= MOST_OF_ADDRESS_AN_HOUR
    except ValueError:
        # Its hour ended between the two.
        return True


def remember(request: HttpRequest, upload_id: UUID) -> None:
    """Without an account, the browser that sent a file is who may see it."""
    if not request.user.is_authenticated and str(upload_id) not in _sent(request):
        request.session[_OF_SESSION] = [*_sent(request), str(upload_id)]


def _sent(request: HttpRequest) -> list[str]:
    return list(request.session.get(_OF_SESSION, []))
