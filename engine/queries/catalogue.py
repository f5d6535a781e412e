"""What the window offers: the published procedures and their sheets."""

from dataclasses import dataclass

from bpmn import versions
from bpmn.package.sheet import Sheet
from engine.errors import ProcedureNotFound


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


def published() -> list[Sheet]:
    """Sheets of what people may file."""
    return [one.sheet for one in versions.catalogue() if not one.sheet.is_internal]


def cards() -> list[ProcedureCard]:
    """A line for each."""
    return [card(sheet) for sheet in published()]


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


def card(sheet: Sheet) -> ProcedureCard:
    """The line of a list for a sheet."""
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
