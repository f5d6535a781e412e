"""Signs a PDF at a PAdES baseline level; earlier signatures in it stay valid.

Order of a B-LTA: the signer is found good; the signature's revision, with a timestamp over the signature;
then one more revision with all proofs and a document timestamp over everything. The proofs come after the
signature, as a reader expects that decides the level by what follows a signature. The widget stays
invisible (Typst draws the visible panel), so PDF/A keeps its claim.
"""

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import x509
from cryptography import x509 as cryptography_x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    PathBuildingError,
    RevokedError,
)

from signatures.certificates import certificate
from signatures.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRevoked,
    RevocationUnavailable,
    SignatureError,
    SigningRefused,
    TimestampUnavailable,
)
from signatures.keys import opened
from signatures.keys.opened import OpenKey
from signatures.moment import moment
from signatures.pades import earlier
from signatures.pades.container import SignedAttributes
from signatures.pades.fields import place_for
from signatures.pades.intake import writer_for
from signatures.pades.line import line
from signatures.pades.profile import B_LTA, Level, Profile
from signatures.pades.proofs import SIGNING, STAMPING, Proofs, Use, prove
from signatures.pades.revisions import (
    DIGEST,
    Opening,
    Words,
    append_proofs,
    open_signature,
    open_timestamp,
)
from signatures.pades.room import Room
from signatures.timestamps import TimestamperPool, open_timestamper
from signatures.timestamps.checks import Token
from signatures.trust import TrustSettings

_STAMP_LABEL = "Estampa cronológica del documento"
_TRIES = 3


@dataclass(frozen=True)
class SignedPdf:
    """A signed document.

    Attributes:
        level: lowest baseline level of the document's signatures, ETSI EN 319 142-1.
        signed_at: aware; from the signature's timestamp, and at B-B from this machine's clock.
    """

    pdf: bytes
    sha256: str
    level: str
    signed_at: datetime
    signer_name: str


def sign(  # noqa: PLR0913 - the contract between rooms names these
    pdf: bytes,
    key: OpenKey,
    *,
    field: str,
    reason: str,
    location: str,
    authority: TrustSettings,
    now: datetime | None = None,
    profile: Profile = B_LTA,
) -> SignedPdf:
    """Sign the PDF.

    Args:
        pdf: the document, with or without signatures, of this window.
        key: opened by its owner.
        field: name of the signer's field if fields were prepared; else of the new field, numbered when
            the name is taken.
        reason: why it is signed, for the reader of the signature.
        location: municipality where it is signed.
        authority: roots, TSA and time limits.
        now: aware moment to judge the certificate's dates by; this moment if not given.
        profile: level and certification. Below B-LT only for a document that others are still to sign:
            see `require_leaving_level`.

    Raises:
        CertificateExpired, CertificateNotYetValid, CertificateRevoked: the signer's certificate.
        TimestampUnavailable: no timestamp from a TSA in time.
        RevocationUnavailable: no OCSP answer or CRL in time.
        SigningOutOfOrder, FieldAlreadySigned, SigningLocked: the document waits for another signature, or
            for none.
        SigningRefused: no PDF, an encrypted one, or a certificate that may not sign.
    Source: ETSI EN 319 142-1, clause 6; ETSI EN 319 122-1.
    """
    require_in_force(key, moment(now))
    task = Task(pdf, key, field, Words(reason, location), authority, profile)
    return line().submit(signed(task)).result()


@dataclass(frozen=True)
class Task:
    """One document to sign."""

    pdf: bytes
    key: OpenKey
    field: str
    words: Words
    authority: TrustSettings
    profile: Profile


def require_in_force(key: OpenKey, at: datetime) -> None:
    """Refuse a certificate outside its dates.

    Raises:
        CertificateExpired, CertificateNotYetValid: by their names.
    """
    begin, end = opened.not_before(key.certificate), opened.not_after(key.certificate)
    if end < at:
        raise CertificateExpired(name=opened.signer_name(key.certificate), not_after=end)
    if at < begin:
        raise CertificateNotYetValid(name=opened.signer_name(key.certificate), not_before=begin)


async def signed(task: Task) -> SignedPdf:
    """Sign one document; a coroutine of this process's line.

    Raises:
        SignatureError: by its type, whatever went wrong.
    """
    try:
        async with asyncio.timeout(task.authority.total_timeout_seconds) as limit:
            return await _Signing(task, limit).run()
    except SignatureError:
        raise
    except TimeoutError as error:
        raise RevocationUnavailable(name=opened.signer_name(task.key.certificate)) from error
    except Exception as error:
        raise _named(error, task.key) from error


class _Signing:
    """The steps of one signature."""

    def __init__(self, task: Task, limit: asyncio.Timeout) -> None:
        self._task = task
        self._limit = limit
        self._level = task.profile.level
        self._now = moment(None)
        self._room = Room(task.key, task.authority)

    async def run(self) -> SignedPdf:
        writer = writer_for(self._task.pdf)
        reader: PdfFileReader = writer.prev
        certifies = self._task.profile.certify is not None
        place = place_for(reader, self._task.field, certifies=certifies)
        before = earlier.signatures(reader)
        mine = await self._proofs(
            _asn1(self._task.key.certificate), map(_asn1, self._task.key.chain), SIGNING
        )
        opening = open_signature(
            writer,
            place,
            self._task.words,
            self._task.profile,
            self._room.for_signature(self._level),
        )
        token = await self._fill_signature(opening)
        if token is not None and self._level.has_proofs:
            theirs = [await self._proofs(*found) for found in earlier.unproven(reader, before)]
            await self._finish(
                opening.stream,
                [*theirs, mine, await self._proofs(token.certificate, token.others, STAMPING)],
            )
        return self._outcome(opening, token, earlier.levels(reader, before, self._level))

    async def _fill_signature(self, opening: Opening) -> Token | None:
        attributes = SignedAttributes.over(opening.digest, self._task.key)
        signature = await self._signature(attributes.der)
        token = None
        if self._level.has_token:
            token = await self._token(hashlib.sha256(signature).digest())
        container = attributes.container(signature, None if token is None else token.der)
        opening.fill(container)
        return token

    async def _signature(self, data: bytes) -> bytes:
        """The key has limits of its own: a person may have to confirm on their telephone."""
        clock = asyncio.get_running_loop().time
        left = (self._limit.when() or clock()) - clock()
        self._limit.reschedule(None)
        signature = await self._task.key.sign(data)
        self._limit.reschedule(clock() + left)
        return signature

    async def _finish(self, stream: BytesIO, proofs: list[Proofs]) -> None:
        if self._level is Level.LT:
            append_proofs(stream, proofs)
            return
        size = len(stream.getbuffer())
        for _ in range(_TRIES):
            opening = open_timestamp(stream, proofs, _STAMP_LABEL, self._room.for_token())
            token = await self._token(opening.digest)
            # A service may have several certificates in turn: each needs its proofs beneath it.
            if opening.fits(token.der) and _is_proven(token, proofs):
                opening.fill(token.der)
                return
            proofs = [*proofs, await self._proofs(token.certificate, token.others, STAMPING)]
            stream.truncate(size)
        raise TimestampUnavailable(url="", reasons=())

    async def _token(self, digest: bytes) -> Token:
        token = await self._timestamper().token(digest, DIGEST)
        self._room.learn(len(token.der))
        return token

    def _timestamper(self) -> TimestamperPool:
        return open_timestamper(self._task.authority, line().session())

    async def _proofs(
        self, holder: x509.Certificate, others: Iterable[x509.Certificate], use: Use
    ) -> Proofs:
        return await prove(
            holder,
            others,
            use,
            authority=self._task.authority,
            session=line().session(),
            now=self._now,
        )

    def _outcome(self, opening: Opening, token: Token | None, levels: Iterable[Level]) -> SignedPdf:
        pdf = opening.stream.getvalue()
        return SignedPdf(
            pdf=pdf,
            sha256=hashlib.sha256(pdf).hexdigest(),
            level=min(levels, key=list(Level).index).value,
            signed_at=opening.claimed_at if token is None else token.time,
            signer_name=opened.signer_name(self._task.key.certificate),
        )


def _is_proven(token: Token, proofs: Iterable[Proofs]) -> bool:
    wanted = token.certificate.sha256
    return any(found.certificates[-1].sha256 == wanted for found in proofs)


def _asn1(found: cryptography_x509.Certificate) -> x509.Certificate:
    return certificate(found.public_bytes(Encoding.DER))


def _named(error: BaseException, key: OpenKey) -> SignatureError:
    """The first cause that has a name here; pyHanko wraps them several times."""
    cause: BaseException | None = error
    name = opened.signer_name(key.certificate)
    while cause is not None:
        if isinstance(cause, SignatureError):
            return cause
        if isinstance(cause, RevokedError):
            return CertificateRevoked(name=name, since=cause.revocation_dt)
        if isinstance(cause, ExpiredError):
            return CertificateExpired(name=name, not_after=cause.expired_dt)
        if isinstance(cause, NotYetValidError):
            return CertificateNotYetValid(name=name, not_before=cause.valid_from)
        if isinstance(cause, InsufficientRevinfoError):
            return RevocationUnavailable(name=name)
        if isinstance(cause, PathBuildingError):
            return SigningRefused(detail="untrusted-certificate")
        cause = cause.__cause__ or cause.__context__
    return SigningRefused(detail=str(error)[:200])
