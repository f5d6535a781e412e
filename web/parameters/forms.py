"""Forms of values and closed days."""

from django import forms
from django.utils.translation import gettext_lazy as _

from web.shell.forms import DressedForm

_DATE = forms.DateInput(attrs={"type": "date"})


class ValueForm(DressedForm):
    """A new value."""

    valor = forms.CharField(
        label=_("Nuevo valor"),
        help_text=_(
            "Los números, como se escriben aquí: 52.374 o 24,36. Las listas, separadas por comas."
        ),
        max_length=2000,
        error_messages={"required": _("Escriba el valor.")},
    )
    desde = forms.DateField(
        label=_("Rige desde"),
        help_text=_(
            "Los trámites radicados desde ese día lo usan; los anteriores siguen con el suyo."
        ),
        widget=_DATE,
        error_messages={
            "required": _("Elija desde qué día rige."),
            "invalid": _("Escriba una fecha."),
        },
    )
    fuente = forms.CharField(
        label=_("Norma o acto que lo fija"),
        help_text=_("Por ejemplo: Resolución DIAN 000238 de 2026."),
        max_length=300,
        error_messages={"required": _("Escriba qué norma o acto lo fija.")},
    )
    motivo = forms.CharField(label=_("Por qué lo cambia"), max_length=300, required=False)


class ClosureForm(DressedForm):
    """A day that the entity closes, or opens after all."""

    dia = forms.DateField(
        label=_("Día"),
        widget=_DATE,
        error_messages={"required": _("Elija el día."), "invalid": _("Escriba una fecha.")},
    )
    cierre = forms.ChoiceField(
        label=_("Qué pasa ese día"),
        choices=[
            ("si", _("La entidad no trabaja")),
            ("no", _("La entidad sí trabaja: se retira el cierre")),
        ],
    )
    fuente = forms.CharField(
        label=_("Decreto o acto"),
        max_length=300,
        error_messages={"required": _("Escriba qué decreto o acto lo ordena.")},
    )
