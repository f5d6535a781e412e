"""How a person is told of their cases, kind by kind."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from engine.commands import person, ways_of
from engine.models import NoticeKind
from engine.models.actor import Actor, ActorKind

# In the order in which a page shows them.
_HELP = {
    NoticeKind.NEWS: gettext_noop("Cambios de estado y documentos que recibimos."),
    NoticeKind.REMINDER: gettext_noop("Le recordamos antes de que se venza un plazo suyo."),
    NoticeKind.LETTER: gettext_noop("Cuando una persona de la entidad le escribe en su trámite."),
    NoticeKind.DESK: gettext_noop(
        "Cuando le consultan, le responden o le pasan una tarea, y cuando empieza o termina un encargo."
    ),
    NoticeKind.LEGAL: gettext_noop(
        "La ley nos obliga a enviarle por correo constancias, requerimientos, citaciones y "
        "decisiones (CPACA, arts. 17, 56 y 66 a 69). No se pueden detener."
    ),
}


@dataclass(frozen=True, kw_only=True)
class ChoiceView:
    """One kind of notice as the person wants it.

    Attributes:
        is_stoppable: whether its mail may be stopped.
    """

    kind: str
    label: str
    help: str
    by_mail: bool
    by_text: bool
    is_stoppable: bool


def choices_of(actor: Actor) -> list[ChoiceView]:
    """What the actor chose of each kind; nothing for who has no account."""
    if actor.user_id is None:
        return []
    who = person(actor.user_id)
    is_of_entity = actor.kind is ActorKind.OFFICIAL
    return [_view(who, kind) for kind in _HELP if is_of_entity or kind is not NoticeKind.DESK]


def _view(who: str, kind: NoticeKind) -> ChoiceView:
    ways = ways_of(who, kind)
    return ChoiceView(
        kind=kind.value,
        label=_(str(kind.label)),
        help=_(_HELP[kind]),
        by_mail=ways.by_mail,
        by_text=ways.by_text,
        is_stoppable=kind is not NoticeKind.LEGAL,
    )
