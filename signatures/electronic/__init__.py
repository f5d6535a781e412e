"""A person's electronic signature by one-time code: consent, code, evidence. It knows no case.

Source: Ley 527 de 1999, art. 7; Decreto 2364 de 2012 (Decreto 1074 de 2015, 2.2.2.47).
"""

from signatures.electronic.asking import Challenge, CodeRequest, pending, request_code
from signatures.electronic.confirming import TypedCode, confirm, signed
from signatures.electronic.delivery import (
    Carrier,
    Channel,
    DeliveryFailed,
    Letter,
    MailCarrier,
    SmsCarrierHttp,
    SmsCarrierSimulator,
    carriers_from_settings,
)
from signatures.electronic.evidence import Agreement, Evidence, Signer
from signatures.electronic.masking import masked

__all__ = [
    "Agreement",
    "Carrier",
    "Challenge",
    "Channel",
    "CodeRequest",
    "DeliveryFailed",
    "Evidence",
    "Letter",
    "MailCarrier",
    "Signer",
    "SmsCarrierHttp",
    "SmsCarrierSimulator",
    "TypedCode",
    "carriers_from_settings",
    "confirm",
    "masked",
    "pending",
    "request_code",
    "signed",
]
