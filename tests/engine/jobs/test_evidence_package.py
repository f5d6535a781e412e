"""The evidence of a case is checked by its own script with the sha256sum, openssl and sh of the machine."""

import io
import json
import os
import shutil
import subprocess
import zipfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from archive.stores import open_store
from engine import commands
from engine.commands import clock
from engine.errors import CaseNotFound
from engine.jobs import log_sealing, workshop
from engine.jobs.evidence import evidence_zip
from engine.jobs.execution import run_due
from engine.jobs.workshop import EntitySeal
from engine.models.actor import Actor, ActorKind
from signatures import keys, timestamps
from signatures.models import KeyKind
from tests.engine import cases
from tests.engine.cases import FRIDAY
from tests.signatures.devpki_fixture import SEAL_PIN, dev_pki

__all__ = ["dev_pki"]

pytestmark = pytest.mark.django_db

AUDITOR = Actor(kind=ActorKind.OFFICIAL, name="Control", groups=frozenset({"auditor"}))


@dataclass(frozen=True)
class Made:
    """The package in a folder of its own, and what came of asking for one without the right."""

    folder: Path
    radicado: str
    refused: str


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, dev_pki, tmp_path_factory) -> Made:
    root = tmp_path_factory.mktemp("evidence")
    own = {
        "ARCHIVE_URL": f"file://{root / 'archive'}",
        "PKI_DIR": dev_pki.directory,
        "PKI_URL": dev_pki.base_url,
        "TSA_URL": "",
        "TSA_FILE": "",
        "TRUST_ROOTS": "",
        "LOG_WITNESS_DIR": root / "witness",
    }
    with django_db_blocker.unblock(), override_settings(**own), transaction.atomic():
        timestamps.forget()
        keys.enrol(dev_pki.pki.pkcs12("seal"), SEAL_PIN, None, KeyKind.SEAL)
        with clock.lend(lambda: FRIDAY):
            cases.publish_certificates(FRIDAY)
            workshop.reset()
            real = workshop.current()
        store = open_store(f"file://{root / 'archive'}")
        lent = replace(real, store=store, seal=EntitySeal(SEAL_PIN))
        with clock.lend(lambda: datetime.now(tz=UTC)), workshop.lend(lent):
            found = _made(root)
        workshop.reset()
        transaction.set_rollback(True)
    return found


def _made(root: Path) -> Made:
    case = cases.file("T02-E1")
    log_sealing.seal_log()
    while run_due():
        pass
    case.refresh_from_db()
    reader = cases.official("supervisor")
    commands.read_case(commands.ReadCase(actor=reader, part="case", radicado=case.radicado))
    log_sealing.seal_log()
    refused = ""
    try:
        evidence_zip(cases.citizen("otra@correo.test"), case.radicado, now=clock.now())
    except CaseNotFound as error:
        refused = error.code
    with evidence_zip(AUDITOR, case.radicado, now=clock.now()) as packed:
        zipfile.ZipFile(io.BytesIO(packed.read())).extractall(root / "out")
    return Made(root / "out" / f"pruebas-{case.radicado}", case.radicado, refused)


@pytest.fixture
def copy(made, tmp_path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(made.folder, tmp_path / "pruebas"))


def verify(folder: Path, shell: str = "sh") -> tuple[int, str]:
    """As somebody without our program: no variable, and no path but the system's."""
    done = subprocess.run(
        [shell, "verificar.sh"],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def sealed_again(folder: Path) -> None:
    """Make the manifest anew, as whoever wants to hide a change would."""
    names = sorted(path for path in folder.rglob("*") if path.is_file())
    listed = [f"./{path.relative_to(folder)}" for path in names if path.name != "MANIFIESTO.sha256"]
    done = subprocess.run(
        ["/usr/bin/sha256sum", *listed], cwd=folder, capture_output=True, text=True, check=True
    )
    (folder / "MANIFIESTO.sha256").write_text(done.stdout)


def test_the_script_finds_that_everything_agrees(made) -> None:
    code, said = verify(made.folder)

    assert code == 0, said
    assert "MAL" not in said
    assert said.rstrip().endswith("Todo concuerda.")
    for piece in ("manifiesto", "cadena está completa", "estampada:", "firma válida"):
        assert piece in said
    assert "consultas/00001.json está en sellos" in said
    assert "AVISO" not in said


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_it_runs_in_another_shell_too(made) -> None:
    code, said = verify(made.folder, "bash")

    assert code == 0, said


def test_two_heads_prove_two_moments(made) -> None:
    sizes = [json.loads(p.read_text())["size"] for p in made.folder.glob("sellos/*.json")]

    assert len(sizes) == 2


def test_the_case_is_told_in_words(made) -> None:
    told = json.loads((made.folder / "caso.json").read_text())

    assert told["radicado"] == made.radicado
    assert told["story"]["versions"][0]["digest"] == told["version_digest"]
    assert told["story"]["parameters"]
    assert told["story"]["signatures"]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("eventos/00003.json", "eventos/00004.json no sigue al anterior"),
        ("consultas/00001.json", "consultas/00001.json no está en sellos"),
        ("sellos/*.json", "la estampa no es de esta cabeza"),
        ("documentos/*.pdf", "no es válida"),
        ("cadena.txt", "la cadena no termina donde debe"),
    ],
)
def test_one_byte_is_found_even_when_the_manifest_is_made_anew(copy, pattern, said) -> None:
    for place in copy.glob(pattern):
        content = bytearray(place.read_bytes())
        at = len(content) // 3 if place.suffix == ".pdf" else 12
        content[at] ^= 1
        place.write_bytes(bytes(content))
    assert verify(copy)[0] == 1
    sealed_again(copy)

    code, told = verify(copy)

    assert code == 1
    assert said in told


def test_a_byte_is_found_by_the_manifest_alone(copy) -> None:
    place = copy / "LEAME.txt"
    place.write_bytes(place.read_bytes().replace(b"PRUEBAS", b"PRUEBAZ"))

    code, said = verify(copy)

    assert code == 1
    assert "./LEAME.txt: FAILED" in said


def test_a_removed_event_is_found(copy) -> None:
    last = max(copy.glob("eventos/*.json"))
    last.unlink()
    sealed_again(copy)

    code, said = verify(copy)

    assert code == 1
    assert "la cadena no termina donde debe" in said


def test_a_file_too_many_is_found(copy) -> None:
    (copy / "documentos" / "otro.txt").write_text("nuevo")

    assert verify(copy)[0] == 1


def test_foreign_roots_are_not_trusted(copy, dev_pki) -> None:
    (copy / "certificados" / "raices.pem").write_text("")
    sealed_again(copy)

    assert verify(copy)[0] == 1


def test_the_script_can_be_started_by_itself(made) -> None:
    assert os.access(made.folder / "verificar.sh", os.R_OK)
    assert (made.folder / "verificar.sh").read_text().startswith("#!/bin/sh")


def test_who_may_not_read_the_case_gets_no_package(made) -> None:
    assert made.refused == "case-not-found"
