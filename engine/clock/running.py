"""A term that runs on a case's clock: it stands still with suspensions and grows with extensions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from engine.clock import keeping
from engine.clock.calendar import Calendar
from engine.clock.errors import (
    AlreadySuspended,
    ExtensionTooLate,
    NotSuspended,
    RunningTermUnreadable,
    SuspensionOutOfOrder,
    TermOver,
)
from engine.clock.extension import PETITION_EXTENSION, Extension, ExtensionRule
from engine.clock.reckoning import last_day, length, measure_of
from engine.clock.suspension import Suspension, SuspensionCause
from engine.clock.term import Term, fires_at

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class RunningTerm:
    """A term with what has happened to it; every day it gives is reckoned anew on a calendar.

    Attributes:
        start: day of filing or notice; it does not count.
        term: the initial length.
        suspensions: in order of time; only the last may still last.
        extensions: in the unit of the term.

    Raises:
        SuspensionOutOfOrder: the suspensions overlap or stand out of order.

    Source: inventory A.4 and Part B.
    """

    start: date
    term: Term
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()

    def __post_init__(self) -> None:
        for earlier, later in zip(self.suspensions, self.suspensions[1:], strict=False):
            if earlier.ends_on is None or later.eve < earlier.ends_on:
                raise SuspensionOutOfOrder(later.starts_on.isoformat())

    @property
    def total(self) -> Term:
        """The term with its extensions."""
        return Term(
            self.term.amount + sum(one.by.amount for one in self.extensions), self.term.unit
        )

    @property
    def is_suspended(self) -> bool:
        """Whether the clock stands still now."""
        return bool(self.suspensions) and self.suspensions[-1].is_open

    def due(self, calendar: Calendar) -> date | None:
        """Last day of the term; None while it is suspended.

        Raises:
            CalendarTooShort: the calendar has no year that the term reaches.

        Source: inventory B.2 and B.3.
        """
        measure = measure_of(self.term.unit, calendar)
        return last_day(self.start, length(self.start, self.total), self.suspensions, measure)

    def fires_at(self, calendar: Calendar) -> datetime | None:
        """When a timer that waits for the end goes off; None while the term is suspended."""
        last = self.due(calendar)
        return None if last is None else fires_at(last)

    def is_overdue(self, today: date, calendar: Calendar) -> bool:
        """Whether the last day has passed; never while the term is suspended."""
        last = self.due(calendar)
        return last is not None and today > last

    def remaining_business_days(self, today: date, calendar: Calendar) -> int:
        """Business days that are left after `today`; while suspended, the balance that is kept."""
        running, day = self._as_it_stood(today)
        last = running.due(calendar)
        return 0 if last is None else calendar.business_days_between(max(day, self.start), last)

    def overdue_business_days(self, today: date, calendar: Calendar) -> int:
        """Business days that have passed since the last day; 0 while the term runs or stands."""
        last = self.due(calendar)
        return 0 if last is None else calendar.business_days_between(last, today)

    def used_business_days(self, today: date, calendar: Calendar) -> int:
        """Business days that have counted up to and with `today`, net of suspensions."""
        used, cursor = 0, self.start
        for suspension in self.suspensions:
            used += calendar.business_days_between(cursor, min(suspension.eve, today))
            if suspension.ends_on is None:
                return used
            cursor = max(cursor, suspension.ends_on)
        return used + calendar.business_days_between(cursor, today)

    def alert_on(self, percent: int, calendar: Calendar) -> date | None:
        """The day on which so much of the term is used, net of suspensions; rounded up to whole days.

        Args:
            percent: hundredths of the term, from 1 to 100; 100 is the last day.
            calendar: business days of the entity.

        Returns:
            The day, or None if the clock stands still before it.

        Raises:
            ValueError: the percentage is out of range.

        Source: inventory A.2 (3): alerts at 50, 80 and 100 % of the term net of suspensions.
        """
        if not 1 <= percent <= 100:
            raise ValueError(f"a percentage of a term is from 1 to 100: {percent}")
        if percent == 100:
            return self.due(calendar)
        count = -(-length(self.start, self.total) * percent // 100)
        measure = measure_of(self.term.unit, calendar)
        return last_day(self.start, count, self.suspensions, measure, spare_day=False)

    def suspend(self, on: date, cause: SuspensionCause, calendar: Calendar) -> "RunningTerm":
        """Stop the clock from the day after `on`.

        Args:
            on: last day that counts: the one on which the requirement was sent, or the one before an
                act that suspends terms takes effect.
            cause: why.
            calendar: business days of the entity.

        Raises:
            AlreadySuspended: it stands still already.
            SuspensionOutOfOrder: the day is before the start or within an earlier suspension.
            TermOver: the last day was before `on`.

        Source: CPACA, art. 17; inventory B.3.
        """
        last = self.due(calendar)
        if last is None:
            raise AlreadySuspended(on.isoformat())
        if on < self.start:
            raise SuspensionOutOfOrder(on.isoformat())
        if on > last:
            raise TermOver(last.isoformat())
        used = self.used_business_days(on, calendar)
        stopped = Suspension(cause, starts_on=on + _DAY, used_before=used)
        return replace(self, suspensions=(*self.suspensions, stopped))

    def resume(self, on: date) -> "RunningTerm":
        """Let the clock run again from the day after `on`.

        Args:
            on: last day that does not count: the one on which the requirement was met.

        Raises:
            NotSuspended: it runs.
            SuspensionOutOfOrder: the day is before the one on which it was suspended.

        Source: CPACA, art. 17 (TRM-REA); inventory B.3.
        """
        if not self.is_suspended:
            raise NotSuspended(on.isoformat())
        ended = replace(self.suspensions[-1], ends_on=on)
        return replace(self, suspensions=(*self.suspensions[:-1], ended))

    def extend(
        self,
        by: Term,
        told_on: date,
        calendar: Calendar,
        *,
        reason: str = "",
        rule: ExtensionRule = PETITION_EXTENSION,
    ) -> "RunningTerm":
        """Add time to the term, within the limit of a rule.

        Args:
            by: how much, in the unit of the term.
            told_on: day on which the interested person was told, or asked for it; the last day is in
                time.
            calendar: business days of the entity.
            reason: the motives.
            rule: the norm that allows it.

        Raises:
            ExtensionInOtherUnit: it is counted in another unit than the term.
            ExtensionRepeated: there was one, and the rule allows no second.
            ExtensionTooLate: it was told after the last day.
            ExtensionTooLong: the term would pass the limit, or nothing would be added.

        Source: CPACA, arts. 14 par., 17 and 79.
        """
        rule.check(self.term, self.extensions, by)
        if self.is_overdue(told_on, calendar):
            raise ExtensionTooLate(told_on.isoformat())
        return replace(self, extensions=(*self.extensions, Extension(by, told_on, reason)))

    def restart(self, on: date) -> "RunningTerm":
        """The initial term counted anew from `on`, as when a request is corrected after inadmission.

        Source: ET 857 and 858; CPACA, art. 21 (day of receipt by the competent authority).
        """
        return RunningTerm(on, self.term)

    def beside(self, start: date, term: Term) -> "RunningTerm":
        """Another term on this clock: it stands still whenever this one does.

        This is what a timer of the model counts on; extensions of this term do not lengthen it.

        Args:
            start: day on which the timer was set; it does not count.
            term: how long the timer waits.
        """
        return RunningTerm(start, term, self.suspensions)

    def to_dict(self) -> dict[str, object]:
        """The term as data that JSON can hold; days are ISO 8601 texts.

        Source: inventory A.4 and B.3.
        """
        return {
            "start": self.start.isoformat(),
            "term": self.term.code,
            "suspensions": [one.to_dict() for one in self.suspensions],
            "extensions": [one.to_dict() for one in self.extensions],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> "RunningTerm":
        """The term that `to_dict` wrote.

        Raises:
            RunningTermUnreadable: the data is no running term.
        """
        try:
            return cls(
                keeping.day(data, "start"),
                keeping.term(data, "term"),
                tuple(Suspension.from_dict(one) for one in keeping.rows(data, "suspensions")),
                tuple(Extension.from_dict(one) for one in keeping.rows(data, "extensions")),
            )
        except SuspensionOutOfOrder as out_of_order:
            raise RunningTermUnreadable("suspensions") from out_of_order

    def _as_it_stood(self, today: date) -> tuple["RunningTerm", date]:
        if not self.is_suspended:
            return self, today
        running = replace(self, suspensions=self.suspensions[:-1])
        return running, min(today, self.suspensions[-1].eve)
