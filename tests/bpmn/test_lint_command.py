import io
import json
import os
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.bpmn.samples import written


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path)


def _lint(*paths: Path, **options: bool) -> str:
    out = io.StringIO()
    call_command("lint", *map(str, paths), stdout=out, **options)
    return out.getvalue()


def _broken(*paths: Path) -> list[dict[str, str]]:
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("lint", *map(str, paths), json=True, stdout=out)
    (findings,) = json.loads(out.getvalue()).values()
    return findings


def test_a_sound_folder_lints_clean(folder):
    assert json.loads(_lint(folder, json=True)) == {folder.name: []}


def test_a_finding_names_its_file_and_element_and_the_command_fails(folder):
    sheet = folder / "procedure.toml"
    sheet.write_text(sheet.read_text().replace("slug =", "slog ="))
    assert {"procedure.toml"} == {one["file"] for one in _broken(folder)}


def test_a_folder_that_is_not_there_is_a_finding(tmp_path):
    assert [one["code"] for one in _broken(tmp_path / "nada")] == ["folder-missing"]


def test_what_cannot_be_read_is_a_finding_and_never_waits(folder):
    os.mkfifo(folder / "forms" / "tubo.form")
    assert [one["code"] for one in _broken(folder)] == ["folder-not-file"]


def test_a_zip_is_linted_as_an_import_reads_it(folder, tmp_path):
    zipped = Path(shutil.make_archive(str(tmp_path / "otro"), "zip", tmp_path, folder.name))
    assert json.loads(_lint(zipped, json=True)) == {folder.name: []}
    sheet = folder / "procedure.toml"
    sheet.write_text(sheet.read_text().replace("slug =", "slog ="))
    flat = Path(shutil.make_archive(str(tmp_path / "llano"), "zip", folder))
    assert "procedure.toml" in {one["file"] for one in _broken(flat)}


def test_a_zip_that_cannot_be_read_is_a_finding(tmp_path):
    (tmp_path / "roto.zip").write_bytes(b"nada")
    assert [one["code"] for one in _broken(tmp_path / "roto.zip")] == ["folder-not-zip"]
