"""Mail and text messages speak the language that the account of their reader keeps."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.core import mail
from django.utils import translation

from engine.clock import BOGOTA
from engine.jobs import absences
from engine.jobs.execution import run_due
from tests.engine import cases, folders
from tests.engine.jobs.test_desk_notices import FIRST, ask, carmen, encargo, items, lucia
from tests.engine.runtime import models

__all__ = ["carmen", "encargo", "items", "lucia"]
MESSAGE = '---\nsubject: "Radicado {{ radicado }}"\n---\nMire **la bandeja**, señora.\n'.encode()
HEADERS = models.zeebe("taskHeaders", models.zeebe("header", key="message", value="aviso"))
MARK = "This message is in Spanish, because its procedure is."


def reads(email: str, language: str) -> None:
    get_user_model().objects.filter(email=email).update(language=language)


def sent() -> dict[str, mail.EmailMessage]:
    """The mails of the jobs that are due, by who gets them."""
    mail.outbox.clear()
    run_due()
    return {", ".join((*one.to, *one.bcc)): one for one in mail.outbox}


def html_of(message: mail.EmailMessage) -> str:
    return message.alternatives[0].content


def told(kind: str, *parts: str) -> dict[str, mail.EmailMessage]:
    """The mails of a case whose only work is to send the folder's message."""
    folders.publish(
        models.job("avisa", HEADERS, *parts, kind=kind),
        folders.task("espera"),
        models.end(),
        models.chain(folders.LAST, "avisa", "espera", "end"),
        files={"messages/aviso.md": MESSAGE},
    )
    folders.file(cases.citizen())
    return sent()


def test_who_asks_in_spanish_is_read_in_english(carmen, lucia, items) -> None:
    reads("lucia@correo.test", "en")
    ask(carmen, items[0], lucia)

    letter = sent()["lucia@correo.test"]
    number = items[0].case.radicado
    assert letter.subject == f"Carmen has a question about radicado (filing number) {number}"
    assert "because you get the notices “My work in the municipality”" in letter.body
    assert "Stop notices like this one" in html_of(letter)


def test_an_encargo_is_told_to_each_in_their_language(encargo) -> None:
    reads("lucia@correo.test", "en")
    mail.outbox.clear()
    absences.tell_all(datetime(FIRST.year, FIRST.month, FIRST.day, 6, tzinfo=BOGOTA))

    letters = {one.to[0]: one for one in mail.outbox}
    assert letters["carmen@correo.test"].subject == "Desde hoy Lucía atiende sus tareas"
    assert letters["lucia@correo.test"].subject == "From today you stand in for Carmen"
    assert "until 25 November 2026." in letters["lucia@correo.test"].body


def test_a_procedures_message_stays_spanish_and_says_so_to_who_reads_english(office) -> None:
    cases.citizen()
    reads("ana@correo.test", "en")
    letters = told(
        "message.send", models.mapping({"recipients": '=["Ana@correo.test", "otra@correo.test"]'})
    )

    assert set(letters) == {"Ana@correo.test", "otra@correo.test"}
    english, spanish = letters["Ana@correo.test"], letters["otra@correo.test"]
    assert english.body.startswith(f"{MARK}\n\nMire la bandeja, señora.")
    assert f'<p>{MARK}</p><div lang="es"><p>Mire' in html_of(english)
    assert "lang" not in html_of(spanish)
    assert spanish.body.startswith("Mire")


def test_officials_who_are_told_together_read_their_own_language(carmen, lucia) -> None:
    reads("lucia@correo.test", "en")
    letters = told("official.notify", models.mapping({"groups": f'=["{folders.OFFICE}"]'}))

    assert letters["lucia@correo.test"].body.startswith(MARK)
    assert letters["carmen@correo.test"].body.startswith("Mire")


def test_whoever_works_in_english_does_not_turn_others_mail_english(carmen, lucia, items) -> None:
    with translation.override("en"):
        ask(carmen, items[0], lucia)
        letter = sent()["lucia@correo.test"]

    assert letter.subject.startswith("Carmen le consulta")
