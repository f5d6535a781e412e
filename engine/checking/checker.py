"""Goes through all cases in batches, and confirms under the case's lock what it finds amiss.

The window may be in use meanwhile: a batch is read without locks, so commands may come between its
queries. What is found is therefore looked at once more with the case locked, when none can.
"""

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from engine.checking.contents import Contents, read
from engine.checking.finding import Finding, Options
from engine.checking.invariants import OF_ALL, OF_CASE
from engine.checking.series import Numbers
from engine.models import Case

_FIRST = UUID(int=0)


def check(options: Options) -> Iterator[Finding]:
    """Every place where an invariant does not hold, as it is found; none when all is well.

    It writes nothing. Memory grows with the batch and with the longest case, not with how many there are.
    """
    numbers = Numbers()
    done, count = 0, Case.objects.count()
    for cases in _batches(options.batch):
        for contents in read(cases):
            yield from numbers.see(contents)
            yield from _of_case(contents)
            done += 1
        options.progress(done, max(done, count))
    yield from numbers.gaps()
    for invariant in OF_ALL:
        for detail in invariant.breaches(options):
            yield Finding(invariant.code, "", detail)


def of_case(contents: Contents) -> list[Finding]:
    """Where one case is not as it has to be."""
    return [
        Finding(invariant.code, contents.name, detail)
        for invariant in OF_CASE
        for detail in invariant.breaches(contents)
    ]


def _of_case(contents: Contents) -> list[Finding]:
    if not of_case(contents):
        return []
    with transaction.atomic():
        alone = Case.objects.select_for_update(no_key=True).filter(pk=contents.case.pk)
        if not list(alone.values_list("pk")):
            return []
        again = next(read(Case.objects.filter(pk=contents.case.pk)))
        return of_case(again)


def _batches(size: int) -> Iterator[QuerySet[Case]]:
    last = _FIRST
    while True:
        ids = list(
            Case.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:size]
        )
        if not ids:
            return
        last = ids[-1]
        yield Case.objects.filter(pk__in=ids).order_by("pk")
