"""A document that several people sign, one after the other, each by a task of their own."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from engine.commands import clock
from engine.jobs.execution import run_due
from engine.jobs.signing import SignItem, sign_item
from engine.models import Document
from signatures import trust
from signatures.verification import verify
from tests.engine import folders
from tests.engine.runtime import models
from tests.signatures.devpki_fixture import PIN
from tests.signatures.holders import make_signer

SHEET = """
[documents.concepto]
kind = "certificado"
title = "Concepto técnico"
signer = "secretario-gobierno"
reviewers = ["oficina-juridica"]
level = "B-LTA"
series = "200.08.01"
"""
TEMPLATE = b"""#import "ventanilla.typ": *
#show: cuerpo
#encabezado()
Concepto.
#panel-firma()
#verificacion()
"""


def signing(node_id: str, group: str) -> str:
    return models.user(
        node_id,
        models.zeebe("assignmentDefinition", candidateGroups=group),
        models.properties(signs="document"),
    )


@pytest.fixture
def case(office, settings, dev_pki):
    settings.PKI_DIR = dev_pki.directory
    settings.PKI_URL = dev_pki.base_url
    settings.TSA_URL = settings.TRUST_ROOTS = ""
    header = models.zeebe("header", key="document", value="concepto")
    folders.publish(
        models.job(
            "proyecta",
            models.zeebe("taskHeaders", header),
            models.mapping(outputs={"document": "=document"}),
            kind="document.draft",
        ),
        signing("revisa", "oficina-juridica"),
        signing("firma", "secretario-gobierno"),
        models.job("archiva", kind="document.archive"),
        models.end(),
        models.chain(folders.LAST, "proyecta", "revisa", "firma", "archiva", "end"),
        documents=SHEET,
        files={"documents/concepto.typ": TEMPLATE},
    )
    filed = folders.file()
    run_due()
    # The PKI answers at the real time, so these signatures are made at it too.
    with clock.lend(lambda: datetime.now(tz=UTC)):
        yield filed


@pytest.fixture
def people(db, dev_pki):
    """The reviewer and the authority, each with a key."""
    reviewer = folders.person("juridica@correo.test", "oficina-juridica")
    authority = folders.person("secretaria@correo.test", "secretario-gobierno")
    make_signer(dev_pki, "secretaria", reviewer.user_id, "oficina-juridica")
    make_signer(dev_pki, "alcalde", authority.user_id, "secretario-gobierno")
    return reviewer, authority


def sign(case, person, element: str) -> Document:
    item = folders.held(case, person, element)
    sign_item(SignItem(actor=person, item_id=item.id, pin=PIN, answers={}, submit_id=uuid4()))
    return Document.objects.get(case=case, kind="concepto")


def test_each_signs_in_turn_and_every_signature_verifies(case, people, store) -> None:
    reviewer, authority = people

    after_first = sign(case, reviewer, "revisa")
    sign(case, authority, "firma")
    run_due()

    assert after_first.status == "rendered"
    document = Document.objects.get(pk=after_first.pk)
    report = verify(store.get(document.archive_key), trust.from_settings())
    assert document.status == "archived"
    assert report.valid, report.problems
    assert [signer.field for signer in report.signers] == ["Firma1", "Firma2"]
    assert {signer.level for signer in report.signers} == {"B-LTA"}


def test_what_each_signed_is_kept_with_the_document_and_in_the_chain(case, people) -> None:
    reviewer, authority = people

    first = sign(case, reviewer, "revisa").sha256
    document = sign(case, authority, "firma")

    assert [one["sha256"] for one in document.signatures] == [first, document.sha256]
    assert folders.kinds(case).count("document.signed") == 2
