"""A development PKI that answers on a free port, for the whole session; import `dev_pki` to use it."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from signatures import devpki
from signatures.devpki import Person, Pki
from signatures.keys.pkcs12 import Pkcs12Key, UnlockedKey
from signatures.trust import TimestampAuthority, TrustSettings

PIN = "1234-secreto"
SEAL_PIN = "sello-de-desarrollo"
PEOPLE = (
    Person(label="secretaria", name="Ana Lucía Ñáñez", position="Secretaria", pin=PIN),
    Person(label="alcalde", name="Pedro Bastidas", position="Alcalde", pin=PIN),
    Person(label="trasladada", name="Rosa Erazo", position="Inspectora", pin=PIN),
    Person(label="revocada", name="Luis Burbano", position="Asesor", pin=PIN),
    Person(
        label="vencida",
        name="Marta Ortega",
        position="Asesora",
        pin=PIN,
        not_after=datetime(2025, 1, 1, tzinfo=UTC),
    ),
)


@dataclass(frozen=True)
class DevPki:
    """What tests need of it."""

    pki: Pki
    trust: TrustSettings

    @property
    def directory(self) -> Path:
        return self.pki.directory

    @property
    def base_url(self) -> str:
        return self.pki.base_url

    def unlock(self, label: str) -> UnlockedKey:
        pin = SEAL_PIN if label == "seal" else PIN
        return Pkcs12Key.open(self.pki.pkcs12(label), pin)


def free_port() -> int:
    """A port where nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def dev_pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DevPki]:
    directory = tmp_path_factory.mktemp("pki")
    port = free_port()
    pki = devpki.create(
        directory,
        f"http://127.0.0.1:{port}",
        PEOPLE,
        entity="Alcaldía de Ejemplo",
        seal_pin=SEAL_PIN,
    )
    devpki.revoke(directory, "revocada", at=datetime(2025, 6, 1, tzinfo=UTC))
    with devpki.start(directory, port=port):
        yield DevPki(
            pki, TrustSettings(tsas=(TimestampAuthority(url=pki.tsa_url),), roots=(pki.root_pem,))
        )
