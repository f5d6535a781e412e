"""Forms of the archivist's desk; every label is what a person reads."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from archive.models import Disposition, ScheduleLine

if TYPE_CHECKING:
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


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class HoldForm(_Plain):
    """A legal hold."""

    authority = forms.CharField(
        label="Quién la ordena",
        max_length=200,
        help_text="Por ejemplo, el juzgado o la personería.",
    )
    act = forms.CharField(
        label="Con qué acto", max_length=120, help_text="Tipo, número y fecha del auto u oficio."
    )
    reason = forms.CharField(
        label="Por qué",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "entrada entrada--baja"}),
    )


class ReasonForm(_Plain):
    """A reason, where one has to stay in the log."""

    reason = forms.CharField(
        label="Por qué",
        max_length=500,
        help_text="Queda en la bitácora del archivo.",
        widget=forms.Textarea(attrs={"rows": 2, "class": "entrada entrada--baja"}),
    )


class VersionForm(_Plain):
    """A new version of the TRD."""

    name = forms.CharField(
        label="Nombre de la versión", max_length=40, help_text="Por ejemplo, 2027-v1."
    )


class AdoptionForm(_Plain):
    """The act by which a version is adopted."""

    act = forms.CharField(
        label="Acto que la adopta", max_length=120, help_text="Por ejemplo, Resolución 123 de 2027."
    )
    adopted_on = _day("Fecha del acto")
    valid_from = _day(
        "Rige desde", "Los expedientes que se abran desde ese día siguen esta versión."
    )

    def clean(self) -> dict[str, Any]:
        """A version does not rule before it was adopted."""
        cleaned = super().clean() or {}
        adopted, since = cleaned.get("adopted_on"), cleaned.get("valid_from")
        if isinstance(adopted, date) and isinstance(since, date) and since < adopted:
            self.add_error("valid_from", "No puede regir antes de la fecha del acto.")
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
        labels: ClassVar[dict[str, str]] = {
            "code": "Código",
            "unit": "Dependencia",
            "series": "Serie",
            "subseries": "Subserie",
            "management_years": "Años en el archivo de gestión",
            "central_years": "Años en el archivo central",
            "disposition": "Disposición final",
            "sample_percent": "Muestra que se conserva, en %",
            "is_digitised": "También se pasa a otro medio técnico (D)",
            "procedure": "Procedimiento",
            "legal_basis": "Normas",
        }
        help_texts: ClassVar[dict[str, str]] = {
            "code": "El mismo que usan los trámites, por ejemplo 200.08.01.",
            "unit": "Código y nombre, por ejemplo 200 Gobierno.",
            "sample_percent": "Sólo si la disposición es selección.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs.setdefault("class", "entrada")
        self.fields["procedure"].widget.attrs |= {"rows": 2, "class": "entrada entrada--baja"}

    def clean(self) -> dict[str, Any]:
        """A sample belongs to a selection, and a selection has one."""
        cleaned = super().clean() or {}
        is_selection = cleaned.get("disposition") == Disposition.SELECT
        if is_selection and not cleaned.get("sample_percent"):
            self.add_error("sample_percent", "Escriba qué porcentaje se conserva.")
        if not is_selection:
            cleaned["sample_percent"] = None
        return cleaned


class ProposalForm(_Plain):
    """What goes with a proposed act besides its inventory."""

    note = forms.CharField(
        label="Observaciones",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "entrada entrada--baja"}),
    )


class SelectionForm(ProposalForm):
    """A selection also says how much of it stays."""

    sample_percent = forms.IntegerField(
        label="Muestra que se conserva, en %", min_value=1, max_value=100
    )
