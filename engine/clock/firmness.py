"""From which day an administrative act is firm, and until when it may be appealed."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from engine.clock.calendar import Calendar
from engine.clock.rules import NATIONAL, RuleBook
from engine.clock.term import due


class FirmnessGround(StrEnum):
    """Why an act becomes firm; each says from which day it is reckoned.

    Source: CPACA, art. 87, nums. 1 to 5.
    """

    SIN_RECURSOS = "SIN_RECURSOS"
    """No appeal lies: the day of notification, communication or publication."""
    RECURSOS_DECIDIDOS = "RECURSOS_DECIDIDOS"
    """The appeals were decided: the day on which that decision was notified."""
    NO_INTERPUESTOS = "NO_INTERPUESTOS"
    """Nobody appealed: the last day to appeal."""
    RENUNCIA = "RENUNCIA"
    """All renounced their appeals: the day of the last renunciation."""
    DESISTIMIENTO_ACEPTADO = "DESISTIMIENTO_ACEPTADO"
    """The appeals were withdrawn: the day on which the acceptance was notified."""
    SILENCIO_PROTOCOLIZADO = "SILENCIO_PROTOCOLIZADO"
    """Positive silence: the day of the deed (art. 85)."""


def appeal_due(noticed_on: date, calendar: Calendar, book: RuleBook = NATIONAL) -> date:
    """Last day to file reposición or apelación.

    Args:
        noticed_on: day of notification, personal, by aviso or by publication.
        calendar: business days of the entity.
        book: rules, for TRM-REC.

    Source: CPACA, art. 76.
    """
    return due(noticed_on, book.term("TRM-REC", noticed_on), calendar)


def complaint_due(noticed_on: date, calendar: Calendar, book: RuleBook = NATIONAL) -> date:
    """Last day to file queja after an apelación was denied.

    Args:
        noticed_on: day of notification of the denial.
        calendar: business days of the entity.
        book: rules, for TRM-QUE.

    Source: CPACA, arts. 74, num. 3, and 78.
    """
    return due(noticed_on, book.term("TRM-QUE", noticed_on), calendar)


@dataclass(frozen=True)
class Firmness:
    """What a certificate of firmness states.

    Attributes:
        ground: why the act is firm.
        since: first day on which it is.
    """

    ground: FirmnessGround
    since: date


def firm(ground: FirmnessGround, day: date) -> Firmness:
    """An act becomes firm on the day after the one its ground names, business day or not.

    Inventory B.1 has an act firm on the very notification of the decision of the appeals; art. 87,
    num. 2, says from the day after, and so do we. Firmness is a state and no term in days, so it does
    not wait for a business day.

    Args:
        ground: why.
        day: the one the ground names; with several people notified, the last of theirs.

    Source: CPACA, art. 87.
    """
    return Firmness(ground, day + timedelta(days=1))


def firm_unless_appealed(
    noticed_on: date, calendar: Calendar, book: RuleBook = NATIONAL
) -> Firmness:
    """When an act is firm if nobody appeals.

    Args:
        noticed_on: day of notification; with several people notified, the last.
        calendar: business days of the entity.
        book: rules, for TRM-REC.

    Source: CPACA, arts. 76 and 87, num. 3.
    """
    return firm(FirmnessGround.NO_INTERPUESTOS, appeal_due(noticed_on, calendar, book))
