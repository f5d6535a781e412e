"""A case given up or lapsed: nothing waits in it any more, and its expediente is closed."""

from uuid import uuid4

import pytest

from engine import commands
from engine.clock import SuspensionCause
from engine.errors import CaseNotFound, CaseOver, ItemFinished, ReasonMissing
from engine.jobs.execution import run_due
from engine.models import InboxEntry, Job, Subscription, Timer
from engine.queries import cases as case_queries
from tests.engine import cases, folders
from tests.engine.runtime.models import catch, chain, end, fork, job, message


@pytest.fixture
def case(office):
    """Waits for a person, for a worker and for a message at once."""
    folders.publish(
        fork("reparte"),
        folders.task("uno"),
        job("trabajo", kind="registry.query"),
        catch("espera", "llego"),
        fork("junta"),
        end("fin"),
        chain(folders.LAST, "reparte", "uno", "junta", "fin"),
        chain("reparte", "trabajo", "junta"),
        chain("reparte", "espera", "junta"),
        roots=message("llego"),
    )
    return folders.file()


def withdraw(actor, case, submit_id=None, reason="Ya no lo necesito") -> None:
    commands.withdraw_case(
        commands.WithdrawCase(
            actor=actor, case_id=case.id, reason=reason, submit_id=submit_id or uuid4()
        )
    )
    case.refresh_from_db()


def lapse(actor, case, reason="No completó") -> None:
    commands.lapse_case(
        commands.LapseCase(actor=actor, case_id=case.id, reason=reason, submit_id=uuid4())
    )
    case.refresh_from_db()


def test_everything_that_waits_is_cancelled(case) -> None:
    withdraw(cases.citizen(), case)

    assert (case.status, case.state, case.outcome) == (
        "withdrawn",
        "DESISTIDO_EXPRESO",
        "DESISTIDO_EXPRESO",
    )
    assert case.items.get().status == "cancelled"
    assert case.jobs.get(element_id="trabajo").status == "cancelled"
    assert not Timer.objects.filter(case=case).exists()
    assert not Subscription.objects.filter(case=case).exists()
    assert not InboxEntry.objects.filter(item__case=case).exists()


def test_the_expediente_is_closed_with_its_index(case) -> None:
    withdraw(cases.citizen(), case)
    run_due()

    assert "record.closed" in folders.kinds(case)
    assert case.documents.filter(kind="indice").exists()


def test_an_item_of_it_is_told_to_be_over(case) -> None:
    carmen = cases.official(folders.OFFICE)
    item = folders.held(case, carmen, "uno")
    withdraw(cases.citizen(), case)

    with pytest.raises(ItemFinished):
        cases.complete(carmen, item, {"amount": 1})


def test_only_the_owner_gives_it_up(case) -> None:
    for who in (cases.citizen("otro@correo.test"), cases.official(folders.OFFICE)):
        with pytest.raises(CaseNotFound):
            withdraw(who, case)


def test_giving_it_up_twice(case) -> None:
    submit_id = uuid4()
    for _ in range(2):
        withdraw(cases.citizen(), case, submit_id)

    with pytest.raises(CaseOver):
        withdraw(cases.citizen(), case)
    assert folders.kinds(case).count("case.withdrawn") == 1


def test_the_owner_still_reads_it_as_ended(case) -> None:
    withdraw(cases.citizen(), case)

    view = case_queries.case_for(cases.citizen(), case.radicado)
    assert view.waiting_for == "Este trámite terminó."
    assert [row.is_closed for row in case_queries.cases_of(cases.citizen())] == [True]


def test_the_office_declares_it_lapsed_with_its_motives(case) -> None:
    with pytest.raises(ReasonMissing):
        lapse(cases.official(folders.OFFICE), case, reason="")

    lapse(cases.official(folders.OFFICE), case)

    assert (case.status, case.state) == ("lapsed", "DESISTIDO_TACITO")


def test_the_citizen_does_not_declare_it_lapsed(case) -> None:
    with pytest.raises(CaseNotFound):
        lapse(cases.citizen(), case)


def test_a_suspended_case_is_given_up_too(case) -> None:
    commands.suspend_case(
        commands.SuspendCase(
            actor=cases.official(folders.OFFICE),
            case_id=case.id,
            cause=SuspensionCause.SUBSANACION,
            reason="Falta",
            submit_id=uuid4(),
        )
    )

    withdraw(cases.citizen(), case)

    assert case.status == "withdrawn"


def test_attachments_on_their_way_to_the_archive_arrive(office) -> None:
    case = cases.file("T02-E9")
    withdraw(cases.citizen(), case)

    run_due()

    kept = Job.objects.filter(case=case, type="document.archive")
    assert {one.status for one in kept} == {"done"}
