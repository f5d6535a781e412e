"""Forms of accounts: allauth's own, with our words and our fields."""

import re
from collections.abc import Mapping
from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from web.accounts.models import DocumentType, User

_HOW_TO_CHOOSE = gettext_noop(
    "Al menos 8 caracteres. Evite su nombre, su documento y contraseñas comunes."
)
_TAKEN = gettext_noop(
    "Ya hay una cuenta con este documento. Ingrese con ella o use «Olvidé mi contraseña» "
    "en la página de ingreso."
)

# Shapes of inventory C.1; what a person pastes with dots or spaces is cleaned before.
_DOCUMENT_SHAPES: Mapping[str, tuple[str, str]] = {
    DocumentType.CC: (r"\d{3,10}", gettext_noop("La cédula tiene entre 3 y 10 números.")),
    DocumentType.TI: (r"\d{10,11}", gettext_noop("La tarjeta de identidad tiene 10 u 11 números.")),
    DocumentType.CE: (
        r"\d{3,7}",
        gettext_noop("La cédula de extranjería tiene entre 3 y 7 números."),
    ),
    DocumentType.PA: (
        r"[A-Z0-9]{5,15}",
        gettext_noop("El pasaporte tiene entre 5 y 15 letras y números."),
    ),
    DocumentType.PPT: (
        r"\d{4,15}",
        gettext_noop("El permiso por protección temporal tiene solo números."),
    ),
    DocumentType.NIT: (
        r"\d{9,10}",
        gettext_noop("El NIT tiene 9 números, o 10 con el dígito de verificación."),
    ),
}


def _document_types() -> list[tuple[str, str]]:
    return [(kind.value, _(kind.label)) for kind in DocumentType]


def _dress(form: forms.Form, words: Mapping[str, tuple[str, str]]) -> None:
    """Give the fields our class, label and help; placeholders are not labels."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs["class"] = "entrada"
        if name in words:
            field.label, field.help_text = words[name]


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, {"login": (_("Correo electrónico"), ""), "password": (_("Contraseña"), "")})


class SignupForm(allauth_forms.SignupForm):
    """Opens a citizen's account: who the person is, and how to reach them."""

    first_name = forms.CharField(
        label=gettext_lazy("Nombres"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=gettext_lazy("Apellidos"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    doc_type = forms.ChoiceField(label=gettext_lazy("Tipo de documento"), choices=_document_types)
    doc_number = forms.CharField(
        label=gettext_lazy("Número de documento"),
        help_text=gettext_lazy("Sin puntos ni espacios."),
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = (
        "first_name",
        "last_name",
        "doc_type",
        "doc_number",
        "email",
        "password1",
        "password2",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(
            self,
            {
                "email": (_("Correo electrónico"), _("Aquí le avisamos cómo va su trámite.")),
                "password1": (_("Contraseña"), _(_HOW_TO_CHOOSE)),
                "password2": (_("Repita la contraseña"), ""),
            },
        )

    def clean_doc_number(self) -> str:
        number: str = re.sub(r"[\s.\-]", "", self.cleaned_data["doc_number"]).upper()
        shape, sentence = _DOCUMENT_SHAPES[self.cleaned_data.get("doc_type") or DocumentType.CC]
        if not re.fullmatch(shape, number):
            raise forms.ValidationError(_(sentence))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        number = cleaned.get("doc_number")
        taken = User.objects.filter(doc_type=cleaned.get("doc_type") or "", doc_number=number or "")
        if number and taken.exists():
            self.add_error("doc_number", _(_TAKEN))
        return cleaned

    def signup(self, request: HttpRequest, user: User) -> None:
        del request
        user.doc_type = self.cleaned_data["doc_type"]
        user.doc_number = self.cleaned_data["doc_number"]
        user.save(update_fields=["doc_type", "doc_number"])


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, {"email": (_("Correo electrónico"), _("El mismo con el que creó la cuenta."))})


class ResetPasswordKeyForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(
            self,
            {
                "password1": (_("Contraseña nueva"), _(_HOW_TO_CHOOSE)),
                "password2": (_("Repita la contraseña"), ""),
            },
        )


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(
            self,
            {
                "oldpassword": (_("Contraseña actual"), ""),
                "password1": (_("Contraseña nueva"), _(_HOW_TO_CHOOSE)),
                "password2": (_("Repita la contraseña"), ""),
            },
        )


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, {"password": (_("Contraseña"), "")})


class AddEmailForm(allauth_forms.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(
            self, {"email": (_("Correo electrónico"), _("Le enviamos un enlace para confirmarlo."))}
        )
