"""Finding a case by its radicado, the document or the name of who filed it, or its procedure."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from engine.models import Case, CaseWord
from engine.models.actor import Actor
from engine.models.words import asked_words
from engine.queries.access import visible_cases
from engine.queries.cases import CaseRow, rows

PAGE = 100
# A word that more cases have is walked through from the newest on, and not collected.
_FREQUENT = 1_000


@dataclass(frozen=True)
class _Word:
    """A word that is looked for: whole where a case has it so, else as a beginning."""

    found: QuerySet[CaseWord]
    is_whole: bool
    cases: int


def search_cases(
    actor: Actor, text: str = "", *, procedure: str = "", limit: int = PAGE
) -> list[CaseRow]:
    """Cases that the actor may read and that have every word, newest first.

    What it costs does not grow with the cases: of beginnings that more than 1,000 words have, those
    are looked at.

    Args:
        actor: who asks; by the rules of access, as everywhere.
        text: words of the radicado, document and name, or their beginnings; accents and case aside.
        procedure: slug of the procedure; empty: of all.
        limit: how many at most.
    """
    cases = visible_cases(actor).defer("answers", "frozen", "running_term")
    if procedure:
        cases = cases.filter(slug=procedure)
    if not text.strip():
        return rows(list(cases.order_by("-received_at")[:limit]))
    words = sorted(map(_word, asked_words(text)), key=lambda word: word.cases)
    if not words or not words[0].cases:
        return []
    rarest, *others = words
    for other in others:
        cases = cases.filter(Exists(other.found.filter(case=OuterRef("pk"))))
    if rarest.is_whole and rarest.cases > _FREQUENT:
        cases = cases.filter(pk__in=_newest(cases, rarest, limit))
    else:
        cases = cases.filter(pk__in=list(_ids(rarest.found)[:_FREQUENT]))
    return rows(list(cases.order_by("-received_at")[:limit]))


def with_words(text: str, case: str) -> Q:
    """Condition that a case has every word, for rows that hang on a case.

    Args:
        text: as for `search_cases`; a word may also begin one of the procedure's name.
        case: where the row has the case's id, such as `item__case_id`.
    """
    condition = Q()
    for word in map(_word, asked_words(text)):
        if word.cases > _FREQUENT:
            condition &= Q(Exists(word.found.filter(case=OuterRef(case))))
        else:
            condition &= Q((f"{case}__in", list(_ids(word.found)[:_FREQUENT])))
    return condition


def _word(word: str) -> _Word:
    whole = CaseWord.objects.filter(word=word)
    if cases := whole[: _FREQUENT + 1].count():
        return _Word(whole, True, cases)
    beginning = CaseWord.objects.filter(word__startswith=word)
    return _Word(beginning, False, beginning[: _FREQUENT + 1].count())


def _newest(cases: QuerySet[Case], word: _Word, limit: int) -> list[UUID]:
    """Ids of the newest cases with the word that the query also has; read in the word's own order."""
    fitting = word.found.filter(Exists(cases.filter(pk=OuterRef("case_id"))))
    return list(_ids(fitting.order_by("-received_at"))[:limit])


def _ids(found: QuerySet[CaseWord]) -> QuerySet[CaseWord, UUID]:
    return found.values_list("case_id", flat=True)
