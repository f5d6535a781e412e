"""Forms with which a draft begins."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.records.schedule import Series, load_trd
from bpmn import versions
from bpmn.drafts import DraftSlugRefused
from bpmn.drafts.making import require_new_slug
from bpmn.drafts.templates import NewProcedure, is_name, slug_of, templates
from bpmn.entity import Entity, trd_source
from web.analysts.finding_words import said
from web.shell.forms import DataSelect, DressedForm

_MAX_ZIP_BYTES = 20 * 1024 * 1024


class FromVersionForm(DressedForm):
    """What is published, to be changed."""

    tramite = forms.ChoiceField(
        widget=DataSelect,
        label=gettext_lazy("Trámite publicado"),
        help_text=gettext_lazy("El borrador empieza igual a la versión publicada, que no cambia."),
        error_messages={
            "required": gettext_lazy("Elija un trámite."),
            "invalid_choice": gettext_lazy("Elija un trámite."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        published = [(one.slug, one.sheet.official_name) for one in versions.catalogue()]
        choice: Any = self.fields["tramite"]
        choice.choices = [("", _("Elija…")), *published]


class FromTemplateForm(DressedForm):
    """What only its author knows of a new procedure; the template says the rest."""

    plantilla = forms.ChoiceField(
        label=gettext_lazy("Con qué empieza"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Elija una plantilla."),
            "invalid_choice": gettext_lazy("Elija una plantilla."),
        },
    )
    nombre = forms.CharField(
        label=gettext_lazy("Nombre del trámite"),
        help_text=gettext_lazy(
            "Como lo busca la gente, por ejemplo: Permiso de uso del salón comunal."
        ),
        max_length=120,
        error_messages={"required": gettext_lazy("Escriba el nombre.")},
    )
    oficina = forms.ChoiceField(
        widget=DataSelect,
        label=gettext_lazy("Oficina que responde"),
        help_text=gettext_lazy("Decide y firma; las tareas llegan a su bandeja."),
        error_messages={
            "required": gettext_lazy("Elija la oficina."),
            "invalid_choice": gettext_lazy("Elija una de la lista."),
        },
    )
    termino = forms.IntegerField(
        label=gettext_lazy("Término para responder, en días hábiles"),
        min_value=1,
        max_value=90,
        initial=15,
        error_messages={
            "required": gettext_lazy("Escriba cuántos días hábiles."),
            "invalid": gettext_lazy("Escriba un número de días, por ejemplo 15."),
            "min_value": gettext_lazy("Escriba 1 día o más."),
            "max_value": gettext_lazy("Escriba 90 días o menos."),
        },
    )
    serie = forms.ChoiceField(
        widget=DataSelect,
        label=gettext_lazy("Serie documental (TRD)"),
        help_text=gettext_lazy("Dice cuánto se conserva el expediente."),
        error_messages={
            "required": gettext_lazy("Elija la serie."),
            "invalid_choice": gettext_lazy("Elija una de la lista."),
        },
    )

    def __init__(self, *args: Any, entity: Entity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("plantilla", [(one.id, f"{one.title}. {one.text}") for one in templates()])
        self.fields["plantilla"].widget.attrs.pop("class", None)
        offices = sorted((office.title, group) for group, office in entity.offices.items())
        self._offer("oficina", [("", _("Elija…")), *((group, title) for title, group in offices)])
        lines = load_trd(trd_source(entity.divipola)).lines.values()
        self._offer("serie", [("", _("Elija…")), *((one.code, _series(one)) for one in lines)])

    def clean_nombre(self) -> str:
        name = " ".join(str(self.cleaned_data["nombre"]).split())
        if not is_name(name):
            raise forms.ValidationError(
                _("Use entre 6 y 120 letras, números, comas, puntos o guiones, sin otros signos.")
            )
        try:
            require_new_slug(slug_of(name))
        except DraftSlugRefused as refused:
            raise forms.ValidationError(
                _("{why} Escriba otro nombre.").format(why=said(str(refused.data["why"])))
            ) from refused
        return name

    def new_procedure(self) -> NewProcedure:
        """What was entered."""
        given = self.cleaned_data
        return NewProcedure(
            name=given["nombre"],
            slug=slug_of(given["nombre"]),
            office=given["oficina"],
            term_days=given["termino"],
            series=given["serie"],
        )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices


def _series(one: Series) -> str:
    name = f"{one.series.capitalize()}: {one.subseries}" if one.subseries else one.series
    return f"{one.code} · {name}"


class FromZipForm(DressedForm):
    """A folder that somebody wrote elsewhere."""

    zip = forms.FileField(
        label=gettext_lazy("Carpeta en un ZIP"),
        help_text=gettext_lazy("Hasta 20 MB. Puede traer errores: el borrador le dice cuáles."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={
            "required": gettext_lazy("Elija el archivo ZIP."),
            "empty": gettext_lazy("El archivo está vacío. Elija otro."),
        },
    )

    def clean_zip(self) -> Any:
        sent = self.cleaned_data["zip"]
        if sent.size > _MAX_ZIP_BYTES:
            raise forms.ValidationError(
                _("El ZIP pesa más de 20 MB. Quite lo que no usa el trámite.")
            )
        return sent
