"""Forms of trusted authorities."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from signatures.models import RootUse
from web.shell.forms import DressedForm

_LARGEST_FILE = 20_000


class FileForm(DressedForm):
    """The certificate of a root."""

    archivo = forms.FileField(
        label=_("Certificado raíz"),
        help_text=_("Un archivo .pem, .crt, .cer o .der, descargado del sitio de la entidad."),
        widget=forms.FileInput(attrs={"accept": ".pem,.crt,.cer,.der"}),
        error_messages={"required": _("Elija el archivo del certificado.")},
    )

    def clean_archivo(self) -> bytes:
        uploaded = self.cleaned_data["archivo"]
        if not isinstance(uploaded, UploadedFile) or (uploaded.size or 0) > _LARGEST_FILE:
            raise forms.ValidationError(_("Ese archivo es muy grande para ser un certificado."))
        return bytes(uploaded.read())


class AddForm(DressedForm):
    """What has to be known to trust a root."""

    certificado = forms.CharField(widget=forms.HiddenInput)
    uso = forms.ChoiceField(
        label=_("Para qué confiamos en ella"),
        choices=[(use.value, _(str(use.label))) for use in RootUse],
    )
    procedencia = forms.CharField(
        label=_("De dónde la tomó y cómo comprobó la huella"),
        help_text=_(
            "Por ejemplo: sitio de la entidad; huella leída por teléfono con su mesa de ayuda."
        ),
        max_length=300,
        error_messages={"required": _("Escriba de dónde la tomó y cómo comprobó la huella.")},
    )
    motivo = forms.CharField(
        label=_("Por qué se necesita"),
        max_length=300,
        error_messages={"required": _("Escriba por qué se necesita.")},
    )


class WithdrawForm(DressedForm):
    """What has to be known to trust a root no longer."""

    motivo = forms.CharField(
        label=_("Por qué se retira"),
        max_length=300,
        error_messages={"required": _("Escriba por qué se retira.")},
    )
    desde = forms.DateField(
        label=_("Último día en que se confió en ella"),
        help_text=_(
            "Lo que una estampa de tiempo pruebe anterior sigue valiendo. "
            "Si lo deja vacío, ninguna firma de esta raíz vale."
        ),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Escriba la fecha con día, mes y año.")},
    )
