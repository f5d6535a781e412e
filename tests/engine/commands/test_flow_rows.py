"""What a step opens, cancels and notes becomes rows and events."""

from datetime import datetime
from decimal import Decimal

import pytest

from engine import commands
from engine.clock import BOGOTA
from engine.commands import clock
from engine.models import InboxEntry
from engine.queries import cases as case_queries
from engine.queries import inbox
from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end, node


@pytest.fixture
def carmen(db):
    return folders.person("carmen@correo.test", folders.OFFICE, name="Carmen")


def test_an_item_that_a_timer_takes_away_is_expired(office, carmen) -> None:
    timer = "<bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>"
    folders.publish(
        folders.task("uno"),
        node("boundaryEvent", "tarde", timer, attachedToRef="uno"),
        folders.task("dos"),
        end("fin"),
        chain(folders.LAST, "uno", "fin"),
        chain("tarde", "dos"),
        chain("dos", "fin"),
    )
    case = folders.file()

    with clock.lend(lambda: datetime(2026, 11, 23, tzinfo=BOGOTA)):
        assert commands.fire_next_timer()

    assert case.items.get(element_id="uno").status == "expired"
    assert not InboxEntry.objects.filter(item__element_id="uno").exists()
    assert cases.waiting_item(case).element_id == "dos"
    assert "item.expired" in folders.kinds(case)


def test_what_the_flow_does_not_need_any_more_leaves_the_inboxes(office, carmen) -> None:
    folders.publish(
        node("parallelGateway", "reparte"),
        folders.task("uno"),
        folders.task("dos"),
        end("todo", "<bpmn:terminateEventDefinition/>"),
        end("fin"),
        chain(folders.LAST, "reparte", "uno", "todo"),
        chain("reparte", "dos", "fin"),
    )
    case = folders.file()

    cases.complete(carmen, folders.held(case, carmen, "uno"), {"amount": Decimal(1)})

    assert case.items.get(element_id="dos").status == "cancelled"
    assert inbox.inbox(carmen, cases.FRIDAY.date()) == []


def test_what_bpmn_lets_pass_is_noted(office) -> None:
    folders.publish(
        end("fin", '<bpmn:escalationEventDefinition escalationRef="aviso"/>'),
        chain(folders.LAST, "fin"),
        roots=node("escalation", "aviso", escalationCode="aviso"),
    )

    case = folders.file()

    noted = case.events.get(kind="flow.noted")
    assert '"code":"escalation-not-caught"' in noted.data


def test_the_model_names_who_does_it(office, carmen) -> None:
    folders.publish(
        folders.task("uno", groups="tesorero", assignee="carmen@correo.test"),
        end("fin"),
        chain(folders.LAST, "uno", "fin"),
    )
    case = folders.file()

    item = cases.waiting_item(case)
    assert (item.status, item.assignee_id) == ("claimed", carmen.user_id)
    assert [row.id for row in inbox.inbox(carmen, cases.FRIDAY.date())] == [item.id]


@pytest.mark.parametrize(
    "who",
    [
        lambda: folders.person("jefe@correo.test", "supervisor"),
        lambda: folders.person("otra@correo.test", folders.OFFICE),
    ],
    ids=["a supervisor", "a role that is done with it"],
)
def test_who_still_reads_a_case_that_is_over(office, carmen, who) -> None:
    folders.publish(folders.task("uno"), end("fin"), chain(folders.LAST, "uno", "fin"))
    case = folders.file()
    cases.complete(carmen, folders.held(case, carmen, "uno"), {"amount": Decimal(1)})

    assert case_queries.case_for(who(), case.radicado).radicado == case.radicado


def test_a_finished_item_shows_what_was_answered(office, carmen) -> None:
    folders.publish(folders.task("uno"), end("fin"), chain(folders.LAST, "uno", "fin"))
    case = folders.file()
    item = folders.held(case, carmen, "uno")
    cases.complete(carmen, item, {"amount": Decimal(7)})

    view = inbox.item(carmen, item.id, cases.FRIDAY.date())

    assert [(row.label, row.value) for row in view.answers_summary[0].rows] == [("Monto", "7")]


def test_an_inbox_is_read_a_page_at_a_time_in_the_order_of_terms(office, carmen) -> None:
    folders.publish(folders.task("uno"), end("fin"), chain(folders.LAST, "uno", "fin"))
    filed = [folders.file().radicado for _ in range(5)]
    today = cases.FRIDAY.date()

    first = inbox.inbox(carmen, today, limit=3)
    last = first[-1]
    second = inbox.inbox(carmen, today, limit=3, after=(last.deadline.due, last.id))

    assert len(first) == 3
    assert sorted(row.radicado for row in [*first, *second]) == filed
    assert inbox.inbox_size(carmen) == 5
