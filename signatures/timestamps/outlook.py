"""Until when the evidence of a signed PDF holds by itself: its last timestamp is the roof over it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from typing import Any

from asn1crypto import cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError

from signatures.certificates import certificates, signature_token, subject_part
from signatures.timestamps import algorithms, checks
from signatures.timestamps.algorithms import Algorithm
from signatures.trust import TrustSettings

# The verifier takes the last timestamp's revocation data for so long (signatures/verification/policy.py).
_PROOFS_LAST = timedelta(days=10 * 366)
_LONGEST_CHAIN = 10


class RenewalError(Exception):
    """Base of the reasons why a document cannot be renewed.

    Attributes:
        code: stable name in kebab-case.
        detail: for the expert.
    """

    code = "renewal-failed"

    def __init__(self, detail: str = "") -> None:
        self.detail = detail[:300]
        super().__init__(f"{self.code}: {self.detail}" if detail else self.code)


class NothingToRenew(RenewalError):
    """The file has no timestamp at all, or is no readable PDF."""

    code = "nothing-to-renew"


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What a document's evidence rests on, and until when.

    Attributes:
        stamped_at: time of its last timestamp; aware.
        certificate_end: the earliest end in the TSA's chain; aware.
        algorithm_end: first day on which one of the algorithms may not be relied on any more.
        proofs_end: when the verifier finds the timestamp's revocation data too old; aware.
        has_proofs: revocation data stands in the file.
    """

    stamped_at: datetime
    tsa: str
    certificate_end: datetime
    algorithm_end: date | None
    algorithms: tuple[str, ...]
    proofs_end: datetime
    has_proofs: bool

    @property
    def ends_on(self) -> date:
        """The last day that can be relied on."""
        return self._ends()[0]

    @property
    def reason(self) -> str:
        """What ends then: `certificate`, `algorithm` or `proofs`."""
        return self._ends()[1]

    def _ends(self) -> tuple[date, str]:
        found = [
            (self.certificate_end.date(), "certificate"),
            (self.proofs_end.date(), "proofs"),
        ]
        if self.algorithm_end is not None:
            found.append((self.algorithm_end - timedelta(days=1), "algorithm"))
        return min(found)


def outlook(pdf: bytes, trust: TrustSettings) -> Outlook:
    """Until when a document's evidence holds; nothing is verified.

    Raises:
        NothingToRenew: there is no timestamp that can be read.
    Source: ETSI EN 319 142-1, clause 5.5; ETSI TS 119 511, clause 9 (preservation evidence).
    """
    # pyHanko raises ValueError, AssertionError and others on broken files (its issue 732).
    try:
        reader = PdfFileReader(BytesIO(pdf))
        tokens = roof(reader)
        inside, has_proofs = _stored(reader)
    except Exception as error:
        raise NothingToRenew(type(error).__name__) from error
    if not tokens:
        raise NothingToRenew("no timestamp")
    found = [of_token(token, inside, trust, has_proofs=has_proofs) for token in tokens]
    return min(found, key=lambda one: one.ends_on)


def of_token(
    token: checks.Token,
    inside: Iterable[x509.Certificate],
    trust: TrustSettings,
    *,
    has_proofs: bool,
) -> Outlook:
    """The same of a token alone.

    Args:
        token: of the last timestamp.
        inside: certificates of the document.
        trust: roots.
        has_proofs: revocation data stands in the file.
    """
    pool = [*token.others, *inside, *certificates(trust.extra_intermediates)]
    chain = _chain(token.certificate, [*pool, *certificates(trust.roots)])
    used = (*checks.algorithms_of(token), *_signatures(chain))
    ends = [end for end in map(algorithms.end_of, used) if end is not None]
    return Outlook(
        stamped_at=token.time,
        tsa=subject_part(token.certificate, "common_name"),
        certificate_end=min(part.not_valid_after for part in chain),
        algorithm_end=min(ends, default=None),
        algorithms=tuple(dict.fromkeys(map(str, used))),
        proofs_end=token.time + _PROOFS_LAST,
        has_proofs=has_proofs,
    )


def roof(reader: PdfFileReader) -> list[checks.Token]:
    """The tokens that all evidence of a document rests on.

    The newest document timestamp covers everything; at B-LT, where there is none, each signature rests on
    a token of its own. Empty: some signature has none.

    Raises:
        TokenRejected, ValueError: one cannot be read.
    """
    if "/AcroForm" not in reader.root:
        return []
    stamps = list(reader.embedded_timestamp_signatures)
    if stamps:
        return [checks.read_token(_loaded(stamps[-1].pkcs7_content))]
    found = [signature_token(one.signer_info) for one in reader.embedded_regular_signatures]
    return [checks.read_token(_wrapped(data)) for data in found if data is not None]


def _loaded(der: bytes) -> cms.ContentInfo:
    loaded: cms.ContentInfo = cms.ContentInfo.load(der)  # type: ignore[no-untyped-call]
    return loaded


def _wrapped(data: cms.SignedData) -> cms.ContentInfo:
    return cms.ContentInfo({"content_type": "signed_data", "content": data})  # type: ignore[no-untyped-call]


def _chain(
    certificate: x509.Certificate, pool: Sequence[x509.Certificate]
) -> list[x509.Certificate]:
    """The certificate and those above it, as far as they are known."""
    chain = [certificate]
    while chain[-1].self_issued is False and len(chain) < _LONGEST_CHAIN:
        above = [one for one in pool if one.subject == chain[-1].issuer and one.ca]
        if not above:
            break
        chain.append(above[0])
    return chain


def _signatures(chain: Sequence[x509.Certificate]) -> Iterator[Algorithm]:
    """The algorithms that bind a chain; a root is trusted, whatever signed it."""
    for below, above in pairwise(chain):
        algorithm = below["signature_algorithm"]
        yield Algorithm(str(algorithm.hash_algo))
        yield algorithms.of_signature(algorithm, above)


def _stored(reader: PdfFileReader) -> tuple[list[x509.Certificate], bool]:
    try:
        store: Any = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return [], False
    return list(store.load_certs()), bool(store.ocsps or store.crls)
