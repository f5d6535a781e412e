"""The stores that every promise is tried on, and servers to break."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.stores import AccessKeys, S3Address, S3Store, Store, open_store
from archive.stores.s3.bucket import Bucket
from tests import parts
from tests.archive.stores.buckets import OwnServer, Server, name_of, running

BUCKETS = "ventanilla-tests-"


@dataclass(frozen=True)
class Place:
    """A store, and what others can do to it.

    Attributes:
        let_pass: makes an object's date count as passed for whoever enforces it.
        lay_over: puts other content, or a mark that says "deleted", over an object with our credentials.
        can_pass: whether a date can pass here at all while a test runs.
    """

    store: Store
    let_pass: Callable[[str], None]
    lay_over: Callable[[str, bytes | None], None]
    can_pass: bool = True


def nothing(*_given: object) -> None:
    pass


@pytest.fixture(scope="session")
def thrown_away(tmp_path_factory) -> Iterator[Server]:
    """A server whose locks nobody can take away, so that all of it is thrown away."""
    parts.need("minio")
    own = OwnServer(tmp_path_factory.mktemp("minio"))
    own.start()
    yield own.server
    own.kill()


@pytest.fixture(scope="session")
def window_keys(thrown_away) -> Iterator[AccessKeys]:
    with thrown_away.window_user(BUCKETS + "*") as keys:
        yield keys


@pytest.fixture
def s3_place(thrown_away, window_keys) -> Place:
    """As it has to be: mode COMPLIANCE, and credentials that may no more than the window's."""
    bucket = thrown_away.new_bucket(BUCKETS)
    url = thrown_away.address(bucket)
    thief = Bucket(S3Address.parse(url), window_keys).client

    def lay_over(key: str, content: bytes | None) -> None:
        if content is None:
            thief.remove_object(bucket, name_of(key))
        else:
            thief.put_once(bucket, name_of(key), content, {})

    return Place(open_store(url, window_keys), nothing, lay_over, can_pass=False)


@pytest.fixture
def lapsing_s3_place() -> Iterator[Place]:
    """In the mode GOVERNANCE, which does not pass the proof, an administrator can let dates pass."""
    parts.need("minio")
    server = running()
    with server.passing_bucket(BUCKETS) as bucket:
        address = S3Address.parse(server.address(bucket, "GOVERNANCE"))
        yield Place(
            S3Store(Bucket(address, server.root), is_proven=True),
            lambda key: server.take_lock_away(bucket, name_of(key)),
            nothing,
        )


@pytest.fixture
def folder_place(tmp_path: Path) -> Place:
    return Place(open_store(f"file://{tmp_path / 'archive'}"), nothing, nothing)


KINDS = ["folder", pytest.param("s3", marks=pytest.mark.minio)]


@pytest.fixture(params=KINDS)
def store(request) -> Store:
    return request.getfixturevalue(f"{request.param}_place").store


@pytest.fixture(params=KINDS)
def lapsing(request) -> Place:
    """A place where an object's date can pass while the test runs."""
    kind = {"folder": "folder_place", "s3": "lapsing_s3_place"}[request.param]
    return request.getfixturevalue(kind)


@pytest.fixture
def own_server(tmp_path) -> Iterator[OwnServer]:
    """A server of the test's own, running."""
    parts.need("minio")
    made = OwnServer(tmp_path / "minio")
    made.start()
    yield made
    made.kill()
