"""The terms of a subsanación: to require, to complete, and when the request counts as withdrawn."""

from datetime import date, timedelta

from engine.clock.calendar import Calendar
from engine.clock.extension import SUBSANACION_EXTENSION
from engine.clock.rules import NATIONAL, RuleBook
from engine.clock.running import RunningTerm
from engine.clock.term import due


def requirement_due(filed_on: date, calendar: Calendar, book: RuleBook = NATIONAL) -> date:
    """Last day to require what is missing; one requirement for each case.

    Args:
        filed_on: legal day of filing.
        calendar: business days of the entity.
        book: rules, for TRM-SUB.

    Source: CPACA, art. 17.
    """
    return due(filed_on, book.term("TRM-SUB", filed_on, "requerir"), calendar)


def completion_term(required_on: date, book: RuleBook = NATIONAL) -> RunningTerm:
    """The petitioner's month to complete; an incomplete answer does not start it anew.

    Args:
        required_on: day on which the requirement was sent.
        book: rules, for TRM-SUB.

    Source: CPACA, art. 17; inventory E, `sp-subsanacion`.
    """
    return RunningTerm(required_on, book.term("TRM-SUB", required_on, "completar"))


def prolonged(
    completion: RunningTerm, asked_on: date, calendar: Calendar, book: RuleBook = NATIONAL
) -> RunningTerm:
    """The petitioner's term with the extension that was asked for.

    Args:
        completion: of `completion_term`.
        asked_on: day of the request; the last day is in time.
        calendar: business days of the entity.
        book: rules, for TRM-SUB.

    Raises:
        ExtensionTooLate: the term was over.
        ExtensionRepeated: there was one.

    Source: CPACA, art. 17.
    """
    by = book.term("TRM-SUB", completion.start, "prorroga")
    return completion.extend(by, asked_on, calendar, rule=SUBSANACION_EXTENSION)


def withdrawn_from(completion: RunningTerm, calendar: Calendar) -> date | None:
    """The first day on which tacit withdrawal may be declared; None while the term is suspended.

    Source: CPACA, art. 17 (TRM-DTA).
    """
    last = completion.due(calendar)
    return None if last is None else last + timedelta(days=1)
