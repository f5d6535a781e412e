"""People of the development PKI with keys of every kind, a token for each test, and a remote service."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pkcs11 as library
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.contrib.auth import get_user_model
from pkcs11 import Attribute, CertificateType, ObjectClass

from signatures import devpki
from signatures.csc_simulator import SimulatedService, of_pki, start
from signatures.devpki import Person
from signatures.keys import TokenPlace, pkcs11
from signatures.keys.config import RemoteService
from tests.parts import SOFTHSM
from tests.signatures.devpki_fixture import PIN, DevPki

ALGORITHMS = ("rsa-2048", "rsa-3072", "p256")
NAME, DOCUMENT = "Carmen Portilla Erazo", "30700001"
CLIENT, CLIENT_SECRET = "ventanilla", "secreto-de-cliente"


@pytest.fixture(scope="session")
def people(dev_pki: DevPki) -> DevPki:
    """The same PKI, which has also certified somebody's key of each algorithm."""
    devpki.create(
        dev_pki.directory,
        dev_pki.base_url,
        [
            Person(
                label=algorithm,
                name=NAME,
                position="Secretaria de Gobierno",
                pin=PIN,
                document=f"IDCCO-{DOCUMENT}",
                algorithm=algorithm,
            )
            for algorithm in ALGORITHMS
        ],
    )
    return dev_pki


@pytest.fixture
def owner(db):
    return get_user_model().objects.create_user(
        email="carmen@ejemplo.test",
        password=None,
        first_name="Carmen",
        last_name="Portilla Erazo",
        doc_number=DOCUMENT,
    )


@pytest.fixture
def administrator(db):
    return get_user_model().objects.create_user(email="ivan@ejemplo.test", password=None)


class Token:
    """A SoftHSM token of one's own."""

    label = "firma"

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "tokens"
        self.folder.mkdir()
        self.module = Path(SOFTHSM)
        self._run("--init-token", "--free", "--so-pin", "87654321")

    def load(self, pki: DevPki, label: str) -> TokenPlace:
        """Put a key of the PKI into it."""
        key = pki.directory / "keys" / f"{label}.key.pem"
        key_id = label.encode().hex()
        self._run("--import", str(key), "--label", label, "--id", key_id)
        return TokenPlace(module="softhsm", token=self.label, key_id=key_id, key_label=label)

    def keep_certificate(self, place: TokenPlace | None, certificate: x509.Certificate) -> None:
        """Put a certificate into it, of its key or of an authority, as a token comes from its issuer."""
        template = {
            Attribute.CLASS: ObjectClass.CERTIFICATE,
            Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
            Attribute.TOKEN: True,
            Attribute.PRIVATE: False,
            Attribute.SUBJECT: certificate.subject.public_bytes(),
            Attribute.VALUE: certificate.public_bytes(Encoding.DER),
            Attribute.ID: bytes.fromhex(place.key_id) if place else b"autoridad",
        }
        found = library.lib(str(self.module)).get_token(token_label=self.label)
        with found.open(rw=True, user_pin=PIN) as session:
            session.create_object(template)

    def pull_out(self) -> None:
        self.folder.rename(self.folder.with_name("pulled-out"))
        self.folder.mkdir()

    def plug_in(self) -> None:
        self.folder.rmdir()
        self.folder.with_name("pulled-out").rename(self.folder)

    def _run(self, *arguments: str) -> None:
        # Creating a token names it; using it finds it by the name.
        named = ("--label", self.label) if "--init-token" in arguments else ("--token", self.label)
        command = ["softhsm2-util", *arguments, *named, "--pin", PIN]
        subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def token(tmp_path, monkeypatch):
    config = tmp_path / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(config))
    pkcs11.forget()
    yield Token(tmp_path)
    pkcs11.forget()


@pytest.fixture
def remote(people, tmp_path):
    """A remote service with a credential for each algorithm, and what reaches it."""
    credentials = [of_pki(people.directory, label, PIN, most=3) for label in ALGORITHMS]
    service = SimulatedService(credentials, {CLIENT: CLIENT_SECRET}, tmp_path / "outbox")
    with start(service) as server:
        yield Remote(service, f"http://127.0.0.1:{server.port}")


class Remote:
    def __init__(self, service: SimulatedService, base: str) -> None:
        self.service = service
        self.base = base

    def config(self, version: int = 1, **changes) -> RemoteService:
        settings = {
            "name": "ecd",
            "base": self.base,
            "version": version,
            "client_id": CLIENT,
            "client_secret": CLIENT_SECRET,
            "poll_seconds": 0.0,
        } | changes
        return RemoteService(**settings)


@pytest.fixture
def configured(settings, request) -> Callable[..., None]:
    """Tell the settings of this window what a test has started."""

    def tell(*, token: Token | None = None, remote: Remote | None = None, version: int = 1) -> None:
        settings.PKCS11_MODULES = {"softhsm": str(token.module)} if token else {}
        service = {"base": remote.base, "version": version} if remote else {}
        client = {"client_id": CLIENT, "client_secret": CLIENT_SECRET}
        settings.CSC_SERVICES = {"ecd": service | client} if remote else {}

    return tell
