"""The validation policy: our roots, revocation always known, nothing fetched from the network."""

from datetime import datetime, timedelta
from typing import Any

from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import (
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
    FreshnessReqType,
)
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from signatures.certificates import certificates
from signatures.trust import TrustSettings

# The last timestamp's revocation data is of its own day and nothing later can stand in the file.
# The policy may set that age (EN 319 102-1, 5.2.5.4); renewal has to come before it is over.
_TSA_PROOF_AGE = timedelta(days=10 * 366)


def specification(trust: TrustSettings, knowledge: LocalKnowledge) -> PdfSignatureValidationSpec:
    """How signatures and timestamps are validated.

    Args:
        trust: roots and further authorities.
        knowledge: what the document brings along.
    """
    anchors = SimpleTrustManager.build(trust_roots=certificates(trust.roots))
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=CertValidationPolicySpec(
                anchors, CertRevTrustPolicy(REQUIRE_REVINFO)
            ),
            ts_cert_validation_policy=CertValidationPolicySpec(
                anchors,
                CertRevTrustPolicy(
                    REQUIRE_REVINFO,
                    freshness=_TSA_PROOF_AGE,
                    freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
                ),
            ),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                RevinfoOnlineFetchingRule.LOCAL_ONLY,
                certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
            ),
            local_knowledge=knowledge,
        )
    )


def timing(at: datetime) -> ValidationTimingInfo:
    """Validation as of a moment."""
    return ValidationTimingInfo(
        validation_time=at, best_signature_time=at, point_in_time_validation=True
    )


def knowledge_in(reader: PdfFileReader, trust: TrustSettings) -> LocalKnowledge:
    """Certificates, OCSP answers and CRL that the document carries.

    Source: ETSI EN 319 142-1, clause 5.4.2 (document security store).
    """
    extra = certificates(trust.extra_intermediates)
    try:
        store: Any = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return LocalKnowledge(known_certs=extra)
    answers = [_load(OCSPResponse, found) for found in store.ocsps]
    return LocalKnowledge(
        known_ocsps=[part for answer in answers for part in OCSPContainer.load_multi(answer)],
        known_crls=[CRLContainer(_load(CertificateList, found)) for found in store.crls],
        known_certs=[*store.load_certs(), *extra],
    )


def _load(kind: Any, stream: Any) -> Any:
    return kind.load(stream.get_object().data)
