"""Forms over a case's legal term: longer, stopped, running again."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from engine.clock import SuspensionCause
from web.officials.forms import text_field
from web.shell.forms import DressedForm

CAUSES = {
    SuspensionCause.SUBSANACION: gettext_noop("La persona debe completar algo"),
    SuspensionCause.ACTA_OBSERVACIONES: gettext_noop("Acta de observaciones"),
    SuspensionCause.PAGO_PREVIO: gettext_noop("Falta un pago previo"),
    SuspensionCause.PRUEBAS: gettext_noop("Práctica de pruebas"),
    SuspensionCause.FUERZA_MAYOR: gettext_noop("Fuerza mayor"),
}
_TOLD = _("Lo lee la persona en la historia de su trámite.")


class ExtensionForm(DressedForm):
    """Prórroga: how much, and why."""

    cantidad = forms.IntegerField(
        label=_("¿Cuánto agrega?"),
        min_value=1,
        max_value=365,
        error_messages={"required": _("Escriba cuánto."), "min_value": _("Escriba 1 o más.")},
    )
    unidad = forms.ChoiceField(
        label=_("Unidad"),
        help_text=_("La misma del término del caso."),
        choices=[("DH", _("días hábiles")), ("D", _("días calendario")), ("M", _("meses"))],
    )
    motivo = text_field(_("Motivos de la prórroga"), _TOLD)


class SuspensionForm(DressedForm):
    """Why the clock stops."""

    causa = forms.ChoiceField(
        label=_("Causa"), choices=[(c.value, _(text)) for c, text in CAUSES.items()]
    )
    motivo = text_field(_("¿Por qué se suspende?"), _TOLD)


class ResumptionForm(DressedForm):
    """What came, so that the clock runs again."""

    motivo = text_field(_("¿Qué llegó?"), _TOLD)
