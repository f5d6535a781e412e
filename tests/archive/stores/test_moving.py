"""Moving the archive: every byte read back, broken off and gone on with, the source untouched."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from archive.stores import (
    AccessKeys,
    FolderStore,
    Move,
    ObjectCorrupt,
    Store,
    StoreUnavailable,
    open_store,
)
from archive.stores.naming import key_of
from tests.archive.stores.conftest import BUCKETS, KINDS

ROOT = Path(__file__).resolve().parents[3]
UNTIL = date(2049, 11, 20)
COUNT = 40


@pytest.fixture
def source(tmp_path) -> FolderStore:
    store = FolderStore(tmp_path / "source")
    for number in range(COUNT):
        media_type = "application/pdf" if number % 2 else "application/xml"
        until = date(2040 + number % 5, 1, 1)
        kept = store.put(b"document %d" % number, media_type=media_type, retain_until=until)
        if number % 7 == 0:
            store.hold(kept.key)
    return store


@pytest.fixture(params=KINDS)
def target_url(request, tmp_path) -> str:
    if request.param == "folder":
        return f"file://{tmp_path / 'target'}"
    server = request.getfixturevalue("thrown_away")
    return server.address(server.new_bucket(BUCKETS))


@pytest.fixture
def target(request, target_url, monkeypatch) -> Store:
    """The same store, opened here, with its credentials where the command looks for them."""
    keys = AccessKeys("", "")
    if target_url.startswith("s3:"):
        keys = request.getfixturevalue("window_keys")
    monkeypatch.setenv("ARCHIVE_TO_ACCESS_KEY", keys.access)
    monkeypatch.setenv("ARCHIVE_TO_SECRET_KEY", keys.secret)
    return open_store(target_url, keys)


@pytest.fixture
def arguments(tmp_path, target_url) -> list[str]:
    source = f"file://{tmp_path / 'source'}"
    journal = str(tmp_path / "journal")
    return ["move_archive", "--from", source, "--to", target_url, "--journal", journal]


def run(arguments: list[str]) -> tuple[int, dict[str, Any]]:
    said, code = io.StringIO(), 0
    try:
        call_command(*arguments, stdout=said)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return code, json.loads(said.getvalue())


def everything(folder: Path) -> dict[Path, tuple[bytes, int]]:
    places = (place for place in folder.rglob("*") if place.is_file())
    return {place: (place.read_bytes(), place.stat().st_mtime_ns) for place in places}


@contextlib.contextmanager
def stopped_in_the_middle(source: FolderStore, tmp_path: Path) -> Iterator[Path]:
    """Whoever reads the middle one of the objects waits until somebody writes to it."""
    key = list(source.keys())[COUNT // 2]
    digest = key.removeprefix("sha256:")
    place = tmp_path / "source" / "objects" / digest[:2] / digest
    aside = place.rename(tmp_path / "aside")
    os.mkfifo(place)
    yield place
    aside.rename(place)


def await_reader(pipe: Path, process: subprocess.Popen[bytes]) -> int:
    """Open the pipe as soon as the process reads it."""
    while process.poll() is None:
        with contextlib.suppress(OSError):
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    raise AssertionError("it ended before the middle")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_a_move_that_is_broken_off_goes_on_and_everything_arrives(
    source, arguments, target, tmp_path, how
) -> None:
    before = everything(tmp_path / "source")
    with stopped_in_the_middle(source, tmp_path) as pipe:
        moving = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "web.settings"},
            stderr=subprocess.DEVNULL,
        )
        writing = await_reader(pipe, moving)
        moving.send_signal(how)
        # A signal that comes between opening and reading is seen only when the reading ends.
        os.close(writing)
        broken_off = moving.wait()

    code, report = run(arguments)

    assert broken_off == (130 if how == signal.SIGINT else -signal.SIGKILL)
    assert code == 0
    assert report["whole"]
    assert report["known"] == COUNT // 2
    assert report["copied"] == COUNT - COUNT // 2
    assert list(target.keys()) == list(source.keys())
    for key in source.keys():  # noqa: SIM118
        assert target.check(key) == source.stat(key)
    assert everything(tmp_path / "source") == before


def test_what_the_source_holds_changed_is_named_and_not_copied(
    source, arguments, target, tmp_path
) -> None:
    key = key_of(b"document 3")
    digest = key.removeprefix("sha256:")
    place = tmp_path / "source" / "objects" / digest[:2] / digest
    place.chmod(0o600)
    place.write_bytes(b"document X")

    code, report = run(arguments)

    assert code == 1
    assert report["corrupt"] == [key]
    assert report["copied"] == COUNT - 1
    assert not report["whole"]
    assert set(source.keys()) - set(target.keys()) == {key}


def test_what_changed_after_it_was_copied_is_brought_up_to_date(source, arguments, target) -> None:
    run(arguments)
    key = key_of(b"document 1")
    source.extend(key, date(2060, 1, 1))
    source.hold(key)
    source.put(b"new", media_type="text/plain", retain_until=UNTIL)

    _, report = run(arguments)

    assert report["copied"] == 2
    assert target.stat(key) == source.stat(key)


class Forgetful(FolderStore):
    """A target that loses a byte of what it is given."""

    def put(self, content, *, media_type, retain_until):
        stored = super().put(content, media_type=media_type, retain_until=retain_until)
        place = self._place(stored.key)
        place.chmod(0o600)
        place.write_bytes(content[:-1])
        return stored


def test_a_target_that_gives_back_other_bytes_is_found_at_the_first_object(
    source, tmp_path
) -> None:
    move = Move(source, Forgetful(tmp_path / "target"), tmp_path / "journal", lambda _done: None)

    with pytest.raises(ObjectCorrupt):
        move.run()

    assert "{" not in (tmp_path / "journal").read_text()


def test_a_line_that_a_kill_cut_off_is_done_again(source, tmp_path) -> None:
    journal = tmp_path / "journal"
    move = Move(source, FolderStore(tmp_path / "target"), journal, lambda _done: None)
    move.run()
    journal.write_text(journal.read_text()[:-30])

    report = move.run()

    assert report.copied == 1
    assert move.run().known == COUNT


def test_a_target_that_is_not_there_leaves_the_source_alone(source, tmp_path) -> None:
    url = "s3://record?endpoint=http://127.0.0.1:9&mode=COMPLIANCE"
    target = open_store(url, AccessKeys("a", "b"))

    with pytest.raises(StoreUnavailable):
        Move(source, target, tmp_path / "journal", lambda _done: None).run()

    assert len(list(source.keys())) == COUNT
