"""Forms of the desk: to whom an item goes and why, what a colleague is asked, and what they answer."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engine.queries.colleagues import Colleague
from web.shell.forms import DataSelect, DressedForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST = 2000
_TEXT = {"rows": 3, "maxlength": LONGEST}


def text_field(
    label: "StrOrPromise", help_text: "StrOrPromise" = "", missing: "StrOrPromise" = ""
) -> forms.CharField:
    """A field for a few sentences that must not be empty."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        widget=forms.Textarea(attrs=_TEXT),
        error_messages={"required": missing or _("Escriba el motivo.")},
    )


class ReasonForm(DressedForm):
    """Why an item goes back."""

    motivo = text_field(
        _("¿Por qué la devuelve?"), _("Queda en el expediente y lo lee quien la recibe.")
    )


class PersonForm(DressedForm):
    """To which colleague, and why."""

    persona = forms.TypedChoiceField(
        widget=DataSelect,
        label=_("¿A quién?"),
        coerce=int,
        error_messages={
            "required": _("Elija a una persona."),
            "invalid_choice": _("Elija a una persona de la lista."),
        },
    )
    motivo = text_field(_("¿Por qué?"), _("Queda en el expediente y lo lee quien la recibe."))

    def __init__(
        self,
        *args: Any,
        colleagues: Iterable[Colleague],
        groups: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persona"].choices = person_choices(colleagues, groups)  # type: ignore[attr-defined]


class QuestionForm(PersonForm):
    """Whom to ask, and what."""

    motivo = text_field(
        _("¿Qué le pregunta?"),
        _("La tarea sigue con usted. Su colega podrá leer este caso."),
        _("Escriba la pregunta."),
    )


class AnswerForm(DressedForm):
    """The visto bueno: yes or no, and why."""

    acuerdo = forms.ChoiceField(
        label=_("¿Da su visto bueno?"),
        choices=[("si", _("Sí, estoy de acuerdo")), ("no", _("No estoy de acuerdo"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Elija sí o no.")},
    )
    texto = text_field(_("Su concepto"), _("Lo lee quien le preguntó."), _("Escriba su concepto."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["acuerdo"].widget.attrs["class"]


class NoteForm(DressedForm):
    """A note for the office."""

    texto = text_field(
        _("Escriba una nota"),
        _(
            "La leen quienes trabajan en este caso y la auditoría. El ciudadano nunca la ve. No se borra."
        ),
        _("Escriba la nota."),
    )


def person_choices(colleagues: Iterable[Colleague], groups: Iterable[str]) -> list[Any]:
    """Who can be chosen: first those who have one of the roles, then everybody else."""
    wanted = frozenset(groups)
    near: list[tuple[int, str]] = []
    far: list[tuple[int, str]] = []
    for one in colleagues:
        name = f"{one.name} · {one.position}" if one.position else one.name
        (far if wanted.isdisjoint(one.groups) else near).append((one.id, name))
    if not near:
        return [("", _("Elija a una persona")), *far]
    return [
        ("", _("Elija a una persona")),
        (_("Del mismo grupo"), near),
        (_("De otras dependencias"), far),
    ]
