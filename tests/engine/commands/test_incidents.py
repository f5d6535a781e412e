"""A model that fails leaves the case at its last good point, the answers with the item, and an incident."""

from decimal import Decimal
from uuid import uuid4

import pytest

from engine import commands
from engine.errors import (
    CaseStuck,
    IncidentNotFound,
    IncidentNotRetriable,
    NotAllowed,
    ReasonMissing,
)
from engine.events import log
from engine.models import Incident
from engine.queries import cases as case_queries
from engine.queries import timeline
from engine.runtime import CancelToken, StartElement
from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end, flow, xor

ENOUGH = "=amount > 100"


@pytest.fixture
def case(office):
    """A gateway without a default: an amount that is too small finds no way on."""
    folders.publish(
        folders.task("uno"),
        xor("cual"),
        end("fin"),
        chain(folders.LAST, "uno", "cual"),
        flow("cual", "fin", ENOUGH, "mucho"),
        flow("cual", "otro", "=amount > 1000", "muchisimo"),
        end("otro"),
    )
    return folders.file()


@pytest.fixture
def carmen(db):
    return cases.official(folders.OFFICE)


@pytest.fixture
def item(case, carmen):
    return folders.held(case, carmen, "uno")


@pytest.fixture
def supervisor(db):
    return folders.person("jefe@correo.test", "supervisor", name="Jefe")


def fail(carmen, item, amount: int = 1) -> CaseStuck:
    with pytest.raises(CaseStuck) as stuck:
        cases.complete(carmen, item, {"amount": Decimal(amount)})
    return stuck.value


def test_the_case_stays_where_it_was(case, carmen, item) -> None:
    case.refresh_from_db()
    frozen = bytes(case.frozen)

    fail(carmen, item)

    case.refresh_from_db()
    item.refresh_from_db()
    assert bytes(case.frozen) == frozen
    assert item.status == "claimed"


def test_the_incident_names_the_element_and_what_led_to_it(case, carmen, item) -> None:
    stuck = fail(carmen, item)

    incident = Incident.objects.get(case=case)
    assert (incident.kind, incident.status) == ("flow", "open")
    assert (incident.process_id, incident.element_id) == (folders.SLUG, "cual")
    assert incident.code
    assert incident.trigger["verb"] == "complete"
    assert incident.trigger["item"] == str(item.id)
    assert incident.trigger["answers"] == {"amount": 1}
    assert incident.trigger["actor"]["name"] == "Carmen"
    assert stuck.data["incident"] == str(incident.id)


def test_the_answers_are_kept_as_the_items_draft(carmen, item) -> None:
    fail(carmen, item, amount=7)

    item.refresh_from_db()
    assert item.answers == {"amount": "7"}


def test_the_failure_is_in_the_chain_and_the_citizen_is_told(case, carmen, item) -> None:
    fail(carmen, item)

    assert "incident.opened" in folders.kinds(case)
    assert "item.completed" not in folders.kinds(case)
    assert log.broken_links(case) == []
    titles = [entry.title for entry in timeline.timeline(cases.citizen(), case.radicado)]
    assert "Tuvimos una falla técnica" in titles


def test_the_same_failure_again_is_the_same_incident(case, carmen, item) -> None:
    fail(carmen, item)
    fail(carmen, item)

    incident = Incident.objects.get(case=case)
    assert incident.occurrences == 2
    assert folders.kinds(case).count("incident.opened") == 1
    case.refresh_from_db()
    assert case.open_incidents == 1


def test_it_is_resolved_by_itself_when_the_same_thing_succeeds(case, carmen, item) -> None:
    fail(carmen, item)

    cases.complete(carmen, item, {"amount": Decimal(500)})

    incident = Incident.objects.get(case=case)
    case.refresh_from_db()
    assert (incident.status, incident.resolution) == ("resolved", "by-itself")
    assert case.open_incidents == 0
    assert "incident.resolved" in folders.kinds(case)


def test_another_answer_of_the_same_submit_is_not_the_failure(case, carmen, item) -> None:
    submit_id = uuid4()
    with pytest.raises(CaseStuck):
        cases.complete(carmen, item, {"amount": Decimal(1)}, submit_id=submit_id)

    cases.complete(carmen, item, {"amount": Decimal(500)}, submit_id=submit_id)

    item.refresh_from_db()
    assert item.status == "completed"


def test_a_supervisor_closes_it_with_a_reason(case, carmen, item, supervisor) -> None:
    fail(carmen, item)
    incident = Incident.objects.get(case=case)

    commands.resolve_incident(
        commands.ResolveIncident(
            actor=supervisor,
            incident_id=incident.id,
            reason="Se corrigió el dato",
            submit_id=uuid4(),
        )
    )

    incident.refresh_from_db()
    case.refresh_from_db()
    assert (incident.status, incident.resolution) == ("resolved", "Se corrigió el dato")
    assert incident.resolved_by_id == supervisor.user_id
    assert case.open_incidents == 0


@pytest.mark.parametrize(
    ("who", "reason", "error"),
    [
        (lambda: cases.official(folders.OFFICE), "porque sí", NotAllowed),
        (lambda: folders.person("jefe@correo.test", "supervisor"), "  ", ReasonMissing),
    ],
    ids=["no supervisor", "no reason"],
)
def test_it_is_not_closed_by_anybody_nor_without_a_reason(case, carmen, item, who, reason, error):
    fail(carmen, item)
    incident = Incident.objects.get(case=case)

    with pytest.raises(error):
        commands.resolve_incident(
            commands.ResolveIncident(
                actor=who(), incident_id=incident.id, reason=reason, submit_id=uuid4()
            )
        )

    incident.refresh_from_db()
    assert incident.status == "open"


def retry(supervisor, case) -> None:
    commands.retry_incident(
        commands.RetryIncident(
            actor=supervisor,
            incident_id=Incident.objects.get(case=case).id,
            reason="corregido",
            submit_id=uuid4(),
        )
    )


def test_a_retry_that_fails_again_is_counted(case, carmen, item, supervisor) -> None:
    fail(carmen, item)

    with pytest.raises(CaseStuck):
        retry(supervisor, case)

    assert Incident.objects.get(case=case).occurrences == 2


def test_a_closed_incident_cannot_be_retried(case, carmen, item, supervisor) -> None:
    fail(carmen, item)
    cases.complete(carmen, item, {"amount": Decimal(500)})

    with pytest.raises(IncidentNotFound):
        retry(supervisor, case)


def test_a_released_item_is_not_finished_for_anybody(case, carmen, item, supervisor) -> None:
    fail(carmen, item)
    commands.release_item(commands.ReleaseItem(actor=carmen, item_id=item.id, submit_id=uuid4()))

    with pytest.raises(IncidentNotRetriable):
        retry(supervisor, case)


def test_the_case_page_says_that_something_failed(case, carmen, item) -> None:
    fail(carmen, item)
    view = case_queries.case_for(cases.citizen(), case.radicado)

    assert view.waiting_for


def test_a_case_that_is_given_up_has_no_open_incidents(case, carmen, item) -> None:
    fail(carmen, item)

    commands.withdraw_case(
        commands.WithdrawCase(actor=cases.citizen(), case_id=case.id, reason="", submit_id=uuid4())
    )

    assert Incident.objects.get(case=case).resolution == "case-over"


def test_a_filing_that_fails_leaves_an_incident_without_a_case(office) -> None:
    folders.publish(
        xor("cual"),
        end("fin"),
        end("otro"),
        chain(folders.LAST, "cual"),
        flow("cual", "fin", '=channel = "nadie"', "a"),
        flow("cual", "otro", '=channel = "ninguno"', "b"),
    )

    with pytest.raises(CaseStuck):
        folders.file()

    incident = Incident.objects.get()
    assert incident.case is None
    assert incident.element_id == "cual"


def test_it_is_resolved_when_its_item_is_cancelled_by_hand(case, carmen, item) -> None:
    fail(carmen, item)
    admin = folders.person("motor@correo.test", "engine-admin", name="Motor")

    commands.modify_case(
        commands.ModifyCase(
            actor=admin,
            case_id=case.id,
            changes=(
                CancelToken(item.token),
                StartElement(folders.SLUG, "uno"),
            ),
            reason="se repite",
            submit_id=uuid4(),
        )
    )

    case.refresh_from_db()
    assert case.open_incidents == 0
    assert Incident.objects.get(case=case).resolution == "cancelled"


def test_answers_stay_those_of_who_gave_them_however_often_they_are_retried(
    case, carmen, item, supervisor
) -> None:
    fail(carmen, item)
    incident = Incident.objects.get(case=case)
    for _ in range(2):
        with pytest.raises(CaseStuck):
            commands.retry_incident(
                commands.RetryIncident(
                    actor=supervisor, incident_id=incident.id, reason="ya", submit_id=uuid4()
                )
            )

    incident.refresh_from_db()
    assert incident.occurrences == 3
    assert incident.trigger["actor"]["name"] == "Carmen"
