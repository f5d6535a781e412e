"""PAdES signatures: levels, several signers in order, and batches."""

from signatures.pades.batch import Item, Outcome, sign_many
from signatures.pades.fields import SignatureField, prepare
from signatures.pades.profile import (
    B_B,
    B_LT,
    B_LTA,
    B_T,
    Changes,
    Level,
    Profile,
    in_order,
    require_leaving_level,
)
from signatures.pades.signing import SignedPdf, sign

__all__ = [
    "B_B",
    "B_LT",
    "B_LTA",
    "B_T",
    "Changes",
    "Item",
    "Level",
    "Outcome",
    "Profile",
    "SignatureField",
    "SignedPdf",
    "in_order",
    "prepare",
    "require_leaving_level",
    "sign",
    "sign_many",
]
