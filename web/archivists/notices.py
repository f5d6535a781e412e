"""What anyone may read: the inventories of eliminations that are announced, and the acts of those done.

Source: AGN, Acuerdo 001 de 2024 (verificar); Ley 1712 de 2014 (transparency). Inventories name no person.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from archive.models import ActKind, ActState, CustodyAct
from web.archivists.access import today
from web.archivists.acts import act_file


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    found = _announced().order_by("-published_on")
    context = {
        "open": [act for act in found if _is_open(act)],
        "past": [act for act in found if not _is_open(act)][:100],
    }
    return render(request, "archivists/notices.html", context)


@require_GET
def document(request: HttpRequest, act_id: UUID) -> HttpResponse:
    act = _announced().filter(pk=act_id).first()
    if act is None:
        raise Http404
    return act_file(act)


def _announced() -> QuerySet[CustodyAct]:
    removing = [kind for kind in ActKind if kind.removes]
    return CustodyAct.objects.filter(~Q(published_on=None), kind__in=removing)


def _is_open(act: CustodyAct) -> bool:
    is_running = act.notice_until is not None and act.notice_until >= today()
    return act.state == ActState.PUBLISHED and is_running
