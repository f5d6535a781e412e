"""Answers of other entities that come later: signed, small, and taken once.

No person reads these pages, so they speak JSON with the codes of the contract.
"""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from engine.exchange.contract import MOST_BYTES, AnswerRefused, read_answer
from engine.exchange.late import QuestionUnknown, Taken, take_answer

_STATUS = {"answer-signature": 401, "answer-too-large": 413}


@csrf_exempt  # The body's own signature proves who sends it; no session is read.
@require_POST
def answers(request: HttpRequest) -> JsonResponse:
    """Take an answer; the same one again is fine and changes nothing."""
    try:
        taken = take_answer(read_answer(_body(request), settings.EXCHANGE_SECRET))
    except AnswerRefused as refused:
        return JsonResponse({"error": refused.code}, status=_STATUS.get(refused.code, 400))
    except QuestionUnknown as unknown:
        return JsonResponse({"error": unknown.code}, status=404)
    return JsonResponse({"status": taken.value}, status=200 if taken is Taken.DUPLICATE else 202)


def _body(request: HttpRequest) -> bytes:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise AnswerRefused("answer-too-large")
    return request.body
