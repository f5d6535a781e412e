"""The field of an attachment: a new file, or the one that was accepted before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_noop

from forms.errors import UploadRefused
from forms.models import Upload
from forms.schema.components import FILE_ENDINGS, FILE_TYPES

_MEGABYTE = 1024 * 1024
KEPT, REMOVE = "__anterior", "__quitar"
REASONS: Mapping[str, str] = {
    "empty": gettext_noop("El archivo está vacío. Ábralo para revisarlo y adjúntelo de nuevo."),
    "too-large": gettext_noop(
        "El archivo pesa más de {most}. Redúzcalo o tome la foto con menos calidad."
    ),
    "kind": gettext_noop("Sólo recibimos PDF, JPG o PNG. Conviértalo a uno de esos formatos."),
    "broken": gettext_noop(
        "No pudimos abrir el archivo: parece dañado. Expórtelo o fotografíelo de nuevo."
    ),
    "encrypted": gettext_noop(
        "El PDF tiene contraseña. Guárdelo sin contraseña y adjúntelo de nuevo."
    ),
    "bounds": gettext_noop(
        "El PDF tiene demasiadas páginas o contenido desmedido. Divídalo o expórtelo de nuevo."
    ),
    "pixels": gettext_noop(
        "La imagen tiene más puntos de los que podemos abrir. Tómela con menos resolución."
    ),
    "full": gettext_noop(
        "En este momento no podemos recibir más archivos sin cuenta. Inténtelo más tarde, o ingrese a su cuenta."
    ),
    "too-many": gettext_noop(
        "Ya adjuntó muchos archivos en poco tiempo. Espere una hora, o ingrese a su cuenta."
    ),
    "active": gettext_noop(
        "El PDF contiene programas o formularios activos. Imprímalo como PDF y adjunte esa copia."
    ),
}


def largest() -> str:
    """How large an attachment may be, as people say it: «10 MB»."""
    size = settings.UPLOAD_MAX_BYTES
    unit, name = (_MEGABYTE, "MB") if size >= _MEGABYTE else (1024, "KB")
    return f"{size / unit:.1f}".removesuffix(".0").replace(".", ",") + f" {name}"


def refusal(reason: str) -> str:
    """Why a file was not taken, and what to do."""
    return gettext(REASONS[reason]).format(most=largest())


@dataclass(frozen=True)
class Sent:
    """What the page sent for one attachment."""

    file: "UploadedFile[Any] | None"
    kept: str
    remove: bool


class UploadWidget(forms.FileInput):
    """Shows the file that was accepted before, and keeps its id in the page."""

    template_name = "ventanilla_forms/upload_input.html"
    needs_multipart_form = True

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs)
        self.filed: Mapping[str, Upload] = {}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sent:
        """What the page sent."""
        file = files.get(name) if files else None
        return Sent(file, str(data.get(name + KEPT) or ""), data.get(name + REMOVE) == "1")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the page said nothing of it."""
        return name not in (files or {}) and name + KEPT not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """What the template sees: also the file that was accepted before."""
        context = super().get_context(name, None, attrs)
        kept = str(self.attrs.get("kept") or "")
        context["kept"] = self.filed.get(kept) or _find(kept)
        context["is_filed"] = kept in self.filed
        context["most_bytes"] = settings.UPLOAD_MAX_BYTES
        context["too_large"] = refusal("too-large")
        context["kept_name"], context["remove_name"] = name + KEPT, name + REMOVE
        context["widget"]["attrs"].pop("kept", None)
        return context


class UploadField(forms.Field):
    """An attachment; what it gives is kept by whoever builds the form (see `ProcedureForm`)."""

    widget = UploadWidget

    def __init__(self, *, accepts: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._accepts = accepts or FILE_ENDINGS
        self.widget.attrs |= {"accept": ",".join(self._accepts), "class": "entrada"}

    def clean(self, value: Any) -> Any:
        """The upload as it was kept, or None."""
        if isinstance(value, Upload):
            if value.mime not in {FILE_TYPES[ending] for ending in self._accepts}:
                raise ValidationError(self._wrong_kind())
            return value
        if isinstance(value, UploadRefused):
            raise ValidationError(refusal(value.reason))
        if self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return None

    def _wrong_kind(self) -> str:
        kinds = dict.fromkeys(ending[1:].upper().replace("JPEG", "JPG") for ending in self._accepts)
        return gettext(
            "Aquí sólo recibimos {kinds}. Convierta el archivo y adjúntelo de nuevo."
        ).format(kinds=gettext(" o ").join(kinds))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Always looked at."""
        return True


def answer_of(upload: Upload) -> dict[str, Any]:
    """What the answers hold of an attachment."""
    return {
        "upload": str(upload.pk),
        "name": upload.name,
        "sha256": upload.sha256,
        "size": upload.size_bytes,
        "mime": upload.mime,
    }


def _find(upload_id: str) -> Upload | None:
    try:
        return Upload.objects.filter(pk=UUID(upload_id)).first()
    except ValueError:
        return None
