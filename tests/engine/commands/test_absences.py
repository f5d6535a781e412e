"""Somebody is away: tasks, roles and the signature are the substitute's, and theirs again by themselves."""

import json
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from engine import commands
from engine.commands import clock
from engine.errors import (
    AbsenceDatesRefused,
    AbsenceForOneself,
    AbsenceNotFound,
    AbsenceOverlaps,
    AbsenceRolesRefused,
    AbsenceSigningRefused,
    ActorAway,
    ItemNotFound,
    NotAllowed,
    PersonSubstitutes,
    ReasonMissing,
    SubstituteAway,
    TextMissing,
)
from engine.jobs.signing import right_to_sign
from engine.models import Absence
from engine.queries import absences, inbox
from signatures.errors import NotAuthorisedToSign
from tests.engine import cases, folders
from tests.engine.hours import hours
from tests.engine.runtime.models import chain, end
from tests.signatures.holders import authorise

__all__ = ["hours"]

TODAY = cases.FRIDAY.date()
AWAY = {"starts_on": TODAY + timedelta(days=3), "ends_on": TODAY + timedelta(days=7)}


@pytest.fixture
def case(office, hours):
    folders.publish(
        folders.task("uno"),
        folders.task("dos"),
        end("fin"),
        chain(folders.LAST, "uno", "dos", "fin"),
    )
    return folders.file()


@pytest.fixture
def carmen(db):
    return folders.person("carmen@correo.test", folders.OFFICE, name="Carmen")


@pytest.fixture
def lucia(db):
    return folders.person("lucia@correo.test", "tesorero", name="Lucía")


@pytest.fixture
def boss(db):
    return folders.person("jefe@correo.test", "supervisor", name="Jefe")


def enter(actor, person, substitute, **changes) -> Absence:
    given = {**AWAY, "act": "Decreto 012", "act_date": TODAY, "absence_id": uuid4()} | changes
    commands.enter_absence(
        commands.EnterAbsence(
            actor=actor, person_id=person.user_id, substitute_id=substitute.user_id, **given
        )
    )
    return Absence.objects.get(pk=given["absence_id"])


def end_it(actor, absence, reason="") -> None:
    commands.end_absence(commands.EndAbsence(actor=actor, absence_id=absence.id, reason=reason))


def today(actor):
    """The actor as they come in at this moment."""
    return absences.with_absences(actor, clock.today())


def inbox_of(actor) -> list[str]:
    return [row.name for row in inbox.inbox(today(actor), clock.today())]


def test_what_the_absent_holds_moves_and_comes_back(case, carmen, lucia, hours) -> None:
    folders.held(case, carmen, "uno")
    enter(carmen, carmen, lucia)
    seen = [inbox_of(lucia)]
    hours.move(days=3)
    seen.append(inbox_of(lucia))
    hours.move(days=4)
    seen.append(inbox_of(lucia))
    hours.move(days=1)
    seen.append(inbox_of(lucia))

    assert seen == [[], ["uno"], ["uno"], []]
    assert inbox_of(carmen) == ["uno"]


def test_the_substitute_finishes_it_and_the_event_says_by_which_act(
    case, carmen, lucia, hours
) -> None:
    item = folders.held(case, carmen, "uno")
    enter(carmen, carmen, lucia)
    hours.move(days=3)

    cases.complete(today(lucia), item, {"amount": Decimal(4)})

    item.refresh_from_db()
    assert (item.status, item.assignee_id) == ("completed", lucia.user_id)
    data = json.loads(case.events.get(kind="item.completed").data)
    assert data["encargo"]["act"] == "Decreto 012"
    assert data["encargo"]["of"]["name"] == "Carmen"
    assert cases.waiting_item(case).element_id == "dos"


def test_who_is_away_does_not_work_it_meanwhile(case, carmen, lucia, hours) -> None:
    item = folders.held(case, carmen, "uno")
    enter(carmen, carmen, lucia)
    hours.move(days=3)

    with pytest.raises(ActorAway) as refused:
        cases.complete(today(carmen), item, {"amount": Decimal(4)})
    assert refused.value.data["substitute"] == "Lucía"


def test_what_is_taken_by_the_absent_s_role_comes_back_to_them(case, carmen, lucia, hours) -> None:
    item = cases.waiting_item(case)
    enter(carmen, carmen, lucia)
    hours.move(days=3)
    cases.claim(today(lucia), item)
    hours.move(days=5)

    item.refresh_from_db()
    assert item.assignee_id == carmen.user_id
    assert inbox_of(lucia) == []
    with pytest.raises(ItemNotFound):
        cases.complete(today(lucia), item, {"amount": Decimal(4)})
    cases.complete(today(carmen), item, {"amount": Decimal(4)})


def test_what_is_reassigned_to_the_absent_is_the_substitute_s(case, carmen, lucia, boss, hours):
    item = cases.waiting_item(case)
    enter(boss, carmen, lucia)
    hours.move(days=3)

    commands.reassign_item(
        commands.ReassignItem(
            actor=boss, item_id=item.id, to_user_id=carmen.user_id, reason="Suyo", submit_id=uuid4()
        )
    )

    assert inbox_of(lucia) == ["uno"]


def test_only_the_roles_that_are_passed_on_move(case, lucia, boss, hours) -> None:
    both = folders.person("carmen@correo.test", folders.OFFICE, "recaudo", name="Carmen")
    folders.held(case, both, "uno")
    enter(boss, both, lucia, groups=["recaudo"])
    hours.move(days=3)

    assert today(lucia).groups == {"tesorero", "recaudo"}
    assert inbox_of(lucia) == []


def test_roles_over_the_installation_are_never_passed_on(lucia, boss, hours, db) -> None:
    ana = folders.person("a@correo.test", folders.OFFICE, "engine-admin", "sistemas", "auditor")
    enter(boss, ana, lucia)
    hours.move(days=3)

    assert today(lucia).groups == {"tesorero", folders.OFFICE}
    with pytest.raises(AbsenceRolesRefused):
        enter(
            boss,
            ana,
            lucia,
            groups=["sistemas"],
            starts_on=date(2027, 1, 4),
            ends_on=date(2027, 1, 5),
        )


def test_coming_back_early_is_at_once(case, carmen, lucia, hours) -> None:
    folders.held(case, carmen, "uno")
    absence = enter(carmen, carmen, lucia)
    hours.move(days=3)

    end_it(carmen, absence)

    assert inbox_of(lucia) == []
    assert today(carmen).away is None


def test_the_signature_moves_and_comes_back(carmen, lucia, boss, hours) -> None:
    authorise(carmen.user_id, folders.OFFICE)
    enter(boss, carmen, lucia, signs=True)
    with pytest.raises(NotAuthorisedToSign):
        right_to_sign(today(lucia), folders.OFFICE, clock.today())
    hours.move(days=3)

    right = right_to_sign(today(lucia), folders.OFFICE, clock.today())

    assert right.facts["kind"] == "encargado"
    assert (right.facts["act"], right.facts["principalAct"]) == ("Decreto 012", "Decreto 001")
    assert right.facts["onBehalfOf"] == "Carmen"
    assert right.facts["position"] == "Secretaria de Gobierno (E)"
    assert "Por encargo, Decreto 012" in right.words
    hours.move(days=5)
    with pytest.raises(NotAuthorisedToSign):
        right_to_sign(today(lucia), folders.OFFICE, clock.today())


def test_without_signing_power_the_substitute_does_not_sign(carmen, lucia, boss, hours) -> None:
    authorise(carmen.user_id, folders.OFFICE)
    enter(boss, carmen, lucia)
    hours.move(days=3)

    with pytest.raises(NotAuthorisedToSign):
        right_to_sign(today(lucia), folders.OFFICE, clock.today())


def test_who_may_not_sign_passes_no_signature_on(carmen, lucia, boss, hours) -> None:
    enter(boss, carmen, lucia, signs=True)
    hours.move(days=3)

    with pytest.raises(NotAuthorisedToSign):
        right_to_sign(today(lucia), folders.OFFICE, clock.today())


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"starts_on": date(2026, 11, 25), "ends_on": date(2026, 11, 24)}, AbsenceDatesRefused),
        (
            {
                "starts_on": date(2026, 11, 10),
                "act_date": date(2026, 11, 1),
                "ends_on": date(2026, 11, 12),
            },
            AbsenceDatesRefused,
        ),
        ({"act_date": date(2026, 12, 1)}, AbsenceDatesRefused),
        ({"act": "  "}, TextMissing),
        ({"signs": True}, AbsenceSigningRefused),
        ({"groups": ["tesorero"]}, AbsenceRolesRefused),
    ],
    ids=[
        "ends before",
        "over already",
        "before its act",
        "no act",
        "own signature",
        "not their role",
    ],
)
def test_one_s_own_absence_is_refused_with_its_reason(carmen, lucia, hours, changes, error) -> None:
    with pytest.raises(error):
        enter(carmen, carmen, lucia, **changes)


def test_only_who_supervises_enters_somebody_else_s(carmen, lucia, boss, hours) -> None:
    with pytest.raises(NotAllowed):
        enter(lucia, carmen, boss)
    assert enter(boss, carmen, lucia).entered_by_id == boss.user_id


def test_nobody_enters_that_they_stand_in(carmen, boss, hours) -> None:
    with pytest.raises(AbsenceForOneself):
        enter(boss, carmen, boss)
    with pytest.raises(AbsenceForOneself):
        enter(carmen, carmen, carmen)


def test_absences_that_would_overlap_or_go_in_a_circle_are_refused(
    carmen, lucia, boss, hours
) -> None:
    other = folders.person("otra@correo.test", folders.OFFICE, name="Otra")
    enter(boss, carmen, lucia)

    with pytest.raises(AbsenceOverlaps):
        enter(boss, carmen, other, starts_on=AWAY["ends_on"], ends_on=date(2026, 12, 30))
    with pytest.raises(PersonSubstitutes):
        enter(boss, lucia, other)
    with pytest.raises(SubstituteAway):
        enter(boss, other, carmen)
    after = AWAY["ends_on"] + timedelta(days=1)
    enter(boss, lucia, carmen, starts_on=after, ends_on=after)


def test_a_repeated_submit_is_one_absence(carmen, lucia, hours) -> None:
    same = uuid4()

    enter(carmen, carmen, lucia, absence_id=same)
    enter(carmen, carmen, lucia, absence_id=same)

    assert Absence.objects.count() == 1


def test_who_stands_in_does_not_end_it_and_a_supervisor_says_why(
    carmen, lucia, boss, hours
) -> None:
    absence = enter(boss, carmen, lucia)

    with pytest.raises(AbsenceNotFound):
        end_it(lucia, absence, "No quiero")
    with pytest.raises(ReasonMissing):
        end_it(boss, absence)
    end_it(boss, absence, "Se revocó el decreto")
    with pytest.raises(AbsenceNotFound):
        end_it(boss, absence, "Otra vez")
