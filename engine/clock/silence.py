"""What the law makes of an office that did not answer in time."""

from dataclasses import dataclass
from datetime import date, timedelta

from engine.clock.calendar import Calendar
from engine.clock.rules import NATIONAL, RuleBook
from engine.clock.running import RunningTerm
from engine.clock.term import due

_DAY = timedelta(days=1)


def negative_silence_from(
    filed_on: date,
    calendar: Calendar,
    *,
    answer_due: date | None = None,
    book: RuleBook = NATIONAL,
) -> date:
    """The first day on which silence means that a petition is denied.

    Args:
        filed_on: legal day of filing.
        calendar: business days of the entity.
        answer_due: last day of a special term to decide; where it is later than the three months,
            silence comes a month after it.
        book: rules, for TRM-SNE.

    Source: CPACA, art. 83.
    """
    last = due(filed_on, book.term("TRM-SNE", filed_on, "decidir"), calendar)
    if answer_due is not None and answer_due > last:
        last = due(answer_due, book.term("TRM-SNE", filed_on, "tardio"), calendar)
    return last + _DAY


def appeal_silence_term(filed_on: date, book: RuleBook = NATIONAL) -> RunningTerm:
    """The term after which silence means that an appeal is denied; evidence suspends it (`PRUEBAS`).

    Args:
        filed_on: legal day on which the appeal was filed.
        book: rules, for TRM-SRE.

    Source: CPACA, art. 86.
    """
    return RunningTerm(filed_on, book.term("TRM-SRE", filed_on))


def reconsideration_term(filed_on: date, book: RuleBook = NATIONAL) -> RunningTerm:
    """The year to decide a recurso de reconsideración; past it, silence decides for the taxpayer.

    Args:
        filed_on: legal day on which it was filed in due form.
        book: rules, for TRM-RCN.

    Source: ET, arts. 732 to 734.
    """
    return RunningTerm(filed_on, book.term("TRM-RCN", filed_on, "fallar"))


def silence_from(term: RunningTerm, calendar: Calendar) -> date | None:
    """The first day on which the silence of a term stands; None while the term is suspended."""
    last = term.due(calendar)
    return None if last is None else last + _DAY


@dataclass(frozen=True)
class AcceptedRequest:
    """A request for documents that nobody answered.

    Attributes:
        accepted_on: day from which it counts as accepted.
        copies_due: last day to hand over the copies.
    """

    accepted_on: date
    copies_due: date


def accepted_request(
    answer_due: date, calendar: Calendar, book: RuleBook = NATIONAL
) -> AcceptedRequest:
    """What follows when a request for documents or information got no answer in its term.

    Args:
        answer_due: last day of the term.
        calendar: business days of the entity.
        book: rules, for TRM-INF.

    Source: CPACA, art. 14, num. 1.
    """
    copies = book.term("TRM-INF", answer_due, "copias")
    return AcceptedRequest(answer_due + _DAY, due(answer_due, copies, calendar))
