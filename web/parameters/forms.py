"""Forms of values and closed days."""

from django import forms

from web.shell.forms import DressedForm

_DATE = forms.DateInput(attrs={"type": "date"})


class ValueForm(DressedForm):
    """A new value."""

    valor = forms.CharField(
        label="Nuevo valor",
        help_text="Los números, como se escriben aquí: 52.374 o 24,36. Las listas, separadas por comas.",
        max_length=2000,
        error_messages={"required": "Escriba el valor."},
    )
    desde = forms.DateField(
        label="Rige desde",
        help_text="Los trámites radicados desde ese día lo usan; los anteriores siguen con el suyo.",
        widget=_DATE,
        error_messages={"required": "Elija desde qué día rige.", "invalid": "Escriba una fecha."},
    )
    fuente = forms.CharField(
        label="Norma o acto que lo fija",
        help_text="Por ejemplo: Resolución DIAN 000238 de 2026.",
        max_length=300,
        error_messages={"required": "Escriba qué norma o acto lo fija."},
    )
    motivo = forms.CharField(label="Por qué lo cambia", max_length=300, required=False)


class ClosureForm(DressedForm):
    """A day that the entity closes, or opens after all."""

    dia = forms.DateField(
        label="Día",
        widget=_DATE,
        error_messages={"required": "Elija el día.", "invalid": "Escriba una fecha."},
    )
    cierre = forms.ChoiceField(
        label="Qué pasa ese día",
        choices=[
            ("si", "La entidad no trabaja"),
            ("no", "La entidad sí trabaja: se retira el cierre"),
        ],
    )
    fuente = forms.CharField(
        label="Decreto o acto",
        max_length=300,
        error_messages={"required": "Escriba qué decreto o acto lo ordena."},
    )
