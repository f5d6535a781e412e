"""The door for a gateway's notices: what is signed is applied, everything is noted, nothing breaks it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from engine.commands import clock
from engine.models import NoticeVerdict
from engine.payments import gateways
from engine.payments.notices import receive
from engine.payments.wire import LARGEST_BYTES

_STATUS = {
    NoticeVerdict.BAD_SIGNATURE: 401,
    NoticeVerdict.STALE: 401,
    NoticeVerdict.UNREADABLE: 400,
}


# The gateway has no session and no token of ours: its signature is what lets it in.
@csrf_exempt
@require_POST
def notice(request: HttpRequest, gateway: str) -> HttpResponse:
    found = gateways.named(gateway)
    if found is None:
        return JsonResponse({"verdict": "unknown-gateway"}, status=404)
    if _length(request) > LARGEST_BYTES:
        return JsonResponse({"verdict": "too-long"}, status=413)
    verdict = receive(found, dict(request.headers), request.body, clock.now())
    return JsonResponse({"verdict": verdict.value}, status=_STATUS.get(verdict, 200))


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() else LARGEST_BYTES + 1
