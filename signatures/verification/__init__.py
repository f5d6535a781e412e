"""Says what the signatures of a PDF are worth, in the words of ETSI EN 319 102-1."""

from signatures.verification.document import verify
from signatures.verification.isolation import verify_isolated
from signatures.verification.report import (
    Modification,
    ModificationKind,
    Problem,
    Report,
    SignerReport,
    TimestampReport,
    Verdict,
)

__all__ = [
    "Modification",
    "ModificationKind",
    "Problem",
    "Report",
    "SignerReport",
    "TimestampReport",
    "Verdict",
    "verify",
    "verify_isolated",
]
