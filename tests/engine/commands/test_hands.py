"""From hand to hand: delegate, take back, reassign, return; and what is typed goes along."""

from decimal import Decimal
from uuid import uuid4

import pytest

from engine import commands
from engine.errors import (
    ItemAlreadyClaimed,
    ItemDelegated,
    ItemNotDelegated,
    ItemNotFound,
    PersonNotFound,
    ReasonMissing,
    SigningNotDelegable,
)
from engine.queries import inbox
from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end, properties


@pytest.fixture
def case(office):
    folders.publish(
        folders.task("uno"),
        folders.task("firmar", properties(signs="document")),
        end("fin"),
        chain(folders.LAST, "uno", "firmar", "fin"),
    )
    return folders.file()


@pytest.fixture
def carmen(db):
    return folders.person("carmen@correo.test", folders.OFFICE, name="Carmen")


@pytest.fixture
def lucia(db):
    return folders.person("lucia@correo.test", "tesorero", name="Lucía")


@pytest.fixture
def item(case, carmen):
    return folders.held(case, carmen, "uno")


def delegate(actor, item, to, reason="Vacaciones") -> None:
    commands.delegate_item(
        commands.DelegateItem(
            actor=actor, item_id=item.id, to_user_id=to.user_id, reason=reason, submit_id=uuid4()
        )
    )
    item.refresh_from_db()


def reassign(actor, item, to, reason="Es de su zona") -> None:
    commands.reassign_item(
        commands.ReassignItem(
            actor=actor, item_id=item.id, to_user_id=to.user_id, reason=reason, submit_id=uuid4()
        )
    )
    item.refresh_from_db()


def give_back(actor, item, reason="No me corresponde") -> None:
    commands.return_item(
        commands.ReturnItem(actor=actor, item_id=item.id, reason=reason, submit_id=uuid4())
    )
    item.refresh_from_db()


def inbox_of(actor) -> list[str]:
    rows = inbox.inbox(actor, cases.FRIDAY.date(), mine_only=True)
    return [row.name for row in rows]


def test_a_delegate_works_it_and_the_owner_sees_where_it_is(item, carmen, lucia) -> None:
    delegate(carmen, item, lucia)

    assert (item.assignee_id, item.owner_id) == (lucia.user_id, carmen.user_id)
    assert inbox_of(lucia) == ["uno"]
    assert inbox_of(carmen) == ["uno"]


def test_what_the_delegate_finishes_comes_back_to_its_owner_with_the_answers(
    case, item, carmen, lucia
) -> None:
    delegate(carmen, item, lucia)

    cases.complete(lucia, item, {"amount": Decimal(4)})

    item.refresh_from_db()
    assert (item.status, item.assignee_id, item.owner_id) == ("claimed", carmen.user_id, None)
    assert item.answers == {"amount": "4"}
    assert "item.handed-back" in folders.kinds(case)
    assert inbox_of(lucia) == []
    cases.complete(carmen, item, {"amount": Decimal(4)})
    assert cases.waiting_item(case).element_id == "firmar"


def test_the_owner_takes_it_back(case, item, carmen, lucia) -> None:
    delegate(carmen, item, lucia)

    commands.take_back_item(commands.TakeBackItem(actor=carmen, item_id=item.id, submit_id=uuid4()))

    item.refresh_from_db()
    assert (item.assignee_id, item.owner_id) == (carmen.user_id, None)
    with pytest.raises(ItemNotFound):
        cases.complete(lucia, item, {"amount": Decimal(4)})


def test_the_delegate_releases_it_to_its_owner(item, carmen, lucia) -> None:
    delegate(carmen, item, lucia)

    commands.release_item(commands.ReleaseItem(actor=lucia, item_id=item.id, submit_id=uuid4()))

    item.refresh_from_db()
    assert (item.assignee_id, item.owner_id) == (carmen.user_id, None)


def test_a_delegated_item_is_not_delegated_further(item, carmen, lucia) -> None:
    delegate(carmen, item, lucia)

    with pytest.raises(ItemDelegated):
        delegate(lucia, item, carmen)


def test_what_was_not_delegated_is_not_taken_back(item, carmen) -> None:
    with pytest.raises(ItemNotDelegated):
        commands.take_back_item(
            commands.TakeBackItem(actor=carmen, item_id=item.id, submit_id=uuid4())
        )


def test_a_signature_is_not_delegated(case, item, carmen, lucia) -> None:
    cases.complete(carmen, item, {"amount": Decimal(1)})
    signing = folders.held(case, carmen, "firmar")

    with pytest.raises(SigningNotDelegable):
        delegate(carmen, signing, lucia)


@pytest.mark.parametrize(
    ("to", "reason", "error"),
    [
        (cases.citizen, "Vacaciones", PersonNotFound),
        (lambda: folders.person("carmen@correo.test", folders.OFFICE), "Yo", PersonNotFound),
        (lambda: folders.person("l@correo.test", "tesorero"), " ", ReasonMissing),
    ],
    ids=["a citizen", "oneself", "no reason"],
)
def test_a_delegation_needs_a_colleague_and_a_reason(item, carmen, to, reason, error) -> None:
    with pytest.raises(error):
        delegate(carmen, item, to(), reason)


def test_the_holder_reassigns_for_good(case, item, carmen, lucia) -> None:
    reassign(carmen, item, lucia)

    assert (item.assignee_id, item.owner_id) == (lucia.user_id, None)
    cases.complete(lucia, item, {"amount": Decimal(1)})
    assert cases.waiting_item(case).element_id == "firmar"


def test_a_supervisor_assigns_what_nobody_has_taken(case, lucia) -> None:
    free = cases.waiting_item(case)

    reassign(folders.person("jefe@correo.test", "supervisor"), free, lucia)

    assert (free.status, free.assignee_id) == ("claimed", lucia.user_id)


def test_nobody_else_reassigns(item, lucia, carmen) -> None:
    other = folders.person("otra@correo.test", folders.OFFICE)

    with pytest.raises(ItemAlreadyClaimed):
        reassign(other, item, lucia)


def test_a_returned_item_goes_to_who_had_it_before(case, item, carmen, lucia) -> None:
    reassign(carmen, item, lucia)

    give_back(lucia, item)

    assert (item.status, item.assignee_id) == ("claimed", carmen.user_id)
    give_back(carmen, item)
    assert (item.status, item.assignee_id) == ("ready", None)
    reasons = list(case.events.filter(kind="item.returned"))
    assert len(reasons) == 2
    assert "No me corresponde" in reasons[0].data


def test_a_returned_item_keeps_what_was_typed(item, carmen) -> None:
    commands.save_item_draft(
        commands.SaveItemDraft(actor=carmen, item_id=item.id, answers={"amount": "7"})
    )

    give_back(carmen, item)

    assert item.answers == {"amount": "7"}


def test_returning_needs_a_reason(item, carmen) -> None:
    with pytest.raises(ReasonMissing):
        give_back(carmen, item, reason="")


def test_a_repeated_delegation_is_one(case, item, carmen, lucia) -> None:
    command = commands.DelegateItem(
        actor=carmen,
        item_id=item.id,
        to_user_id=lucia.user_id,
        reason="Vacaciones",
        submit_id=uuid4(),
    )
    for _ in range(2):
        commands.delegate_item(command)

    assert folders.kinds(case).count("item.delegated") == 1
