"""Statements that wait are brought to the database together, in their order, on both databases."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from engine.models import CaseRole, Event, InboxEntry, Submission, WorkItem
from engine.models.batch import Batch
from engine.models.locking import lock_case, lock_item
from tests.engine import folders
from tests.engine.runtime.models import chain, end

AWKWARD = "100 % de 'Ñuñez'; \\ \"sí\" {} %s\n"


@pytest.fixture
def case(office):
    folders.publish(folders.task("uno"), end("fin"), chain(folders.LAST, "uno", "fin"))
    return folders.file()


def rows(case, *groups: str) -> list[CaseRole]:
    return [CaseRole(case=case, group=group) for group in groups]


def test_nothing_is_written_before_it_is_sent(case) -> None:
    batch = Batch()
    batch.insert(rows(case, "alcalde"))
    assert not CaseRole.objects.filter(group="alcalde").exists()
    batch.send()
    assert CaseRole.objects.filter(case=case, group="alcalde").exists()


def test_texts_and_json_come_back_as_they_were_given(case) -> None:
    item = case.items.get()
    item.answers = {"nota": AWKWARD, "lista": [1, None, True]}
    item.name = AWKWARD
    batch = Batch()
    batch.update(item, ("answers", "name"))
    batch.send()
    found = WorkItem.objects.get(pk=item.pk)
    assert (found.answers, found.name) == (item.answers, AWKWARD)


def test_statements_keep_their_order(case) -> None:
    item = case.items.get()
    batch = Batch()
    batch.delete(InboxEntry, "item_id", [item.pk])
    batch.insert([InboxEntry(item=item, group="alcalde", due_on=date(2026, 12, 1))])
    batch.send()
    assert list(item.entries.values_list("group", flat=True)) == ["alcalde"]


def test_more_rows_than_a_statement_takes_are_all_written(case) -> None:
    batch = Batch()
    batch.insert(rows(case, *(f"oficina-{number}" for number in range(2_500))))
    batch.send()
    assert CaseRole.objects.filter(group__startswith="oficina-").count() == 2_500


def test_a_written_row_is_no_longer_new(case, friday) -> None:
    answer = Submission(submit_id=uuid4(), command="x", at=friday)
    batch = Batch()
    batch.insert([answer])
    batch.send()
    assert not answer._state.adding


def test_a_conflict_is_the_same_error_as_elsewhere_and_undoes_everything(case) -> None:
    first = case.events.get(seq=1)
    twin = Event(case=case, seq=1, kind="k", at=first.at, actor_kind="system", data="{}")
    batch = Batch()
    batch.insert(rows(case, "alcalde"))
    batch.insert([twin])
    with pytest.raises(IntegrityError), transaction.atomic():
        batch.send()
    assert not CaseRole.objects.filter(group="alcalde").exists()


def test_locked_rows_are_those_that_a_query_finds(case) -> None:
    item = case.items.select_related("case").get()
    with transaction.atomic():
        locked = lock_item(item.pk)
        alone = lock_case(case.pk)
    for found, expected in ((locked, item), (locked.case, item.case), (alone, item.case)):
        for field in expected._meta.concrete_fields:
            assert getattr(found, field.attname) == getattr(expected, field.attname), field


def test_a_lock_of_nothing_is_none(office) -> None:
    with transaction.atomic():
        assert lock_item(uuid4()) is None
        assert lock_case(uuid4()) is None


def test_a_transaction_that_is_broken_takes_no_statement(case) -> None:
    batch = Batch()
    batch.insert(rows(case, "alcalde"))
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            batch.send()
