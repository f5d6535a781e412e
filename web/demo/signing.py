"""The demonstration's citizen signs as people do: a code is mailed, read in the mailbox, typed."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from engine.commands import SignedRequest
from engine.jobs import solicitud
from signatures import electronic
from signatures.electronic import Channel, MailCarrier, TypedCode
from web.accounts.addresses import mark_verified
from web.accounts.models import User
from web.citizens import consent
from web.citizens.consent import Address

_CODE = re.compile(r"Su código para firmar es: (\d{6})")


def sign_by_mail(
    user: User, slug: str, answers: Mapping[str, Any], *, now: datetime
) -> SignedRequest | None:
    """Sign the answers with the code that is mailed; None where mails are no files to read.

    Raises:
        SignatureError: by its code, as on the citizens' page.
    """
    if not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return None
    shown = solicitud.show(slug, answers, consent.signer(user), saved_at=now)
    address = Address(channel=Channel.MAIL, value=user.email)
    wish = consent.code_request(user, slug, shown.sha256, address)
    challenge = electronic.request_code(wish, MailCarrier(), now=now)
    evidence = electronic.confirm(
        TypedCode(
            challenge_id=challenge.id,
            code=_newest_code(Path(settings.EMAIL_FILE_PATH)),
            subject=wish.signer.subject,
            document_sha256=shown.sha256,
        ),
        now=now,
    )
    mark_verified(user)
    return SignedRequest(
        shown=shown.pdf, pages=shown.pages, evidence=evidence, agreement=wish.agreement
    )


def _newest_code(folder: Path) -> str:
    mails = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
    found = [code for path in mails for code in _CODE.findall(path.read_text("utf-8"))]
    return found[-1] if found else ""
