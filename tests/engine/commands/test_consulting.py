"""Asking a colleague for a visto bueno, and internal notes: who may, who reads, and what the citizen never sees."""

from uuid import uuid4

import pytest

from engine import commands
from engine.errors import (
    CaseNotFound,
    ConsultationAnswered,
    ConsultationAsked,
    ConsultationNotFound,
    ItemAlreadyClaimed,
    ItemNotFound,
    PersonNotFound,
    TextMissing,
)
from engine.queries import cases as case_query
from engine.queries import colleagues, timeline
from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end


@pytest.fixture
def case(office):
    folders.publish(folders.task("uno"), end("fin"), chain(folders.LAST, "uno", "fin"))
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


def ask(actor, item, to, question="¿Está bien liquidado?"):
    return commands.ask_colleague(
        commands.AskColleague(
            actor=actor,
            item_id=item.id,
            to_user_id=to.user_id,
            question=question,
            submit_id=uuid4(),
        )
    )


def answer(actor, asked, text="Sí, según la tarifa.", *, agrees=True) -> None:
    commands.answer_consultation(
        commands.AnswerConsultation(
            actor=actor, consultation_id=asked, agrees=agrees, text=text, submit_id=uuid4()
        )
    )


def withdraw(actor, asked) -> None:
    commands.withdraw_consultation(
        commands.WithdrawConsultation(actor=actor, consultation_id=asked, submit_id=uuid4())
    )


def write(actor, case, text="Llamar antes de decidir.") -> None:
    commands.write_note(
        commands.WriteNote(actor=actor, case_id=case.id, text=text, submit_id=uuid4())
    )


def test_a_question_waits_with_the_colleague_and_the_item_stays(item, carmen, lucia) -> None:
    ask(carmen, item, lucia)

    item.refresh_from_db()
    assert item.assignee_id == carmen.user_id
    assert [row.question for row in colleagues.asked_of(lucia)] == ["¿Está bien liquidado?"]
    assert colleagues.count_asked_of(lucia) == 1


def test_who_is_asked_may_read_the_case_and_not_do_the_item(case, item, carmen, lucia) -> None:
    with pytest.raises(CaseNotFound):
        case_query.case_for(lucia, case.radicado)

    ask(carmen, item, lucia)

    assert case_query.case_for(lucia, case.radicado).radicado == case.radicado
    with pytest.raises(ItemNotFound):
        cases.claim(lucia, item)


@pytest.mark.parametrize("agrees", [True, False], ids=["agrees", "does not"])
def test_the_asker_reads_the_answer_beside_the_item(case, item, carmen, lucia, agrees) -> None:
    answer(lucia, ask(carmen, item, lucia), agrees=agrees)

    [view] = colleagues.consultations_on(carmen, item.id)
    assert (view.agrees, view.answer) == (agrees, "Sí, según la tarifa.")
    assert colleagues.asked_of(lucia) == []
    assert folders.kinds(case)[-2:] == ["consultation.asked", "consultation.answered"]


def test_a_withdrawn_question_is_no_longer_there_for_the_colleague(
    case, item, carmen, lucia
) -> None:
    asked = ask(carmen, item, lucia)

    withdraw(carmen, asked)

    with pytest.raises(ConsultationNotFound):
        colleagues.consultation(lucia, asked)
    with pytest.raises(ConsultationAnswered):
        answer(lucia, asked)
    with pytest.raises(CaseNotFound):
        case_query.case_for(lucia, case.radicado)


def test_an_answer_is_given_once(item, carmen, lucia) -> None:
    asked = ask(carmen, item, lucia)
    answer(lucia, asked)

    with pytest.raises(ConsultationAnswered):
        answer(lucia, asked, "Cambié de opinión")
    with pytest.raises(ConsultationAnswered):
        withdraw(carmen, asked)


def test_the_same_question_does_not_wait_twice(item, carmen, lucia) -> None:
    ask(carmen, item, lucia)

    with pytest.raises(ConsultationAsked):
        ask(carmen, item, lucia, "¿Y ahora?")


@pytest.mark.parametrize(
    ("to", "question", "error"),
    [
        (cases.citizen, "¿Qué opina?", PersonNotFound),
        (lambda: folders.person("carmen@correo.test", folders.OFFICE), "Yo", PersonNotFound),
        (lambda: folders.person("l@correo.test", "tesorero"), " ", TextMissing),
    ],
    ids=["a citizen", "oneself", "no question"],
)
def test_a_question_needs_a_colleague_and_words(item, carmen, to, question, error) -> None:
    with pytest.raises(error):
        ask(carmen, item, to(), question)


def test_only_who_holds_the_item_asks(item, lucia) -> None:
    other = folders.person("otra@correo.test", folders.OFFICE)

    with pytest.raises(ItemAlreadyClaimed):
        ask(other, item, lucia)


def test_only_who_was_asked_answers(item, carmen, lucia) -> None:
    asked = ask(carmen, item, lucia)

    with pytest.raises(ConsultationNotFound):
        answer(folders.person("otra@correo.test", "tesorero"), asked)
    with pytest.raises(ConsultationNotFound):
        withdraw(lucia, asked)


def test_the_office_and_the_auditor_read_a_note(case, item, carmen, lucia) -> None:
    write(carmen, case)
    ask(carmen, item, lucia)
    auditor = folders.person("auditora@correo.test", "auditor")

    for reader in (carmen, lucia, auditor):
        [note] = colleagues.notes(reader, case.radicado) or []
        assert (note.author, note.text) == ("Carmen", "Llamar antes de decidir.")


def test_the_citizen_never_sees_notes_or_questions(case, item, carmen, lucia) -> None:
    write(carmen, case)
    ask(carmen, item, lucia)
    citizen = cases.citizen()

    assert colleagues.notes(citizen, case.radicado) is None
    told = [
        f"{line.title} {line.text} {line.kind}"
        for line in timeline.timeline(citizen, case.radicado)
    ]
    assert not any("Llamar" in line or "liquidado" in line or "note" in line for line in told)


def test_an_official_whose_own_case_it_is_does_not_see_its_notes(case, carmen) -> None:
    write(carmen, case)
    owner = folders.person("ana@correo.test", folders.OFFICE)

    assert case.owner_id == owner.user_id
    assert colleagues.notes(owner, case.radicado) is None
    with pytest.raises(CaseNotFound):
        write(owner, case)


@pytest.mark.parametrize(
    ("groups", "text", "error"),
    [
        (("tesorero",), "Hola", CaseNotFound),
        (("auditor",), "Hola", CaseNotFound),
        ((folders.OFFICE,), "  ", TextMissing),
    ],
    ids=["another office", "an auditor", "empty"],
)
def test_only_the_office_writes_a_note(case, groups, text, error) -> None:
    with pytest.raises(error):
        write(folders.person("otra@correo.test", *groups), case, text)
