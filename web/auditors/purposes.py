"""An auditor says for what they read personal data, once for a case and day or once for a whole audit."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from engine import commands
from engine.commands import LONGEST_AUDIT, clock
from engine.models import PurposeKind
from engine.queries.stated_purposes import open_audits
from web.accounts.actors import actor_of
from web.officials.access import role_only
from web.shell.forms import DressedForm

ROLE = "auditor"
_CASE, _AUDIT = "caso", "auditoria"


class PurposeForm(DressedForm):
    """By what, with which number, and for how long."""

    finalidad = forms.ChoiceField(
        label=gettext_lazy("¿Para qué los lee?"),
        error_messages={"required": gettext_lazy("Elija para qué los lee.")},
    )
    numero = forms.CharField(
        label=gettext_lazy("Número del plan, la queja o la orden"),
        help_text=gettext_lazy(
            "Por ejemplo, AI-2026-07. Si no tiene número, escriba de qué se trata."
        ),
        max_length=200,
        error_messages={"required": gettext_lazy("Escriba el número, o de qué se trata.")},
    )
    alcance = forms.ChoiceField(label=gettext_lazy("¿Para cuáles casos sirve?"))
    hasta = forms.DateField(
        label=gettext_lazy("Último día de la auditoría"),
        help_text=gettext_lazy("Solo si sirve para todos los casos. A más tardar en un año."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, radicado: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind, _(str(kind.label))) for kind in PurposeKind]
        self.fields["finalidad"].choices = [("", _("Elija")), *kinds]  # type: ignore[attr-defined]
        scopes = [(_AUDIT, _("Todos los que lea en esta auditoría"))]
        if radicado:
            only = _("Solo el {radicado}, por hoy").format(radicado=radicado)
            scopes.insert(0, (_CASE, only))
        self.fields["alcance"].choices = scopes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("alcance") == _AUDIT and "hasta" in found:
            self._check_last_day(found["hasta"])
        return found

    def _check_last_day(self, until: date | None) -> None:
        today = clock.today()
        if until is None:
            self.add_error("hasta", _("Escriba hasta qué día dura la auditoría."))
        elif not today <= until <= today + LONGEST_AUDIT:
            self.add_error("hasta", _("Ponga un día desde hoy hasta dentro de un año."))


@role_only(ROLE)
@require_http_methods(["GET", "POST"])
def purpose(request: HttpRequest) -> HttpResponse:
    """Ask, and go on to what was asked for."""
    actor = actor_of(request)
    asked = request.POST if request.method == "POST" else request.GET
    radicado, there = asked.get("radicado", "")[:40], _inside(request, asked.get("siguiente", ""))
    form = PurposeForm(
        request.POST if request.method == "POST" else None,
        radicado=radicado,
        initial={"hasta": clock.today()},
    )
    if form.is_valid():
        commands.state_purpose(_command(request, form.cleaned_data, radicado))
        return redirect(there or "auditors:search")
    context = {
        "form": form,
        "radicado": radicado,
        "siguiente": there,
        "auditorias": open_audits(actor),
    }
    return render(request, "auditors/purpose.html", context, status=422 if form.errors else 200)


@role_only(ROLE)
@require_POST
def close(request: HttpRequest, purpose_id: UUID) -> HttpResponse:
    """End an audit before its last day."""
    command = commands.ClosePurpose(actor=actor_of(request), purpose_id=purpose_id)
    if not commands.close_purpose(command):
        raise Http404
    messages.success(request, _("Listo: con esa auditoría ya no se leen más datos."))
    return redirect("auditors:purpose")


def _command(request: HttpRequest, given: dict[str, Any], radicado: str) -> commands.StatePurpose:
    is_audit = given["alcance"] == _AUDIT
    return commands.StatePurpose(
        actor=actor_of(request),
        kind=given["finalidad"],
        reference=given["numero"],
        radicado="" if is_audit else radicado,
        until=given["hasta"] if is_audit else None,
    )


def _inside(request: HttpRequest, address: str) -> str:
    """Where to go on, if it is a page of the window."""
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else ""
