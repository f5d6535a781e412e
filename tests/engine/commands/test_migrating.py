"""A running case goes on in another version: where each token lands is told before, and moved at once."""

from decimal import Decimal
from uuid import uuid4

import pytest

from engine import commands
from engine.clock import SuspensionCause
from engine.errors import CaseOver, MigrationImpossible, NotAllowed, ReasonMissing
from engine.events import log
from engine.models import InboxEntry, Timer
from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end, fork, job, node


def boundary_timer(node_id: str, host: str, term: str) -> str:
    definition = (
        "<bpmn:timerEventDefinition><bpmn:timeDuration>"
        f"{term}</bpmn:timeDuration></bpmn:timerEventDefinition>"
    )
    return node("boundaryEvent", node_id, definition, attachedToRef=host)


def first_version(**names: str):
    return folders.publish(
        fork("reparte"),
        folders.task("uno", name=names.get("uno", "Uno")),
        job("trabajo", kind="registry.query"),
        fork("junta"),
        folders.task("dos"),
        end("fin"),
        chain(folders.LAST, "reparte", "uno", "junta", "dos", "fin"),
        chain("reparte", "trabajo", "junta"),
    )


def other_version():
    """The first task has another role, another name and a deadline; the job has another type."""
    return folders.publish(
        fork("reparte"),
        folders.task("uno", groups="tesorero", name="Revisar"),
        boundary_timer("tarde", "uno", "=duration(&quot;P3D&quot;)"),
        end("vencido"),
        job("trabajo", kind="registry.query"),
        fork("junta"),
        folders.task("dos"),
        end("fin"),
        chain(folders.LAST, "reparte", "uno", "junta", "dos", "fin"),
        chain("reparte", "trabajo", "junta"),
        chain("tarde", "vencido"),
    )


def without_first_task():
    return folders.publish(
        fork("reparte"),
        folders.task("revisar"),
        job("trabajo", kind="registry.query"),
        fork("junta"),
        folders.task("dos"),
        end("fin"),
        chain(folders.LAST, "reparte", "revisar", "junta", "dos", "fin"),
        chain("reparte", "trabajo", "junta"),
    )


@pytest.fixture
def case(office):
    first_version()
    return folders.file()


@pytest.fixture
def admin(db):
    return folders.person("admin@correo.test", "engine-admin", name="Admin")


def migrate(actor, case, version, mapping=None, reason="Cambió la norma", submit_id=None) -> None:
    commands.migrate_case(
        commands.MigrateCase(
            actor=actor,
            case_id=case.id,
            digest=version.digest,
            mapping=mapping or {},
            reason=reason,
            submit_id=submit_id or uuid4(),
        )
    )
    case.refresh_from_db()


def test_the_plan_says_where_each_token_lands_and_changes_nothing(case, admin) -> None:
    digest = case.version_digest

    plan = commands.plan_migration(admin, case.id, other_version().digest)

    case.refresh_from_db()
    assert plan.is_possible
    assert {landing.element_id: landing.to for landing in plan.landings} == {
        "uno": (folders.SLUG, "uno"),
        "trabajo": (folders.SLUG, "trabajo"),
    }
    assert case.version_digest == digest


def test_the_case_goes_on_in_the_other_version(case, admin) -> None:
    version = other_version()
    item = cases.waiting_item(case)

    migrate(admin, case, version)

    item.refresh_from_db()
    assert case.version_digest == version.digest
    assert (item.status, item.name, item.groups) == ("ready", "Revisar", ["tesorero"])
    groups = InboxEntry.objects.filter(item=item).values_list("group", flat=True)
    assert list(groups) == ["tesorero"]
    assert Timer.objects.get(case=case).element_id == "tarde"
    treasurer = cases.official("tesorero", email="t@correo.test")
    cases.complete(treasurer, folders.held(case, treasurer, "uno"), {"amount": Decimal(1)})
    assert not Timer.objects.filter(case=case).exists()


def test_the_event_names_both_versions_and_the_reason(case, admin) -> None:
    before, version = case.version_digest, other_version()

    migrate(admin, case, version)

    event = case.events.get(kind="case.migrated")
    assert before in event.data
    assert version.digest in event.data
    assert "Cambió la norma" in event.data
    assert event.actor_name == "Admin"
    assert log.broken_links(case) == []


def test_an_item_in_somebodys_hands_stays_there(case, admin) -> None:
    carmen = cases.official(folders.OFFICE)
    item = folders.held(case, carmen, "uno")
    commands.save_item_draft(
        commands.SaveItemDraft(actor=carmen, item_id=item.id, answers={"amount": "3"})
    )

    migrate(admin, case, other_version())

    item.refresh_from_db()
    assert (item.assignee_id, item.answers) == (carmen.user_id, {"amount": "3"})


def test_a_token_without_a_place_stops_the_whole_move(case, admin) -> None:
    version = without_first_task()
    digest = case.version_digest

    with pytest.raises(MigrationImpossible) as refused:
        migrate(admin, case, version)

    case.refresh_from_db()
    assert [landing["from"][1] for landing in refused.value.data["landings"]] == ["uno"]
    assert case.version_digest == digest


def test_a_mapping_gives_it_one(case, admin) -> None:
    version = without_first_task()
    mapping = {(folders.SLUG, "uno"): (folders.SLUG, "revisar")}

    migrate(admin, case, version, mapping)

    assert cases.waiting_item(case).element_id == "revisar"


def test_a_suspended_case_keeps_its_clock(case, admin) -> None:
    commands.suspend_case(
        commands.SuspendCase(
            actor=cases.official(folders.OFFICE),
            case_id=case.id,
            cause=SuspensionCause.PRUEBAS,
            reason="Pruebas",
            submit_id=uuid4(),
        )
    )

    migrate(admin, case, other_version())

    assert case.status == "suspended"


@pytest.mark.parametrize(
    ("who", "reason", "error"),
    [
        (lambda: folders.person("jefe@correo.test", "supervisor"), "sí", NotAllowed),
        (lambda: folders.person("admin@correo.test", "engine-admin"), "", ReasonMissing),
    ],
    ids=["no repairer", "no reason"],
)
def test_only_who_repairs_moves_it_and_says_why(case, who, reason, error) -> None:
    with pytest.raises(error):
        migrate(who(), case, other_version(), reason=reason)


def test_a_repeated_move_is_one(case, admin) -> None:
    version, submit_id = other_version(), uuid4()
    for _ in range(2):
        migrate(admin, case, version, submit_id=submit_id)

    assert folders.kinds(case).count("case.migrated") == 1


def test_a_case_that_is_over_goes_nowhere(case, admin) -> None:
    commands.withdraw_case(
        commands.WithdrawCase(actor=cases.citizen(), case_id=case.id, reason="", submit_id=uuid4())
    )

    with pytest.raises(CaseOver):
        migrate(admin, case, other_version())
