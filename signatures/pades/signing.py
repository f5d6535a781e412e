"""Signs a PDF at PAdES B-LTA: signature, its timestamp, revocation data, document timestamp at the end.

The widget stays invisible (the visible panel is drawn by Typst), so PDF/A keeps its fonts embedded.
"""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import aiohttp
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    PathBuildingError,
    RevokedError,
)
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from signatures.certificates import certificates
from signatures.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRevoked,
    RevocationUnavailable,
    SignatureError,
    SigningRefused,
)
from signatures.keys import opened
from signatures.keys.opened import OpenKey
from signatures.loop import run
from signatures.moment import moment
from signatures.pades.signer import DIGEST, OpenKeySigner
from signatures.timestamps import Timestamper
from signatures.trust import TrustSettings

# Hexadecimal digits for chain and timestamp token; without it pyHanko signs twice to measure.
_ROOM_EC = 16 * 1024
_ROOM_RSA = 28 * 1024
# The proofs stand in the signed revision; nothing may follow the document timestamp.
PROOFS = DSSContentSettings(
    include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
)
LEVEL = "B-LTA"


@dataclass(frozen=True)
class SignedPdf:
    """A signed document.

    Attributes:
        level: baseline level of ETSI EN 319 142-1.
        signed_at: aware; from the signature's timestamp, not from this machine's clock.
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
) -> SignedPdf:
    """Sign the PDF; earlier signatures in it stay valid.

    Args:
        pdf: the document, with or without signatures.
        key: opened by its owner.
        field: name of the signature field; numbered when the name is taken.
        reason: why it is signed, for the reader of the signature.
        location: municipality where it is signed.
        authority: roots, TSA and time limits.
        now: aware moment to judge the certificate's dates by; this moment if not given.

    Raises:
        CertificateExpired, CertificateNotYetValid, CertificateRevoked: the signer's certificate.
        TimestampUnavailable: no timestamp from the TSA in time.
        RevocationUnavailable: no OCSP answer or CRL in time.
        SigningRefused: no PDF, an encrypted one, or a certificate that may not sign.
    Source: ETSI EN 319 142-1, clause 6; ETSI EN 319 122-1.
    """
    at = moment(now)
    name, begin, end = (
        opened.signer_name(key.certificate),
        opened.not_before(key.certificate),
        opened.not_after(key.certificate),
    )
    if end < at:
        raise CertificateExpired(name=name, not_after=end)
    if at < begin:
        raise CertificateNotYetValid(name=name, not_before=begin)
    try:
        signed, stamped = run(_signed(pdf, key, (field, reason, location), authority))
    except SignatureError:
        raise
    except Exception as error:
        raise _named(error, key) from error
    return SignedPdf(
        pdf=signed,
        sha256=hashlib.sha256(signed).hexdigest(),
        level=LEVEL,
        signed_at=stamped,
        signer_name=name,
    )


async def _signed(
    pdf: bytes, key: OpenKey, words: tuple[str, str, str], authority: TrustSettings
) -> tuple[bytes, datetime]:
    field, reason, location = words
    limit = authority.fetch_timeout_seconds
    try:
        async with (
            asyncio.timeout(authority.total_timeout_seconds),
            aiohttp.ClientSession() as session,
        ):
            timestamper = Timestamper(
                authority.tsas[0].url if authority.tsas else "",
                session=session,
                timeout_seconds=limit,
            )
            # Asked first: without it pyHanko's own errors do not tell which service was silent.
            await timestamper.async_dummy_response(DIGEST)
            writer = IncrementalPdfFileWriter(BytesIO(pdf))
            if writer.prev.encrypted:
                raise SigningRefused(detail="encrypted")
            name = _free_name(writer.prev, field)
            room = _ROOM_EC if opened.is_elliptic(key.certificate) else _ROOM_RSA
            backend = AIOHttpFetcherBackend(session, per_request_timeout=limit)
            signer = PdfSigner(
                PdfSignatureMetadata(
                    field_name=name,
                    md_algorithm=DIGEST,
                    subfilter=SigSeedSubFilter.PADES,
                    reason=reason,
                    location=location,
                    embed_validation_info=True,
                    use_pades_lta=True,
                    dss_settings=PROOFS,
                    timestamp_field_name=_free_name(writer.prev, "Estampa"),
                    validation_context=_context(backend, authority),
                ),
                OpenKeySigner(key),
                timestamper=timestamper,
                new_field_spec=SigFieldSpec(name, on_page=0, readable_field_name=reason),
            )
            output = await signer.async_sign_pdf(writer, bytes_reserved=room)
    except TimeoutError as error:
        raise RevocationUnavailable(name=opened.signer_name(key.certificate)) from error
    signed: bytes = output.getvalue()
    # The first token was for measuring, the second is the signature's, the third the document's.
    return signed, timestamper.times[1]


def _context(backend: AIOHttpFetcherBackend, authority: TrustSettings) -> ValidationContext:
    return ValidationContext(
        trust_roots=certificates(authority.roots),
        other_certs=certificates(authority.extra_intermediates),
        allow_fetching=True,
        fetcher_backend=backend,
        revocation_mode="require",
    )


def _free_name(reader: PdfFileReader, wanted: str) -> str:
    taken = {signature.field_name for signature in reader.embedded_signatures}
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}{number}"
    return name


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
