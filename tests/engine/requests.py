"""Requests that a citizen signs by code, for tests: shown, a code sent and typed, filed."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from engine import commands
from engine.commands import SignedRequest
from engine.jobs import solicitud
from engine.models import Case
from engine.models.actor import Actor
from engine.rehearsal.samples import scenario_answers
from signatures.electronic import (
    Agreement,
    Channel,
    CodeRequest,
    Letter,
    Signer,
    TypedCode,
    confirm,
    request_code,
)
from tests.engine import cases

AGREEMENT = Agreement(version="1", text="Acepto firmar con un código. Ñ.")


class Postbox:
    """Keeps the last code that was sent."""

    code = ""

    def send(self, address: str, letter: Letter) -> None:
        del address
        found = re.search(r"\d{6}", letter.text)
        self.code = found.group() if found else ""


def signed(slug: str, answers: Mapping[str, Any], actor: Actor, now: datetime) -> SignedRequest:
    """The answers, shown to the actor and signed by them."""
    signer = Signer(
        subject=f"user:{actor.user_id}", name=actor.name, doc_type="CC", doc_number="27080111"
    )
    shown = solicitud.show(slug, answers, signer, saved_at=now)
    postbox = Postbox()
    challenge = request_code(
        CodeRequest(
            purpose="solicitud",
            signer=signer,
            document_sha256=shown.sha256,
            agreement=AGREEMENT,
            channel=Channel.MAIL,
            address="ana@correo.test",
            compose=lambda code: Letter(subject="", text=code),
        ),
        postbox,
        now=now,
    )
    evidence = confirm(
        TypedCode(
            challenge_id=challenge.id,
            code=postbox.code,
            subject=signer.subject,
            document_sha256=shown.sha256,
        ),
        now=now,
    )
    return SignedRequest(shown=shown.pdf, pages=shown.pages, evidence=evidence, agreement=AGREEMENT)


def file_signed(scenario_id: str, now: datetime, *, actor: Actor | None = None) -> Case:
    """File the answers of a scenario of the shelf, signed."""
    slug, plan = cases.scenario(scenario_id)
    who = actor or cases.citizen()
    answers = scenario_answers(slug, plan, who.user_id, now)
    filed = commands.file_case(
        commands.FileCase(
            actor=who,
            slug=slug,
            answers=answers,
            submit_id=uuid4(),
            signature=signed(slug, answers, who, now),
        )
    )
    return Case.objects.get(pk=filed.case_id)
