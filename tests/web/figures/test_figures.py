"""A quarter in figures: counted from the cases, without personal data, in four forms."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from engine.commands import clock
from engine.jobs import figures_paper, workshop
from engine.models import Case, CaseLink
from engine.queries import figures
from engine.rehearsal.stage import SealSimulator
from tests.engine import folders
from tests.engine.cases import FRIDAY
from tests.engine.runtime import models

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 20)


@pytest.fixture
def four_cases():
    """Answered in time, answered late, overdue, and one that was sent elsewhere."""
    tag = models.node(
        "serviceTask", "marca",
        models.extensions(
            models.zeebe("taskDefinition", type="case.tag"),
            models.zeebe("ioMapping", models.zeebe("input", source='={"unit": "Gobierno"}', target="tags")),
        ),
    )  # fmt: skip
    folders.publish(
        tag, folders.task("u"), models.end(), models.chain(folders.LAST, "marca", "u", "end")
    )
    with clock.lend(lambda: FRIDAY):
        filed = [folders.file() for _ in range(4)]
    for case, answered, state in zip(
        filed,
        (date(2026, 12, 1), date(2026, 12, 16), None, date(2026, 11, 27)),
        ("ARCHIVADO", "ARCHIVADO", "EN_ESTUDIO", "TRASLADADO"),
        strict=True,
    ):
        Case.objects.filter(pk=case.pk).update(answered_on=answered, state=state)
    return filed


def test_a_quarter_counts_what_came_and_how_soon_it_was_answered(four_cases) -> None:
    found = figures.quarter(folders.SLUG, 2026, 4, TODAY)

    assert (found.received, found.answered, found.in_time, found.overdue) == (4, 3, 2, 1)
    assert (found.transferred, found.in_time_percent) == (1, 67)
    # 7, 17 and 5 business days after Friday 20 November.
    assert (found.mean_days, found.p90_days) == (9.7, 17)
    assert found.satisfaction is None
    assert figures.quarter(folders.SLUG, 2026, 3, TODAY).received == 0


def test_satisfaction_is_what_the_surveys_of_these_cases_say(four_cases) -> None:
    surveyed, *_ = four_cases
    with clock.lend(lambda: FRIDAY):
        for rating in ("4.5", "3"):
            survey = folders.file()
            Case.objects.filter(pk=survey.pk).update(tags={"rating": rating}, received_at=None)
            CaseLink.objects.create(
                source=surveyed, target=survey, message=figures.SURVEY, created_at=FRIDAY
            )
    found = figures.quarter(folders.SLUG, 2026, 4, TODAY)
    assert (found.satisfaction, found.surveys) == (3.75, 2)


def test_what_the_model_tagged_is_counted(four_cases) -> None:
    assert Case.objects.filter(tags={"unit": "Gobierno"}).count() == 4
    found = figures.quarter(folders.SLUG, 2026, 4, TODAY)
    assert [one.title for one in found.breakdowns] == ["Canal", "Estado"]
    assert dict(found.breakdowns[0].counts) == {"Portal": 4}


def test_the_public_page_and_its_exports_agree(client, four_cases) -> None:
    base = f"/cifras/{folders.SLUG}/2026-4"
    with clock.lend(lambda: FRIDAY):
        page = client.get(f"{base}/")
        data = client.get(f"{base}.json").json()
        lines = client.get(f"{base}.csv").content.decode("utf-8-sig")
        later = client.get(f"/cifras/{folders.SLUG}/2027-1/")
        moved = client.get(f"/cifras/{folders.SLUG}/")
    assert page.status_code == 200
    assert data["received"] == 4
    assert "Total,Recibidas,4" in lines
    assert later.status_code == 404
    assert moved["Location"] == f"{base}/"


def test_the_report_is_a_paper_with_the_seal(four_cases) -> None:
    found = figures.quarter(folders.SLUG, 2026, 4, TODAY)
    with workshop.lend(replace(workshop.current(), seal=SealSimulator())):
        paper = figures_paper.figures_paper(found, now=FRIDAY)
    reader = PdfReader(io.BytesIO(paper))
    assert "Recibidas" in "".join(page.extract_text() for page in reader.pages)
    assert list(reader.attachments) == ["cifras.json"]
