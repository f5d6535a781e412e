import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import bagit
import pytest
from lxml import etree

from archive.packages.premis import NAMESPACE as PREMIS
from tests.archive.packages.conftest import NOTE

# pytest-django makes a database only where some test says that it needs one.
pytestmark = pytest.mark.django_db


@pytest.fixture
def bag(made, tmp_path) -> Path:
    """The package of a closed expediente, to do harm to."""
    return Path(shutil.copytree(made.closed, tmp_path / made.closed.name))


@pytest.fixture
def open_bag(made) -> Path:
    return made.open


def _run_script(bag: Path) -> subprocess.CompletedProcess[str]:
    # With nothing of ours on the way: -I leaves the working folder and PYTHONPATH out.
    return subprocess.run(
        [sys.executable, "-I", str(bag / "verify_events.py")],
        capture_output=True,
        text=True,
        check=False,
    )


def _is_valid(bag: Path) -> bool:
    try:
        return bool(bagit.Bag(str(bag)).validate())
    except bagit.BagError:
        return False


def _flip(place: Path) -> None:
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.write_bytes(content)


def _premis(bag: Path) -> etree._Element:
    return etree.parse(bag / "metadata" / "premis.xml").getroot()


def _texts(root: etree._Element, name: str) -> list[str]:
    return [node.text or "" for node in root.iter(f"{{{PREMIS}}}{name}")]


def test_the_package_is_a_valid_bag_with_two_kinds_of_hashes(bag) -> None:
    assert _is_valid(bag)
    assert {place.name for place in bag.glob("*manifest-*.txt")} == {
        "manifest-sha256.txt",
        "manifest-sha512.txt",
        "tagmanifest-sha256.txt",
        "tagmanifest-sha512.txt",
    }


def test_coreutils_alone_check_the_package(bag) -> None:
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        done = subprocess.run(["sha256sum", "--check", "--quiet", manifest], cwd=bag, check=False)
        assert done.returncode == 0


@pytest.mark.parametrize(
    "pattern",
    [
        "data/documents/*",
        "data/index.xml",
        "data/events.jsonl",
        "metadata/premis.xml",
        "verify_events.py",
        "README.txt",
    ],
)
def test_a_changed_byte_anywhere_is_told(bag, pattern) -> None:
    _flip(min(bag.glob(pattern)))

    assert not _is_valid(bag)


def test_a_file_that_was_removed_is_told(bag) -> None:
    min(bag.glob("data/documents/*")).unlink()

    assert not _is_valid(bag)


def test_a_file_that_was_added_is_told(bag) -> None:
    (bag / "data" / "documents" / "999-falso.pdf").write_bytes(b"%PDF-1.7")

    assert not _is_valid(bag)


def test_every_hash_in_the_index_is_that_of_its_file(bag) -> None:
    index = etree.parse(bag / "data" / "index.xml").getroot()
    told = {
        int(node.findtext("Orden_Documento_Expediente")): node.findtext("Valor_Huella")
        for node in index.iter("DocumentoIndizado")
    }

    found = {
        int(place.name[:3]): hashlib.sha256(place.read_bytes()).hexdigest()
        for place in (bag / "data" / "documents").iterdir()
    }

    assert told
    assert told == found


def test_the_signed_index_of_a_closed_expediente_is_there(bag) -> None:
    assert (bag / "data" / "index.pdf").read_bytes().startswith(b"%PDF")


def test_the_chains_of_events_verify_with_a_script_that_needs_nothing_of_ours(bag) -> None:
    done = _run_script(bag)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("la cadena está completa") == 2


@pytest.mark.parametrize("file", ["events.jsonl", "archive-events.jsonl"])
def test_an_altered_event_is_told_by_the_script(bag, file) -> None:
    place = bag / "data" / file
    rows = [json.loads(line) for line in place.read_text().splitlines()]
    rows[1]["actor"]["name"] = "Otra persona"
    place.write_text("".join(json.dumps(row) + "\n" for row in rows))

    done = _run_script(bag)

    assert done.returncode == 1
    assert f"data/{file}: el evento 2 fue alterado" in done.stdout


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows[:-1], "falta el final de la cadena"),
        (lambda rows: rows[:1] + rows[2:], "el evento 2 no sigue al anterior"),
        (lambda rows: [rows[1], rows[0], *rows[2:]], "el evento 1 no sigue al anterior"),
    ],
    ids=["its end removed", "one removed", "two swapped"],
)
def test_a_chain_with_something_missing_or_moved_is_told(bag, change, said) -> None:
    place = bag / "data" / "events.jsonl"
    place.write_text("".join(f"{line}\n" for line in change(place.read_text().splitlines())))

    assert said in _run_script(bag).stdout


def test_of_internal_notes_comes_the_hash_alone_and_the_chain_holds(open_bag) -> None:
    rows = [
        json.loads(line) for line in (open_bag / "data" / "events.jsonl").read_text().splitlines()
    ]
    (withheld,) = (row for row in rows if row.get("withheld"))

    assert withheld.keys() == {"seq", "previous", "hash", "withheld"}
    assert NOTE not in "".join(
        place.read_bytes().decode("utf-8", "ignore")
        for place in open_bag.rglob("*")
        if place.is_file()
    )
    done = _run_script(open_bag)
    assert done.returncode == 0, done.stdout


def test_signed_documents_come_with_their_verification(bag) -> None:
    reports = [json.loads(place.read_text()) for place in bag.glob("data/proofs/verification-*")]

    assert reports
    assert {report["verdict"] for report in reports} == {"TOTAL_PASSED"}
    assert (bag / "data/proofs/roots.pem").read_bytes().startswith(b"-----BEGIN CERTIFICATE")


def test_premis_tells_what_happened_to_the_files(bag) -> None:
    root = _premis(bag)

    assert root.get("version") == "3.0"
    assert {
        "creation",
        "digital signature generation",
        "ingestion",
        "accession",
        "validation",
        "digital signature validation",
        "fixity check",
    } <= set(_texts(root, "eventType"))


def test_premis_names_no_object_and_no_agent_that_it_does_not_describe(bag) -> None:
    root = _premis(bag)

    described = set(_texts(root, "objectIdentifierValue"))
    assert set(_texts(root, "linkingObjectIdentifierValue")) <= described
    assert set(_texts(root, "relatedObjectIdentifierValue")) <= described
    agents = set(_texts(root, "agentIdentifierValue"))
    assert set(_texts(root, "linkingAgentIdentifierValue")) <= agents
    events = _texts(root, "eventIdentifierValue")
    assert len(events) == len(set(events))


def test_premis_types_its_objects_by_names_of_its_own_schema(bag) -> None:
    root = _premis(bag)
    types = [
        node.get("{http://www.w3.org/2001/XMLSchema-instance}type").partition(":")
        for node in root.iter(f"{{{PREMIS}}}object")
    ]

    assert {root.nsmap[prefix] for prefix, _, _ in types} == {PREMIS}
    assert {name for _, _, name in types} == {"intellectualEntity", "file"}


def test_premis_and_mets_have_the_hash_and_place_of_every_file(bag) -> None:
    root = _premis(bag)
    places = _texts(root, "contentLocationValue")
    hashes = _texts(root, "messageDigest")
    mets = etree.parse(bag / "metadata" / "mets.xml").getroot()
    in_mets = {
        node[0].get("{http://www.w3.org/1999/xlink}href"): node.get("CHECKSUM")
        for node in mets.iter("{http://www.loc.gov/METS/}file")
    }

    for place, digest in zip(places, hashes, strict=True):
        assert hashlib.sha256((bag / place).read_bytes()).hexdigest() == digest
        assert in_mets[f"../{place}"] == digest


def test_the_guide_names_only_files_that_are_there(bag) -> None:
    guide = (bag / "README.txt").read_text()

    assert "bagit.py --validate" in guide
    assert "sha256sum --check" in guide
    for name in ("data/index.xml", "data/events.jsonl", "data/proofs/roots.pem"):
        assert name in guide
        assert (bag / name).exists()


def test_an_attachment_stands_beside_its_preservation_copy(open_bag) -> None:
    copies = {place.name[:3] for place in (open_bag / "data" / "preservation").iterdir()}
    originals = {place.name[:3] for place in (open_bag / "data" / "documents").iterdir()}

    assert copies
    assert copies <= originals
    assert "normalization" in _texts(_premis(open_bag), "eventType")
    assert "has source" in _texts(_premis(open_bag), "relationshipSubType")


def test_an_open_expediente_has_an_index_that_says_so(open_bag) -> None:
    index = etree.parse(open_bag / "data" / "index.xml").getroot()

    assert index.findtext("Estado") == "abierto"
    assert _is_valid(open_bag)
    assert _run_script(open_bag).returncode == 0


def test_the_same_expediente_at_the_same_time_gives_the_same_zip(made, tmp_path) -> None:
    first, second = made.zips

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        packed.extractall(tmp_path)
    assert _is_valid(tmp_path / made.closed.name)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("folder with something in it", "folder-not-empty"),
        ("changed", "object-corrupt"),
        ("lost", "object-missing"),
    ],
)
def test_what_is_not_whole_is_never_packed(made, name, code) -> None:
    assert made.refusals[name] == code


@pytest.mark.poppler
def test_pdfsig_accepts_the_documents_of_the_package(bag) -> None:
    signed = sorted((bag / "data" / "documents").glob("*.pdf"))
    for place in signed:
        done = subprocess.run(
            ["pdfsig", "-nocert", str(place)], capture_output=True, text=True, check=False
        )
        assert "Signature is Valid" in done.stdout
