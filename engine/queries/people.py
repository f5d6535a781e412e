"""People whom an auditor looks for: who applied, and then who has an account and only took part."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from engine.models import Case, CaseWord
from engine.models.actor import Actor
from engine.models.words import asked_words
from engine.queries.access import visible_cases
from engine.queries.audit import SIZE, Page, Search


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """A person over all of their cases, or one who never applied.

    Attributes:
        account_id: of who never applied; None of who did, whom their cases tell.
        email: likewise; empty of who applied.
    """

    name: str
    document: str
    cases: int
    latest: datetime | None
    account_id: int | None = None
    email: str = ""


def people(actor: Actor, search: Search) -> Page[PersonRow]:
    """People by name, document or e-mail: those who applied, and after them those who never did.

    The latter, such as neighbours who were heard, are told only to auditors, and only when they are looked for.
    """
    number = max(search.page, 1)
    start, wanted = (number - 1) * SIZE, SIZE + 1
    applied = _applied(actor, search.text)
    some = [_applicant(row) for row in applied[start : start + wanted]]
    if len(some) < wanted and actor.is_auditor and search.text.strip():
        before = max(0, start - applied.count())
        others = _others(actor, search.text)[before : before + wanted - len(some)]
        some += [_account(one) for one in others]
    return Page(rows=some[:SIZE], number=number, has_next=len(some) > SIZE)


def _applied(actor: Actor, text: str) -> QuerySet[Case, Any]:
    found = visible_cases(actor).exclude(applicant_name="", applicant_document="")
    if "@" in text:
        found = found.filter(applicant_email__iexact=text.strip())
    else:
        for word in asked_words(text):
            words = CaseWord.objects.filter(case=OuterRef("pk"), word__startswith=word)
            found = found.filter(Exists(words))
    return (
        found.values("applicant_name", "applicant_document")
        .annotate(cases=Count("pk"), latest=Max("received_at"))
        .order_by("-latest", "applicant_name", "applicant_document")
    )


def _others(actor: Actor, text: str) -> QuerySet[Any]:
    """Accounts without a role that applied for nothing under their document or e-mail."""
    applied = visible_cases(actor).filter(
        Q(applicant_email__iexact=OuterRef("email"))
        | (~Q(applicant_document="") & Q(applicant_document=OuterRef("doc_number")))
    )
    found = get_user_model().objects.filter(groups__isnull=True)
    for word in text.split():
        found = found.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(email__icontains=word)
            | Q(doc_number__startswith=word)
        )
    return found.exclude(Exists(applied)).order_by("first_name", "last_name", "pk")


def _applicant(row: dict[str, Any]) -> PersonRow:
    return PersonRow(
        name=row["applicant_name"],
        document=row["applicant_document"],
        cases=row["cases"],
        latest=row["latest"],
    )


def _account(one: Any) -> PersonRow:
    return PersonRow(
        name=str(one),
        document=one.doc_number,
        cases=0,
        latest=None,
        account_id=one.pk,
        email=one.email,
    )
