"""Two timestamping services of the tests, of the development root; the second is always honest."""

from collections.abc import Iterator

import pytest

from signatures import timestamps
from signatures.trust import TimestampAuthority, TrustSettings
from tests.signatures.devpki_fixture import DevPki
from tests.signatures.timestamps.responder import POLICY, Issuer, Responder, answering


@pytest.fixture(autouse=True)
def _no_memory() -> Iterator[None]:
    """Each test begins as a new process would."""
    timestamps.forget()
    yield
    timestamps.forget()


@pytest.fixture
def issuer(dev_pki: DevPki) -> Issuer:
    return Issuer(dev_pki.directory)


@pytest.fixture
def first(issuer: Issuer) -> Iterator[Responder]:
    with answering(issuer) as responder:
        yield responder


@pytest.fixture
def second(issuer: Issuer) -> Iterator[Responder]:
    with answering(issuer) as responder:
        yield responder


def trusting(dev_pki: DevPki, *responders: Responder, **changes) -> TrustSettings:
    """Trust in these services, one second for each answer."""
    of_each = {"policies": (POLICY,), "accuracy_seconds": 5.0} | changes
    return TrustSettings(
        tsas=tuple(TimestampAuthority(url=one.url, **of_each) for one in responders),
        roots=dev_pki.trust.roots,
        fetch_timeout_seconds=1.0,
        # A busy machine takes long for the rest, and no test is about that.
        total_timeout_seconds=60.0,
    )
