"""What can go wrong on the legal clock, as types with a code.

ClockError
├── CalendarTooShort
├── TermUnreadable, RunningTermUnreadable
├── MomentWithoutZone
├── RuleUnknown
├── CauseDoesNotSuspend, AlreadySuspended, NotSuspended, SuspensionOutOfOrder, TermOver
└── ExtensionTooLong, ExtensionTooLate, ExtensionRepeated, ExtensionInOtherUnit
"""

from typing import ClassVar


class ClockError(Exception):
    """Base of the errors of the legal clock.

    Attributes:
        code: stable name in kebab-case.
    """

    code: ClassVar[str] = "clock-error"


class CalendarTooShort(ClockError):
    """The calendar does not reach the year that is asked."""

    code = "calendar-too-short"


class TermUnreadable(ClockError, ValueError):
    """The text is no term, or the term is not of the kind that is asked."""

    code = "term-unreadable"


class RunningTermUnreadable(ClockError, ValueError):
    """What was kept is no running term."""

    code = "running-term-unreadable"


class MomentWithoutZone(ClockError, ValueError):
    """A moment has no time zone, so its legal day is unknown."""

    code = "moment-without-zone"


class RuleUnknown(ClockError, LookupError):
    """No rule of that code, or no such part of it, is in force on that day."""

    code = "rule-unknown"


class CauseDoesNotSuspend(ClockError, ValueError):
    """The cause is none of those that stop the clock."""

    code = "cause-does-not-suspend"


class AlreadySuspended(ClockError):
    """The term stands still already."""

    code = "already-suspended"


class NotSuspended(ClockError):
    """The term runs; there is nothing to resume."""

    code = "not-suspended"


class SuspensionOutOfOrder(ClockError):
    """The day comes before the term's start, or before the suspension it follows or ends."""

    code = "suspension-out-of-order"


class TermOver(ClockError):
    """The term was over before that day; what is over cannot be suspended."""

    code = "term-over"


class ExtensionTooLong(ClockError):
    """The extended term would pass the limit of its rule, or nothing would be added."""

    code = "extension-too-long"


class ExtensionTooLate(ClockError):
    """It was told or asked when the term was over."""

    code = "extension-too-late"


class ExtensionRepeated(ClockError):
    """The rule allows one extension, and there was one."""

    code = "extension-repeated"


class ExtensionInOtherUnit(ClockError):
    """The extension is not counted in the unit of its term."""

    code = "extension-in-other-unit"
