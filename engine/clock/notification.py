"""When a notification is effective, by each means, and from when terms count after it.

Silence of a mailbox notifies nobody: what counts is access, the delivered or withdrawn aviso, or for
taxes the dispatch. A communication is no notification; it needs dispatch and delivery only.
"""

from dataclasses import dataclass
from datetime import date, datetime

from engine.clock.calendar import Calendar, legal_day
from engine.clock.rules import NATIONAL, RuleBook
from engine.clock.term import Term, due


def noticed_by_access(accessed_at: datetime) -> date:
    """The day on which an electronic notification is effective: that of access, business day or not.

    Args:
        accessed_at: aware moment at which the person opened the act, as certified.

    Raises:
        MomentWithoutZone: the moment has no time zone.

    Source: CPACA, art. 56 (Ley 2080 de 2021, art. 10); inventory B.5.
    """
    return legal_day(accessed_at)


def access_awaited_until(sent_on: date, window: Term, calendar: Calendar) -> date:
    """Until when access is awaited before the citation is sent.

    Args:
        sent_on: day on which the electronic notice was sent.
        window: parameter of the entity; no law sets it.
        calendar: business days of the entity.

    Source: inventory B.5; CPACA, art. 68.
    """
    return due(sent_on, window, calendar)


def citation_due(issued_on: date, calendar: Calendar, book: RuleBook = NATIONAL) -> date:
    """Until when the citation for personal notification has to be sent.

    Args:
        issued_on: day of the act.
        calendar: business days of the entity.
        book: rules, for TRM-CIT.

    Source: CPACA, art. 68.
    """
    return due(issued_on, book.term("TRM-CIT", issued_on, "enviar"), calendar)


def appearance_due(sent_on: date, calendar: Calendar, book: RuleBook = NATIONAL) -> date:
    """Until when the cited person may appear; from the next day on notice is by aviso.

    Args:
        sent_on: day on which the citation was sent.
        calendar: business days of the entity.
        book: rules, for TRM-CIT.

    Source: CPACA, art. 69.
    """
    return due(sent_on, book.term("TRM-CIT", sent_on, "comparecer"), calendar)


def noticed_by_aviso(delivered_on: date, calendar: Calendar, book: RuleBook = NATIONAL) -> date:
    """The day at whose end a delivered aviso is effective: the next business day.

    Args:
        delivered_on: day of delivery at its destination.
        calendar: business days of the entity.
        book: rules, for TRM-AVI.

    Source: CPACA, art. 69; Ley 4 de 1913, art. 62 (a term in days is in business days).
    """
    return due(delivered_on, book.term("TRM-AVI", delivered_on, "surtir"), calendar)


@dataclass(frozen=True)
class PublishedAviso:
    """The days of an aviso for somebody whose address is not known.

    Attributes:
        withdrawn_on: last day of the publication.
        noticed_on: day at whose end it is effective.
    """

    withdrawn_on: date
    noticed_on: date


def published_aviso(
    posted_on: date, calendar: Calendar, book: RuleBook = NATIONAL
) -> PublishedAviso:
    """When an aviso on the site and in a public place is withdrawn, and when it is effective.

    Args:
        posted_on: day of posting; it does not count.
        calendar: business days of the entity.
        book: rules, for TRM-AVI.

    Source: CPACA, art. 69.
    """
    withdrawn_on = due(posted_on, book.term("TRM-AVI", posted_on, "publicar"), calendar)
    return PublishedAviso(withdrawn_on, noticed_by_aviso(withdrawn_on, calendar, book))


@dataclass(frozen=True)
class TaxNotice:
    """The two days of an electronic notification of a tax act.

    Attributes:
        noticed_on: effective for all ends but the taxpayer's terms.
        terms_start: last of the days that defer the taxpayer's terms to answer or appeal; those terms
            take it as the day that does not count.
    """

    noticed_on: date
    terms_start: date


def tax_notice(
    sent_at: datetime, delivered_at: datetime, calendar: Calendar, book: RuleBook = NATIONAL
) -> TaxNotice:
    """An electronic notification of a tax act: effective on dispatch, terms deferred from delivery.

    The day of delivery is not one of the five. DIAN (Oficio 1142 de 2022) counts it in; the Consejo de
    Estado (Sección Cuarta, auto 28923 of 10 October 2025) does not.

    Args:
        sent_at: aware moment of dispatch to the authorised mailbox.
        delivered_at: aware moment of delivery.
        calendar: business days of the entity.
        book: rules, for TRM-NTE.

    Raises:
        MomentWithoutZone: a moment has no time zone.

    Source: ET, art. 566-1; inventory B.1, TRM-NTE.
    """
    noticed_on, delivered_on = legal_day(sent_at), legal_day(delivered_at)
    deferral = book.term("TRM-NTE", noticed_on)
    return TaxNotice(noticed_on, due(delivered_on, deferral, calendar))
