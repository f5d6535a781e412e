"""Who has no account and lost the code of their case asks for another: it goes by mail, to the address of the case."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from engine.commands import RenewCode, renew_code
from web.accounts.actors import actor_of
from web.shell.forms import DressedForm


class LostCodeForm(DressedForm):
    """Which case, and the mail that was given with it."""

    numero = forms.CharField(
        label=_("Número de radicado"),
        help_text=_("Por ejemplo: 2026-52001-E-000001"),
        max_length=40,
        error_messages={"required": _("Escriba el número de radicado.")},
    )
    correo = forms.EmailField(
        label=_("Correo que dio al radicar"),
        help_text=_("El código nuevo va a ese correo y a ningún otro."),
        error_messages={"required": _("Escriba el correo que dio al radicar.")},
    )


@require_http_methods(["GET", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether there is such a case or not."""
    form = LostCodeForm(request.POST if request.method == "POST" else None)
    is_asked = form.is_valid()
    if is_asked:
        given = form.cleaned_data
        radicado = given["numero"].strip().upper().replace(" ", "")
        renew_code(RenewCode(actor=actor_of(request), radicado=radicado, address=given["correo"]))
    context = {"form": form, "pedido": is_asked}
    return render(request, "citizens/lost_code.html", context, status=422 if form.errors else 200)
