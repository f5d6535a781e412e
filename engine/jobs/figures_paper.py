"""A quarter's figures as a PDF/A with the entity's seal, and the JSON attached."""

from datetime import datetime
from pathlib import Path

from archive.render import render
from engine.clock import BOGOTA
from engine.jobs import workshop
from engine.jobs.letterhead import letterhead
from engine.jobs.plain import plain
from engine.queries.figures import QuarterFigures

_TEMPLATE = "figures.typ"


def figures_paper(figures: QuarterFigures, *, now: datetime) -> bytes:
    """The report, sealed.

    Raises:
        RenderFailed: it could not be written.
        SignatureError: it could not be sealed, for example without a timestamp.
    """
    shop = workshop.current()
    moment = now.astimezone(BOGOTA).isoformat(timespec="seconds")
    attached = figures.data()
    shown = {
        **attached,
        "parts": [
            {"title": one.title, "rows": [list(row) for row in one.counts]}
            for one in figures.breakdowns
        ],
        "madeAt": moment,
        "document": {"title": figures.title, "issuedAt": moment},
        "entity": letterhead(shop.entity),
    }
    files = {_TEMPLATE: Path(__file__).with_name(_TEMPLATE).read_bytes()}
    rendered = render(
        files, _TEMPLATE, plain(shown), attachment_name="cifras.json", attached=plain(attached)
    )
    sealed = shop.seal.seal(
        rendered.pdf, reason=figures.title, location=shop.entity.municipality, now=now
    )
    return sealed.pdf
