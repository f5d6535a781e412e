"""The credentials that the simulator holds: a development PKI's keys, with a PIN and one-time codes."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from signatures.csc_simulator.refusals import invalid

PINS_ALLOWED = 3
_P256_OID = "1.2.840.10045.3.1.7"
_RSA = ("1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11")
_ECDSA = ("1.2.840.10045.4.3.2",)


@dataclass
class Credential:
    """One person's key at the service.

    Attributes:
        user: whose it is, for `credentials/list`.
        needs_code: whether an authorization takes a one-time code.
        most: how many signatures one authorization allows (`multisign`).
        binds_hashes: whether an authorization is for named hashes only (`SCAL` 2).
        plain_pairs: whether ECDSA comes as two numbers, as some services give it, instead of DER.
    """

    name: str
    user: str
    key: EllipticCurvePrivateKey | RSAPrivateKey
    certificates: tuple[x509.Certificate, ...]
    pin: str
    needs_code: bool = False
    most: int = 1
    binds_hashes: bool = True
    plain_pairs: bool = False
    enabled: bool = True
    wrong_pins: int = field(default=0, init=False)

    @property
    def is_locked(self) -> bool:
        """Whether too many wrong PINs closed it for good."""
        return self.wrong_pins >= PINS_ALLOWED

    @property
    def algorithms(self) -> tuple[str, ...]:
        """OIDs of what the key can do."""
        return _RSA if isinstance(self.key, RSAPrivateKey) else _ECDSA

    def sign(self, digest: bytes, algorithm: str) -> bytes:
        """The raw signature of a SHA-256 digest.

        Raises:
            Refused: the credential offers no such algorithm.
        """
        if algorithm not in self.algorithms:
            raise invalid("signAlgo")
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(digest, PKCS1v15(), Prehashed(SHA256()))
        signature = self.key.sign(digest, ECDSA(Prehashed(SHA256())))
        if not self.plain_pairs:
            return signature
        return b"".join(part.to_bytes(32, "big") for part in decode_dss_signature(signature))

    def described(self, version: int) -> dict[str, Any]:
        """The answer of `credentials/info`.

        Source: CSC API 1.0.4 and 2.0, section 11.5.
        """
        own = self.certificates[0]
        described: dict[str, Any] = {
            "description": "Credencial del simulador",
            "key": {
                "status": "enabled" if self.enabled else "disabled",
                "algo": list(self.algorithms),
                "len": self.key.key_size,
            },
            "cert": {
                "status": "valid",
                "certificates": [
                    base64.b64encode(one.public_bytes(Encoding.DER)).decode("ascii")
                    for one in self.certificates
                ],
                "issuerDN": own.issuer.rfc4514_string(),
                "serialNumber": f"{own.serial_number:X}",
                "subjectDN": own.subject.rfc4514_string(),
                "validFrom": own.not_valid_before_utc.strftime("%Y%m%d%H%M%SZ"),
                "validTo": own.not_valid_after_utc.strftime("%Y%m%d%H%M%SZ"),
            },
            "SCAL": "2" if self.binds_hashes else "1",
            "multisign": self.most,
            "lang": "es-CO",
        }
        if not isinstance(self.key, RSAPrivateKey):
            described["key"]["curve"] = _P256_OID
        return described | (self._asks() if version == 1 else {"auth": self._asks_v2()})

    def _asks(self) -> dict[str, Any]:
        return {
            "authMode": "explicit",
            "PIN": {"presence": "true", "format": "A", "label": "PIN"},
            "OTP": {
                "presence": "true" if self.needs_code else "false",
                "type": "online",
                "format": "N",
                "label": "Código",
            },
        }

    def _asks_v2(self) -> dict[str, Any]:
        names = ["PIN", "OTP"] if self.needs_code else ["PIN"]
        return {
            "mode": "explicit",
            "expression": " AND ".join(names),
            "objects": [{"type": "Password", "id": name, "label": name} for name in names],
        }


def of_pki(directory: Path, label: str, pin: str, **more: Any) -> Credential:
    """A credential over a key of a development PKI.

    Args:
        directory: folder of the PKI.
        label: person or `seal`.
        pin: opens the credential at the service; it has nothing to do with the key's file.
        more: other attributes of the credential.
    """
    key = load_pem_private_key((directory / "keys" / f"{label}.key.pem").read_bytes(), None)
    if not isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey):
        raise TypeError(label)
    certificates = tuple(_certificates(directory, (label, "intermediate", "root")))
    settings = {"name": label, "user": label} | more
    return Credential(key=key, certificates=certificates, pin=pin, **settings)


def _certificates(directory: Path, labels: Iterable[str]) -> Iterable[x509.Certificate]:
    for label in labels:
        yield x509.load_pem_x509_certificate((directory / "certs" / f"{label}.pem").read_bytes())
