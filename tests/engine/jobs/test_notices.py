"""Notices to third parties on the site, mail to the offices, and terms that are reckoned for the model."""

from datetime import date

import pytest
from django.core import mail

from engine.jobs.execution import run_due
from engine.models import Case, PublicNotice
from engine.queries.notices import public_notices
from tests.engine import folders
from tests.engine.runtime import models

SAID = {"noticeTitle": '="Obra en la CL 18"', "noticeText": '="Se avisa a los vecinos."'}
MESSAGE = b'---\nsubject: "Radicado {{ radicado }}"\n---\nMire la bandeja.\n'


def told(kind: str, *parts: str, files: dict[str, bytes] | None = None) -> Case:
    """A case whose only work is one job, done."""
    folders.publish(
        models.job("trabajo", *parts, kind=kind),
        folders.task("espera"),
        models.end(),
        models.chain(folders.LAST, "trabajo", "espera", "end"),
        files=files,
    )
    case = folders.file()
    run_due()
    case.refresh_from_db()
    return case


@pytest.fixture
def posted(office) -> Case:
    """A case that posted a notice of five business days."""
    return told("notice.publish", models.mapping({**SAID, "noticeTerm": '="5 DH"'}))


def test_a_notice_stands_on_the_site_with_its_last_day(posted) -> None:
    [notice] = public_notices()

    assert notice.title == "Obra en la CL 18"
    assert notice.posted_on == date(2026, 11, 20)
    assert notice.remove_on == date(2026, 11, 27)
    assert "notice.posted" in folders.kinds(posted)


def test_a_notice_without_text_is_not_posted(office) -> None:
    told("notice.publish", models.mapping({"noticeTitle": '="Obra"'}))

    assert not PublicNotice.objects.exists()


def test_a_notice_that_is_taken_down_is_no_longer_shown(office) -> None:
    folders.publish(
        models.job("fija", models.mapping({**SAID}), kind="notice.publish"),
        models.job("retira", kind="notice.remove"),
        folders.task("espera"),
        models.end(),
        models.chain(folders.LAST, "fija", "retira", "espera", "end"),
    )
    case = folders.file()
    run_due()

    assert public_notices() == []
    assert PublicNotice.objects.get(case=case).removed_on == date(2026, 11, 20)


def test_the_holders_of_a_group_are_told_by_mail_and_it_is_written_down(office) -> None:
    folders.person("carmen@correo.test", folders.OFFICE)
    folders.person("otra@correo.test", "ventanilla")
    case = told(
        "official.notify",
        models.zeebe("taskHeaders", models.zeebe("header", key="message", value="aviso")),
        models.mapping({"groups": f'=["{folders.OFFICE}"]'}),
        files={"messages/aviso.md": MESSAGE},
    )

    [sent] = mail.outbox
    assert sent.bcc == ["carmen@correo.test"]
    assert case.radicado in sent.subject
    assert "officials.told" in folders.kinds(case)


def test_a_group_that_nobody_holds_stops_nothing(office) -> None:
    case = told(
        "official.notify",
        models.zeebe("taskHeaders", models.zeebe("header", key="message", value="aviso")),
        models.mapping({"groups": '=["bomberos"]'}),
        files={"messages/aviso.md": MESSAGE},
    )

    assert mail.outbox == []
    assert case.items.filter(element_id="espera").exists()


def test_a_term_is_reckoned_with_the_calendar_of_the_entity(office) -> None:
    folders.publish(
        models.job(
            "cuenta",
            models.mapping({"countFrom": '=date("2026-11-20")', "countText": '="10 DH"'}),
            kind="term.reckon",
        ),
        models.script("anota", "=until", "day"),
        folders.task(
            "espera",
            models.zeebe("taskSchedule", dueDate="=if day = null then today() else day"),
        ),
        models.end(),
        models.chain(folders.LAST, "cuenta", "anota", "espera", "end"),
    )
    item = folders.file().items.get(element_id="espera")

    assert item.due_on == date(2026, 12, 4)
