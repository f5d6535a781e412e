"""What proves a signature by code: a value that becomes the same bytes each time."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

SCHEMA = "ventanilla/electronic-signature/1"
METHOD = "one-time-code"


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """The text by which a person accepts to sign this way.

    Source: Decreto 2364 de 2012, arts. 1 num. 1 and 7 (Decreto 1074 de 2015, 2.2.2.47.1 and 2.2.2.47.7).
    """

    version: str
    text: str

    @property
    def sha256(self) -> str:
        """Of exactly the text that was shown, in UTF-8."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Who signs, as their account says.

    Attributes:
        subject: stable key of the person here, for example of the account.
    """

    subject: str
    name: str
    doc_type: str = ""
    doc_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One signature by code, complete; the code itself is in it nowhere.

    Attributes:
        code_id: id of the challenge.
        document_sha256: of exactly the document that was shown.
        requested_at: aware; when the agreement was accepted and the code sent.
        confirmed_at: aware; when the code was typed: the moment of the signature.
        wrong_tries: how many wrong codes were typed before.
        origin: where the code was typed, as keyed hashes.
    """

    code_id: UUID
    purpose: str
    signer: Signer
    document_sha256: str
    agreement_version: str
    agreement_sha256: str
    channel: str
    masked_address: str
    requested_at: datetime
    confirmed_at: datetime
    wrong_tries: int
    origin: Mapping[str, str] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """JSON-safe."""
        return {
            "schema": SCHEMA,
            "method": METHOD,
            "code_id": str(self.code_id),
            "purpose": self.purpose,
            "signer": asdict(self.signer),
            "document": {"sha256": self.document_sha256},
            "agreement": {"version": self.agreement_version, "sha256": self.agreement_sha256},
            "delivery": {"channel": self.channel, "address": self.masked_address},
            "requested_at": self.requested_at.isoformat(),
            "confirmed_at": self.confirmed_at.isoformat(),
            "wrong_tries": self.wrong_tries,
            "origin": dict(self.origin),
        }

    def as_bytes(self) -> bytes:
        """The same bytes for the same evidence: keys in order, no blanks, UTF-8."""
        return json.dumps(
            self.as_data(), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()

    @property
    def sha256(self) -> str:
        """Of those bytes."""
        return hashlib.sha256(self.as_bytes()).hexdigest()
