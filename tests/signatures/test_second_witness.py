"""poppler's pdfsig agrees that the signatures are sound (it does not judge document timestamps)."""

import subprocess
from pathlib import Path

import pytest

from signatures.pades import SignedPdf
from tests.java import witnesses
from tests.signatures import agreement
from tests.signatures.agreement import Judged
from tests.signatures.attacks.cases import World
from tests.signatures.attacks.good import GOOD
from tests.signatures.devpki_fixture import DevPki

pytestmark = pytest.mark.poppler


def test_pdfsig_finds_each_signature_valid(
    signed_twice: SignedPdf, dev_pki: DevPki, tmp_path: Path
):
    path = tmp_path / "firmado.pdf"
    path.write_bytes(signed_twice.pdf)

    told = subprocess.run(
        ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False
    ).stdout

    assert told.count("Signature Validation: Signature is Valid.") == 2
    assert "Ana Lucía Ñáñez" in told


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Judged]:
    """Documents of every profile and what each program says, in one run of each."""
    pki, files = (tmp_path_factory.mktemp(name) for name in ("acuerdo-pki", "acuerdo"))
    with agreement.office(pki) as working:
        found = agreement.judged(agreement.documents(working), working, files)
    return {row.name: row for row in found}


def full(count: str) -> bool:
    """Whether all of so many are good."""
    good, total = count.split("/")
    return good == total


@pytest.mark.java
def test_every_profile_is_valid_for_this_window_and_for_poppler(rows: dict[str, Judged]):
    for row in list(rows.values())[1:]:
        assert row.ours.startswith("TOTAL-PASSED"), row
        assert full(row.pdfsig), row


@pytest.mark.java
def test_the_library_of_the_european_commission_finds_the_same_levels(rows: dict[str, Judged]):
    for row in list(rows.values())[1:]:
        level = row.ours.removeprefix("TOTAL-PASSED ")
        if level in {"B-B", "B-T"}:
            # Offline it has no revocation data, which the document does not carry either.
            said = f"INDETERMINATE CERTIFICATE-CHAIN-GENERAL-FAILURE {level}"
        else:
            said = f"TOTAL-PASSED {level}"
        assert {*row.dss} == {said}, row


@pytest.mark.java
def test_openssl_accepts_every_timestamp(rows: dict[str, Judged]):
    stamped = [row for name, row in rows.items() if name.startswith("B-LTA")]

    assert all(full(row.openssl) and not row.openssl.startswith("0") for row in stamped)


@pytest.mark.java
def test_signing_keeps_the_archivable_and_accessible_flavours(rows: dict[str, Judged]):
    for row in rows.values():
        assert row.verapdf == agreement.FLAVOURS, row


@pytest.mark.java
def test_sound_documents_of_strangers_are_sound_for_it_too(tmp_path: Path):
    world, root = World(), tmp_path / "root.pem"
    root.write_bytes(world.authority.root_pem)
    files = [tmp_path / f"{case.name}.pdf" for case in GOOD]
    for case, path in zip(GOOD, files, strict=True):
        path.write_bytes(case.make(world))

    for said in witnesses.signatures(files, root):
        indications = {found["indication"] for found in said["signatures"]}
        assert indications == {"TOTAL_PASSED"}, said


@pytest.mark.java
def test_the_table_in_the_documentation_is_what_the_programs_say(rows: dict[str, Judged]):
    page = Path(__file__).resolve().parents[2] / "docs" / "agreement.md"

    assert agreement.table([*rows.values()]) in page.read_text("utf-8")
