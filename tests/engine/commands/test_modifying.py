"""Changing a case by hand: cancel, start, set data; all in one, by who may, with a reason."""

from decimal import Decimal
from uuid import uuid4

import pytest

from engine import commands
from engine.errors import CaseStuck, ModificationRefused, NotAllowed, ReasonMissing
from engine.models import Incident
from engine.runtime import CancelToken, SetVariables, StartElement
from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end, flow, xor


@pytest.fixture
def case(office):
    folders.publish(
        folders.task("uno"),
        xor("cual"),
        folders.task("dos"),
        end("fin"),
        chain(folders.LAST, "uno", "cual"),
        flow("cual", "dos", "=limit > 100", "mucho"),
        flow("cual", "fin", "=limit > 1000", "muchisimo"),
        flow("dos", "fin"),
    )
    return folders.file()


@pytest.fixture
def admin(db):
    return folders.person("admin@correo.test", "engine-admin", name="Admin")


def modify(actor, case, *changes, reason="Se corrige el recorrido") -> None:
    commands.modify_case(
        commands.ModifyCase(
            actor=actor, case_id=case.id, changes=changes, reason=reason, submit_id=uuid4()
        )
    )
    case.refresh_from_db()


def test_what_waits_is_moved_to_another_element(case, admin) -> None:
    item = cases.waiting_item(case)

    modify(admin, case, StartElement(folders.SLUG, "dos", {}), CancelToken(item.token))

    item.refresh_from_db()
    assert item.status == "cancelled"
    assert cases.waiting_item(case).element_id == "dos"
    assert "case.modified" in folders.kinds(case)


def test_mended_data_let_a_stuck_case_go_on(case, admin) -> None:
    carmen = cases.official(folders.OFFICE)
    item = folders.held(case, carmen, "uno")
    with pytest.raises(CaseStuck):
        cases.complete(carmen, item, {"amount": Decimal(1)})

    modify(admin, case, SetVariables({"limit": 500}))
    commands.retry_incident(
        commands.RetryIncident(
            actor=admin,
            incident_id=Incident.objects.get(case=case).id,
            reason="Dato corregido",
            submit_id=uuid4(),
        )
    )

    item.refresh_from_db()
    assert item.status == "completed"
    assert cases.waiting_item(case).element_id == "dos"
    assert Incident.objects.get(case=case).status == "resolved"
    done = case.events.get(kind="item.completed")
    assert done.actor_name == "Admin"
    assert "Carmen" in done.data


def test_the_event_says_what_was_changed_and_why(case, admin) -> None:
    modify(admin, case, SetVariables({"limit": 500}), reason="El dato llegó errado")

    event = case.events.get(kind="case.modified")
    assert "El dato llegó errado" in event.data
    assert '"limit":500' in event.data


@pytest.mark.parametrize(
    "changes",
    [(), (CancelToken("9999"),), (StartElement(folders.SLUG, "no-existe", {}),)],
    ids=["nothing", "no such token", "no such element"],
)
def test_what_is_not_there_is_not_changed(case, admin, changes) -> None:
    before = folders.kinds(case)

    with pytest.raises(ModificationRefused):
        modify(admin, case, *changes)

    assert folders.kinds(case) == before


@pytest.mark.parametrize(
    ("who", "reason", "error"),
    [
        (lambda: folders.person("jefe@correo.test", "supervisor"), "sí", NotAllowed),
        (lambda: folders.person("admin@correo.test", "engine-admin"), " ", ReasonMissing),
    ],
    ids=["no repairer", "no reason"],
)
def test_only_who_repairs_changes_it_and_says_why(case, who, reason, error) -> None:
    with pytest.raises(error):
        modify(who(), case, SetVariables({"limit": 1}), reason=reason)
