"""The development PKI is made once, keeps what it made and answers over HTTP."""

import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from signatures import devpki
from signatures.devpki import Person
from signatures.keys.opened import attribute
from signatures.keys.pkcs12 import Pkcs12Key
from tests.signatures.devpki_fixture import PIN, DevPki, free_port

ROOT = Path(__file__).resolve().parent.parent.parent
ANA = Person(label="ana", name="Ana", position="Secretaria", pin="1111")
EVA = Person(label="eva", name="Eva", position="Alcaldesa", pin="2222")


def test_second_call_keeps_keys_and_adds_who_is_new(tmp_path: Path):
    first = devpki.create(tmp_path, "http://127.0.0.1:9", [ANA])
    before = (first.pkcs12("ana"), first.pkcs12("seal"), first.root_pem)

    second = devpki.create(tmp_path, "http://127.0.0.1:9", [ANA, EVA])

    assert (second.pkcs12("ana"), second.pkcs12("seal"), second.root_pem) == before
    assert Pkcs12Key.open(second.pkcs12("eva"), "2222").signer_name == "Eva"


def test_pins_stand_in_no_file(tmp_path: Path):
    devpki.create(tmp_path, "http://127.0.0.1:9", [Person(**{**vars(ANA), "pin": "pin-secreto"})])

    assert not [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and b"pin-secreto" in path.read_bytes()
    ]


def test_certificates_name_the_entity_and_where_to_ask(dev_pki: DevPki):
    certificate = dev_pki.unlock("seal").certificate

    encoded = certificate.public_bytes(Encoding.DER)

    assert encoded.count(dev_pki.base_url.encode()) == 3
    assert attribute(certificate.subject, NameOID.COMMON_NAME) == "Alcaldía de Ejemplo"


def test_revoking_a_stranger_is_an_error(dev_pki: DevPki):
    with pytest.raises(KeyError):
        devpki.revoke(dev_pki.directory, "nadie", at=dev_pki.unlock("seal").not_before)


def test_command_line_serves_and_says_when_it_is_ready(tmp_path: Path):
    port = free_port()
    devpki.create(tmp_path, f"http://127.0.0.1:{port}", [Person(**{**vars(ANA), "pin": PIN})])
    command = [sys.executable, "-m", "signatures.devpki", "serve"]
    with subprocess.Popen(
        [*command, "--directory", str(tmp_path), "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline() == f"READY http://127.0.0.1:{port}\n"
            url = f"http://127.0.0.1:{port}/dev/crls/root/latest.crl"
            with urllib.request.urlopen(url, timeout=5) as answer:
                assert answer.headers["Content-Type"] == "application/pkix-crl"
        finally:
            server.terminate()
