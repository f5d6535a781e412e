import io
import stat
import zipfile

import pytest

from bpmn.package import FolderRefused, digest_of, from_files, from_zip, read_folder
from bpmn.package.folder import MAX_FILE_BYTES
from tests.bpmn.samples import documented_files, folder_with, written


def _codes(refusal: FolderRefused) -> set[str]:
    return {finding.code for finding in refusal.findings}


def test_disk_zip_and_memory_give_the_same_folder(tmp_path):
    folder = folder_with()
    assert read_folder(written(tmp_path)) == folder
    assert from_zip(folder.to_zip()) == folder


def test_zip_of_the_same_content_is_the_same_bytes():
    slug, files = documented_files()
    turned = dict(reversed(list(files.items())))
    assert from_files(slug, turned).to_zip() == from_files(slug, files).to_zip()


def test_digest_is_that_of_the_sorted_manifest():
    # printf 'a\\0%s\\nb\\0%s\\n' "$SHA256_OF_1" "$SHA256_OF_2" | sha256sum
    expected = "e2cb7a5e828b2a312d5da6cda64ff26cd2b30f11751826412717d51976f8d425"
    assert digest_of({"b": b"2", "a": b"1"}) == expected
    assert digest_of({"a": b"1", "b": b"3"}) != expected


def test_hidden_files_are_not_part_of_the_content(tmp_path):
    path = written(tmp_path)
    digest = read_folder(path).digest
    (path / ".DS_Store").write_bytes(b"\xff")
    (path / "forms" / ".inicio.form.swp").write_bytes(b"\xff")
    assert read_folder(path).digest == digest


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        pytest.param("notas.txt", b"x", "folder-unknown-entry", id="unknown file"),
        pytest.param("extra/a.form", b"x", "folder-unknown-entry", id="unknown folder"),
        pytest.param("forms/deep/a.form", b"{}", "folder-unknown-entry", id="folder in a folder"),
        pytest.param("forms/a.py", b"x", "folder-unknown-entry", id="strange kind of file"),
        pytest.param("../a.form", b"{}", "folder-path", id="parent"),
        pytest.param("/etc/passwd", b"x", "folder-path", id="absolute"),
        pytest.param("forms\\a.form", b"{}", "folder-path", id="backslash"),
        pytest.param("forms/a.form", b"\xff\xfe", "folder-not-utf8", id="not UTF-8"),
        pytest.param("forms/a.form", b"x" * (MAX_FILE_BYTES + 1), "folder-too-big", id="too big"),
        pytest.param("subprocess.toml", b"", "folder-sheet", id="two sheets"),
    ],
)
def test_what_may_not_stand_in_a_folder_is_refused(path, body, code):
    with pytest.raises(FolderRefused) as refusal:
        folder_with({path: body})
    assert code in _codes(refusal.value)


def test_too_many_files_are_refused():
    with pytest.raises(FolderRefused) as refusal:
        folder_with({f"messages/m{number}.md": b"x" for number in range(201)})
    assert _codes(refusal.value) == {"folder-too-many-files"}


def test_a_link_is_refused_whatever_it_points_to(tmp_path):
    path = written(tmp_path)
    (path / "messages" / "otro.md").symlink_to(path / "messages" / "entrega.md")
    with pytest.raises(FolderRefused) as refusal:
        read_folder(path)
    assert _codes(refusal.value) == {"folder-link"}


def test_a_linked_inner_folder_is_refused(tmp_path):
    path = written(tmp_path)
    (tmp_path / "fuera").mkdir()
    (path / "scenarios" / "mas").symlink_to(tmp_path / "fuera")
    with pytest.raises(FolderRefused) as refusal:
        read_folder(path)
    assert _codes(refusal.value) == {"folder-link"}


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FolderRefused) as refusal:
        read_folder(tmp_path / "nada")
    assert _codes(refusal.value) == {"folder-missing"}


def _zip(*entries: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, body in entries:
            archive.writestr(name, body)
    return buffer.getvalue()


def test_a_zip_with_a_link_is_refused():
    link = zipfile.ZipInfo("x/procedure.toml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(FolderRefused) as refusal:
        from_zip(_zip((link, b"/etc/passwd")))
    assert _codes(refusal.value) == {"folder-link"}


def test_a_zip_that_reaches_outside_is_refused():
    with pytest.raises(FolderRefused) as refusal:
        from_zip(_zip(("../procedure.toml", b"x"), ("procedure.toml", b"x")), "x")
    assert "folder-path" in _codes(refusal.value)


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip"], ids=["empty", "cut", "text"])
def test_what_is_no_zip_is_refused(content):
    with pytest.raises(FolderRefused) as refusal:
        from_zip(content, "x")
    assert _codes(refusal.value) == {"folder-not-zip"}


def test_a_zip_without_a_name_is_refused():
    with pytest.raises(FolderRefused) as refusal:
        from_zip(_zip(("procedure.toml", b"")))
    assert _codes(refusal.value) == {"folder-unnamed"}


def test_a_zip_bomb_is_refused_by_its_size():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x/procedure.toml", b"0" * (MAX_FILE_BYTES * 10))
    with pytest.raises(FolderRefused) as refusal:
        from_zip(buffer.getvalue())
    assert _codes(refusal.value) == {"folder-too-big"}
