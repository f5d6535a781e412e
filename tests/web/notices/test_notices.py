"""The public page of notices to third parties."""

from datetime import date
from uuid import uuid4

import pytest

from engine.models import PublicNotice
from tests.engine import cases
from tests.engine.conftest import friday, office, store
from tests.web.pages import visit

__all__ = ["friday", "office", "store"]


@pytest.fixture
def notice(office):
    """A notice that stands."""
    return PublicNotice.objects.create(
        id=uuid4(),
        case=cases.file("T02-E2"),
        title="Obra en la CL 18",
        text="Se avisa a los vecinos.",
        posted_on=date(2026, 11, 20),
        remove_on=date(2026, 11, 27),
    )


def test_anyone_reads_what_stands(client, notice) -> None:
    page = visit(client, "notices:standing")

    assert "Obra en la CL 18" in page.text
    assert "27 de noviembre de 2026" in page.text


def test_the_case_behind_it_is_not_named(client, notice) -> None:
    page = visit(client, "notices:standing")

    assert str(notice.case.radicado) not in page.html
    assert "1085123456" not in page.html


def test_what_was_taken_down_is_gone(client, notice) -> None:
    PublicNotice.objects.update(removed_on=date(2026, 11, 30))

    assert "No hay avisos publicados hoy." in visit(client, "notices:standing").text
