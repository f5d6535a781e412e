"""Signatures of one process by algorithm and level, against the bare key operation; batches; verification."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from archive.render import render
from signatures import devpki, pades
from signatures.devpki import Person, Pki
from signatures.devpki.recipe import SERVICE_KEYS
from signatures.keys.pkcs11 import TokenKey, forget
from signatures.keys.pkcs12 import Pkcs12Key, UnlockedKey
from signatures.keys.places import TokenPlace
from signatures.trust import TimestampAuthority, TrustSettings
from signatures.verification import verify
from tests.bench.child import ROOT, start
from tests.bench.findings import Part, median, timed
from tests.parts import PARTS, SOFTHSM
from tests.signatures.devpki_fixture import free_port

_PIN = "1234-banco"
_SIGNER = "ana"
_AN_HOUR = 150_000
_LEVELS = (pades.B_B, pades.B_T, pades.B_LT, pades.B_LTA)
# What was measured before, in ms, on one core (the key kept parsed, its room known, CRL at hand).
_BEFORE = {
    "RSA-2048": {"B-B": 13.0, "B-T": 20.6, "B-LTA": 37.1},
    "RSA-3072": {"B-B": 14.4, "B-T": 24.0, "B-LTA": 40.7},
    "P-256": {"B-B": 12.9, "B-T": 20.0, "B-LTA": 41.5},
}
_BITS = {"RSA-2048": 2048, "RSA-3072": 3072, "P-256": 0}


@dataclass(frozen=True)
class House:
    """A PKI of one algorithm that answers, and a signer of it."""

    pki: Pki
    tsa_url: str

    @property
    def trust(self) -> TrustSettings:
        return TrustSettings(
            tsas=(TimestampAuthority(url=self.tsa_url),),
            roots=(self.pki.root_pem,),
            fetch_timeout_seconds=30,
            total_timeout_seconds=60,
            signer_proof_seconds=3600,
        )

    @property
    def key(self) -> UnlockedKey:
        return Pkcs12Key.open(self.pki.pkcs12(_SIGNER), _PIN)


def measure(*, quick: bool) -> Part:
    """Issue point 1, and the signing half of `make bench`."""
    rounds = 10 if quick else 60
    part = Part(
        "Signatures",
        "A rendered page (PDF/A-3a, JSON attached), one process; OCSP, CRL and timestamps over HTTP on "
        "loopback from processes beside it, the timestamps from a service that costs next to nothing. "
        f"Processor time of the signing process, median of {rounds}; waiting is not in it, and stands "
        "in the second column. The targets are what was measured before in ms.",
    )
    pdf = _page()
    lines = [
        "| algorithm, level | processor, ms | with waiting, ms | to the bare operation | growth, bytes |",
        "|---|---|---|---|---|",
    ]
    for name in _BITS:
        with _house(name) as house:
            lines += _levels(part, name, house, pdf, rounds)
            _verification(part, name, house, pdf, rounds)
            if name != "RSA-3072":
                lines += _token(part, name, house, pdf, rounds)
            if name == "P-256":
                _batches(part, house, quick=quick)
    part.text = "\n".join(lines)
    return part


def _levels(part: Part, name: str, house: House, pdf: bytes, rounds: int) -> list[str]:
    key, bare = house.key, _bare(house.key)
    lines = [f"| {name}, the bare operation | {bare:.3f} | | 1 | |"]
    for profile in _LEVELS:
        level = profile.level.value

        def work(profile: pades.Profile = profile) -> pades.SignedPdf:
            return _sign(pdf, key, house, profile)

        busy, waited, signed = _measured(work, rounds)
        lines.append(
            f"| {name}, {level} | {busy:.1f} | {waited:.1f} | {busy / bare:.0f}x | "
            f"{len(signed.pdf) - len(pdf)} |"
        )
        if level in _BEFORE[name]:
            part.at_most(f"{name}, {level}", busy, _BEFORE[name][level], " ms")
    return lines


def _measured(
    work: Callable[[], pades.SignedPdf], rounds: int
) -> tuple[float, float, pades.SignedPdf]:
    signed = work()
    busy, waited = [], []
    for _ in range(rounds):
        begun, started = time.process_time(), time.perf_counter()
        signed = work()
        waited.append((time.perf_counter() - started) * 1000)
        busy.append((time.process_time() - begun) * 1000)
    return median(busy), median(waited), signed


def _verification(part: Part, name: str, house: House, pdf: bytes, rounds: int) -> None:
    signed = _sign(pdf, house.key, house, pades.B_LTA)
    assert verify(signed.pdf, house.trust).valid
    busy = []
    for _ in range(max(rounds // 3, 5)):
        begun = time.process_time()
        verify(signed.pdf, house.trust)
        busy.append((time.process_time() - begun) * 1000)
    part.tell(f"{name}: verified in a second (B-LTA)", f"{1000 / median(busy):.1f}")


def _token(part: Part, name: str, house: House, pdf: bytes, rounds: int) -> list[str]:
    if not PARTS["softhsm"].is_there():
        part.tell(f"{name} in a token (SoftHSM 2)", "not measured: it is not here")
        return []
    with tempfile.TemporaryDirectory(prefix="ventanilla-bench-") as folder:
        key = _token_key(Path(folder), house)
        forget()
        asyncio.run(key.sign(b"warm"))
        bare = median(timed(lambda: asyncio.run(key.sign(b"x" * 200))) for _ in range(rounds))
        busy, waited, signed = _measured(lambda: _sign(pdf, key, house, pades.B_B), rounds)
        forget()
    growth = len(signed.pdf) - len(pdf)
    times = f"{waited / bare:.1f}x that of the token, {bare:.1f} ms"
    return [f"| {name} in SoftHSM 2, B-B | {busy:.1f} | {waited:.1f} | {times} | {growth} |"]


def _token_key(folder: Path, house: House) -> TokenKey:
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(config)
    tool = shutil.which("softhsm2-util")
    assert tool is not None
    begin = [tool, "--init-token", "--free", "--label", "firma", "--so-pin", "87654321"]
    pem = house.pki.directory / "keys" / f"{_SIGNER}.key.pem"
    put = [tool, "--import", str(pem), "--token", "firma", "--label", _SIGNER, "--id", "01"]
    for command in (begin, put):
        subprocess.run([*command, "--pin", _PIN], check=True, capture_output=True)
    place = TokenPlace(module="softhsm", token="firma", key_id="01", key_label=_SIGNER)
    key = house.key
    return TokenKey(place, Path(SOFTHSM), key.certificate, key.chain, _PIN)


def _batches(part: Part, house: House, *, quick: bool) -> None:
    count = 100 if quick else 1500
    for processes in (1, 2):
        rate, busy = _together(house, processes, count)
        told = f"batch of B-LTA, {processes} at once ({busy:.1f} ms of processor each), in an hour"
        if processes == 1:
            part.tell(told, f"{rate * 3600:.0f}")
        else:
            part.at_least(told, rate * 3600, _AN_HOUR, "")
            part.at_least(
                "the same, by processor time alone, on 2 cores", 7.2e6 / busy, _AN_HOUR, ""
            )


def _together(house: House, processes: int, count: int) -> tuple[float, float]:
    """Documents in a second, and milliseconds of processor for each."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    where = (str(house.pki.directory), house.pki.base_url, house.tsa_url, str(count))
    children = [start("signatures", "batch", *where, **pipes) for _ in range(processes)]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "ready"
    begun = time.perf_counter()
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    busy = []
    for child in children:
        assert child.stdout is not None
        signed, milliseconds = child.stdout.readline().split()
        assert signed == str(count)
        busy.append(float(milliseconds))
    seconds = time.perf_counter() - begun
    for child in children:
        child.wait()
    return processes * count / seconds, sum(busy) / (processes * count)


def batch(directory: str, base_url: str, tsa_url: str, count: str) -> None:
    """Sign so many documents when the parent says so."""
    house = House(Pki(Path(directory), base_url), tsa_url)
    pdf, key = _page(), house.key
    _sign(pdf, key, house, pades.B_LTA)
    _say("ready")
    sys.stdin.readline()
    begun = time.process_time()
    items = (pades.Item(number, pdf, "Firma", "Banco") for number in range(int(count)))
    outcomes = pades.sign_many(items, key, location="Pasto", authority=house.trust)
    signed = sum(outcome.signed is not None for outcome in outcomes)
    _say(f"{signed} {(time.process_time() - begun) * 1000}")


def _say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def _bare(key: UnlockedKey) -> float:
    """Milliseconds of processor of the key's own operation, in OpenSSL."""
    private, data = key.private_key, b"x" * 200

    def hundred() -> float:
        begun = time.process_time()
        for _ in range(100):
            if isinstance(private, EllipticCurvePrivateKey):
                private.sign(data, ECDSA(SHA256()))
            else:
                private.sign(data, PKCS1v15(), SHA256())
        return (time.process_time() - begun) * 10

    return median(hundred() for _ in range(9))


def _sign(pdf: bytes, key: Any, house: House, profile: pades.Profile) -> pades.SignedPdf:
    return pades.sign(
        pdf,
        key,
        field="Firma",
        reason="Banco",
        location="Pasto",
        authority=house.trust,
        profile=profile,
    )


def _page() -> bytes:
    template = b'#import "ventanilla.typ": *\n#show: cuerpo\n#encabezado()\n' + b"Consta. " * 200
    data = {
        "document": {"title": "Constancia", "number": "1", "issuedAt": "2026-11-20T09:00:00-05:00"},
        "entity": {"name": "Entidad", "nit": "900000000", "dv": "1"},
    }
    return render({"a.typ": template}, "a.typ", data).pdf


@contextmanager
def _house(name: str) -> Iterator[House]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ventanilla-bench-")))
        _rsa_keys(folder, _BITS[name])
        port = free_port()
        person = Person(label=_SIGNER, name="Ana", position="Secretaria", pin=_PIN)
        pki = devpki.create(folder, f"http://127.0.0.1:{port}", [person])
        serving = ("signatures.devpki", "serve", "--directory", str(folder), "--port", str(port))
        assert "READY" in stack.enter_context(_service(*serving))
        keys = [str(folder / "keys" / "tsa.key.pem"), str(folder / "certs" / "tsa.pem")]
        tsa_port = stack.enter_context(_service("tests.bench.stamping", *keys))
        yield House(pki, f"http://127.0.0.1:{tsa_port}/")


def _rsa_keys(folder: Path, bits: int) -> None:
    """The PKI keeps key files that are there, and makes P-256 without them."""
    (folder / "keys").mkdir()
    for label in (*SERVICE_KEYS, _SIGNER) if bits else ():
        key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "keys" / f"{label}.key.pem").write_bytes(pem)


@contextmanager
def _service(module: str, *arguments: str) -> Iterator[str]:
    """A process that answers; gives the first line that it says."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
