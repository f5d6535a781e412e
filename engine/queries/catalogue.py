"""What the window offers: the published procedures and their sheets."""

from dataclasses import dataclass

from bpmn import versions
from bpmn.package.sheet import Sheet
from engine.errors import ProcedureNotFound
from engine.models.words import fold


@dataclass(frozen=True, kw_only=True)
class ProcedureCard:
    """One procedure in a list."""

    slug: str
    name: str
    short_name: str
    purpose: str
    audience: str
    themes: tuple[str, ...]
    automation_level: str
    term_text: str
    fee_text: str


def search(text: str = "") -> list[ProcedureCard]:
    """Published procedures whose words hold every word of `text`, accents and case aside."""
    words = fold(text).split()
    return [
        _card(version.sheet)
        for version in versions.catalogue()
        if not version.sheet.is_internal and all(word in _haystack(version.sheet) for word in words)
    ]


def offered(slug: str) -> versions.Version:
    """The published version of a procedure that people may file.

    Raises:
        ProcedureNotFound: nothing is published under that slug.
    """
    version = versions.current(slug)
    if version is None or version.sheet.is_internal:
        raise ProcedureNotFound(slug=slug)
    return version


def sheet(slug: str) -> Sheet:
    """Its sheet.

    Raises:
        ProcedureNotFound: nothing is published under that slug.
    """
    return offered(slug).sheet


def _haystack(sheet: Sheet) -> str:
    parts = (
        sheet.official_name,
        sheet.short_name,
        sheet.purpose,
        *sheet.themes,
        *sheet.life_events,
        *sheet.public_search,
    )
    return fold(" ".join(parts))


def _card(sheet: Sheet) -> ProcedureCard:
    return ProcedureCard(
        slug=sheet.slug,
        name=sheet.official_name,
        short_name=sheet.short_name,
        purpose=sheet.purpose,
        audience=sheet.audience,
        themes=tuple(sheet.themes),
        automation_level=sheet.automation_level,
        term_text=sheet.term.words if sheet.term else "",
        fee_text=sheet.fee.text,
    )
