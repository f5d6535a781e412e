"""What stops a term, from when to when, and what that does to a term in business days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from engine.clock import keeping
from engine.clock.calendar import Calendar
from engine.clock.errors import CauseDoesNotSuspend, RunningTermUnreadable, SuspensionOutOfOrder

_DAY = timedelta(days=1)


class SuspensionCause(StrEnum):
    """Why the clock may stand still; nothing else stops it.

    Internal opinions, a failure of technology and an absent signer do not suspend. The earlier
    investigation of a refund (ET 857-1) counts as `PRUEBAS`.

    Source: inventory B.3; CPACA, arts. 17 and 79; Decreto 1077 de 2015, art. 2.2.6.1.2.2.4.
    """

    SUBSANACION = "SUBSANACION"
    ACTA_OBSERVACIONES = "ACTA_OBSERVACIONES"
    PAGO_PREVIO = "PAGO_PREVIO"
    PRUEBAS = "PRUEBAS"
    FUERZA_MAYOR = "FUERZA_MAYOR"

    @classmethod
    def parse(cls, text: str) -> "SuspensionCause":
        """Read a cause by its name.

        Raises:
            CauseDoesNotSuspend: the law knows no such suspension.
        """
        try:
            return cls(text)
        except ValueError:
            raise CauseDoesNotSuspend(text) from None


@dataclass(frozen=True)
class Suspension:
    """Days on which a term stands still.

    Attributes:
        cause: why.
        starts_on: first day that does not count: the one after the requirement was sent.
        ends_on: last day that does not count: the one on which it was met; None while it lasts. The
            day before `starts_on` when it was met on the day it was sent.
        used_before: business days that were used when it began, as told then; reckoning counts them
            anew, since calendars change.

    Raises:
        SuspensionOutOfOrder: it ends before it begins.

    Source: inventory B.3.
    """

    cause: SuspensionCause
    starts_on: date
    ends_on: date | None = None
    used_before: int = 0

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on < self.eve:
            raise SuspensionOutOfOrder(self.ends_on.isoformat())

    @property
    def eve(self) -> date:
        """The last day that counted before it."""
        return self.starts_on - _DAY

    @property
    def is_open(self) -> bool:
        """Whether it still lasts."""
        return self.ends_on is None

    def to_dict(self) -> dict[str, object]:
        """The suspension in the keys of inventory B.3."""
        return {
            "cause": self.cause.value,
            "from": self.starts_on.isoformat(),
            "to": None if self.ends_on is None else self.ends_on.isoformat(),
            "businessDaysConsumedBefore": self.used_before,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> "Suspension":
        """The suspension that `to_dict` wrote.

        Raises:
            RunningTermUnreadable: the data is no suspension.
        """
        try:
            return cls(
                SuspensionCause.parse(keeping.text(data, "cause")),
                keeping.day(data, "from"),
                keeping.day_or_none(data, "to"),
                keeping.count(data, "businessDaysConsumedBefore"),
            )
        except (CauseDoesNotSuspend, SuspensionOutOfOrder) as wrong:
            raise RunningTermUnreadable("suspensions") from wrong


def due_after_suspension(
    start: date, business_days: int, suspended_on: date, resumed_on: date, calendar: Calendar
) -> date:
    """Last day of a term that stood still for a while; what was used before stays used.

    Args:
        start: day of filing; it does not count.
        business_days: the whole term.
        suspended_on: day of the request that suspends; it still counts as used.
        resumed_on: first day that counts again.
        calendar: business days of the entity.

    Source: CPACA, art. 17; inventory B.3.
    """
    used = calendar.business_days_between(start, suspended_on)
    first = calendar.next_business_day(resumed_on)
    left = business_days - used
    return first if left <= 1 else calendar.add_business_days(first, left - 1)
