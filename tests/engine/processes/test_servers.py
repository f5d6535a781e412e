"""The window as in production: PostgreSQL, a broker, and worker and beat as processes of their own."""

from collections.abc import Iterator

import pytest

from tests import parts
from tests.engine.processes.story import FILE, SLUG, report_when_closed
from tests.installation import Installation

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.processes,
    pytest.mark.xdist_group("processes"),
]
# Longer than any test: whatever moves the case is the message that the command sent.
NO_SWEEP = {"SWEEP_SECONDS": "3600"}


@pytest.fixture(scope="session")
def window(tmp_path_factory) -> Iterator[Installation]:
    """One installation on PostgreSQL for all of these tests; each brings its broker."""
    with parts.fresh_database() as address:
        made = Installation(tmp_path_factory.mktemp("window"), database_url=address)
        made.install(SLUG)
        with made.pki():
            yield made


@pytest.fixture
def on_broker(window, request) -> Iterator[Installation]:
    """The window with its queue on the broker that the test names; the queue goes away afterwards."""
    window.env["BROKER_URL"] = parts.url(request.param)
    yield window
    window.empty_queue()


REDIS = pytest.param("TEST_REDIS_URL", marks=pytest.mark.redis, id="redis")
RABBITMQ = pytest.param("TEST_RABBITMQ_URL", marks=pytest.mark.rabbitmq, id="rabbitmq")


@pytest.mark.parametrize("on_broker", [REDIS, RABBITMQ], indirect=True)
def test_a_filing_wakes_a_worker_that_ends_the_case(on_broker) -> None:
    with on_broker.worker(with_beat=False, **NO_SWEEP) as worker:
        on_broker.script(FILE)
        report = report_when_closed(on_broker, worker)

    assert report["outcome"] == "CERTIFICADO"
    assert report["stored"] == report["archived"]
    assert report["broken"] == 0


@pytest.mark.parametrize("on_broker", [REDIS], indirect=True)
def test_beat_finds_a_case_whose_message_was_lost(on_broker) -> None:
    on_broker.script(FILE)
    lost = on_broker.empty_queue()

    with on_broker.worker(with_beat=False) as worker, on_broker.beat():
        report = report_when_closed(on_broker, worker)

    assert lost > 0
    assert report["outcome"] == "CERTIFICADO"
    assert report["documents"] == ["certificado", "constancia", "indice"]
