"""How allauth's second factor behaves here: our words, and secrets encrypted at rest."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from signatures.keys import at_rest
from signatures.keys.config import from_settings
from web.accounts.addresses import is_verified
from web.shell.context import entity


class MFAAdapter(DefaultMFAAdapter):
    """The database alone gives no second factor away."""

    error_messages = {  # noqa: RUF012 — allauth's own is such a table
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Usted no puede quitar su segundo factor."),
        "cannot_generate_recovery_codes": _(
            "Primero active la aplicación de códigos; después puede crear códigos de respaldo."
        ),
        "incorrect_code": _(
            "Ese código no es el de ahora. Espere a que la aplicación muestre otro y escríbalo; "
            "revise también que la hora de su celular sea automática."
        ),
        "unverified_email": _("Primero confirme su correo con el enlace que le enviamos."),
    }

    def get_totp_issuer(self) -> str:
        known = entity()
        return f"Ventanilla {known.name}" if known else "Ventanilla"

    def encrypt(self, text: str) -> str:
        return at_rest.encrypt(text.encode(), from_settings()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return at_rest.decrypt(encrypted_text.encode(), from_settings()).decode()


def _dress(form: forms.Form, help_text: str | Promise) -> None:
    field = form.fields["code"]
    field.label = _("Código")
    field.help_text = str(help_text)
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= {
        "class": "entrada entrada--codigo",
        "inputmode": "numeric",
        "autocapitalize": "none",
        "spellcheck": "false",
    }


class ActivateForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, _("Los seis números que muestra la aplicación."))

    def clean_code(self) -> str:
        # Who opened an account with somebody else's mailbox must not lock its owner out.
        if not self.user.groups.exists() and not is_verified(self.user):
            raise forms.ValidationError(MFAAdapter.error_messages["unverified_email"])
        code: str = super().clean_code()
        return code


class CodeForm(AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, _("Los seis números de la aplicación, o uno de sus códigos de respaldo."))


class CodeAgainForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, _("Los seis números de la aplicación, o uno de sus códigos de respaldo."))
