"""PAdES signatures, always with timestamp and revocation data inside."""

from signatures.pades.signing import SignedPdf, sign

__all__ = ["SignedPdf", "sign"]
