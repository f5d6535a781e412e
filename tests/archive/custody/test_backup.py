"""A window that worked is backed up, and a second, empty one is filled with it: by the commands people use."""

import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.custody.backup import check_backup
from archive.custody.backup_errors import BackupFailed
from archive.custody.backup_manifest import check_series, snapshots
from tests import parts
from tests.installation import Installation
from tests.signatures.devpki_fixture import dev_pki

__all__ = ["dev_pki"]


@contextlib.contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        yield ""
        return
    parts.need("postgres")
    with parts.fresh_database() as url:
        yield url


@pytest.fixture(
    scope="module",
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
)
def kind(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def worked(kind, dev_pki, tmp_path_factory) -> Iterator[Installation]:
    """A window with a case: a citizen's own file with its copy, and documents that the seal signed."""
    with _database(kind) as url:
        folder = tmp_path_factory.mktemp("window")
        shutil.copytree(dev_pki.directory, folder / "pki")
        window = Installation(folder, database_url=url)
        window.env["PKI_URL"] = dev_pki.base_url
        window.manage("migrate", "-v", "0")
        window.script(
            "from pathlib import Path; from tests.archive.custody.filing import file_sealed_case;"
            "from django.conf import settings;"
            "print(file_sealed_case((Path(settings.PKI_DIR) / 'pkcs12' / 'seal.p12').read_bytes()))"
        )
        window.manage("log_head")
        yield window


@pytest.fixture(scope="module")
def backup(worked, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    worked.manage("backup", "--to", str(folder), "--check")
    return folder


@pytest.fixture(scope="module")
def restored(kind, backup, tmp_path_factory) -> Iterator[Installation]:
    with _database(kind) as url:
        window = Installation(tmp_path_factory.mktemp("restored"), database_url=url)
        window.manage("restore", "--from", str(backup))
        yield window


@pytest.fixture
def copy(backup, tmp_path) -> Path:
    """The backup, to do harm to."""
    return Path(shutil.copytree(backup, tmp_path / "copy"))


def test_after_a_restore_every_case_agrees(restored) -> None:
    assert restored.manage("check_cases").endswith("1 trámites comprobados: todo concuerda.")


def test_after_a_restore_every_object_is_there_and_whole(restored, worked) -> None:
    said = restored.manage("sweep_archive", "--all")

    assert said == worked.manage("sweep_archive", "--all")
    assert said.endswith("todo concuerda.")


def test_after_a_restore_every_document_verifies(restored) -> None:
    said = restored.manage("verify_documents")

    assert said.endswith("todos son válidos.")
    assert not said.startswith("0 ")


def test_after_a_restore_the_log_fits_the_witness_that_came_with_it(restored) -> None:
    result = json.loads(restored.manage("verify_log", "--json"))

    assert result["faults"] == []
    assert result["heads"] == 1
    assert list(result["witnesses"].values()) == [1]


def test_a_restore_writes_over_no_witness(kind, backup, tmp_path) -> None:
    with _database(kind) as url:
        window = Installation(tmp_path / "window", database_url=url)
        (file,) = (backup / "snapshots").glob("*/files/log-witness/*/*.jsonl")
        known = tmp_path / "window" / "log-witness" / file.parent.name / file.name
        known.parent.mkdir(parents=True)
        known.write_text("what another machine knows")

        window.manage("restore", "--from", str(backup))

        assert known.read_text() == "what another machine knows"


def test_the_keys_of_people_come_back_as_closed_as_they_were(restored, worked) -> None:
    read = (
        "import hashlib; from signatures.models import SigningKey;"
        "print(hashlib.sha256(bytes(SigningKey.objects.get().pkcs12)).hexdigest())"
    )
    assert restored.script(read) == worked.script(read)


def test_an_installation_with_data_is_left_as_it_is(worked, backup) -> None:
    refused = worked.manage_unchecked("restore", "--from", str(backup))

    assert refused.returncode == 1
    assert "[not-empty]" in refused.stderr
    worked.manage("check_cases")


def test_a_second_backup_copies_no_object_again(worked, backup, copy) -> None:
    before = {place: place.stat().st_mtime_ns for place in copy.rglob("objects/*/*")}

    worked.manage("backup", "--to", str(copy))

    assert {place: place.stat().st_mtime_ns for place in copy.rglob("objects/*/*")} == before
    assert len(snapshots(copy)) == 2
    check_series(copy)


def test_the_keys_of_the_installation_are_not_in_a_backup(backup) -> None:
    names = {str(place.relative_to(backup)) for place in backup.rglob("*") if place.is_file()}

    kept_out = ("pkcs12", "/keys/", "secret-key", "key-encryption")
    assert not any(word in name for name in names for word in kept_out)
    assert any(name.endswith("root.pem") for name in names)


def _flip(place: Path) -> None:
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.chmod(0o600)
    place.write_bytes(content)


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("objects/??/*", "object-altered"),
        ("snapshots/*/database.*", "file-altered"),
        ("snapshots/*/objects.jsonl", "file-altered"),
    ],
    ids=["an object", "the database", "the list of objects"],
)
def test_a_changed_byte_in_a_backup_is_told(copy, pattern, code) -> None:
    _flip(next(place for place in copy.glob(pattern) if place.is_file()))

    with pytest.raises(BackupFailed) as failed:
        check_backup(copy)

    assert failed.value.code == code


def test_a_lost_object_in_a_backup_is_told(copy) -> None:
    next(copy.glob("objects/??/*")).unlink()

    with pytest.raises(BackupFailed, match="object-altered"):
        check_backup(copy)


def test_a_backup_taken_out_of_the_series_is_told(worked, copy) -> None:
    for _ in range(2):
        worked.manage("backup", "--to", str(copy))
    shutil.rmtree(snapshots(copy)[1])

    with pytest.raises(BackupFailed, match="manifest-altered"):
        check_series(copy)


def test_a_backup_that_was_broken_off_counts_for_nothing(copy) -> None:
    for folder in snapshots(copy):
        (folder / "manifest.json").unlink()

    with pytest.raises(BackupFailed, match="no-backup"):
        check_backup(copy)


def test_an_altered_backup_fills_nothing(kind, copy, tmp_path) -> None:
    _flip(next(copy.glob("objects/??/*")))
    with _database(kind) as url:
        window = Installation(tmp_path / "empty", database_url=url)
        refused = window.manage_unchecked("restore", "--from", str(copy))

        assert "[object-altered]" in refused.stderr
        window.manage("migrate", "-v", "0")
        assert window.manage("check_cases").startswith("0 trámites")


def test_a_restore_that_was_broken_off_is_begun_again(kind, backup, tmp_path) -> None:
    with _database(kind) as url:
        window = Installation(tmp_path / "again", database_url=url)
        manifest = json.loads((snapshots(backup)[-1] / "manifest.json").read_text())
        first = next(place for place in sorted(backup.glob("objects/??/*")))
        there = tmp_path / "again" / "archive" / "objects" / first.parent.name
        there.mkdir(parents=True)
        shutil.copy(first, there / first.name)

        said = window.manage("restore", "--from", str(backup))

        assert f"{manifest['objects']} objetos" in said
        window.manage("sweep_archive", "--all")
