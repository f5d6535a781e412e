"""A server that accepts a lock and does not enforce it is refused, whatever it allows."""

import threading
from datetime import date

import pytest

from archive.stores import AccessKeys, StoreNotWorm, StoreUnavailable, open_store, prove
from archive.stores.s3.attempts import ATTEMPTS
from tests.archive.stores.s3_simulator import S3Simulator

TODAY = date(2026, 11, 20)
PDF = {"media_type": "application/pdf", "retain_until": date(2049, 11, 20)}
KEYS = AccessKeys("window", "secret")
LIES = {
    "delete-version": "delete-version",
    "delete-with-bypass": "delete-with-bypass",
    "shorten": "shorten",
    "shorten-with-bypass": "shorten-with-bypass",
    "downgrade": "downgrade",
    "release": "release",
    "delete-held": "delete-held",
    "suspend-versions": "suspend-versions",
    "remove-bucket": "remove-bucket",
    "mark-deleted": "mark-deleted",
    "in-place": "overwrite",
    "forget-lock": "lock-not-kept",
    "no-lock": "object-lock-off",
}


@pytest.fixture
def open_on(request):
    def start(*lies: str, mode: str = "COMPLIANCE"):
        simulator = S3Simulator(*lies)
        running = simulator.running()
        endpoint = running.__enter__()
        request.addfinalizer(lambda: running.__exit__(None, None, None))
        return open_store(f"s3://record?endpoint={endpoint}&mode={mode}", KEYS), simulator

    return start


@pytest.mark.parametrize("mode", ["COMPLIANCE", "GOVERNANCE"])
def test_a_server_that_keeps_its_word_passes_whoever_made_it(open_on, mode) -> None:
    store, _ = open_on(mode=mode)

    proof = prove(store, TODAY)

    assert list(proof.evidence["attempts"]) == list(ATTEMPTS)
    stored = store.put(b"certificado", **PDF)
    assert store.get(stored.key) == b"certificado"
    assert store.stat(stored.key) == stored


@pytest.mark.parametrize(("lie", "found"), LIES.items(), ids=LIES)
def test_what_a_server_allows_is_found_and_nothing_is_kept_there(open_on, lie, found) -> None:
    store, simulator = open_on(lie)

    with pytest.raises(StoreNotWorm) as refused:
        store.self_test(TODAY)
    with pytest.raises(StoreNotWorm):
        store.put(b"certificado", **PDF)

    assert refused.value.attempt == found
    assert refused.value.evidence["bucket"] == "record"
    assert not [kept for kept in simulator.kept if kept.name.startswith("objects/")]


def test_a_server_without_the_newer_parts_of_the_api_is_enough(open_on) -> None:
    store, _ = open_on("no-sums", "no-conditions")

    stored = store.put(b"certificado", **PDF)

    assert store.put(b"certificado", **PDF) == stored
    assert store.stat(stored.key) == stored
    assert store.check(stored.key) == stored
    assert store.get(stored.key) == b"certificado"


def test_a_server_without_checksums_is_not_believed_by_its_labels(open_on) -> None:
    store, simulator = open_on("no-sums")
    key = "sha256:b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c"
    store.put(b"first", **PDF)
    simulator.kept[-1].name = "objects/" + key.removeprefix("sha256:")

    stored = store.put(b"foo\n", **PDF)

    assert stored.key == key
    assert store.get(key) == b"foo\n"


def test_processes_that_prove_the_same_bucket_at_once_do_not_disturb_each_other(open_on) -> None:
    store, _ = open_on()
    found = []

    def prove_it() -> None:
        found.append(prove(store, TODAY).key)

    threads = [threading.Thread(target=prove_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 6
    assert len(set(found)) == 1


def test_a_server_that_is_not_there_proves_nothing() -> None:
    store = open_store("s3://record?endpoint=http://127.0.0.1:9&mode=COMPLIANCE", KEYS)

    with pytest.raises(StoreUnavailable):
        store.self_test(TODAY)
    with pytest.raises(StoreUnavailable):
        store.put(b"certificado", **PDF)
