"""The language that a person chose: theirs on every device once they have an account, and in what is sent to them."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from allauth.account.signals import user_signed_up
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.views.i18n import set_language

from web.accounts.models import User

_IN_SESSION = "chosen_language"


def choose(request: HttpRequest) -> HttpResponseBase:
    """Keep the choice of the switch: in this browser, and with the account of whoever is signed in."""
    language = request.POST.get("language", "")
    if request.method != "POST" or language not in dict(settings.LANGUAGES):
        return set_language(request)
    if isinstance(request.user, User):
        _keep(request.user, language)
    else:
        request.session[_IN_SESSION] = language
    return set_language(request)


def spoken_to(email: str) -> AbstractContextManager[None]:
    """Speak to an address in the language of its account; to one without, in the page's."""
    person = User.objects.filter(email__iexact=email).exclude(language="").first()
    return translation.override(person.language) if person else nullcontext()


def keep_with_new_account(user: User, **_signal: Any) -> None:
    """Whoever filled in the whole form in another language reads that one."""
    language = translation.get_language() or ""
    if language != settings.LANGUAGE_CODE:
        _keep(user, language)


def keep_at_sign_in(request: HttpRequest, user: User, **_signal: Any) -> None:
    """What the person chose before they signed in. The cookie may be a stranger's: computers are shared."""
    language = request.session.get(_IN_SESSION, "")
    if language in dict(settings.LANGUAGES):
        _keep(user, language)


def connect() -> None:
    """Keep choices from now on."""
    user_signed_up.connect(keep_with_new_account, dispatch_uid="language-of-new-account")
    user_logged_in.connect(keep_at_sign_in, dispatch_uid="language-at-sign-in")


def _keep(user: User, language: str) -> None:
    user.language = language
    user.save(update_fields=["language"])
