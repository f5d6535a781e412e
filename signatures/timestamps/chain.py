"""Whether a TSA's certificate leads to a trusted root and still stands; remembered for a short while."""

import hashlib
import threading
from datetime import datetime, timedelta

import aiohttp
from asn1crypto import x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    InsufficientRevinfoError,
    PathBuildingError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from signatures.certificates import certificates
from signatures.timestamps import errors
from signatures.timestamps.checks import Token
from signatures.trust import TrustSettings

# A revocation takes hours to reach a CRL; asking again for every token would double its cost.
_REMEMBERED = timedelta(minutes=10)


class TrustedChains:
    """Chains that were found good, and until when that is believed; shared by threads."""

    def __init__(self, remembered: timedelta = _REMEMBERED) -> None:
        self._remembered = remembered
        self._good_until: dict[bytes, datetime] = {}
        self._lock = threading.Lock()

    async def require(
        self, token: Token, trust: TrustSettings, session: aiohttp.ClientSession, *, at: datetime
    ) -> None:
        """Refuse a token of a TSA that cannot be trusted now.

        Raises:
            UntrustedTsa, TsaRevocationUnknown: by their names.
        Source: RFC 3161, section 2.3; RFC 5280, section 6.
        """
        name = self._name(token, trust)
        with self._lock:
            if at < self._good_until.get(name, at):
                return
        backend = AIOHttpFetcherBackend(session, per_request_timeout=trust.fetch_timeout_seconds)
        context = ValidationContext(
            trust_roots=_roots(trust, at),
            other_certs=[*token.others, *certificates(trust.extra_intermediates)],
            allow_fetching=True,
            fetcher_backend=backend,
            revocation_mode="require",
        )
        await _validate(token, context)
        with self._lock:
            self._good_until[name] = min(at + self._remembered, token.certificate.not_valid_after)

    def forget(self) -> None:
        """Ask anew from now on, after roots or a certificate changed."""
        with self._lock:
            self._good_until.clear()

    @staticmethod
    def _name(token: Token, trust: TrustSettings) -> bytes:
        whole = hashlib.sha256(token.certificate.sha256)
        for part in (*trust.roots, *trust.extra_intermediates):
            whole.update(hashlib.sha256(part).digest())
        return whole.digest()


async def require_as_of(token: Token, trust: TrustSettings, *, at: datetime) -> None:
    """Refuse a kept token whose TSA did not lead to a trusted root at a moment in the past.

    Revocation is not asked: of that day it was asked when the token came.

    Raises:
        UntrustedTsa: no such chain.
    """
    context = ValidationContext(
        trust_roots=_roots(trust, at),
        other_certs=[*token.others, *certificates(trust.extra_intermediates)],
        moment=at,
        revocation_mode="soft-fail",
    )
    await _validate(token, context)


def _roots(trust: TrustSettings, at: datetime) -> list[x509.Certificate]:
    """Roots that timestamps may lead to at a moment; a withdrawn one up to its end."""
    former = [
        found
        for found in certificates(trust.former_roots)
        if at < trust.distrusted_after.get(found.sha256.hex(), at)
    ]
    every = [*certificates(trust.roots), *former]
    return [found for found in every if found.sha256.hex() not in trust.signers_only]


async def _validate(token: Token, context: ValidationContext) -> None:
    validator = CertificateValidator(
        token.certificate, intermediate_certs=token.others, validation_context=context
    )
    try:
        await validator.async_validate_usage(set(), {"time_stamping"})  # type: ignore[no-untyped-call]
    except InsufficientRevinfoError as error:
        raise errors.TsaRevocationUnknown(str(error)) from error
    except RevokedError as error:
        raise errors.UntrustedTsa("revoked") from error
    except (PathBuildingError, ValidationError) as error:
        raise errors.UntrustedTsa(str(error)) from error
