"""Asks the authorities for revocation data that a document lacks.

A stranger's file must not send us anywhere: pyHanko asks about a certificate only after its signature
led to one of our roots, and addresses of missing certificates are never followed.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Iterable, Sequence
from typing import Any

import aiohttp
from asn1crypto import x509
from pyhanko.sign.validation.policy_decl import LocalKnowledge
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError
from pyhanko_certvalidator.fetchers import CertificateFetcher, FetcherBackend, Fetchers
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko_certvalidator.fetchers.api import FetchLimits
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from signatures.trust import TrustSettings
from signatures.verification.policy import anchors

_MOST_REQUESTS = 20
_NOTHING: tuple[x509.Certificate, ...] = ()


class _NoCertificates(CertificateFetcher):
    async def fetch_cert_issuers(self, cert: Any) -> AsyncGenerator[x509.Certificate, None]:
        del cert
        for nothing in _NOTHING:
            yield nothing

    async def fetch_crl_issuers(
        self, certificate_list: Any
    ) -> AsyncGenerator[x509.Certificate, None]:
        del certificate_list
        for nothing in _NOTHING:
            yield nothing

    def fetched_certs(self) -> Iterable[x509.Certificate]:
        return ()


class _Backend(FetcherBackend):
    def __init__(self, session: aiohttp.ClientSession, seconds: float) -> None:
        limits = FetchLimits(max_requests=_MOST_REQUESTS, max_cert_requests=0)
        self._inner = AIOHttpFetcherBackend(session, per_request_timeout=seconds, limits=limits)

    def get_fetchers(self) -> Fetchers:
        found = self._inner.get_fetchers()
        return Fetchers(found.ocsp_fetcher, found.crl_fetcher, _NoCertificates())


async def fetched(
    holders: Iterable[x509.Certificate], others: Sequence[x509.Certificate], trust: TrustSettings
) -> LocalKnowledge:
    """Revocation data about certificates and those above them, as far as it can be had in time.

    Args:
        holders: of signers and TSAs.
        others: certificates that may stand between them and a root.
        trust: roots and time limits.
    """
    found = LocalKnowledge()
    with contextlib.suppress(TimeoutError):
        async with (
            asyncio.timeout(trust.total_timeout_seconds),
            aiohttp.ClientSession() as session,
        ):
            for holder in holders:
                await _about(holder, others, trust, session, found)
    return found


async def _about(
    holder: x509.Certificate,
    others: Sequence[x509.Certificate],
    trust: TrustSettings,
    session: aiohttp.ClientSession,
    found: LocalKnowledge,
) -> None:
    context = ValidationContext(
        trust_roots=anchors(trust, frozenset()),
        other_certs=list(others),
        allow_fetching=True,
        fetcher_backend=_Backend(session, trust.fetch_timeout_seconds),
        revocation_mode="require",
    )
    validator = CertificateValidator(holder, validation_context=context)
    # Whatever fails, the judgement finds it again with what could be fetched.
    with contextlib.suppress(PathBuildingError, PathValidationError):
        await validator.async_validate_path()
    for answer in context.ocsps:
        found.known_ocsps.extend(OCSPContainer.load_multi(answer))
    found.known_crls.extend(CRLContainer(revoked) for revoked in context.crls)
