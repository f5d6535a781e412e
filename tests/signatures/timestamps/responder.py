"""A small RFC 3161 service of the tests: honest, or lying in one chosen way. It also has its own CRL."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

POLICY = "1.3.6.1.4.1.99999.1"
Change = Callable[[dict[str, Any]], None]


@dataclass
class Behaviour:
    """How the service behaves; what is not said is honest.

    Attributes:
        status: of HTTP.
        info: changes the token's content before it is signed.
        body: changes the whole answer.
        silent: no answer at all.
        digest: of the token's signature.
        shown: certificate in the token instead of the service's own.
        ess: DER whose hash stands in the signed attributes, or b"" for none.
        spoil: changes the signature value.
    """

    status: int = 200
    media_type: str = "application/timestamp-reply"
    info: Change = lambda fields: None
    body: Callable[[bytes], bytes] = lambda body: body
    silent: bool = False
    digest: str = "sha256"
    shown: x509.Certificate | None = None
    ess: bytes | None = None
    spoil: bool = False
    refusal: str = ""
    crl_silent: bool = False
    revoked: bool = False


@dataclass
class Certificate:
    """What the service's certificate says; what is not said is as it should be."""

    begin: datetime = datetime(2024, 1, 1, tzinfo=UTC)
    end: datetime = datetime(2040, 1, 1, tzinfo=UTC)
    uses: tuple[x509.ObjectIdentifier, ...] = (ExtendedKeyUsageOID.TIME_STAMPING,)
    critical: bool = True
    foreign: bool = False
    rsa_bits: int = 0


class Refusal(core.Sequence):
    """An answer without a token, which asn1crypto's own class cannot say."""

    _fields: ClassVar[list[Any]] = [("status", tsp.PKIStatusInfo)]


class Issuer:
    """The root of a development PKI, whose key lies in its folder."""

    def __init__(self, directory: Path) -> None:
        self.key: Any = load_pem_private_key(
            (directory / "keys" / "root.key.pem").read_bytes(), None
        )
        self.certificate = x509.load_pem_x509_certificate(
            (directory / "certs" / "root.pem").read_bytes()
        )

    def issue(self, wanted: Certificate, crl_url: str) -> tuple[Any, x509.Certificate]:
        key: Any = (
            rsa.generate_private_key(65537, wanted.rsa_bits)
            if wanted.rsa_bits
            else ec.generate_private_key(ec.SECP256R1())
        )
        signing = ec.generate_private_key(ec.SECP256R1()) if wanted.foreign else self.key
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Estampado de pruebas")])
        points = x509.DistributionPoint([x509.UniformResourceIdentifier(crl_url)], None, None, None)
        issuer = name if wanted.foreign else self.certificate.subject
        built = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(wanted.begin)
            .not_valid_after(wanted.end)
            .add_extension(
                x509.KeyUsage(True, False, False, False, False, False, False, False, False), True
            )
            .add_extension(x509.ExtendedKeyUsage(list(wanted.uses)), wanted.critical)
            .add_extension(x509.CRLDistributionPoints([points]), False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), False
            )
        )
        return key, built.sign(signing, hashes.SHA256())

    def crl(self, revoked: x509.Certificate | None) -> bytes:
        now = datetime.now(tz=UTC)
        built = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(now - timedelta(hours=1))
            .next_update(now + timedelta(days=7))
        )
        if revoked is not None:
            entry = x509.RevokedCertificateBuilder().serial_number(revoked.serial_number)
            built = built.add_revoked_certificate(
                entry.revocation_date(now - timedelta(days=1)).build()
            )
        return built.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)


@dataclass
class Responder:
    """The service; `asked` counts requests for timestamps."""

    issuer: Issuer
    wanted: Certificate = field(default_factory=Certificate)
    behaviour: Behaviour = field(default_factory=Behaviour)
    asked: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    port: int = 0

    def begin(self, port: int) -> None:
        self.port = port
        self.key, self.certificate = self.issuer.issue(self.wanted, f"{self.base}/crl")

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.base}/tsa"

    def crl(self) -> bytes:
        return self.issuer.crl(self.certificate if self.behaviour.revoked else None)

    def answer(self, request: bytes) -> bytes:
        asked = tsp.TimeStampReq.load(request)
        if self.behaviour.refusal:
            status = {"status": "rejection", "status_string": [self.behaviour.refusal]}
            return Refusal({"status": tsp.PKIStatusInfo(status)}).dump()
        fields = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": asked["message_imprint"],
            "serial_number": x509.random_serial_number(),
            "gen_time": datetime.now(tz=UTC).replace(microsecond=0),
            "accuracy": tsp.Accuracy({"seconds": 1}),
            "nonce": asked["nonce"],
        }
        self.behaviour.info(fields)
        token = self._token(tsp.TSTInfo(fields).dump())
        granted = tsp.PKIStatusInfo({"status": "granted"})
        return tsp.TimeStampResp({"status": granted, "time_stamp_token": token}).dump()

    def _token(self, info: bytes) -> cms.ContentInfo:
        shown = self.behaviour.shown or self.certificate
        own = asn1_x509.Certificate.load(shown.public_bytes(Encoding.DER))
        algorithm = algos.DigestAlgorithm({"algorithm": self.behaviour.digest})
        attributes = self._attributes(info, own)
        name = f"{self.behaviour.digest}_{'rsa' if self.wanted.rsa_bits else 'ecdsa'}"
        signer = {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                name="issuer_and_serial_number",
                value={"issuer": own.issuer, "serial_number": own.serial_number},
            ),
            "digest_algorithm": algorithm,
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": name},
            "signature": self._signature(attributes.dump()),
        }
        data = {
            "version": "v3",
            "digest_algorithms": [algorithm],
            "encap_content_info": {
                "content_type": "tst_info",
                "content": core.ParsableOctetString(info),
            },
            "certificates": [own],
            "signer_infos": [signer],
        }
        return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(data)})

    def _attributes(self, info: bytes, own: asn1_x509.Certificate) -> cms.CMSAttributes:
        found = [
            {"type": "content_type", "values": ["tst_info"]},
            {
                "type": "message_digest",
                "values": [hashlib.new(self.behaviour.digest, info).digest()],
            },
        ]
        named = own.dump() if self.behaviour.ess is None else self.behaviour.ess
        if named:
            one = {
                "hash_algorithm": {"algorithm": "sha256"},
                "cert_hash": hashlib.sha256(named).digest(),
            }
            found.append({"type": "signing_certificate_v2", "values": [{"certs": [one]}]})
        return cms.CMSAttributes(found)

    def _signature(self, content: bytes) -> bytes:
        digest = getattr(hashes, self.behaviour.digest.upper())()
        content += b"!" if self.behaviour.spoil else b""
        if self.wanted.rsa_bits:
            return self.key.sign(content, padding.PKCS1v15(), digest)
        return self.key.sign(content, ec.ECDSA(digest))


@contextmanager
def answering(issuer: Issuer, wanted: Certificate | None = None) -> Iterator[Responder]:
    """A service that answers on a free port."""
    responder = Responder(issuer, wanted or Certificate())
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if responder.behaviour.crl_silent:
                self.send_error(503)
            else:
                self.send(200, "application/pkix-crl", responder.crl())

        def do_POST(self) -> None:
            responder.asked += 1
            responder.headers = dict(self.headers)
            request = self.rfile.read(int(self.headers["Content-Length"]))
            behaviour = responder.behaviour
            if behaviour.silent:
                over.wait()
                return
            body = behaviour.body(responder.answer(request))
            self.send(behaviour.status, behaviour.media_type, body)

        def send(self, status: int, media_type: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Location", responder.url + "/elsewhere")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """A request is no news."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    responder.begin(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield responder
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
