"""The official's inbox: three views by the legal clock, found by words and filters, kept up to date."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from engine import commands
from engine.commands import clock
from engine.errors import EngineError
from engine.queries import cases
from engine.queries import desk as query
from engine.queries.desk import MOST_COUNTED, Asked, DeskPage, Term, View
from engine.queries.inbox import Position
from web.accounts.actors import actor_of
from web.officials.access import officials_only
from web.shell.posted import uuid_of
from web.shell.sentences import sentence_for

_VIEWS = {
    View.MINE: gettext_noop("Mías"),
    View.GROUPS: gettext_noop("De mis grupos"),
    View.WATCHED: gettext_noop("En seguimiento"),
}
_TERMS = {
    Term.LATE: gettext_noop("Vencidas"),
    Term.TODAY: gettext_noop("Vencen hoy"),
    Term.SOON: gettext_noop("Vencen pronto"),
    Term.STILL: gettext_noop("Suspendidas"),
}


@officials_only
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The page, or for its own script the rows alone, and nothing where they are as it has them."""
    actor = actor_of(request)
    asked = asked_in(request.GET)
    page = query.desk(actor, asked, clock.today())
    stamp = _stamp(page)
    if request.headers.get("HX-Request"):
        return _rows(request, asked, page, stamp)
    context = {
        **_shown(asked, page),
        "stamp": stamp,
        "choices": query.choices(actor),
        "terms": [(term.value, _(text)) for term, text in _TERMS.items()],
        "saved": [
            (one, address(one.asked), asked_in(one.asked) == replace(asked, after=None))
            for one in query.saved_filters(actor)
        ],
    }
    return render(request, "officials/inbox.html", context)


@officials_only
@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the search under a name and show it."""
    asked = written(asked_in(request.POST))
    name = request.POST.get("nombre", "")
    try:
        commands.save_filter(commands.SaveFilter(actor=actor_of(request), name=name, asked=asked))
    except EngineError as refused:
        problem = sentence_for(refused)
        messages.error(request, f"{problem.happened} {problem.next_step}")
    else:
        messages.success(
            request, _("Guardó el filtro «{name}».").format(name=" ".join(name.split()))
        )
    return redirect(address(asked))


@officials_only
@require_POST
def delete_filter(request: HttpRequest, filter_id: int) -> HttpResponse:
    """Throw a saved search away."""
    commands.delete_filter(commands.DeleteFilter(actor=actor_of(request), filter_id=filter_id))
    messages.success(request, _("Quitó el filtro guardado."))
    return redirect("officials:inbox")


@officials_only
@require_POST
def follow(request: HttpRequest, radicado: str) -> HttpResponse:
    """Follow a case, or follow it no more, and go on where the button was."""
    actor = actor_of(request)
    case = cases.case_for(actor, radicado)
    if request.POST.get("accion") == "dejar":
        commands.unfollow_case(
            commands.UnfollowCase(actor=actor, case_id=case.id, submit_id=uuid4())
        )
        messages.success(
            request, _("Ya no sigue el radicado {radicado}.").format(radicado=radicado)
        )
    else:
        commands.follow_case(commands.FollowCase(actor=actor, case_id=case.id, submit_id=uuid4()))
        messages.success(
            request,
            _("Sigue el radicado {radicado}. Está en «En seguimiento».").format(radicado=radicado),
        )
    item = uuid_of(request.POST.get("tarea", ""))
    if item is not None:
        return redirect("officials:item", item_id=item)
    return redirect("officials:case", radicado=radicado)


def asked_in(data: Mapping[str, Any]) -> Asked:
    """What the address, or a saved filter, asks for; what makes no sense asks for nothing."""

    def text(name: str) -> str:
        return str(data.get(name) or "").strip()[:120]

    return Asked(
        view=View(text("vista")) if text("vista") in list(View) else View.GROUPS,
        text=text("q"),
        procedure=text("tramite"),
        state=text("estado"),
        term=Term(text("plazo")) if text("plazo") in list(Term) else None,
        is_free=text("libres") == "1",
        has_letter=text("mensajes") == "1",
        after=_position(text("despues")),
    )


def written(asked: Asked) -> dict[str, str]:
    """The same as an address has it, without the page."""
    parts = {
        "vista": asked.view.value,
        "q": asked.text,
        "tramite": asked.procedure,
        "estado": asked.state,
        "plazo": asked.term.value if asked.term else "",
        "libres": "1" if asked.is_free else "",
        "mensajes": "1" if asked.has_letter else "",
    }
    return {name: value for name, value in parts.items() if value}


def address(asked: Mapping[str, str]) -> str:
    """Where the inbox shows it."""
    return f"{reverse('officials:inbox')}?{urlencode(asked)}"


def _rows(request: HttpRequest, asked: Asked, page: DeskPage, stamp: str) -> HttpResponse:
    if request.headers.get("If-None-Match") == stamp:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = render(request, "officials/_inbox_rows.html", _shown(asked, page))
    answer["ETag"] = stamp
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _shown(asked: Asked, page: DeskPage) -> dict[str, Any]:
    return {
        "asked": asked,
        "written": written(asked),
        "rows": page.rows,
        "views": [
            (view.value, _(title), _counted(page.counts[view]), view == asked.view)
            for view, title in _VIEWS.items()
        ],
        "next": address({**written(asked), "despues": _place(page.next)}) if page.next else "",
        "first": address(written(asked)) if asked.after else "",
    }


def _counted(count: int) -> str:
    return _("más de {most}").format(most=MOST_COUNTED) if count > MOST_COUNTED else str(count)


def _stamp(page: DeskPage) -> str:
    shown = "\n".join(query.rows_stamp(page))
    return f'"{hashlib.sha256(shown.encode()).hexdigest()[:32]}"'


def _place(position: Position) -> str:
    return f"{position[0].isoformat()}.{position[1]}"


def _position(text: str) -> Position | None:
    day, _, item = text.partition(".")
    item_id = uuid_of(item)
    try:
        return (date.fromisoformat(day), item_id) if item_id else None
    except ValueError:
        return None
