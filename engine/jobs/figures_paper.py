"""A quarter's figures as a PDF/A with the entity's seal, and the JSON attached."""

from datetime import datetime

from engine.jobs.official_language import in_spanish
from engine.jobs.sealed_paper import sealed_paper
from engine.queries.figures import QuarterFigures


@in_spanish
def figures_paper(figures: QuarterFigures, *, now: datetime) -> bytes:
    """The report, sealed.

    Raises:
        RenderFailed: it could not be written.
        SignatureError: it could not be sealed, for example without a timestamp.
    """
    attached = figures.data()
    shown = {
        **attached,
        "parts": [
            {"title": one.title, "rows": [list(row) for row in one.counts]}
            for one in figures.breakdowns
        ],
        "madeAt": now,
    }
    return sealed_paper(
        "figures.typ",
        figures.title,
        shown,
        attachment_name="cifras.json",
        attached=attached,
        now=now,
    )
