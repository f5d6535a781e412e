"""Forms of signing keys and of authorities."""

import re
from typing import TYPE_CHECKING, Any

from cryptography import x509
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from signatures.models import AuthorityKind
from web.shell.forms import DataSelect, DressedForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_LARGEST_KEY_FILE = 200 * 1024
_HEX = re.compile(r"[0-9a-fA-F]*")
_CONFIRM = _(
    "Sólo si el certificado nombra a la persona de otra manera. Usted responde por él, "
    "y el motivo queda en la historia."
)


class FileForm(DressedForm):
    """A PKCS#12 and its PIN."""

    archivo = forms.FileField(
        label=_("Archivo de la llave"),
        help_text=_("El .p12 o .pfx que le entregó la entidad de certificación."),
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx"}),
    )
    pin = forms.CharField(
        label=_("PIN de la llave"),
        help_text=_("Abre el archivo para leer el certificado. No lo guardamos."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def clean_archivo(self) -> bytes:
        uploaded = self.cleaned_data["archivo"]
        if not isinstance(uploaded, UploadedFile) or (uploaded.size or 0) > _LARGEST_KEY_FILE:
            raise forms.ValidationError(_("Ese archivo es muy grande para ser una llave."))
        return bytes(uploaded.read())


class SealFileForm(FileForm):
    """A PKCS#12 that the window itself opens, with the secret of its environment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["pin"]


class TryForm(DressedForm):
    """What a key is tried out with."""

    pin = forms.CharField(
        label=_("PIN de su llave"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    codigo = forms.CharField(
        label=_("Código de un solo uso"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ReasonForm(DressedForm):
    """Why something ends."""

    motivo = forms.CharField(
        label=_("Por qué se desactiva"),
        help_text=_("Queda en la historia."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class _PlaceForm(DressedForm):
    reason_label: "StrOrPromise" = ""
    confirmacion = forms.CharField(help_text=_CONFIRM, max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirmacion"].label = self.reason_label


class OtherFileForm(FileForm, _PlaceForm):
    """Somebody else's PKCS#12, with who administers answering for its certificate if need be."""

    reason_label = _("Motivo, si el archivo trae otro nombre")
    field_order = ("archivo", "pin", "confirmacion")


class TokenForm(_PlaceForm):
    """A key in a PKCS#11 token; libraries are chosen by name, never by path."""

    reason_label = _("Motivo, si el token trae otro nombre")
    modulo = forms.ChoiceField(label=_("Módulo"))
    token = forms.CharField(label=_("Etiqueta del token"), max_length=32)
    serie = forms.CharField(label=_("Número de serie del token"), max_length=40, required=False)
    llave = forms.CharField(label=_("Etiqueta de la llave"), max_length=100, required=False)
    identificador = forms.CharField(
        label=_("Identificador de la llave"),
        help_text=_("Hexadecimal, por ejemplo 0a1b."),
        max_length=100,
        required=False,
    )
    certificado = forms.FileField(
        label=_("Certificado"),
        help_text=_(
            "En PEM, con los de la entidad de certificación después. Vacío: se lee del token."
        ),
        required=False,
    )
    field_order = (
        "modulo",
        "token",
        "serie",
        "llave",
        "identificador",
        "certificado",
        "confirmacion",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["modulo"] = forms.ChoiceField(
            label=_("Módulo"),
            choices=[(name, name) for name in settings.PKCS11_MODULES],
            widget=forms.Select(attrs={"class": "entrada"}),
        )
        self.order_fields(self.field_order)

    def clean_identificador(self) -> str:
        return self._hexadecimal("identificador")

    def clean_serie(self) -> str:
        # Tokens tell their serial number as text; the library compares bytes.
        return str(self.cleaned_data["serie"]).encode().hex()

    def clean_certificado(self) -> tuple[x509.Certificate, ...]:
        uploaded = self.cleaned_data["certificado"]
        if not isinstance(uploaded, UploadedFile):
            return ()
        try:
            return tuple(x509.load_pem_x509_certificates(uploaded.read(_LARGEST_KEY_FILE)))
        except ValueError as error:
            raise forms.ValidationError(_("No es un certificado en PEM.")) from error

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("llave") and not given.get("identificador"):
            raise forms.ValidationError(_("Escriba la etiqueta o el identificador de la llave."))
        return given

    def _hexadecimal(self, name: str) -> str:
        text = str(self.cleaned_data[name]).replace(":", "").replace(" ", "")
        if not _HEX.fullmatch(text) or len(text) % 2:
            raise forms.ValidationError(_("Debe ser hexadecimal, con dos cifras por byte."))
        return text.lower()


class RemoteForm(_PlaceForm):
    """A credential at a remote signing service; services are chosen by name, never by address."""

    reason_label = _("Motivo, si la firma remota trae otro nombre")
    servicio = forms.ChoiceField(label=_("Servicio"))
    credencial = forms.CharField(
        label=_("Credencial"),
        help_text=_("Como la llama el servicio (credentialID)."),
        max_length=200,
    )
    field_order = ("servicio", "credencial", "confirmacion")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["servicio"] = forms.ChoiceField(
            label=_("Servicio"),
            choices=[(name, name) for name in settings.CSC_SERVICES],
            widget=forms.Select(attrs={"class": "entrada"}),
        )
        self.order_fields(self.field_order)


class AuthorityForm(DressedForm):
    """An appointment, encargo or delegation."""

    oficina = forms.ChoiceField(label=_("Oficina"))
    cargo = forms.CharField(
        label=_("Cargo con el que firma"),
        help_text=_("Vacío: el de la oficina."),
        max_length=160,
        required=False,
    )
    calidad = forms.ChoiceField(
        label=_("En calidad de"),
        choices=[(kind.value, _(str(kind.label))) for kind in AuthorityKind],
    )
    acto = forms.CharField(
        label=_("Acto"), help_text=_("Clase y número, por ejemplo Decreto 012."), max_length=160
    )
    fecha_acto = forms.DateField(
        label=_("Fecha del acto"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    desde = forms.DateField(
        label=_("Firma desde"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    hasta = forms.DateField(
        label=_("Firma hasta"),
        help_text=_("Vacío: mientras el acto no lo diga."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oficina"] = forms.ChoiceField(
            label=_("Oficina"), choices=offices, widget=DataSelect(attrs={"class": "entrada"})
        )
        self.order_fields(("oficina",))
