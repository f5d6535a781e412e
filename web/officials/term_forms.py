"""Forms over a case's legal term: longer, stopped, running again."""

from django import forms

from engine.clock import SuspensionCause
from web.officials.forms import text_field
from web.shell.forms import DressedForm

CAUSES = {
    SuspensionCause.SUBSANACION: "La persona debe completar algo",
    SuspensionCause.ACTA_OBSERVACIONES: "Acta de observaciones",
    SuspensionCause.PAGO_PREVIO: "Falta un pago previo",
    SuspensionCause.PRUEBAS: "Práctica de pruebas",
    SuspensionCause.FUERZA_MAYOR: "Fuerza mayor",
}
_TOLD = "Lo lee la persona en la historia de su trámite."


class ExtensionForm(DressedForm):
    """Prórroga: how much, and why."""

    cantidad = forms.IntegerField(
        label="¿Cuánto agrega?",
        min_value=1,
        max_value=365,
        error_messages={"required": "Escriba cuánto.", "min_value": "Escriba 1 o más."},
    )
    unidad = forms.ChoiceField(
        label="Unidad",
        help_text="La misma del término del caso.",
        choices=[("DH", "días hábiles"), ("D", "días calendario"), ("M", "meses")],
    )
    motivo = text_field("Motivos de la prórroga", _TOLD)


class SuspensionForm(DressedForm):
    """Why the clock stops."""

    causa = forms.ChoiceField(
        label="Causa", choices=[(c.value, text) for c, text in CAUSES.items()]
    )
    motivo = text_field("¿Por qué se suspende?", _TOLD)


class ResumptionForm(DressedForm):
    """What came, so that the clock runs again."""

    motivo = text_field("¿Qué llegó?", _TOLD)
