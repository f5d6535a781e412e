"""Renews the archive timestamp of a signed PDF: proofs for the last one, and a new one over everything.

Nothing in the file is changed, it only grows; it is verified before and after, and a file that does not
hold is left as it is, for a person to look at.
"""

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import x509
from pyhanko_certvalidator.errors import PathBuildingError, ValidationError

from signatures.errors import TimestampUnavailable
from signatures.moment import moment
from signatures.pades import earlier
from signatures.pades.intake import writer_for
from signatures.pades.line import line
from signatures.pades.proofs import STAMPING, Proofs, Use, prove
from signatures.pades.revisions import DIGEST, open_timestamp
from signatures.timestamps.checks import Token
from signatures.timestamps.outlook import (
    Outlook,
    RenewalError,
    outlook,
    roof,
)
from signatures.timestamps.stamping import open_timestamper
from signatures.trust import TrustSettings
from signatures.verification import Report, Verdict, verify

_LABEL = "Estampa cronológica de archivo"
_ROOM_BYTES = 8192
_TRIES = 3
# Whose token came last from these services: most probably the next one is theirs too.
_latest: dict[tuple[str, ...], Token] = {}


class RenewalRefused(RenewalError):
    """The document does not verify as it is; the detail has its indication."""

    code = "document-does-not-verify"


class RenewalBroken(RenewalError):
    """The renewed file did not verify, so nothing was kept of it."""

    code = "renewal-does-not-verify"


class RenewalUseless(RenewalError):
    """The services that answer now last no longer than the timestamp that is there."""

    code = "no-longer-lasting-tsa"


class ProofsUnavailable(RenewalError):
    """Whether the TSA's certificates stand could not be shown."""

    code = "tsa-proofs-unavailable"


@dataclass(frozen=True, kw_only=True)
class RenewedPdf:
    """A renewed document, and what its evidence rested on before and after."""

    pdf: bytes
    sha256: str
    level: str
    before: Outlook
    after: Outlook


def renew(pdf: bytes, trust: TrustSettings, *, now: datetime | None = None) -> RenewedPdf:
    """Renew a document of this window.

    Args:
        pdf: as the archive holds it.
        trust: roots, services and limits.
        now: aware moment as of which it is verified; this moment if not given.

    Raises:
        RenewalError: by its code; the document stays as it is.
        TimestampUnavailable: no service gave a timestamp.
    Source: ETSI EN 319 142-1, clauses 5.4.3 and 6.3 (requirement k).
    """
    at = moment(now)
    before, known = _sound(pdf, trust, at, RenewalRefused), outlook(pdf, trust)
    made = line().submit(_renewed(pdf, trust)).result()
    after, then = _sound(made, trust, at, RenewalBroken), outlook(made, trust)
    if not made.startswith(pdf) or len(after.timestamps) != len(before.timestamps) + 1:
        raise RenewalBroken("timestamps")
    if then.ends_on <= known.ends_on:
        raise RenewalUseless(then.ends_on.isoformat())
    return RenewedPdf(
        pdf=made,
        sha256=hashlib.sha256(made).hexdigest(),
        level=after.level,
        before=known,
        after=then,
    )


def forget() -> None:
    """Start cold, as a new process does."""
    _latest.clear()


def _sound(pdf: bytes, trust: TrustSettings, at: datetime, refusal: type[RenewalError]) -> Report:
    report = verify(pdf, trust, now=at)
    if report.verdict is not Verdict.TOTAL_PASSED:
        codes = ", ".join(problem.code for problem in report.problems)
        raise refusal(f"{report.verdict} {report.sub_indication or ''} {codes}")
    return report


async def _renewed(pdf: bytes, trust: TrustSettings) -> bytes:
    try:
        async with asyncio.timeout(trust.total_timeout_seconds):
            return await _stamped(BytesIO(pdf), await _proofs_before(pdf, trust), trust)
    except TimeoutError as error:
        raise TimestampUnavailable(url="", reasons=()) from error
    except (PathBuildingError, ValidationError) as error:
        raise ProofsUnavailable(str(error)) from error


async def _proofs_before(pdf: bytes, trust: TrustSettings) -> list[Proofs]:
    """Proofs of today for the last timestamps, and for whatever never had any."""
    reader = writer_for(pdf).prev
    last = [await _proven(token, trust) for token in roof(reader)]
    others = [
        await _of(holder, chain, use, trust)
        for holder, chain, use in earlier.unproven(reader, earlier.signatures(reader))
    ]
    return [*others, *last]


async def _stamped(stream: BytesIO, proofs: list[Proofs], trust: TrustSettings) -> bytes:
    size, services = len(stream.getbuffer()), tuple(one.url for one in trust.tsas)
    guess = _latest.get(services)
    if guess is not None:
        proofs = [*proofs, await _proven(guess, trust)]
    for _ in range(_TRIES):
        opening = open_timestamp(stream, proofs, _LABEL, _ROOM_BYTES)
        token = await open_timestamper(trust, line().session()).token(opening.digest, DIGEST)
        _latest[services] = token
        # A service may have several certificates in turn: each needs its proofs beneath it.
        if _is_proven(token, proofs) and opening.fits(token.der):
            opening.fill(token.der)
            return stream.getvalue()
        proofs = [*proofs, await _proven(token, trust)]
        stream.truncate(size)
    raise TimestampUnavailable(url="", reasons=())


async def _proven(token: Token, trust: TrustSettings) -> Proofs:
    return await _of(token.certificate, token.others, STAMPING, trust)


async def _of(
    holder: x509.Certificate, others: Iterable[x509.Certificate], use: Use, trust: TrustSettings
) -> Proofs:
    session, now = line().session(), moment(None)
    return await prove(holder, others, use, authority=trust, session=session, now=now)


def _is_proven(token: Token, proofs: Iterable[Proofs]) -> bool:
    wanted = token.certificate.sha256
    return any(found.certificates[-1].sha256 == wanted for found in proofs)
