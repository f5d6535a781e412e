"""A document as if its official had signed it: with no key, at a level that is none."""

import hashlib
from datetime import datetime

from engine import commands
from engine.jobs import workshop
from engine.models import Document


def as_signed(document: Document, *, signer: str, at: datetime) -> commands.SignedDocument:
    """What a completion is given in place of a signature.

    Args:
        document: rendered, with its content.
        signer: name of who would sign.
        at: aware; when.
    """
    pdf = bytes(document.content or b"")
    return commands.SignedDocument(
        document_id=document.id,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        level=workshop.REHEARSED_LEVEL,
        signer=signer,
        signed_at=at,
    )
