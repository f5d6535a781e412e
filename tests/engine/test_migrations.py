"""Migrations apply on a database that the release before has filled."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

APP = "ventanilla_engine"
NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def migrated():
    """Goes to a migration and gives its models; everything is brought forward again afterwards."""

    def go(name: str):
        executor = MigrationExecutor(connection)
        executor.migrate([(APP, name)])
        return MigrationExecutor(connection).loader.project_state([(APP, name)]).apps

    yield go
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def place(case, token: str) -> dict:
    return {
        "case": case,
        "token": token,
        "process_id": "p",
        "element_id": "e",
        "created_at": NOW,
    }


def test_cases_of_the_first_schema_get_what_commands_expect(migrated) -> None:
    old = migrated("0001_initial")
    case = old.get_model(APP, "Case").objects.create(
        id=uuid4(),
        slug="p",
        procedure_name="P",
        created_at=NOW,
        updated_at=NOW,
        due_on=date(2026, 12, 1),
    )
    for seq in (1, 2):
        old.get_model(APP, "Event").objects.create(
            case=case, seq=seq, kind="k", at=NOW, data="{}", previous_hash="", hash=f"h{seq}"
        )
    item = old.get_model(APP, "WorkItem").objects.create(**place(case, "1"))
    for group in ("tesorero", "alcalde"):
        old.get_model(APP, "WorkItemGroup").objects.create(item=item, group=group)
    subscriptions = old.get_model(APP, "Subscription").objects
    subscriptions.create(**place(case, "2"), message="m", correlation_key="k")
    subscriptions.create(**place(case, "3"), message="m", correlation_key="k", is_open=False)

    new = migrated("0002_engine_complete")

    found = new.get_model(APP, "Case").objects.get()
    assert (found.event_count, found.event_head) == (2, "h2")
    assert found.roles == ["alcalde", "tesorero"]
    assert new.get_model(APP, "WorkItem").objects.get().groups == ["alcalde", "tesorero"]
    entries = new.get_model(APP, "InboxEntry").objects.order_by("group")
    assert [(one.group, one.due_on) for one in entries] == [
        ("alcalde", date(2026, 12, 1)),
        ("tesorero", date(2026, 12, 1)),
    ]
    assert list(new.get_model(APP, "Subscription").objects.values_list("token", "kind")) == [
        ("2", "message")
    ]
