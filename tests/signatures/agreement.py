"""Documents of every profile, judged by programs of others: the table of `docs/agreement.md`.

`python -m tests.signatures.agreement` writes the table anew.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    load_pem_private_key,
    pkcs12,
)

from archive.render import render
from signatures import devpki, pades
from signatures.devpki import Pki
from signatures.keys.opened import OpenKey
from signatures.keys.pkcs12 import Pkcs12Key
from signatures.pades import B_B, B_LT, B_LTA, B_T, Profile
from signatures.timestamps.renewal import renew
from signatures.trust import TimestampAuthority, TrustSettings
from signatures.verification import verify
from tests.java import witnesses
from tests.signatures.attacks.surgery import container, ranges
from tests.signatures.devpki_fixture import PEOPLE, PIN, SEAL_PIN, free_port
from tests.signatures.timestamps.responder import Certificate, Issuer, answering

FLAVOURS = ("3a", "ua1")
_TEMPLATE = b"""#import "ventanilla.typ": *
#show: cuerpo
#encabezado()
Se certifica que \xc3\x91and\xc3\xba Mu\xc3\xb1oz reside en el municipio.
#panel-firma()
"""
_DATA = {
    "document": {
        "title": "Certificado de residencia",
        "issuedAt": "2026-01-31T09:00:00-05:00",
        "signer": {"name": "Ana Lucía Ñáñez", "position": "Secretaria"},
    },
    "entity": {"name": "Alcaldía de Ejemplo", "nit": "800123456", "municipality": "Ejemplo"},
}


@dataclass(frozen=True)
class Office:
    """A development PKI that answers, and who signs by it."""

    pki: Pki
    trust: TrustSettings

    def key(self, label: str) -> OpenKey:
        """The key of a person, of the seal, or `rsa` for one of another kind."""
        if label == "rsa":
            return Pkcs12Key.open(_rsa_person(self.pki), PIN)
        return Pkcs12Key.open(self.pki.pkcs12(label), SEAL_PIN if label == "seal" else PIN)


@dataclass(frozen=True)
class Judged:
    """One document and what each program says.

    Attributes:
        ours: verdict and level of this window.
        dss: indication and level of each signature, by the EU's DSS, offline.
        pdfsig: how many signatures poppler finds valid, of how many.
        openssl: how many timestamps `openssl ts -verify` accepts, of how many.
        verapdf: flavours that hold.
    """

    name: str
    ours: str
    dss: tuple[str, ...]
    pdfsig: str
    openssl: str
    verapdf: tuple[str, ...]


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    """Start a development PKI in an empty folder."""
    port = free_port()
    pki = devpki.create(
        folder,
        f"http://127.0.0.1:{port}",
        PEOPLE,
        entity="Alcaldía de Ejemplo",
        seal_pin=SEAL_PIN,
    )
    with devpki.start(folder, port=port):
        tsas = (TimestampAuthority(url=pki.tsa_url),)
        yield Office(pki, TrustSettings(tsas=tsas, roots=(pki.root_pem,)))


def documents(office: Office) -> dict[str, bytes]:
    """A document of every profile, and the unsigned one first."""
    plain = render({"certificado.typ": _TEMPLATE}, "certificado.typ", _DATA).pdf
    made = {"sin firmar": plain}
    for label, kind in (("secretaria", "P-256"), ("rsa", "RSA-3072")):
        for profile in (B_B, B_T, B_LT, B_LTA):
            made[f"{profile.level}, {kind}"] = _signed(office, plain, [(label, profile)])
    for people in (("secretaria", "seal"), ("secretaria", "alcalde", "seal"), ("rsa", "seal")):
        steps = list(zip(people, pades.in_order(len(people)), strict=True))
        kinds = "RSA-3072 y P-256" if "rsa" in people else "P-256"
        made[f"{len(people)} en orden, {kinds}"] = _signed(office, plain, steps)
    twice = [("secretaria", B_LTA), ("seal", B_LTA)]
    made["B-LTA dos veces, P-256"] = _signed(office, plain, twice)
    made["B-LTA renovado, P-256"] = _renewed(office, plain)
    return made


def judged(made: dict[str, bytes], office: Office, folder: Path) -> list[Judged]:
    """Ask every program about every document."""
    files = {name: folder / f"{place}.pdf" for place, name in enumerate(made)}
    for name, path in files.items():
        path.write_bytes(made[name])
    root = folder / "root.pem"
    root.write_bytes(office.pki.root_pem)
    said = witnesses.signatures([*files.values()], root)
    held = witnesses.archivability(
        [(flavour, path) for path in files.values() for flavour in FLAVOURS]
    )
    rows = []
    for place, (name, path) in enumerate(files.items()):
        flavours = held[place * len(FLAVOURS) : (place + 1) * len(FLAVOURS)]
        rows.append(
            Judged(
                name,
                _ours(made[name], office),
                _dss(said[place]),
                _pdfsig(path),
                _openssl(made[name], folder, root),
                tuple(found["flavour"] for found in flavours if found["compliant"]),
            )
        )
    return rows


def table(rows: Sequence[Judged]) -> str:
    """The table in Markdown."""
    lines = [
        "| Documento | Ventanilla | DSS de la UE, sin red | pdfsig | openssl ts | veraPDF |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        dss = "; ".join(row.dss) or "sin firmas"
        flavours = ", ".join(row.verapdf) or "ninguno"
        cells = (row.name, row.ours, dss, row.pdfsig, row.openssl, flavours)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _signed(office: Office, pdf: bytes, steps: Sequence[tuple[str, Profile]]) -> bytes:
    for number, (label, profile) in enumerate(steps, 1):
        pdf = pades.sign(
            pdf,
            office.key(label),
            field=f"Firma{number}",
            reason="Certificado de residencia",
            location="Ejemplo",
            authority=office.trust,
            profile=profile,
        ).pdf
    return pdf


def _renewed(office: Office, plain: bytes) -> bytes:
    """Stamped by a service that ends soon, then renewed by another."""
    soon = datetime.now(tz=UTC) + timedelta(days=30)
    with answering(Issuer(office.pki.directory), Certificate(end=soon)) as responder:
        ending = replace(office.trust, tsas=(TimestampAuthority(url=responder.url),))
        signed = _signed(replace(office, trust=ending), plain, [("secretaria", B_LTA)])
    return renew(signed, office.trust).pdf


def _ours(pdf: bytes, office: Office) -> str:
    report = verify(pdf, office.trust)
    return f"{report.verdict} {report.level}".strip().replace("_", "-")


def _dss(said: dict) -> tuple[str, ...]:
    return tuple(
        " ".join(
            part
            for part in (
                found["indication"].replace("_", "-"),
                (found["subIndication"] or "").replace("_", "-"),
                found["level"].replace("PAdES-BASELINE-", "B-"),
            )
            if part
        )
        for found in said["signatures"]
    )


def _pdfsig(path: Path) -> str:
    told = subprocess.run(
        ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False
    ).stdout
    # Of document timestamps pdfsig 22.12 says that it does not know them.
    signatures = told.count("Signature Type: ETSI.CAdES.detached")
    return f"{told.count('Signature is Valid.')}/{signatures}"


def _openssl(pdf: bytes, folder: Path, root: Path) -> str:
    found = [*_tokens(pdf)]
    good = 0
    for token, data in found:
        (folder / "token").write_bytes(token)
        (folder / "data").write_bytes(data)
        done = subprocess.run(
            [
                *("openssl", "ts", "-verify", "-token_in"),
                *("-in", str(folder / "token"), "-data", str(folder / "data")),
                *("-CAfile", str(root)),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        good += "Verification: OK" in done.stdout
    return f"{good}/{len(found)}"


def _tokens(pdf: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each timestamp token with what it covers: a signature value, or the bytes of a range."""
    for which, (_, first, second, length) in enumerate(ranges(pdf)):
        info = cms.ContentInfo.load(container(pdf, which))
        content = info["content"]
        if content["encap_content_info"]["content_type"].native == "tst_info":
            yield info.dump(), pdf[:first] + pdf[second : second + length]
            continue
        signer = content["signer_infos"][0]
        for attribute in signer["unsigned_attrs"]:
            if attribute["type"].native == "signature_time_stamp_token":
                yield attribute["values"][0].dump(), signer["signature"].native


def _rsa_person(pki: Pki) -> bytes:
    """A PKCS#12 with an RSA key, issued by the authority of the development PKI."""
    issuer = load_pem_private_key((pki.directory / "keys/intermediate.key.pem").read_bytes(), None)
    above = x509.load_pem_x509_certificate((pki.directory / "certs/intermediate.pem").read_bytes())
    like = x509.load_pem_x509_certificate((pki.directory / "certs/secretaria.pem").read_bytes())
    key = rsa.generate_private_key(65537, 3072)
    begin = datetime(2025, 1, 1, tzinfo=UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(like.subject)
        .issuer_name(above.subject)
        .public_key(key.public_key())
        .serial_number(90_001)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=3650))
    )
    for extension in like.extensions:
        # The responder knows only whom it issued itself; the CRL speaks for everybody.
        if not isinstance(
            extension.value, x509.AuthorityInformationAccess | x509.SubjectKeyIdentifier
        ):
            builder = builder.add_extension(extension.value, extension.critical)
    certificate = builder.sign(issuer, hashes.SHA256())  # type: ignore[arg-type]
    return pkcs12.serialize_key_and_certificates(
        b"rsa", key, certificate, [above], BestAvailableEncryption(PIN.encode())
    )


def _written(page: str, rows: Sequence[Judged]) -> str:
    """The page with its table replaced."""
    begin, end = "<!-- tabla -->\n", "<!-- fin de la tabla -->"
    pattern = re.escape(begin) + ".*?" + re.escape(end)
    return re.sub(pattern, lambda _: begin + table(rows) + end, page, flags=re.DOTALL)


def main() -> None:
    """Judge everything and write the table into its page."""
    page = Path(__file__).resolve().parents[2] / "docs" / "agreement.md"
    with (
        tempfile.TemporaryDirectory() as pki,
        tempfile.TemporaryDirectory() as files,
        office(Path(pki)) as working,
    ):
        rows = judged(documents(working), working, Path(files))
    page.write_text(_written(page.read_text("utf-8"), rows), "utf-8")


if __name__ == "__main__":
    main()
