"""Officials are told of what a colleague puts before them and of encargos, as they chose."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache

from engine import commands
from engine.clock import BOGOTA
from engine.commands import clock
from engine.jobs import absences
from engine.jobs.execution import run_due
from engine.models import Absence, Job, NoticeKind
from engine.queries.notice_choices import choices_of
from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end

MOBILE = "3001234567"
FIRST, LAST = date(2026, 11, 23), date(2026, 11, 25)


@pytest.fixture
def carmen(office, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    cache.clear()
    return folders.person("carmen@correo.test", folders.OFFICE, name="Carmen")


@pytest.fixture
def lucia(office):
    return folders.person("lucia@correo.test", folders.OFFICE, name="Lucía")


@pytest.fixture
def items(carmen):
    folders.publish(folders.task("uno"), end("fin"), chain(folders.LAST, "uno", "fin"))
    found = [
        cases.waiting_item(folders.file(cases.citizen(f"v{number}@correo.test")))
        for number in range(2)
    ]
    for item in found:
        cases.claim(carmen, item)
    return found


def told() -> list[tuple[list[str], str]]:
    mail.outbox.clear()
    run_due()
    return [(one.to, one.subject) for one in mail.outbox]


def ask(who, item, whom):
    asked = commands.AskColleague(
        actor=who,
        item_id=item.id,
        to_user_id=whom.user_id,
        question="¿Qué opina?",
        submit_id=uuid4(),
    )
    return commands.ask_colleague(asked)


def reassign(who, item, whom) -> None:
    commands.reassign_item(
        commands.ReassignItem(
            actor=who, item_id=item.id, to_user_id=whom.user_id, reason="x", submit_id=uuid4()
        )
    )


def test_who_is_asked_is_told_and_then_who_asked(carmen, lucia, items) -> None:
    consultation = ask(carmen, items[0], lucia)
    number = items[0].case.radicado

    assert told() == [(["lucia@correo.test"], f"Carmen le consulta sobre el radicado {number}")]
    assert f"/oficina/consultas/{consultation}/" in mail.outbox[0].body
    assert "¿Qué opina?" not in mail.outbox[0].body

    commands.answer_consultation(
        commands.AnswerConsultation(
            actor=lucia, consultation_id=consultation, agrees=True, text="Sí", submit_id=uuid4()
        )
    )

    assert told() == [
        (["carmen@correo.test"], f"Lucía respondió su consulta sobre el radicado {number}")
    ]


def test_many_that_are_passed_on_at_once_are_one_mail(carmen, lucia, items) -> None:
    for item in items:
        reassign(carmen, item, lucia)

    ((to, subject),) = told()

    assert to == ["lucia@correo.test"]
    assert subject.startswith("Carmen le pasó una tarea")


def test_who_gives_an_item_back_is_told_nothing_themselves(carmen, lucia, items) -> None:
    reassign(carmen, items[0], lucia)
    told()
    cache.clear()

    commands.return_item(
        commands.ReturnItem(actor=lucia, item_id=items[0].id, reason="No es mía", submit_id=uuid4())
    )

    assert [to for to, _ in told()] == [["carmen@correo.test"]]


def test_nobody_is_told_who_does_not_want_to_be(carmen, lucia, items) -> None:
    ask(carmen, items[0], lucia)
    assert told()
    (link,) = (
        line.rpartition("/cancelar/")[2].strip("/")
        for line in mail.outbox[0].body.splitlines()
        if "/cancelar/" in line
    )
    assert commands.stop_notices(link) is NoticeKind.DESK

    ask(carmen, items[1], lucia)

    assert told() == []


def test_only_officials_choose_about_their_desk(carmen) -> None:
    assert NoticeKind.DESK in [one.kind for one in choices_of(carmen)]
    assert NoticeKind.DESK not in [one.kind for one in choices_of(cases.citizen())]


@pytest.fixture
def encargo(carmen, lucia) -> Absence:
    absence_id = uuid4()
    commands.enter_absence(
        commands.EnterAbsence(
            actor=carmen,
            absence_id=absence_id,
            person_id=carmen.user_id or 0,
            substitute_id=lucia.user_id or 0,
            starts_on=FIRST,
            ends_on=LAST,
            act="Resolución 5",
            act_date=date(2026, 11, 19),
        )
    )
    return Absence.objects.get(pk=absence_id)


def on(day: date) -> list[tuple[str, str]]:
    """Who is told what in that morning, whatever often it is looked."""
    moment = datetime(day.year, day.month, day.day, 6, tzinfo=BOGOTA)
    mail.outbox.clear()
    for _ in range(2):
        absences.tell_all(moment)
    return sorted((one.to[0].partition("@")[0], one.subject) for one in mail.outbox)


def test_both_are_told_when_an_encargo_begins_and_when_it_ends(encargo) -> None:
    assert on(FIRST - timedelta(days=1)) == []
    assert on(FIRST) == [
        ("carmen", "Desde hoy Lucía atiende sus tareas"),
        ("lucia", "Desde hoy usted atiende las tareas de Carmen"),
    ]
    assert on(LAST) == []
    assert on(LAST + timedelta(days=1)) == [
        ("carmen", "Sus tareas volvieron a usted"),
        ("lucia", "Terminó su encargo de las tareas de Carmen"),
    ]


def test_one_that_ends_early_is_told_at_once_and_one_that_never_began_not(encargo, carmen) -> None:
    on(FIRST)
    with clock.lend(lambda: datetime(2026, 11, 24, 9, tzinfo=BOGOTA)):
        commands.end_absence(commands.EndAbsence(actor=carmen, absence_id=encargo.id))

    assert [who for who, _ in on(date(2026, 11, 24))] == ["carmen", "lucia"]


def test_an_encargo_that_nobody_heard_of_ends_in_silence(encargo, carmen) -> None:
    commands.end_absence(commands.EndAbsence(actor=carmen, absence_id=encargo.id))

    assert on(FIRST) == []


@pytest.mark.parametrize(("confirmed", "texts"), [("", 0), ("3009999999", 0), (MOBILE, 1)])
def test_an_official_is_texted_only_at_a_mobile_that_they_confirmed(
    carmen, lucia, items, confirmed, texts
) -> None:
    people = get_user_model().objects.filter(pk=lucia.user_id)
    people.update(mobile=MOBILE, confirmed_mobile=confirmed)
    ways = {NoticeKind.DESK: commands.Ways(by_mail=True, by_text=True)}
    commands.choose_notices(commands.ChooseNotices(actor=lucia, ways=ways))
    ask(carmen, items[0], lucia)

    assert [to for to, _ in told()] == [["lucia@correo.test"]]
    assert Job.objects.filter(type="sms.send").count() == texts
