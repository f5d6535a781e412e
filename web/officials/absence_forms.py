"""The form of an absence: who, who stands in, when, by which act, and what is passed on."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engine.queries.colleagues import Colleague
from engine.queries.words import role_text
from web.officials.forms import person_choices
from web.shell.forms import DataSelect, DressedForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_DAY = {"type": "date"}


def day_field(label: "StrOrPromise", help_text: "StrOrPromise" = "") -> forms.DateField:
    """A field for a day."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        error_messages={
            "required": _("Escriba la fecha."),
            "invalid": _("Escriba una fecha válida."),
        },
    )


class AbsenceForm(DressedForm):
    """Somebody is away; an act names who stands in."""

    encargado = forms.TypedChoiceField(
        widget=DataSelect,
        label=_("¿Quién queda encargado?"),
        coerce=int,
        help_text=_("Recibe las tareas y los roles mientras dura la ausencia."),
        error_messages={"required": _("Elija a una persona.")},
    )
    desde = day_field(_("Primer día"))
    hasta = day_field(
        _("Último día"), _("Al día siguiente todo vuelve solo a quien estaba ausente.")
    )
    acto = forms.CharField(
        label=_("Acto que nombra al encargado"),
        help_text=_("Clase y número, por ejemplo: Decreto 012."),
        max_length=160,
        error_messages={"required": _("Escriba el acto.")},
    )
    fecha_acto = day_field(_("Fecha del acto"))
    norma = forms.CharField(label=_("Norma"), max_length=200, required=False)
    roles = forms.MultipleChoiceField(
        label=_("¿Sólo algunos roles?"),
        required=False,
        help_text=_("Sin marcar ninguno, pasan todos."),
        widget=forms.CheckboxSelectMultiple,
    )
    firma = forms.BooleanField(
        label=_("El encargado también firma donde firma quien se ausenta"), required=False
    )

    def __init__(
        self,
        *args: Any,
        people: Iterable[Colleague],
        person: Colleague,
        roles: Iterable[str],
        may_pass_signature: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("roles", "firma"):
            del self.fields[name].widget.attrs["class"]
        self.fields["roles"].choices = [(one, role_text(one)) for one in sorted(roles)]  # type: ignore[attr-defined]
        near = person_choices((one for one in people if one.id != person.id), person.groups)
        self.fields["encargado"].choices = near  # type: ignore[attr-defined]
        if not may_pass_signature:
            del self.fields["firma"]
