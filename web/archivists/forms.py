"""Forms of the archivist's desk; every label is what a person reads."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.models import Disposition, ScheduleLine

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    _LineForm = forms.ModelForm[ScheduleLine]
else:
    _LineForm = forms.ModelForm


class _Plain(forms.Form):
    """Fields in the house's clothes; no field asks the browser to judge."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs.setdefault("class", "entrada")


def _day(label: "StrOrPromise", help_text: "StrOrPromise" = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class HoldForm(_Plain):
    """A legal hold."""

    authority = forms.CharField(
        label=_("Quién la ordena"),
        max_length=200,
        help_text=_("Por ejemplo, el juzgado o la personería."),
    )
    act = forms.CharField(
        label=_("Con qué acto"),
        max_length=120,
        help_text=_("Tipo, número y fecha del auto u oficio."),
    )
    reason = forms.CharField(
        label=_("Por qué"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "entrada entrada--baja"}),
    )


class ReasonForm(_Plain):
    """A reason, where one has to stay in the log."""

    reason = forms.CharField(
        label=_("Por qué"),
        max_length=500,
        help_text=_("Queda en la bitácora del archivo."),
        widget=forms.Textarea(attrs={"rows": 2, "class": "entrada entrada--baja"}),
    )


class VersionForm(_Plain):
    """A new version of the TRD."""

    name = forms.CharField(
        label=_("Nombre de la versión"), max_length=40, help_text=_("Por ejemplo, 2027-v1.")
    )


class AdoptionForm(_Plain):
    """The act by which a version is adopted."""

    act = forms.CharField(
        label=_("Acto que la adopta"),
        max_length=120,
        help_text=_("Por ejemplo, Resolución 123 de 2027."),
    )
    adopted_on = _day(_("Fecha del acto"))
    valid_from = _day(
        _("Rige desde"), _("Los expedientes que se abran desde ese día siguen esta versión.")
    )

    def clean(self) -> dict[str, Any]:
        """A version does not rule before it was adopted."""
        cleaned = super().clean() or {}
        adopted, since = cleaned.get("adopted_on"), cleaned.get("valid_from")
        if isinstance(adopted, date) and isinstance(since, date) and since < adopted:
            self.add_error("valid_from", _("No puede regir antes de la fecha del acto."))
        return cleaned


class LineForm(_LineForm):
    """One series of a draft."""

    use_required_attribute = False

    class Meta:
        model = ScheduleLine
        fields: ClassVar[list[str]] = [
            "code",
            "unit",
            "series",
            "subseries",
            "management_years",
            "central_years",
            "disposition",
            "sample_percent",
            "is_digitised",
            "procedure",
            "legal_basis",
        ]
        labels: ClassVar[dict[str, "StrOrPromise"]] = {
            "code": _("Código"),
            "unit": _("Dependencia"),
            "series": _("Serie"),
            "subseries": _("Subserie"),
            "management_years": _("Años en el archivo de gestión"),
            "central_years": _("Años en el archivo central"),
            "disposition": _("Disposición final"),
            "sample_percent": _("Muestra que se conserva, en %"),
            "is_digitised": _("También se pasa a otro medio técnico (D)"),
            "procedure": _("Procedimiento"),
            "legal_basis": _("Normas"),
        }
        help_texts: ClassVar[dict[str, "StrOrPromise"]] = {
            "code": _("El mismo que usan los trámites, por ejemplo 200.08.01."),
            "unit": _("Código y nombre, por ejemplo 200 Gobierno."),
            "sample_percent": _("Sólo si la disposición es selección."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs.setdefault("class", "entrada")
        kept = self.fields["disposition"]
        kept.choices = [(value, _(str(label))) for value, label in kept.choices]  # type: ignore[attr-defined]
        self.fields["procedure"].widget.attrs |= {"rows": 2, "class": "entrada entrada--baja"}

    def clean(self) -> dict[str, Any]:
        """A sample belongs to a selection, and a selection has one."""
        cleaned = super().clean() or {}
        is_selection = cleaned.get("disposition") == Disposition.SELECT
        if is_selection and not cleaned.get("sample_percent"):
            self.add_error("sample_percent", _("Escriba qué porcentaje se conserva."))
        if not is_selection:
            cleaned["sample_percent"] = None
        return cleaned


class ProposalForm(_Plain):
    """What goes with a proposed act besides its inventory."""

    note = forms.CharField(
        label=_("Observaciones"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "entrada entrada--baja"}),
    )


class SelectionForm(ProposalForm):
    """A selection also says how much of it stays."""

    sample_percent = forms.IntegerField(
        label=_("Muestra que se conserva, en %"), min_value=1, max_value=100
    )
