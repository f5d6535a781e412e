"""The words that people read for states and events."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from string import Formatter

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_noop

from bpmn.entity import load as load_entity
from engine.clock import day_in_words

STATES: Mapping[str, str] = {
    "BORRADOR": gettext_noop("Borrador"),
    "RADICADO": gettext_noop("Radicado"),
    "EN_REVISION": gettext_noop("En revisión"),
    "REQUERIDO": gettext_noop("Le pedimos completar algo"),
    "EN_ESTUDIO": gettext_noop("En estudio"),
    "PENDIENTE_PAGO": gettext_noop("Pendiente de pago"),
    "EN_CONCEPTOS": gettext_noop("En conceptos de otras dependencias"),
    "EN_VISITA": gettext_noop("En visita"),
    "PARA_FIRMA": gettext_noop("Para firma"),
    "DECIDIDO_FAVORABLE": gettext_noop("Aprobado"),
    "DECIDIDO_DESFAVORABLE": gettext_noop("Negado"),
    "DECIDIDO_PARCIAL": gettext_noop("Aprobado en parte"),
    "EN_NOTIFICACION": gettext_noop("En notificación"),
    "EN_RECURSO": gettext_noop("En recurso"),
    "EN_FIRME": gettext_noop("En firme"),
    "ARCHIVADO": gettext_noop("Terminado"),
    "DESISTIDO_TACITO": gettext_noop("Desistido por no completar"),
    "DESISTIDO_EXPRESO": gettext_noop("Desistido por usted"),
    "RECHAZADO": gettext_noop("Rechazado"),
    "TRASLADADO": gettext_noop("Trasladado a otra entidad"),
    "CANCELADO": gettext_noop("Cancelado"),
    "NO_PAGADO": gettext_noop("No pagado"),
    "REVOCADO": gettext_noop("Revocado"),
    "VENCIDO": gettext_noop("Vencido"),
    "SILENCIO_POSITIVO": gettext_noop("Aprobado por silencio positivo"),
    "EN_CONTINGENCIA": gettext_noop("En trámite con contingencia"),
    "SUSPENDIDO": gettext_noop("Suspendido"),
}


# Alone, «Radicado» is the number; in another language the state is another word.
_AS_A_STATE: Mapping[str, str] = {"RADICADO": gettext_noop("Está radicado")}


def state_text(state: str) -> str:
    """The state in plain words, in the reader's language; an unknown one as it is."""
    if is_spanish():
        return state_name(state)
    return gettext(_AS_A_STATE.get(state, state_name(state)))


def state_name(state: str) -> str:
    """The state in Spanish, for what is kept, sealed or read by machines."""
    return STATES.get(state, state.replace("_", " ").capitalize())


def role_text(code: str) -> str:
    """What people call a role: the title of its office, or its code as words."""
    office = load_entity(settings.ENTITY).offices.get(code)
    return office.title if office else code.replace("-", " ").capitalize()


def day_text(day: date) -> str:
    """The day in the reader's language, such as «20 de noviembre de 2026»."""
    return day_in_words(day) if is_spanish() else date_format(day, "j F Y")


def money_text(pesos: int) -> str:
    """An amount in the reader's language: `$ 47.600`, or `COP 47,600`, which nobody takes for dollars."""
    sign = "−" if pesos < 0 else ""
    amount = f"{abs(pesos):,}"
    return f"{sign}$ {amount.replace(',', '.')}" if is_spanish() else f"{sign}COP {amount}"


def is_spanish() -> bool:
    """Whether the reader reads Spanish: everybody who did not choose another language."""
    return (get_language() or "es").startswith("es")


class Told(str):
    """A sentence in the reader's language that still knows which of its parts are Spanish data.

    Attributes:
        pieces: the sentence in order, each part with whether it is data.
    """

    __slots__ = ("pieces",)
    pieces: tuple[tuple[str, bool], ...]


def tell(sentence: str, **data: object) -> Told:
    """The sentence with its data; texts are what procedures and people wrote in Spanish."""
    return _joined(_pieces(sentence, data))


def neutral(text: str) -> Told:
    """A part of a sentence that is in the reader's language already, such as a day."""
    return _joined([(text, False)])


def _joined(pieces: Iterable[tuple[str, bool]]) -> Told:
    kept = tuple(pieces)
    made = Told("".join(text for text, _is_data in kept))
    made.pieces = kept
    return made


def _pieces(sentence: str, data: Mapping[str, object]) -> Iterator[tuple[str, bool]]:
    for text, name, _spec, _conversion in Formatter().parse(sentence):
        if text:
            yield text, False
        value = data[name] if name else ""
        if isinstance(value, Told):
            yield from value.pieces
        elif value != "":
            yield str(value), isinstance(value, str)
