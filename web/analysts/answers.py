"""Answers of the studio's addresses: data in JSON, and a refusal with its code, its sentence and its remedy."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from bpmn.drafts import DraftError, Person
from bpmn.package import FolderRefused
from web.accounts.actors import actor_of
from web.analysts.finding_words import said, spoken
from web.shell.sentences import SENTENCES, sentence_for

ROLE = "analista-procesos"
View = Callable[..., HttpResponseBase]


def person_of(request: HttpRequest) -> Person:
    """Who works on a draft."""
    actor = actor_of(request)
    return Person(id=actor.user_id or 0, name=actor.name)


def as_json(data: object, status: int = 200) -> JsonResponse:
    """Data that keeps its accents."""
    return JsonResponse(data, status=status, safe=False, json_dumps_params={"ensure_ascii": False})


def data_only(view: View) -> View:
    """For who has the role; every refusal is data, also that of somebody who is signed out."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _told(
                401, "signed-out", "Su sesión terminó.", "Entre otra vez en otra pestaña y siga."
            )
        if ROLE not in actor_of(request).groups:
            return _told(404, "not-found", "No hay nada en esta dirección.", "Revise la dirección.")
        try:
            return view(request, *args, **kwargs)
        except DraftError as error:
            return refusal(error)
        except FolderRefused as error:
            sentence = SENTENCES[error.code].spoken()
            findings = [spoken(finding) for finding in error.findings]
            return _told(
                sentence.status, error.code, sentence.title, sentence.next_step, findings=findings
            )

    return guarded


def refusal(error: DraftError) -> JsonResponse:
    """An error of a draft as data."""
    sentence = sentence_for(error)
    happened = f"{sentence.title}. {sentence.happened}"
    remedy = error.data.get("remedy") or sentence.next_step
    rest = {key: value for key, value in error.data.items() if key not in ("why", "remedy")}
    return _told(sentence.status, error.code, happened, remedy, **rest)


def _told(status: int, code: str, message: str, remedy: str, **rest: object) -> JsonResponse:
    told = {"code": code, "message": said(message), "remedy": said(remedy)}
    return as_json({**told, **rest}, status)
