"""Terms that many tests of the clock draw on."""

from datetime import date, timedelta

from hypothesis import strategies as st

from engine.clock import Calendar, RunningTerm, SuspensionCause, Term, TermUnit

CALENDAR = Calendar()
START = date(2026, 11, 20)
PETITION = RunningTerm(START, Term.parse("15 DH"))
CAUSE = SuspensionCause.SUBSANACION
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
TERMS = st.builds(Term, st.integers(1, 40), st.sampled_from(TermUnit))
LENGTHS = st.integers(0, 90)


def days(count: int) -> timedelta:
    return timedelta(days=count)


def suspended(term: RunningTerm, on: date, lasted: int) -> RunningTerm:
    return term.suspend(on, CAUSE, CALENDAR).resume(on + days(lasted))


@st.composite
def running_terms(draw) -> RunningTerm:
    """A term that went through up to three suspensions."""
    term = RunningTerm(draw(DAYS), draw(TERMS))
    on = term.start
    for _ in range(draw(st.integers(0, 3))):
        on += days(draw(st.integers(0, 20)))
        last = term.due(CALENDAR)
        assert last is not None
        on = min(on, last)
        term = term.suspend(on, CAUSE, CALENDAR)
        on += days(draw(LENGTHS))
        term = term.resume(on)
    return term
