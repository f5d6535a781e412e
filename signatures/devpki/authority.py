"""Makes and keeps the folder of the development PKI: keys, certificates, PKCS#12 files, revocations."""

import json
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from signatures.devpki.recipe import ARCHITECTURE, SERVICE_KEYS, TSA_PATH, recipe

CONFIG_NAME = "certomancer.yml"
_STATE_NAME = "pki.json"
_FIRST_PERSON_SERIAL = 100


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who gets a certificate.

    Attributes:
        label: name of the file, without extension; unique.
        pin: opens the PKCS#12; kept nowhere.
        not_before: aware; None for the PKI's own begin.
        not_after: aware; None for the PKI's own end.
        document: kind and number of the identity document; empty: the certificate has none.
        algorithm: of the key that is made: p256, rsa-2048 or rsa-3072. A key that is already in the
            folder (`keys/LABEL.key.pem`) is certified as it is.
    """

    label: str
    name: str
    position: str
    pin: str
    not_before: datetime | None = None
    not_after: datetime | None = None
    document: str = ""
    algorithm: str = "p256"


@dataclass(frozen=True)
class Pki:
    """A folder that holds a development PKI."""

    directory: Path
    base_url: str

    @property
    def config(self) -> Path:
        """Certomancer's configuration."""
        return self.directory / CONFIG_NAME

    @property
    def tsa_url(self) -> str:
        """Where timestamps are asked for."""
        return self.base_url + TSA_PATH

    @property
    def root_pem(self) -> bytes:
        """Certificate of the root, PEM."""
        return (self.directory / "certs" / "root.pem").read_bytes()

    def pkcs12(self, label: str) -> bytes:
        """The key file of a person or of the seal (label `seal`)."""
        return (self.directory / "pkcs12" / f"{label}.p12").read_bytes()


def create(
    directory: Path,
    base_url: str,
    people: Iterable[Person] = (),
    *,
    entity: str = "Entidad de desarrollo",
    seal_pin: str = "sello-de-desarrollo",
) -> Pki:
    """Make the PKI, or add to it who is not in it yet; nothing that exists is changed.

    Args:
        directory: folder of the PKI, private to the service.
        base_url: where the server will answer; it goes into the certificates, so the first call fixes it.
        people: who gets a certificate and a PKCS#12 file.
        entity: name in the seal's certificate.
        seal_pin: opens the seal's PKCS#12.
    """
    for name in ("keys", "certs", "pkcs12"):
        (directory / name).mkdir(parents=True, exist_ok=True)
    state = _read(directory) or {
        "base_url": base_url.rstrip("/"),
        "entity": entity,
        "people": [],
        "revoked": {},
    }
    pins = {"seal": seal_pin} | _add_people(state, people)
    for label in SERVICE_KEYS:
        _make_key(directory / "keys" / f"{label}.key.pem")
    for person in state["people"]:
        path = directory / "keys" / f"{person['label']}.key.pem"
        _make_key(path, person.get("algorithm", "p256"))
    _write(directory, state)
    _issue(directory, pins)
    _write(directory, state)
    return Pki(directory, state["base_url"])


def revoke(directory: Path, label: str, *, at: datetime) -> None:
    """Revoke a certificate; a running server tells so from the next request on.

    Args:
        directory: folder of the PKI.
        label: person, `seal` or `tsa`.
        at: aware moment since which it is revoked.
    """
    state = _read(directory)
    if state is None or not (directory / "certs" / f"{label}.pem").exists():
        raise KeyError(label)
    state["revoked"][label] = at.isoformat()
    _write(directory, state)


def _add_people(state: dict[str, Any], people: Iterable[Person]) -> dict[str, str]:
    known = {person["label"] for person in state["people"]}
    pins = {}
    for person in people:
        pins[person.label] = person.pin
        if person.label in known:
            continue
        entry = asdict(person) | {"serial": _FIRST_PERSON_SERIAL + len(state["people"])}
        # The PIN protects the key file; written beside it, it would protect nothing.
        del entry["pin"]
        for bound in ("not_before", "not_after"):
            entry[bound] = entry[bound] and entry[bound].isoformat()
        state["people"].append(entry)
    return pins


def _make_key(path: Path, algorithm: str = "p256") -> None:
    if path.exists():
        return
    key = _new_key(algorithm)
    path.touch(mode=0o600)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _new_key(algorithm: str) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey:
    if algorithm == "p256":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(65537, int(algorithm.removeprefix("rsa-")))


def _issue(directory: Path, pins: Mapping[str, str]) -> None:
    config = CertomancerConfig.from_file(
        str(directory / CONFIG_NAME), key_search_dir=str(directory)
    )
    architecture = config.get_pki_arch(ArchLabel(ARCHITECTURE))
    for label in _labels(directory):
        path = directory / "certs" / f"{label}.pem"
        if not path.exists():
            certificate: Any = architecture.get_cert(CertLabel(label))
            path.write_bytes(ssl.DER_cert_to_PEM_cert(certificate.dump()).encode("ascii"))
    for label, pin in pins.items():
        path = directory / "pkcs12" / f"{label}.p12"
        if not path.exists():
            packed = architecture.package_pkcs12(CertLabel(label), password=pin.encode())
            path.touch(mode=0o600)
            path.write_bytes(packed)


def _labels(directory: Path) -> list[str]:
    return sorted(
        path.name.removesuffix(".key.pem") for path in (directory / "keys").glob("*.key.pem")
    )


def _read(directory: Path) -> dict[str, Any] | None:
    path = directory / _STATE_NAME
    if not path.exists():
        return None
    state: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return state


def _write(directory: Path, state: Mapping[str, Any]) -> None:
    issued = {
        label: f"certs/{label}.pem"
        for label in _labels(directory)
        if (directory / "certs" / f"{label}.pem").exists()
    }
    (directory / _STATE_NAME).write_text(
        json.dumps(state, ensure_ascii=False, indent=2), encoding="utf-8"
    )
    replacement = directory / f"{CONFIG_NAME}.new"
    replacement.write_text(
        yaml.safe_dump(recipe(state, issued), allow_unicode=True, sort_keys=False),
        encoding="utf-8",
    )
    # A running server reads this file on change: it must never see half of it.
    replacement.replace(directory / CONFIG_NAME)
