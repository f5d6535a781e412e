"""What every store promises; each kind of store that comes joins the list of fixtures."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from archive.stores import (
    FolderStore,
    ObjectCorrupt,
    ObjectMissing,
    RetentionActive,
    RetentionCannotShrink,
    StoreUnknown,
    open_store,
)

TODAY = date(2026, 11, 20)
UNTIL = date(2029, 11, 20)
PDF = {"media_type": "application/pdf", "retain_until": UNTIL}


@pytest.fixture(params=["folder"])
def store(request, tmp_path):
    return {"folder": lambda: open_store(f"file://{tmp_path / 'archive'}")}[request.param]()


def test_content_comes_back_as_it_was_put(store) -> None:
    stored = store.put(b"certificado", **PDF)

    assert store.get(stored.key) == b"certificado"
    assert store.stat(stored.key) == stored


def test_the_key_is_the_hash_of_the_content(store) -> None:
    assert store.put(b"", **PDF).key == (
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )


def test_the_same_content_is_kept_once_with_the_later_date(store) -> None:
    first = store.put(b"uno", **PDF)
    later = store.put(b"uno", media_type="application/pdf", retain_until=date(2031, 1, 1))
    earlier = store.put(b"uno", media_type="application/pdf", retain_until=TODAY)

    assert first.key == later.key == earlier.key
    assert earlier.retain_until == date(2031, 1, 1)
    assert list(store.keys()) == [first.key]


@pytest.mark.parametrize("day", [TODAY, UNTIL], ids=["years before", "on the last day"])
def test_nothing_is_removed_before_its_date(store, day) -> None:
    stored = store.put(b"uno", **PDF)

    with pytest.raises(RetentionActive):
        store.delete(stored.key, day)

    assert store.get(stored.key) == b"uno"


def test_after_its_date_an_object_can_leave(store) -> None:
    stored = store.put(b"uno", **PDF)

    store.delete(stored.key, date(2029, 11, 21))

    with pytest.raises(ObjectMissing):
        store.get(stored.key)
    assert list(store.keys()) == []


def test_a_retention_date_only_moves_forward(store) -> None:
    stored = store.put(b"uno", **PDF)

    with pytest.raises(RetentionCannotShrink):
        store.extend(stored.key, TODAY)

    assert store.extend(stored.key, date(2040, 1, 1)).retain_until == date(2040, 1, 1)


@pytest.mark.parametrize(
    "key",
    ["sha256:" + "0" * 64, "sha256:../../etc/passwd", "", "sha256:" + "Z" * 64],
    ids=["unknown", "a path", "empty", "not a hash"],
)
def test_what_was_never_put_is_missing(store, key) -> None:
    with pytest.raises(ObjectMissing):
        store.get(key)
    with pytest.raises(ObjectMissing):
        store.stat(key)


def test_many_at_once_keep_one_whole_object(store) -> None:
    content = b"x" * 200_000
    with ThreadPoolExecutor(8) as pool:
        keys = {stored.key for stored in pool.map(lambda _: store.put(content, **PDF), range(24))}

    assert len(keys) == 1
    assert store.get(keys.pop()) == content


def test_the_store_proves_its_promises(store) -> None:
    evidence = store.self_test(TODAY)

    assert {evidence[part] for part in ("delete", "shorten", "overwrite")} == {"refused"}


def test_a_changed_byte_is_found_on_reading(tmp_path) -> None:
    store = FolderStore(tmp_path)
    stored = store.put(b"certificado", **PDF)
    place = next(tmp_path.glob("objects/??/" + stored.key[7:]))
    place.chmod(0o600)
    place.write_bytes(b"certificadO")

    with pytest.raises(ObjectCorrupt):
        store.get(stored.key)


def test_objects_cannot_be_written_to(tmp_path) -> None:
    stored = FolderStore(tmp_path).put(b"certificado", **PDF)
    place = next(tmp_path.glob("objects/??/" + stored.key[7:]))

    assert place.stat().st_mode & 0o777 == 0o400


def test_an_address_that_no_store_speaks_is_named() -> None:
    with pytest.raises(StoreUnknown):
        open_store("ftp://archivo")
