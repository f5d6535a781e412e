"""The validation policy: our roots, revocation always known, nothing fetched in passing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import x509
from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
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
# A certificate that says what it is for must be for documents, mail or identity.
_PURPOSES = {
    "email_protection",
    "client_auth",
    "any_extended_key_usage",
    "1.3.6.1.5.5.7.3.36",  # document signing (RFC 9336)
    "1.3.6.1.4.1.311.10.3.12",  # document signing (Microsoft)
    "microsoft_document_signing",
    "1.2.840.113583.1.1.5",  # authentic documents (Adobe)
    "adobe_authentic_documents_trust",
}


@dataclass
class Policy:
    """How signatures and timestamps of one document are judged.

    Attributes:
        knowledge: proofs of the document and those that were fetched.
    """

    trust: TrustSettings
    knowledge: LocalKnowledge
    _made: dict[bool, SignatureValidationSpec] = field(default_factory=dict)

    def specification(self, *, past: bool = False) -> SignatureValidationSpec:
        """PyHanko's form of it.

        Args:
            past: judged as of a proven moment: proofs made after it count too, and say more.
        """
        if past not in self._made:
            self._made[past] = self._specification(past=past)
        return self._made[past]

    def add(self, found: LocalKnowledge) -> None:
        """Judge with further proofs from now on."""
        self.knowledge.known_crls.extend(found.known_crls)
        self.knowledge.known_ocsps.extend(found.known_ocsps)
        self._made.clear()

    def _specification(self, *, past: bool) -> SignatureValidationSpec:
        aged: dict[str, Any] = (
            {}
            if past
            else {
                "freshness": _TSA_PROOF_AGE,
                "freshness_req_type": FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
            }
        )
        return SignatureValidationSpec(
            cert_validation_policy=CertValidationPolicySpec(
                SimpleTrustManager.build(trust_roots=anchors(self.trust, self.trust.tsas_only)),
                CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=past),
            ),
            ts_cert_validation_policy=CertValidationPolicySpec(
                SimpleTrustManager.build(trust_roots=anchors(self.trust, self.trust.signers_only)),
                CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=past, **aged),
            ),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                RevinfoOnlineFetchingRule.LOCAL_ONLY,
                certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
            ),
            key_usage_settings=KeyUsageConstraints(
                key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
            ),
            local_knowledge=self.knowledge,
        )


def anchors(trust: TrustSettings, without: frozenset[str]) -> list[x509.Certificate]:
    """Roots of a purpose, withdrawn ones too: when they count is judged afterwards."""
    every = certificates((*trust.roots, *trust.former_roots))
    return [root for root in every if root.sha256.hex() not in without]


def is_for_signing(certificate: x509.Certificate) -> bool:
    """Whether its extended key usage, if it has one, lets it sign documents.

    Source: RFC 5280, 4.2.1.12; RFC 9336.
    """
    purposes = certificate.extended_key_usage_value
    return purposes is None or bool(set(purposes.native) & _PURPOSES)


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
        return _knowledge((), (), extra)
    answers = [_load(OCSPResponse, found) for found in store.ocsps]
    lists = [_load(CertificateList, found) for found in store.crls]
    return _knowledge(answers, lists, [*store.load_certs(), *extra])


def knowledge_within(signer_info: Any) -> LocalKnowledge:
    """Proofs that the signer put into the signature itself, as Adobe's tools do.

    Source: ISO 32000-2, 12.8.3.3.2 (adbe-revocationInfoArchival).
    """
    found = LocalKnowledge()
    for attribute in signer_info["signed_attrs"]:
        if attribute["type"].native != "adobe_revocation_info_archival":
            continue
        for archive in attribute["values"]:
            lists, answers = ([*(archive[key] or ())] for key in ("crl", "ocsp"))
            inside = _knowledge(answers, lists, ())
            found.known_ocsps.extend(inside.known_ocsps)
            found.known_crls.extend(inside.known_crls)
    return found


def _knowledge(answers: Iterable[Any], lists: Iterable[Any], certificates: Any) -> LocalKnowledge:
    return LocalKnowledge(
        known_ocsps=[part for answer in answers for part in OCSPContainer.load_multi(answer)],
        known_crls=[CRLContainer(revoked) for revoked in lists],
        known_certs=[*certificates],
    )


def _load(kind: Any, stream: Any) -> Any:
    return kind.load(stream.get_object().data)
