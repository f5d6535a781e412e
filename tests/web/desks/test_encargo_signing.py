"""Who stands in signs with a key of their own; the document, its signature and the event name the act."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from engine import commands
from engine.commands import clock
from engine.jobs.execution import run_due
from engine.jobs.signing import SignItem, sign_item
from engine.models import Document
from engine.queries import absences
from tests.engine import cases, folders
from tests.signatures.devpki_fixture import PIN
from tests.signatures.holders import authorise, make_signer

OFFICE = "secretario-gobierno"


@pytest.fixture
def real_time(office, settings, dev_pki):
    settings.PKI_DIR = dev_pki.directory
    settings.PKI_URL = dev_pki.base_url
    settings.TSA_URL = settings.TRUST_ROOTS = ""
    # The PKI answers at the real time, so these signatures are made at it too.
    with clock.lend(lambda: datetime.now(tz=UTC)):
        yield


@pytest.fixture
def carmen(real_time):
    carmen = folders.person("carmen@correo.test", OFFICE, name="Carmen")
    authorise(carmen.user_id, OFFICE)
    return carmen


@pytest.fixture
def lucia(real_time, dev_pki):
    lucia = folders.person("lucia@correo.test", "tesorero", name="Lucía")
    make_signer(dev_pki, "secretaria", lucia.user_id)
    return lucia


@pytest.fixture
def encargo(carmen, lucia):
    today = clock.today()
    commands.enter_absence(
        commands.EnterAbsence(
            actor=folders.person("jefe@correo.test", "supervisor"),
            absence_id=uuid4(),
            person_id=carmen.user_id,
            substitute_id=lucia.user_id,
            starts_on=today,
            ends_on=today + timedelta(days=1),
            act="Decreto 012",
            act_date=today,
            signs=True,
        )
    )
    return absences.with_absences(lucia, today)


def test_a_document_of_an_encargo_says_by_which_act_it_was_signed(encargo, carmen) -> None:
    case = cases.file("T02-E2")
    run_due()
    first = cases.waiting_item(case)
    cases.claim(encargo, first)
    cases.complete(encargo, first, {"decision": "procede"})
    run_due()
    signing = cases.waiting_item(case)
    cases.claim(encargo, signing)

    sign_item(
        SignItem(
            actor=encargo,
            item_id=signing.id,
            pin=PIN,
            answers=commands.default_answers(commands.item_for(encargo, signing.id), clock.today()),
            submit_id=uuid4(),
        )
    )

    document = Document.objects.get(kind="certificado")
    kept = document.signatures[0]["authority"]
    assert (kept["kind"], kept["act"], kept["onBehalfOf"]) == (
        "encargado",
        "Decreto 012",
        "Carmen",
    )
    event = json.loads(case.events.get(kind="document.signed").data)
    assert event["authority"] == kept
    assert document.signer_text.endswith("(por encargo, Decreto 012)")
    assert event["encargo"]["of"]["id"] == carmen.user_id
    [signature] = PdfFileReader(BytesIO(bytes(document.content))).embedded_regular_signatures
    assert "Por encargo, Decreto 012" in signature.sig_object["/Reason"]
