"""Forms with which a draft begins."""

from typing import Any

from django import forms

from bpmn import versions
from web.shell.forms import DressedForm

_MAX_ZIP_BYTES = 20 * 1024 * 1024


class FromVersionForm(DressedForm):
    """What is published, to be changed."""

    tramite = forms.ChoiceField(
        label="Trámite publicado",
        help_text="El borrador empieza igual a la versión publicada, que no cambia.",
        error_messages={"required": "Elija un trámite.", "invalid_choice": "Elija un trámite."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        published = [(one.slug, one.sheet.official_name) for one in versions.catalogue()]
        choice: Any = self.fields["tramite"]
        choice.choices = [("", "Elija…"), *published]


class FromZipForm(DressedForm):
    """A folder that somebody wrote elsewhere."""

    zip = forms.FileField(
        label="Carpeta en un ZIP",
        help_text="Hasta 20 MB. Puede traer errores: el borrador le dice cuáles.",
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={
            "required": "Elija el archivo ZIP.",
            "empty": "El archivo está vacío. Elija otro.",
        },
    )

    def clean_zip(self) -> Any:
        sent = self.cleaned_data["zip"]
        if sent.size > _MAX_ZIP_BYTES:
            raise forms.ValidationError("El ZIP pesa más de 20 MB. Quite lo que no usa el trámite.")
        return sent
