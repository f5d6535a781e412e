"""What every store promises, on each kind of store; S3 with credentials that may no more than the window's."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from archive.stores import (
    FolderStore,
    ObjectCorrupt,
    ObjectHeld,
    ObjectMissing,
    RetentionActive,
    RetentionCannotShrink,
    StoreUnknown,
    open_store,
    prove,
)
from archive.stores.protocol import CHUNK_BYTES

TODAY = date(2026, 11, 20)
UNTIL = date(2029, 11, 20)
PDF = {"media_type": "application/pdf", "retain_until": UNTIL}


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


def test_after_its_date_an_object_can_leave(lapsing) -> None:
    store = lapsing.store
    stored = store.put(b"uno", **PDF)
    lapsing.let_pass(stored.key)

    store.delete(stored.key, date(2029, 11, 21))

    with pytest.raises(ObjectMissing):
        store.get(stored.key)
    assert list(store.keys()) == []


def test_a_retention_date_only_moves_forward(store) -> None:
    stored = store.put(b"uno", **PDF)

    with pytest.raises(RetentionCannotShrink):
        store.extend(stored.key, TODAY)

    assert store.extend(stored.key, date(2040, 1, 1)).retain_until == date(2040, 1, 1)


def test_what_is_held_stays_after_its_date_until_it_is_released(lapsing) -> None:
    store = lapsing.store
    stored = store.put(b"uno", **PDF)

    assert store.hold(stored.key).is_held
    lapsing.let_pass(stored.key)
    with pytest.raises(ObjectHeld):
        store.delete(stored.key, date(2029, 11, 21))
    assert store.is_held(stored.key)
    assert not store.release(stored.key).is_held
    store.delete(stored.key, date(2029, 11, 21))

    assert list(store.keys()) == []


def test_a_hold_stays_when_the_date_moves_and_when_the_content_comes_again(store) -> None:
    stored = store.put(b"uno", **PDF)
    store.hold(stored.key)

    store.extend(stored.key, date(2040, 1, 1))
    again = store.put(b"uno", **PDF)

    assert again.is_held
    assert store.stat(stored.key) == again


def test_a_check_reads_it_all_and_says_what_the_object_is(store) -> None:
    content = bytes(range(256)) * 10_000
    stored = store.put(content, **PDF)

    assert store.check(stored.key) == stored
    pieces = list(store.chunks(stored.key))
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) <= CHUNK_BYTES


def test_keys_come_in_order_and_go_on_after_one(store) -> None:
    keys = sorted(store.put(b"%d" % number, **PDF).key for number in range(12))

    assert list(store.keys()) == keys
    assert list(store.keys(after=keys[4])) == keys[5:]


def test_proofs_are_kept_apart_from_the_record(store) -> None:
    proof = prove(store, TODAY)

    assert list(store.keys()) == []
    assert json.loads(store.proofs.get(proof.key)) == proof.evidence
    assert prove(store, TODAY).key == proof.key


def test_one_object_has_one_version(store) -> None:
    stored = store.put(b"uno", **PDF)

    (version,) = store.versions(stored.key)
    assert version.is_ours
    assert version.is_locked
    assert store.versions("sha256:" + "0" * 64) == ()


def test_what_is_past_its_date_can_still_be_kept(store) -> None:
    stored = store.put(b"uno", media_type="application/pdf", retain_until=date(2019, 1, 1))

    assert store.stat(stored.key) == stored
    assert store.get(stored.key) == b"uno"
    assert store.put(b"uno", **PDF).retain_until == UNTIL
    assert store.stat(stored.key).retain_until == UNTIL


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
    with pytest.raises(ObjectMissing):
        store.check(key)
    with pytest.raises(ObjectMissing):
        store.hold(key)


def test_many_at_once_keep_one_whole_object(store) -> None:
    content = b"x" * 200_000
    with ThreadPoolExecutor(8) as pool:
        keys = {stored.key for stored in pool.map(lambda _: store.put(content, **PDF), range(24))}

    (key,) = keys
    assert store.get(key) == content
    assert len(store.versions(key)) == 1


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
    with pytest.raises(ObjectCorrupt):
        store.check(stored.key)
    assert not store.versions(stored.key)[0].is_ours

    store.put(b"certificado", **PDF)

    assert store.get(stored.key) == b"certificado"


def test_objects_cannot_be_written_to(tmp_path) -> None:
    stored = FolderStore(tmp_path).put(b"certificado", **PDF)
    place = next(tmp_path.glob("objects/??/" + stored.key[7:]))

    assert place.stat().st_mode & 0o777 == 0o400


def test_an_address_that_no_store_speaks_is_named() -> None:
    with pytest.raises(StoreUnknown):
        open_store("ftp://archivo")
