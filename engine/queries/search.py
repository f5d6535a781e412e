"""Finding a case by its radicado, the document or the name of who filed it, or its procedure."""

from engine.models import CaseWord
from engine.models.actor import Actor
from engine.models.words import asked_words
from engine.queries.access import visible_cases
from engine.queries.cases import CaseRow, rows

PAGE = 100


def search_cases(
    actor: Actor, text: str = "", *, procedure: str = "", limit: int = PAGE
) -> list[CaseRow]:
    """Cases that the actor may read and that have every word, newest first.

    Args:
        actor: who asks; by the rules of access, as everywhere.
        text: beginnings of words of the radicado, document and name; accents and case aside.
        procedure: slug of the procedure; empty: of all.
        limit: how many at most.
    """
    cases = visible_cases(actor)
    if procedure:
        cases = cases.filter(slug=procedure)
    words = asked_words(text)
    if text.strip() and not words:
        return []
    for word in words:
        beginning = CaseWord.objects.filter(word__startswith=word)
        cases = cases.filter(pk__in=beginning.values("case_id"))
    listed = cases.defer("answers", "frozen", "running_term", "roles")
    return rows(list(listed.order_by("-received_at")[:limit]))
