"""What a suspension does to a term in business days."""

from datetime import date

from engine.clock.calendar import Calendar


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
