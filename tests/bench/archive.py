"""The archive against the bare client of the same server, and the folder against a bare durable write."""

import io
import os
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from minio import Minio
from minio.commonconfig import COMPLIANCE
from minio.retention import Retention
from minio.sse import SseS3

from archive.stores import FolderStore, Store, open_store
from archive.stores.s3.lock import end_of
from tests import parts
from tests.archive.stores.buckets import OwnServer
from tests.bench.findings import Part, median, timed

UNTIL = date(2049, 11, 20)
# A page with its signature, and a scanned attachment.
SIZES = {"50 kB": 50_000, "2 MB": 2_000_000}


def measure(*, quick: bool) -> Part:
    """Points 8 and "How it is shown" of the archive."""
    part = Part(
        "Archive: put and get",
        "Each document is random and new; ours and the bare one take turns, one process, the middle of "
        "all. The bare client puts with the same lock and encryption (`put_object` with `retention` and "
        "`sse`) and reads with `get_object`; it asks nothing before, and compares nothing. MinIO of its "
        "own on this machine. The bare file is written, forced to the disk and renamed, and its folder "
        "forced too.",
    )
    rounds = 15 if quick else 120
    with tempfile.TemporaryDirectory(prefix="ventanilla-bench-") as folder:
        _folder(part, Path(folder), rounds)
        if parts.PARTS["minio"].is_there():
            _s3(part, Path(folder), rounds)
        else:
            part.tell("S3", "not measured: no MinIO")
    return part


def _s3(part: Part, folder: Path, rounds: int) -> None:
    own = OwnServer(folder / "minio")
    own.start()
    try:
        server, bucket = own.server, own.server.new_bucket("bench-")
        store = open_store(server.address(bucket), server.root)
        bare = _BareClient(server.client, bucket)
        proof_ms = timed(lambda: store.self_test(date(2026, 11, 20)))
        part.tell("S3: the proof at the start of a process", f"{proof_ms:.0f} ms")
        _compare(part, "S3", store, bare.put, bare.get, rounds)
    finally:
        own.kill()


class _BareClient:
    def __init__(self, client: Minio, bucket: str) -> None:
        self.client, self.bucket, self.last = client, bucket, ""

    def put(self, content: bytes) -> None:
        self.last = os.urandom(16).hex()
        self.client.put_object(
            self.bucket,
            self.last,
            io.BytesIO(content),
            len(content),
            retention=Retention(COMPLIANCE, end_of(UNTIL)),
            sse=SseS3(),
        )

    def get(self) -> bytes:
        answer = self.client.get_object(self.bucket, self.last)
        try:
            return answer.read()
        finally:
            answer.close()
            answer.release_conn()


def _folder(part: Part, folder: Path, rounds: int) -> None:
    last = folder / "none"

    def put(content: bytes) -> None:
        nonlocal last
        last = folder / os.urandom(16).hex()
        new = last.with_suffix(".new")
        with new.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        new.rename(last)
        opened = os.open(folder, os.O_RDONLY)
        os.fsync(opened)
        os.close(opened)

    def get() -> bytes:
        return last.read_bytes()

    _compare(part, "folder", FolderStore(folder / "store"), put, get, rounds)


def _compare(
    part: Part,
    name: str,
    store: Store,
    put: Callable[[bytes], None],
    get: Callable[[], bytes],
    rounds: int,
) -> None:
    for size, count in SIZES.items():
        times: dict[str, list[float]] = {"put": [], "bare put": [], "get": [], "bare get": []}
        for _ in range(rounds):
            ours, theirs, keys = os.urandom(count), os.urandom(count), []
            times["put"].append(timed(lambda c=ours, k=keys: k.append(_put(store, c))))  # type: ignore[misc]
            times["bare put"].append(timed(lambda c=theirs: put(c)))  # type: ignore[misc]
            times["get"].append(timed(lambda k=keys: store.get(k[0])))  # type: ignore[misc]
            times["bare get"].append(timed(get))
        for verb in ("put", "get"):
            ours_ms, bare_ms = median(times[verb]), median(times[f"bare {verb}"])
            part.tell(
                f"{name}: {verb} of {size}, to the bare one",
                f"{ours_ms / bare_ms:.2f}x ({ours_ms:.1f} ms to {bare_ms:.1f} ms)",
            )


def _put(store: Store, content: bytes) -> str:
    return store.put(content, media_type="application/pdf", retain_until=UNTIL).key
