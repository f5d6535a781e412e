"""Turns the named errors of the rooms into pages that say what to do next."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class NamedErrorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
