"""The applicant's electronic signature: what is kept of it with the case, until its PDF is sealed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from engine.commands._jobs import add_job
from engine.commands.codes import code_for
from engine.errors import SignatureDoesNotFit
from engine.models import Document
from signatures.electronic import Agreement, Evidence

if TYPE_CHECKING:
    from engine.commands._work import Work

REQUEST_KIND = "solicitud"
_SEAL = "solicitud.seal"
_RETRIES = 10


@dataclass(frozen=True, kw_only=True)
class SignedRequest:
    """A request that its applicant has read as a PDF and signed by one-time code.

    Attributes:
        shown: exactly the PDF that was shown.
        agreement: the text that was accepted.
    """

    shown: bytes
    pages: int
    evidence: Evidence
    agreement: Agreement

    def require_fit(self) -> None:
        """Refuse evidence of another document or another agreement.

        Raises:
            SignatureDoesNotFit: the hashes differ.
        """
        if hashlib.sha256(self.shown).hexdigest() != self.evidence.document_sha256:
            raise SignatureDoesNotFit(what="document")
        if self.agreement.sha256 != self.evidence.agreement_sha256:
            raise SignatureDoesNotFit(what="agreement")

    def facts(self) -> dict[str, Any]:
        """What the event and the case's variables say of it; JSON-safe but for the moments."""
        proof = self.evidence
        return {
            "method": "electronic",
            "signer": {
                "subject": proof.signer.subject,
                "name": proof.signer.name,
                "doc_type": proof.signer.doc_type,
                "doc_number": proof.signer.doc_number,
            },
            "channel": proof.channel,
            "address": proof.masked_address,
            "requestedAt": proof.requested_at,
            "confirmedAt": proof.confirmed_at,
            "wrongTries": proof.wrong_tries,
            "codeId": str(proof.code_id),
            "agreementVersion": proof.agreement_version,
            "agreementSha256": proof.agreement_sha256,
            "documentSha256": proof.document_sha256,
            "evidenceSha256": proof.sha256,
        }


def keep(work: Work, signed: SignedRequest) -> None:
    """Keep what was shown with its evidence, to be sealed into one PDF by a worker."""
    document_id = uuid4()
    facts = _as_json(signed.facts())
    document = Document.objects.create(
        id=document_id,
        case=work.case,
        kind=REQUEST_KIND,
        title="Solicitud firmada",
        verification_code=code_for(document_id),
        sha256=signed.evidence.document_sha256,
        size_bytes=len(signed.shown),
        pages=signed.pages,
        media_type="application/pdf",
        content=signed.shown,
        issued_at=work.now,
        details={
            "signature": facts,
            "evidence": signed.evidence.as_bytes().decode(),
            "agreement": signed.agreement.text,
        },
    )
    work.record("request.signed", document=str(document_id), **facts)
    add_job(
        work,
        task_type=_SEAL,
        name="Sellar la solicitud firmada",
        token=f"seal:{document.id}",
        retries=_RETRIES,
        variables={"document": {"id": str(document.id)}},
    )


def _as_json(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if key.endswith("At") else value for key, value in facts.items()}
