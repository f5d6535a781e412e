"""Anyone reads the notices that stand, without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from engine.queries.notices import public_notices


@require_GET
def standing(request: HttpRequest) -> HttpResponse:
    return render(request, "notices/standing.html", {"notices": public_notices()})
