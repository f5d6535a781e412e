"""What only a real S3 server can show: locks in the mode COMPLIANCE, on MinIO, with our own credentials."""

import os
from datetime import date

import pytest
from minio.error import S3Error

from archive.stores import (
    AccessKeys,
    ObjectMissing,
    RetentionActive,
    S3Address,
    S3Store,
    StoreNotWorm,
    StoreUnavailable,
    StoreUnknown,
    least_privilege,
    open_store,
    prove,
)
from archive.stores.s3.bucket import Bucket
from archive.stores.s3.lock import NO_RETENTION, end_of, last_day, retention
from tests.archive.stores.buckets import name_of
from tests.archive.stores.conftest import BUCKETS

TODAY = date(2026, 11, 20)
UNTIL = date(2049, 11, 20)
PDF = {"media_type": "application/pdf", "retain_until": UNTIL}
CONTENT = b"certificado"
ENDPOINT = "s3://record?endpoint=https://s3.example"


@pytest.fixture
def kept(s3_place):
    return s3_place.store.put(CONTENT, **PDF)


@pytest.fixture
def bucket(s3_place) -> Bucket:
    return s3_place.store._bucket


def version_of(bucket: Bucket, key: str):
    return bucket.versions(name_of(key))[0]


@pytest.mark.minio
@pytest.mark.parametrize("laid", [b"falso", None, CONTENT], ids=["other bytes", "mark", "same"])
def test_what_is_laid_over_an_object_changes_nothing_for_readers(s3_place, kept, laid) -> None:
    s3_place.lay_over(kept.key, laid)
    store = s3_place.store

    assert store.get(kept.key) == CONTENT
    assert store.check(kept.key) == store.stat(kept.key) == kept
    assert b"".join(store.chunks(kept.key)) == CONTENT
    assert list(store.keys()) == [kept.key]
    assert len(store.versions(kept.key)) == 2
    assert store.put(CONTENT, **PDF) == kept
    assert store.extend(kept.key, date(2050, 1, 1)).retain_until == date(2050, 1, 1)


@pytest.mark.minio
def test_what_somebody_wrote_before_us_does_not_take_our_place(s3_place) -> None:
    key = "sha256:b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c"
    s3_place.lay_over(key, b"falso")

    kept = s3_place.store.put(b"foo\n", **PDF)

    assert kept.key == key
    assert s3_place.store.get(key) == b"foo\n"
    assert s3_place.store.stat(key).retain_until == UNTIL


@pytest.mark.minio
@pytest.mark.parametrize("who", ["window", "administrator"])
@pytest.mark.parametrize("is_bypass", [False, True], ids=["plainly", "with bypass"])
def test_our_own_credentials_can_neither_remove_nor_shorten(
    s3_place, kept, bucket, thrown_away, who, is_bypass
) -> None:
    client = bucket.client if who == "window" else thrown_away.client
    name, version = name_of(kept.key), version_of(bucket, kept.key)
    earlier = retention("COMPLIANCE", end_of(date(2048, 1, 1)))
    weaker = retention("GOVERNANCE", end_of(UNTIL))

    with pytest.raises(S3Error, match="WORM"):
        client.remove_version(bucket.name, name, version.version_id, is_bypass=is_bypass)
    for document in (earlier, weaker, NO_RETENTION):
        with pytest.raises(S3Error, match="WORM"):
            client.put_retention(
                bucket.name, name, version.version_id, document, is_bypass=is_bypass
            )

    assert version_of(bucket, kept.key).locked_until == end_of(UNTIL)
    assert s3_place.store.get(kept.key) == CONTENT


@pytest.mark.minio
def test_the_server_says_no_even_when_our_own_clock_says_that_the_date_passed(
    s3_place, kept
) -> None:
    with pytest.raises(RetentionActive):
        s3_place.store.delete(kept.key, date(2049, 11, 21))

    assert s3_place.store.get(kept.key) == CONTENT


@pytest.mark.minio
@pytest.mark.parametrize(
    "attempt",
    [
        lambda client, name: client.remove_bucket(name),
        lambda client, name: client.delete_object_lock_config(name),
        lambda client, name: client.set_bucket_policy(name, "{}"),
        lambda client, name: client.delete_bucket_lifecycle(name),
        lambda client, name: client.get_bucket_versioning(name),
        lambda client, name: client.make_bucket("ventanilla-tests-of-mine"),
        lambda client, name: client.stat_object(name, "elsewhere/object"),
    ],
    ids=["remove", "lock", "policy", "lifecycle", "versioning", "another bucket", "another folder"],
)
def test_the_window_may_change_nothing_of_the_bucket(bucket, kept, attempt) -> None:
    with pytest.raises(S3Error) as refused:
        attempt(bucket.client, bucket.name)

    assert refused.value.code == "AccessDenied"


@pytest.mark.minio
def test_objects_lie_encrypted_locked_and_with_the_checksum_that_the_server_reckoned(
    kept, bucket
) -> None:
    headers, _ = bucket.newest(name_of(kept.key))

    assert headers["x-amz-server-side-encryption"] == "AES256"
    assert headers["x-amz-object-lock-mode"] == "COMPLIANCE"
    assert version_of(bucket, kept.key).sha256 == kept.key.removeprefix("sha256:")


@pytest.mark.minio
def test_bytes_that_change_on_the_way_are_refused_by_the_server(bucket, kept) -> None:
    # The sum of nothing, for something.
    sums = {"x-amz-checksum-sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}

    with pytest.raises(S3Error) as refused:
        bucket.client._execute("PUT", bucket.name, "objects/x", body=b"changed", headers=sums)

    assert refused.value.code == "XAmzContentChecksumMismatch"


@pytest.mark.minio
def test_minio_does_not_pass_in_the_mode_governance(thrown_away, window_keys) -> None:
    """MinIO asks for PutObjectRetention or BypassGovernanceRetention where both are due.

    Source: `isPutRetentionAllowed` in cmd/auth-handler.go of its last commit, 7aac2a2c5b7c.
    """
    name = thrown_away.new_bucket(BUCKETS)
    store = open_store(thrown_away.address(name, "GOVERNANCE"), window_keys)

    with pytest.raises(StoreNotWorm) as refused:
        prove(store, TODAY)

    assert refused.value.attempt == "shorten-with-bypass"


@pytest.mark.minio
def test_a_bucket_without_object_lock_is_refused(thrown_away) -> None:
    thrown_away.client.make_bucket("plain")
    store = open_store(thrown_away.address("plain"), thrown_away.root)

    with pytest.raises(StoreNotWorm) as refused:
        store.put(CONTENT, **PDF)

    assert refused.value.attempt == "object-lock-off"


@pytest.mark.minio
def test_a_missing_bucket_is_made_with_its_lock_by_who_may(thrown_away, window_keys) -> None:
    url = thrown_away.address(f"{BUCKETS}made-{os.getpid()}")
    with pytest.raises(StoreUnavailable):
        open_store(url, window_keys).put(CONTENT, **PDF)

    kept = open_store(url, thrown_away.root).put(CONTENT, **PDF)

    assert open_store(url, window_keys).get(kept.key) == CONTENT


@pytest.mark.minio
def test_what_was_kept_on_trial_is_kept_for_good_when_it_comes_again(thrown_away) -> None:
    name = thrown_away.new_bucket(BUCKETS)
    address = S3Address.parse(thrown_away.address(name, "GOVERNANCE"))
    trial = S3Store(Bucket(address, thrown_away.root), is_proven=True)
    trial.put(CONTENT, **PDF)
    store = open_store(thrown_away.address(name), thrown_away.root)

    key = store.put(CONTENT, **PDF).key

    modes = [one.mode for one in store._bucket.versions(name_of(key))]
    assert modes == ["GOVERNANCE", "COMPLIANCE"]
    assert store.stat(key).retain_until == UNTIL


@pytest.mark.minio
def test_wrong_credentials_are_told_by_the_name_that_the_server_gives_them(thrown_away) -> None:
    store = open_store(thrown_away.address("record"), AccessKeys("ventanilla", "wrong-secret"))

    with pytest.raises(StoreUnavailable):
        store.put(CONTENT, **PDF)
    with pytest.raises(StoreUnavailable, match="SignatureDoesNotMatch"):
        store.get("sha256:" + "0" * 64)


@pytest.mark.minio
def test_a_child_process_does_not_use_the_connections_of_its_parent(s3_place, kept) -> None:
    store, (read, write) = s3_place.store, os.pipe()
    before = store._bucket.client
    child = os.fork()
    if child == 0:
        os.write(write, b"own" if store._bucket.client is not before else b"shared")
        os._exit(0)
    os.waitpid(child, 0)

    assert os.read(read, 10) == b"own"
    assert store._bucket.client is before
    os.close(read)
    os.close(write)


@pytest.mark.minio
def test_a_key_under_a_mark_alone_is_missing_only_when_nothing_lies_below(s3_place) -> None:
    key = "sha256:" + "0" * 64
    s3_place.lay_over(key, None)

    with pytest.raises(ObjectMissing):
        s3_place.store.get(key)
    assert list(s3_place.store.keys()) == []


@pytest.mark.parametrize(
    ("url", "named"),
    [
        (f"{ENDPOINT}", "mode"),
        (f"{ENDPOINT}&mode=NONE", "mode"),
        ("s3://record?mode=COMPLIANCE", "endpoint"),
        ("s3://record?endpoint=ftp://x&mode=COMPLIANCE", "endpoint"),
        ("s3://record?endpoint=http://user:word@x&mode=COMPLIANCE", "endpoint"),
        ("s3://user:word@record?endpoint=http://x&mode=COMPLIANCE", "credentials"),
        (f"{ENDPOINT}&mode=COMPLIANCE&sse=rot13", "sse"),
        (f"{ENDPOINT}&mode=COMPLIANCE&sse=kms:", "sse"),
        (f"{ENDPOINT}&mode=COMPLIANCE&timeout=soon", "timeout"),
        (f"{ENDPOINT}&mode=COMPLIANCE&timeout=0", "timeout"),
        (f"{ENDPOINT}&mode=COMPLIANCE&colour=red", "BUCKET"),
        ("s3://record/folder?endpoint=http://x&mode=COMPLIANCE", "BUCKET"),
    ],
)
def test_an_address_that_is_not_clear_is_refused_by_the_part_that_is_not(url, named) -> None:
    with pytest.raises(StoreUnknown, match=named):
        open_store(url, AccessKeys("a", "b"))


def test_a_lock_ends_with_its_last_day_in_bogota() -> None:
    assert end_of(date(2026, 11, 20)).isoformat() == "2026-11-21T05:00:00+00:00"
    assert last_day(end_of(date(2026, 11, 20))) == date(2026, 11, 20)


def test_the_secret_shows_itself_nowhere() -> None:
    assert "word" not in repr(AccessKeys("user", "word"))


def test_the_policy_lets_nobody_pass_over_a_lock() -> None:
    text = str(least_privilege("record"))

    assert "Bypass" not in text
    assert "*'" not in text.replace("/objects/*'", "").replace("/proofs/*'", "")
