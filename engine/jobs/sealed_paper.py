"""A paper that the window itself makes: PDF/A on the entity's letterhead, sealed, its data attached."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.render import render
from engine.jobs import workshop
from engine.jobs.letterhead import letterhead
from engine.jobs.plain import plain


def sealed_paper(
    template: str,
    title: str,
    shown: Mapping[str, Any],
    *,
    attachment_name: str,
    attached: Mapping[str, Any],
    now: datetime,
) -> bytes:
    """Write the paper and seal it.

    Args:
        template: Typst file beside this module; besides `shown` it sees `document` and `entity`.
        title: of the document, and reason of the seal.
        shown: what the template reads.
        attachment_name: of the JSON file in the PDF.
        attached: its content.
        now: aware; when the paper is issued.

    Raises:
        RenderFailed: it could not be written.
        SignatureError: it could not be sealed, for example without a timestamp.
    """
    shop = workshop.current()
    data = {
        **shown,
        "document": {"title": title, "issuedAt": now},
        "entity": letterhead(shop.entity),
    }
    files = {template: Path(__file__).with_name(template).read_bytes()}
    rendered = render(
        files, template, plain(data), attachment_name=attachment_name, attached=plain(attached)
    )
    sealed = shop.seal.seal(rendered.pdf, reason=title, location=shop.entity.municipality, now=now)
    return sealed.pdf
