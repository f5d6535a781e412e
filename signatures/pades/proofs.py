"""Whether a certificate is good, and what shows it: its chain, OCSP answers and CRL.

What was found good is kept for a short while in this process. A revocation is therefore noticed within
`TrustSettings.signer_proof_seconds`: short enough that a lost key does little harm, long enough that a
batch does not ask the same question a thousand times. Only CRL about authorities are kept for longer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
from asn1crypto import crl, ocsp, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.fetchers import CRLFetcher, FetcherBackend, Fetchers
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from signatures.certificates import certificate, certificates
from signatures.pades.shelf import Shelf
from signatures.trust import TrustSettings

_KEPT: Final = 1024


@dataclass(frozen=True)
class Proofs:
    """What shows that a certificate was good.

    Attributes:
        until: aware moment until which it may be shown again without asking.
    """

    certificates: tuple[x509.Certificate, ...]
    ocsps: tuple[ocsp.OCSPResponse, ...]
    crls: tuple[crl.CertificateList, ...]
    until: datetime


@dataclass(frozen=True)
class Use:
    """What a certificate has to be allowed for.

    Source: RFC 5280, 4.2.1.3 and 4.2.1.12.
    """

    key_usage: frozenset[str] = frozenset()
    extended: frozenset[str] = frozenset()
    is_for_time: bool = False

    def roots(self, authority: TrustSettings) -> list[x509.Certificate]:
        """Those that such a certificate may lead to."""
        others = authority.signers_only if self.is_for_time else authority.tsas_only
        return [root for root in certificates(authority.roots) if root.sha256.hex() not in others]


SIGNING = Use(key_usage=frozenset({"non_repudiation"}))
STAMPING = Use(extended=frozenset({"time_stamping"}), is_for_time=True)

_proofs: Shelf[Proofs] = Shelf(_KEPT)
_crls: Shelf[list[crl.CertificateList]] = Shelf(_KEPT)


def forget() -> None:
    """Start cold, as a new process does."""
    _proofs.clear()
    _crls.clear()


async def prove(
    holder: x509.Certificate,
    others: Iterable[x509.Certificate],
    use: Use,
    *,
    authority: TrustSettings,
    session: aiohttp.ClientSession,
    now: datetime,
) -> Proofs:
    """The proofs for a certificate, kept ones if they are fresh enough.

    Args:
        holder: the certificate.
        others: authorities that may stand between it and a root.
        use: what it must be allowed for.
        authority: roots and limits.
        session: for OCSP, CRL and missing authorities.
        now: aware, from the clock.

    Raises:
        PathBuildingError, PathValidationError: not trusted, not valid, revoked, or not known whether it is.
    Source: RFC 5280, section 6; RFC 6960.
    """
    key = (holder.sha256, use, *_trusted(authority))
    kept = _proofs.get(key, now)
    if kept is not None:
        return kept
    context = ValidationContext(
        trust_roots=use.roots(authority),
        other_certs=certificates(authority.extra_intermediates),
        allow_fetching=True,
        fetcher_backend=_Backend(session, authority, now),
        revocation_mode="require",
    )
    validator = CertificateValidator(
        holder, intermediate_certs=list(others), validation_context=context
    )
    path: Any = await validator.async_validate_usage(  # type: ignore[no-untyped-call]
        set(use.key_usage), set(use.extended)
    )
    answers, lists = tuple(context.ocsps), tuple(context.crls)
    latest = now + timedelta(seconds=authority.signer_proof_seconds)
    until = min([latest, holder.not_valid_after, *_ends(answers, lists)])
    found = Proofs(tuple(_fresh(part) for part in path), answers, lists, until)
    _proofs.put(key, found, until)
    return found


def _trusted(authority: TrustSettings) -> tuple[object, ...]:
    """All that a judgement rests on, so that none outlives a change of it."""
    return (
        authority.roots,
        authority.extra_intermediates,
        authority.signers_only,
        authority.tsas_only,
        authority.signer_proof_seconds,
    )


def _fresh(part: x509.Certificate) -> x509.Certificate:
    """The same certificate with nothing parsed: asn1crypto writes it again without encoding it."""
    return certificate(part.dump())  # type: ignore[no-untyped-call]


def _ends(
    answers: Iterable[ocsp.OCSPResponse], lists: Iterable[crl.CertificateList]
) -> Iterable[datetime]:
    for revoked in lists:
        yield from _moments(revoked["tbs_cert_list"]["next_update"])
    for answer in answers:
        for single in answer.response_data["responses"]:
            yield from _moments(single["next_update"])


def _moments(value: Any) -> Iterable[datetime]:
    if isinstance(value.native, datetime):
        yield value.native


class _Backend(FetcherBackend):
    """Fetches by HTTP; CRL about authorities may come from the shelf."""

    def __init__(
        self, session: aiohttp.ClientSession, authority: TrustSettings, now: datetime
    ) -> None:
        limit = authority.fetch_timeout_seconds
        self._backend = AIOHttpFetcherBackend(session, per_request_timeout=limit)
        self._until = now + timedelta(seconds=authority.authority_crl_seconds)
        self._now = now

    def get_fetchers(self) -> Fetchers:
        """Fetchers of one validation."""
        inner = self._backend.get_fetchers()
        lists = _AuthorityCrls(inner.crl_fetcher, self._now, self._until)
        return Fetchers(inner.ocsp_fetcher, lists, inner.cert_fetcher)


class _AuthorityCrls(CRLFetcher):
    def __init__(self, fetcher: CRLFetcher, now: datetime, until: datetime) -> None:
        self._fetcher = fetcher
        self._now = now
        self._until = until
        self._found: dict[bytes, list[crl.CertificateList]] = {}

    async def fetch(self, cert: Any, *, use_deltas: bool | None = None) -> Any:
        """The CRL about a certificate."""
        places = cert.crl_distribution_points_value if isinstance(cert, x509.Certificate) else None
        key = places.dump() if places is not None and cert.ca else None
        lists = _crls.get(key, self._now) if key else None
        if lists is None:
            lists = list(await self._fetcher.fetch(cert, use_deltas=use_deltas))
            if key:
                _crls.put(key, lists, min([self._until, *_ends((), lists)]))
        self._found[cert.sha256] = lists
        return lists

    def fetched_crls(self) -> Iterable[crl.CertificateList]:
        """All of this validation."""
        return [found for lists in self._found.values() for found in lists]

    def fetched_crls_for_cert(self, cert: Any) -> Iterable[crl.CertificateList]:
        """Those about one certificate."""
        return self._found[cert.sha256]
