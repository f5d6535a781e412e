"""The authorities that the window trusts: who they are, adding one, withdrawing one, and the history."""

from datetime import date, datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from engine.clock import BOGOTA
from engine.commands import clock
from signatures import roots
from signatures.errors import RootRefused, SignatureError
from signatures.models import RootUse, TrustRoot, TrustRootEvent
from web.accounts.actors import actor_of
from web.officials.access import role_only
from web.shell.sentences import sentence_for
from web.trust.forms import AddForm, FileForm, WithdrawForm

ROLE = "sistemas"
_HISTORY = 50
_WHY_REFUSED = {
    "unreadable": gettext_noop("No es un certificado. Revise que sea el archivo que descargó."),
    "several": gettext_noop("Trae varios certificados. Suba solo el de la raíz."),
    "no-authority": gettext_noop("No es el certificado de una autoridad: no puede emitir otros."),
    "not-self-signed": gettext_noop(
        "No es una raíz, es una autoridad subordinada. Suba la raíz de la que depende."
    ),
    "weak": gettext_noop("Su clave es demasiado corta para confiar en ella."),
    "expired": gettext_noop("Ya venció."),
}


@role_only(ROLE)
@require_GET
def roots_page(request: HttpRequest) -> HttpResponse:
    return _page(request, FileForm())


@role_only(ROLE)
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        found = roots.read(form.cleaned_data["archivo"], now=clock.now())
    except RootRefused as refused:
        form.add_error("archivo", _(_WHY_REFUSED[refused.data["reason"]]))
        return _page(request, form, status=422)
    if found.is_known:
        form.add_error("archivo", _("Ya confiamos en «{name}».").format(name=found.name))
        return _page(request, form, status=422)
    add_form = AddForm(initial={"certificado": found.pem, "uso": RootUse.BOTH})
    return render(request, "trust/add.html", {"found": found, "form": add_form})


@role_only(ROLE)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    form, now = AddForm(request.POST), clock.now()
    content = request.POST.get("certificado", "").encode("ascii", "replace")
    if not form.is_valid():
        context = {"found": roots.read(content, now=now), "form": form}
        return render(request, "trust/add.html", context, status=422)
    given = form.cleaned_data
    added = roots.add(
        content,
        use=RootUse(given["uso"]),
        source=given["procedencia"],
        reason=given["motivo"],
        by=actor_of(request).user_id,
        now=now,
    )
    messages.success(request, _("Desde ahora confiamos en «{name}».").format(name=added.name))
    return redirect("trust:roots")


@role_only(ROLE)
@require_GET
def root(request: HttpRequest, root_id: int) -> HttpResponse:
    return _root(request, get_object_or_404(TrustRoot, pk=root_id), WithdrawForm())


@role_only(ROLE)
@require_POST
def withdraw(request: HttpRequest, root_id: int) -> HttpResponse:
    found, form = get_object_or_404(TrustRoot, pk=root_id), WithdrawForm(request.POST)
    if not form.is_valid():
        return _root(request, found, form, status=422)
    try:
        roots.withdraw(
            found.sha256,
            reason=form.cleaned_data["motivo"],
            by=actor_of(request).user_id,
            now=clock.now(),
            distrust_after=_end_of(form.cleaned_data["desde"]),
        )
    except SignatureError as refused:
        messages.error(request, sentence_for(refused).happened)
        return redirect("trust:root", root_id=root_id)
    messages.success(request, _("Ya no confiamos en «{name}».").format(name=found.name))
    return redirect("trust:roots")


def _end_of(day: date | None) -> datetime | None:
    """The last moment of a day at the entity."""
    return datetime.combine(day, time.max, BOGOTA) if day else None


def _page(request: HttpRequest, form: FileForm, *, status: int = 200) -> HttpResponse:
    context = {
        "active": TrustRoot.objects.filter(withdrawn_at=None),
        "former": TrustRoot.objects.exclude(withdrawn_at=None),
        "history": TrustRootEvent.objects.select_related("root", "by")[:_HISTORY],
        "form": form,
    }
    return render(request, "trust/roots.html", context, status=status)


def _root(
    request: HttpRequest, found: TrustRoot, form: WithdrawForm, *, status: int = 200
) -> HttpResponse:
    pairs = [found.sha256[place : place + 2].upper() for place in range(0, 64, 2)]
    context = {
        "root": found,
        "form": form,
        "fingerprint": ":".join(pairs),
        "history": found.events.select_related("by"),
    }
    return render(request, "trust/root.html", context, status=status)
