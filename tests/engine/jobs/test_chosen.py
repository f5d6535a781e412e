"""Messages and documents print what was chosen as people read it, not as the form keeps it."""

import io
from uuid import uuid4

from django.core import mail
from pypdf import PdfReader

from engine import commands
from engine.jobs.execution import run_due
from engine.models import Document
from tests.engine import cases, folders
from tests.engine.runtime import models

PARK = {
    "type": "select",
    "id": "parque",
    "key": "park",
    "label": "Parque",
    "values": [{"label": "Parque Bolívar", "value": "bolivar"}],
}
FORM = folders.form({"type": "group", "id": "g", "path": "event", "components": [PARK]})
MESSAGE = b'---\nsubject: "Permiso para {{ labels.event.park }}"\n---\nListo.\n'
TEMPLATE = """#import "ventanilla.typ": *
#show: cuerpo
#encabezado()
Se permite usar #dato("labels.event.park").
"""
SHEET = """[documents.permiso]
kind = "constancia"
title = "Permiso"
signer = "seal"
"""


def test_a_choice_is_printed_by_its_label(office) -> None:
    folders.publish(
        models.job(
            "sella",
            models.zeebe("taskHeaders", models.zeebe("header", key="document", value="permiso")),
            kind="document.seal",
        ),
        models.job(
            "avisa",
            models.zeebe("taskHeaders", models.zeebe("header", key="message", value="aviso")),
            models.mapping({"recipients": '=["ana@correo.test"]'}),
            kind="message.send",
        ),
        folders.task("espera"),
        models.end(),
        models.chain(folders.LAST, "sella", "avisa", "espera", "end"),
        documents=SHEET,
        files={
            "forms/inicio.form": FORM,
            "messages/aviso.md": MESSAGE,
            "documents/permiso.typ": TEMPLATE.encode(),
        },
    )
    filed = commands.file_case(
        commands.FileCase(
            actor=cases.citizen(),
            slug=folders.SLUG,
            answers={"event": {"park": "bolivar"}},
            submit_id=uuid4(),
        )
    )
    run_due()

    assert [sent.subject for sent in mail.outbox] == ["Permiso para Parque Bolívar"]
    document = Document.objects.get(case_id=filed.case_id, kind="permiso")
    pdf = office.store.get(document.archive_key)
    assert "Parque Bolívar" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
