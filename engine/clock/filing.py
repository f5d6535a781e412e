"""On which legal day something was filed."""

from datetime import date, datetime

from engine.clock.calendar import BOGOTA, Calendar


def legal_filed_on(received_at: datetime, calendar: Calendar) -> date:
    """The day of receipt in legal time, or the next business day.

    Args:
        received_at: aware moment of receipt.
        calendar: business days of the entity.

    Raises:
        ValueError: the moment has no time zone.

    Source: CPACA (Ley 1437 de 2011), art. 54; legal time of the INM.
    """
    if received_at.tzinfo is None:
        raise ValueError("the moment of receipt has no time zone")
    return calendar.next_business_day(received_at.astimezone(BOGOTA).date())
