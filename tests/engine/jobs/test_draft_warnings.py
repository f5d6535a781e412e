"""Three days before a draft is thrown away its person gets one mail, unless they stopped reminders."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.core import mail

from engine import commands
from engine.commands import Ways, clock
from engine.jobs.tasks import sweep_drafts
from engine.models import NoticeKind
from tests.engine import cases, folders
from tests.engine.runtime import models

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def procedure():
    folders.publish(folders.task("u"), models.end(), models.chain(folders.LAST, "u", "end"))


def _save(day: int, draft_id: UUID | None = None) -> UUID:
    command = commands.SaveDraft(
        actor=cases.citizen(), slug=folders.SLUG, answers={"note": str(day)}, draft_id=draft_id
    )
    with _at(day):
        return commands.save_draft(command)


def _at(days: int):
    return clock.lend(lambda: NOON + timedelta(days=days))


def _sweep(*days: int) -> list[str]:
    """Subjects of the mails of these days' sweeps."""
    mail.outbox.clear()
    for day in days:
        with _at(day):
            sweep_drafts()
    return [one.subject for one in mail.outbox]


def test_one_mail_three_days_before_says_the_last_day() -> None:
    draft = _save(0)
    assert _sweep(25, 26) == []
    subjects = _sweep(27, 28, 29, 30)
    assert len(subjects) == 1
    assert "23 de diciembre de 2026" in subjects[0]
    sent = mail.outbox[0]
    assert sent.to == ["ana@correo.test"]
    assert f"/borradores/{draft}/" in sent.body
    assert "/avisos/cancelar/" in sent.body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_sweep_that_was_missed_is_made_up_for() -> None:
    _save(0)
    assert len(_sweep(29)) == 1


def test_a_draft_that_is_touched_is_told_of_again() -> None:
    draft = _save(0)
    assert len(_sweep(27)) == 1
    _save(28, draft)
    assert _sweep(30, 54) == []
    assert len(_sweep(55, 56)) == 1


def test_who_stopped_reminders_gets_none() -> None:
    _save(0)
    ways = {NoticeKind.REMINDER: Ways(by_mail=False)}
    commands.choose_notices(commands.ChooseNotices(actor=cases.citizen(), ways=ways))
    assert _sweep(27, 30) == []


def test_the_link_of_the_mail_stops_the_next_one() -> None:
    draft = _save(0)
    _sweep(27)
    link = mail.outbox[0].body.split("/avisos/cancelar/")[1].split("/")[0]
    commands.stop_notices(link)
    _save(28, draft)
    assert _sweep(55) == []
