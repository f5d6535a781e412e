"""A small PKI without a network: keys of every kind, certificates with faults, CRLs of any day.

Nothing of the product is used: what it verifies here, strangers made.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
BEGIN, END = datetime(2024, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
CRL_URL = "http://127.0.0.1:9/crl"


@cache
def key(kind: str, owner: str = "") -> Any:
    """A private key; the same one for the same owner."""
    del owner
    if kind.startswith("rsa"):
        return rsa.generate_private_key(65537, int(kind[3:]))
    curves = {"p256": ec.SECP256R1(), "p384": ec.SECP384R1()}
    return ec.generate_private_key(curves[kind])


@dataclass(frozen=True)
class Holder:
    """A certificate, its key, and the certificates above it without the root."""

    certificate: x509.Certificate
    private: Any
    above: tuple[x509.Certificate, ...] = ()

    @property
    def asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.certificate.public_bytes(Encoding.DER))

    @property
    def asn1_key(self) -> asn1_keys.PrivateKeyInfo:
        packed = self.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return asn1_keys.PrivateKeyInfo.load(packed)


@dataclass
class Authority:
    """A root, one authority under it, and a TSA.

    Attributes:
        name: in every certificate.
        owner: whose keys these are; authorities with one name may have different ones.
        crl_url: where its certificates say that its CRLs are; the last part is the issuer.
    """

    name: str = "Prueba"
    crl_url: str = CRL_URL
    owner: str = ""
    revoked: dict[int, datetime] = field(default_factory=dict)

    @cached_property
    def root(self) -> Holder:
        return self._issue("Raíz", "p256", None, ca=True)

    @cached_property
    def issuer(self) -> Holder:
        return self._issue("Subordinada", "p256", self.root, ca=True)

    @cached_property
    def tsa(self) -> Holder:
        return self.timestamper()

    def timestamper(self, **changes: Any) -> Holder:
        """A TSA under the root."""
        purpose = changes.pop("purpose", ExtendedKeyUsageOID.TIME_STAMPING)
        return self._issue("TSA", "rsa2048", self.root, purposes=(purpose,), **changes)

    def signer(self, name: str = "Ana Pérez", kind: str = "p256", **changes: Any) -> Holder:
        """Somebody who signs."""
        return self._issue(name, kind, self.issuer, **changes)

    @property
    def root_pem(self) -> bytes:
        return self.root.certificate.public_bytes(Encoding.PEM)

    def expired_root(self) -> bytes:
        """The PEM of a root that is over."""
        old = self._issue("Raíz", "p256", None, ca=True, end=NOW - timedelta(days=1))
        return old.certificate.public_bytes(Encoding.PEM)

    def crls(self, at: datetime = NOW, days: int = 30) -> list[asn1_crl.CertificateList]:
        """The CRL of the root and that of the authority, as of a day."""
        return [
            asn1_crl.CertificateList.load(self.crl_der(issuer, at, days))
            for issuer in (self.root, self.issuer)
        ]

    def crl_der(self, issuer: Holder, at: datetime = NOW, days: int = 30) -> bytes:
        """One CRL, DER."""
        begin = at - timedelta(hours=1)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer.certificate.subject)
            .last_update(begin)
            .next_update(begin + timedelta(days=days))
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.private.public_key()),
                critical=False,
            )
        )
        for serial, since in self.revoked.items():
            if since <= at:
                entry = x509.RevokedCertificateBuilder(serial, since)
                builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(issuer.private, hashes.SHA256()).public_bytes(Encoding.DER)

    def _issue(
        self,
        name: str,
        kind: str,
        issuer: Holder | None,
        *,
        ca: bool = False,
        begin: datetime = BEGIN,
        end: datetime = END,
        uses: Sequence[str] = ("digital_signature", "content_commitment"),
        purposes: Sequence[x509.ObjectIdentifier] = (),
        digest: Any = None,
    ) -> Holder:
        private = key(kind, f"{self.owner or self.name}/{name}")
        subject = _name(name, self.name)
        above = issuer.certificate.subject if issuer else subject
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(above)
            .public_key(private.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(end)
        )
        for extension, critical in self._extensions(name, issuer, private, ca, uses, purposes):
            builder = builder.add_extension(extension, critical)
        signing_key = issuer.private if issuer else private
        certificate = builder.sign(signing_key, digest or hashes.SHA256())
        chain = (*issuer.above, issuer.certificate) if issuer and issuer is not self.root else ()
        return Holder(certificate, private, chain)

    def _extensions(
        self, name: str, issuer: Holder | None, private: Any, ca: bool, uses: Any, purposes: Any
    ) -> list[tuple[x509.ExtensionType, bool]]:
        del name
        wanted = ("key_cert_sign", "crl_sign") if ca else uses
        parts: list[tuple[x509.ExtensionType, bool]] = [
            (x509.BasicConstraints(ca=ca, path_length=None), True),
            (x509.SubjectKeyIdentifier.from_public_key(private.public_key()), False),
        ]
        if wanted:
            parts.append((_uses(wanted), True))
        if purposes:
            parts.append((x509.ExtendedKeyUsage(purposes), True))
        if issuer:
            public = issuer.private.public_key()
            parts.append((x509.AuthorityKeyIdentifier.from_issuer_public_key(public), False))
            where = "root" if issuer.certificate.issuer == issuer.certificate.subject else "issuer"
            point = x509.UniformResourceIdentifier(f"{self.crl_url}/{where}")
            points = [x509.DistributionPoint([point], None, None, None)]
            parts.append((x509.CRLDistributionPoints(points), False))
        return parts


def _name(common: str, organization: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CO"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _uses(names: Sequence[str]) -> x509.KeyUsage:
    every = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: name in names for name in every})
