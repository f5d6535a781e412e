"""Nothing is lost and nothing half written is believed when a store breaks; it goes on when it returns."""

import contextlib
import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from archive.stores import (
    AccessKeys,
    FolderStore,
    ObjectMissing,
    ObjectUnreadable,
    StoreError,
    StoreUnavailable,
    open_store,
)
from archive.stores.naming import key_of
from tests import parts
from tests.archive.stores.buckets import OwnServer, Server, name_of
from tests.archive.stores.proxies import Proxy, silent_server

PDF = {"media_type": "application/pdf", "retain_until": date(2049, 11, 20)}
LARGE = bytes(range(256)) * 16_384
SMALL = b"certificado"


def behind(server: Server, host: str, bucket: str) -> str:
    """The address of a bucket by way of a proxy."""
    return Server(host, server.root).address(bucket, timeout="5")


@pytest.mark.minio
@pytest.mark.parametrize(
    "moment", ["in the middle of the content", "before the answer"], ids=["content", "answer"]
)
def test_a_server_that_dies_in_a_put_keeps_all_of_it_or_nothing(own_server, moment) -> None:
    server = own_server.server
    bucket = server.new_bucket("record-")

    sent = 0

    def on_sent(count: int) -> None:
        nonlocal sent
        sent = count
        if moment == "in the middle of the content" and count > len(LARGE) // 2:
            own_server.kill()

    def on_answer(_piece: bytes) -> None:
        if moment == "before the answer" and sent > len(LARGE):
            own_server.kill()
            raise OSError

    proxy = Proxy(own_server.port, on_sent=on_sent, on_answer=on_answer)
    with proxy.running() as host:
        store = open_store(behind(server, host, bucket), server.root)
        kept = store.put(SMALL, **PDF)
        with pytest.raises(StoreUnavailable):
            store.put(LARGE, **PDF)
    own_server.start()

    store = open_store(server.address(bucket), server.root)
    assert store.get(kept.key) == SMALL
    with contextlib.suppress(ObjectMissing):
        assert store.get(key_of(LARGE)) == LARGE
    again = store.put(LARGE, **PDF)
    assert store.check(again.key) == again
    assert sorted(store.keys()) == sorted([kept.key, again.key])


@pytest.mark.minio
def test_a_store_goes_on_when_its_server_returns(own_server) -> None:
    server = own_server.server
    store = open_store(server.address(server.new_bucket("record-"), timeout="5"), server.root)
    kept = store.put(SMALL, **PDF)

    own_server.kill()
    for use in (
        lambda: store.get(kept.key),
        lambda: store.stat(kept.key),
        lambda: store.put(LARGE, **PDF),
        lambda: store.extend(kept.key, date(2050, 1, 1)),
        lambda: store.hold(kept.key),
        lambda: list(store.keys()),
        lambda: list(store.chunks(kept.key)),
    ):
        with pytest.raises(StoreUnavailable) as told:
            use()
        assert not isinstance(told.value, ObjectUnreadable)
    own_server.start()

    assert store.get(kept.key) == SMALL
    assert store.put(LARGE, **PDF).key == key_of(LARGE)


@pytest.mark.minio
def test_what_the_disk_of_the_server_lost_is_never_given_out(own_server, tmp_path) -> None:
    server = own_server.server
    bucket = server.new_bucket("record-")
    store = open_store(server.address(bucket), server.root)
    kept = store.put(LARGE, **PDF)
    (lying,) = (tmp_path / "minio" / "data" / bucket / name_of(kept.key)).glob("*/part.1")
    with lying.open("r+b") as file:
        file.seek(100_000)
        file.write(b"\0" * 64)

    with pytest.raises(ObjectUnreadable):
        store.get(kept.key)
    with pytest.raises(ObjectUnreadable):
        store.check(kept.key)


@pytest.mark.minio
def test_a_clock_that_is_wrong_is_told_as_such(own_server) -> None:
    server = own_server.server
    store = open_store(server.address(server.new_bucket("record-")), server.root)
    kept = store.put(SMALL, **PDF)

    with (
        time_machine.travel(datetime.now(UTC) + timedelta(hours=2), tick=True),
        pytest.raises(StoreUnavailable, match="RequestTimeTooSkewed"),
    ):
        store.get(kept.key)

    assert store.get(kept.key) == SMALL


def test_a_server_that_never_answers_does_not_hold_anybody_up() -> None:
    with silent_server() as host:
        url = f"s3://record?endpoint=http://{host}&mode=COMPLIANCE&timeout=0.05"
        store = open_store(url, AccessKeys("window", "secret"))

        with pytest.raises(StoreUnavailable):
            store.put(SMALL, **PDF)
        with pytest.raises(StoreUnavailable):
            store.get(key_of(SMALL))


@contextlib.contextmanager
def small_disk(place: Path, size: str) -> Iterator[None]:
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if os.geteuid() != 0 or shutil.which("mount") is None or subprocess.call(mount):
        pytest.skip("skipped: needs the right to mount a small disk")
    try:
        yield
    finally:
        subprocess.check_call(["umount", "--lazy", str(place)])


@pytest.mark.minio
def test_a_server_whose_disk_is_full_loses_nothing(tmp_path, request) -> None:
    parts.need("minio")
    with small_disk(tmp_path / "disk", "32m"):
        own = OwnServer(tmp_path / "disk")
        request.addfinalizer(own.kill)
        own.start()
        store = open_store(own.server.address(own.server.new_bucket("record-")), own.server.root)
        kept = []

        def fill() -> None:
            while len(kept) < 12:
                kept.append(store.put(b"%d" % len(kept) + LARGE, **PDF))

        # MinIO says XMinioStorageFull, or InternalError when it finds out while it writes.
        with pytest.raises(StoreUnavailable):
            fill()
        assert kept
        for one in kept:
            assert store.check(one.key) == one
        assert sorted(store.keys()) == sorted(one.key for one in kept)


def test_a_folder_on_a_full_disk_loses_nothing_and_leaves_nothing_behind(tmp_path) -> None:
    store = FolderStore(tmp_path)
    kept = store.put(SMALL, **PDF)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(StoreUnavailable):
            store.put(LARGE, **PDF)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert list(store.keys()) == [kept.key]
    assert not [place for place in tmp_path.rglob(".*") if place.name != ".lock"]
    with pytest.raises(ObjectMissing):
        store.get(key_of(LARGE))
    assert store.get(store.put(LARGE, **PDF).key) == LARGE


def test_a_folder_on_a_small_disk_loses_nothing(tmp_path) -> None:
    with small_disk(tmp_path / "disk", "8m"):
        store = FolderStore(tmp_path / "disk" / "archive")
        kept = store.put(LARGE, **PDF)

        with pytest.raises(StoreUnavailable):
            store.put(b"x" + LARGE, **PDF)

        assert store.check(kept.key) == kept
        assert list(store.keys()) == [kept.key]


def test_every_failure_of_a_store_is_one_of_its_own_errors(tmp_path) -> None:
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(StoreError):
        FolderStore(tmp_path / "file").put(SMALL, **PDF)
