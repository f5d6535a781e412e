"""Second factors of the entity's people, for who administers the window; nobody resets their own."""

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from engine.commands import clock
from web.accounts.models import SecondFactorReset, User
from web.accounts.second_factor import reset_second_factor
from web.officials.access import role_only
from web.shell.forms import DressedForm

ROLE = "sistemas"
_SHOWN = 50


class ResetForm(DressedForm):
    """How one knows that it is the person who asks."""

    motivo = forms.CharField(
        label=gettext_lazy("Cómo comprobó que es la persona"),
        help_text=gettext_lazy(
            "Por ejemplo: vino con su carné el 3 de marzo. Queda en la historia."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@role_only(ROLE)
@require_GET
def second_factors(request: HttpRequest) -> HttpResponse:
    officials = User.objects.filter(groups__isnull=False, is_active=True).distinct()
    activated = dict(
        Authenticator.objects.filter(type=Authenticator.Type.TOTP).values_list(
            "user_id", "created_at"
        )
    )
    context = {
        "rows": [
            (user, activated.get(user.pk)) for user in officials.order_by("first_name", "last_name")
        ],
        "resets": SecondFactorReset.objects.select_related("user", "by")[:_SHOWN],
    }
    return render(request, "accounts/second_factors.html", context)


@role_only(ROLE)
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, user_id: int) -> HttpResponse:
    user = User.objects.filter(pk=user_id, groups__isnull=False).distinct().first()
    by = request.user
    if user is None or not isinstance(by, User) or user == by:
        raise Http404
    form = ResetForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"person": user, "form": form}
        return render(request, "accounts/reset.html", context, status=422 if form.is_bound else 200)
    reason = form.cleaned_data["motivo"]
    if reset_second_factor(user, reason=reason, by=by, now=clock.now()):
        messages.success(
            request,
            gettext("Quitó el segundo factor de %(person)s; al entrar activa otro.")
            % {"person": user},
        )
    return redirect("account_second_factors")
