"""A question goes out over HTTP, and its answer comes back to the window's own address later."""

import json
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.urls import reverse

from archive.stores import open_store
from engine.exchange.directory import services_of
from engine.exchange.http import Access
from engine.exchange.simulators.office import Offices
from engine.exchange.simulators.server import start
from engine.jobs import workshop
from engine.rehearsal.stage import SealSimulator
from tests.engine.exchange.consultations import asks, open_question, said
from tests.engine.exchange.questions import FIXTURES
from tests.engine.hours import hours

__all__ = ["hours"]


@pytest.fixture
def offices(client):
    def post(address, said):
        return client.post(address, json.dumps(said), content_type="application/json").status_code

    return Offices(
        fixtures=FIXTURES,
        secret=settings.EXCHANGE_SECRET,
        clock=lambda: datetime.now(UTC),
        sleep=threading.Event().wait,
        callback=reverse("exchange:answers"),
        post=post,
    )


def test_a_late_answer_comes_back_to_the_window(db, offices, hours, tmp_path) -> None:
    with start(offices) as server:
        access = Access(
            url=f"http://127.0.0.1:{server.port}",
            urls={},
            secret=settings.EXCHANGE_SECRET,
            timeout_seconds=5,
        )
        lent = replace(
            workshop.current(),
            store=open_store(f"file://{tmp_path}"),
            seal=SealSimulator(),
            exchange=services_of(settings.ENTITY, access),
        )
        with workshop.lend(lent):
            case = asks("corporacion", '={parcel: "240-100005"}')
            assert open_question(case).status == "pending"

            taken = offices.release(open_question(case).correlation_id, "OK", {"result": "NEGADO"})

            assert taken == 202
            assert said(case)["payload"] == {"result": "NEGADO"}
            assert offices.waiting() == []
