"""The legal clock: business days of an entity, legal terms, suspension. Pure; the day comes by the hand.

Sources stand at each rule; the whole is inventory Part B.
"""

from engine.clock.calendar import BOGOTA, Calendar, CalendarTooShort
from engine.clock.filing import legal_filed_on
from engine.clock.suspension import due_after_suspension
from engine.clock.term import Term, TermUnit, TermUnreadable, add_term, due
from engine.clock.words import day_in_words

__all__ = [
    "BOGOTA",
    "Calendar",
    "CalendarTooShort",
    "Term",
    "TermUnit",
    "TermUnreadable",
    "add_term",
    "day_in_words",
    "due",
    "due_after_suspension",
    "legal_filed_on",
]
