"""Finding a procedure: by what somebody types, with its accents and its typos, and by shelves.

Source: Ley 2052 de 2020, art. 5, and Decreto 620 de 2020 (procedures are offered by what people need).
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from bpmn.package.sheet import Sheet
from engine.models.words import fold
from engine.queries.catalogue import ProcedureCard, card, published
from engine.queries.likeness import Vocabulary, fits, words_of

CHILDREN = "ninos"
AUDIENCES = {
    "natural": gettext_noop("Personas"),
    "juridica": gettext_noop("Empresas y organizaciones"),
    "representante": gettext_noop("En nombre de otra persona"),
    "anonimo": gettext_noop("Sin decir quién es"),
    CHILDREN: gettext_noop("Niñas, niños y adolescentes"),
}
_MOST_NEAR = 6
_NAME, _SEARCHED, _SHELF, _PURPOSE = 8, 6, 4, 2


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Shelves that somebody chose; empty for all.

    Attributes:
        audience: a kind of applicant, or `ninos`.
        theme: a theme, as the address writes it.
        life_event: the same of a life event.
    """

    audience: str = ""
    theme: str = ""
    life_event: str = ""


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """One place of a list: how its address writes it, what it is called, how much stands on it."""

    key: str
    name: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Shelves:
    """Every list by which procedures are offered; the fullest place first."""

    audiences: list[Shelf]
    themes: list[Shelf]
    life_events: list[Shelf]


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a search brings.

    Attributes:
        exact: hold every word, the best first.
        near: hold them with a typo, or hold some of them.
        suggestion: the words that were probably meant; empty where the typed ones are known.
    """

    exact: list[ProcedureCard]
    near: list[ProcedureCard]
    suggestion: str = ""


def find(text: str = "", filters: Filters | None = None) -> Found:
    """Published procedures for what somebody typed; without text, all of them."""
    sheets = [sheet for sheet in published() if _stands_on(sheet, filters or Filters())]
    asked = words_of(text)
    if not asked:
        return Found(exact=[card(sheet) for sheet in sheets], near=[])
    scored = [(sheet, _scores(sheet, asked)) for sheet in sheets]
    exact = _best((sheet, sum(scores)) for sheet, scores in scored if all(scores))
    meant = _vocabulary(sheets).correct(asked)
    near = [] if exact else _near(scored, sheets, [fold(word) for word in meant])
    has_typo = [fold(word) for word in meant] != asked and not exact
    return Found(
        exact=[card(sheet) for sheet in exact],
        near=[card(sheet) for sheet in near],
        suggestion=" ".join(meant) if has_typo else "",
    )


def shelves() -> Shelves:
    """The lists of what is published, with how many procedures stand in each place."""
    sheets = published()
    audiences = Counter(key for sheet in sheets for key in _audiences(sheet))
    return Shelves(
        audiences=[
            Shelf(key=key, name=gettext(name), count=audiences[key])
            for key, name in AUDIENCES.items()
            if audiences[key]
        ],
        themes=_counted(sheet.themes for sheet in sheets),
        life_events=_counted(sheet.life_events for sheet in sheets),
    )


def open_to_anyone() -> ProcedureCard | None:
    """The procedure by which anybody asks for anything; None where none is published."""
    whoever = (sheet for sheet in published() if "anonimo" in sheet.eligible_applicants)
    return next(map(card, whoever), None)


def shelf_key(name: str) -> str:
    """A place's name as an address writes it: «Abrir un negocio» is `abrir-un-negocio`."""
    return "-".join(words_of(name, keep_small=True))


def _near(
    scored: list[tuple[Sheet, list[int]]], sheets: list[Sheet], meant: list[str]
) -> list[Sheet]:
    """What holds the words that were meant; if nothing does, what holds most of those typed."""
    with_meant = [(sheet, _scores(sheet, meant)) for sheet in sheets]
    whole = _best((sheet, sum(scores)) for sheet, scores in with_meant if all(scores))
    some = ((sheet, sum(map(bool, scores)) * 100 + sum(scores)) for sheet, scores in with_meant)
    return whole or _best((sheet, score) for sheet, score in some if score)[:_MOST_NEAR]


def _scores(sheet: Sheet, asked: Iterable[str]) -> list[int]:
    """For each word, how much the place where the sheet holds it weighs; 0 where it does not."""
    places = _places(sheet)
    return [
        max((weight for weight, words in places if fits(word, words)), default=0) for word in asked
    ]


def _places(sheet: Sheet) -> list[tuple[int, list[str]]]:
    texts = (
        (_NAME, (sheet.official_name, sheet.short_name)),
        (_SEARCHED, sheet.public_search),
        (_SHELF, (*sheet.themes, *sheet.life_events)),
        (_PURPOSE, (sheet.purpose, sheet.audience)),
    )
    return [(weight, words_of(" ".join(parts), keep_small=True)) for weight, parts in texts]


def _vocabulary(sheets: Iterable[Sheet]) -> Vocabulary:
    return Vocabulary.of(
        text
        for sheet in sheets
        for text in (
            sheet.official_name, sheet.purpose, sheet.audience,
            *sheet.themes, *sheet.life_events, *sheet.public_search,
        )
    )  # fmt: skip


def _best(scored: Iterable[tuple[Sheet, int]]) -> list[Sheet]:
    return [sheet for sheet, _ in sorted(scored, key=lambda one: -one[1])]


def _audiences(sheet: Sheet) -> tuple[str, ...]:
    of_children = (CHILDREN,) if CHILDREN in sheet.start_forms else ()
    return (*sheet.eligible_applicants, *of_children)


def _stands_on(sheet: Sheet, filters: Filters) -> bool:
    held: tuple[tuple[str, Callable[[], Iterable[str]]], ...] = (
        (filters.audience, lambda: _audiences(sheet)),
        (filters.theme, lambda: map(shelf_key, sheet.themes)),
        (filters.life_event, lambda: map(shelf_key, sheet.life_events)),
    )
    return all(not asked or asked in keys() for asked, keys in held)


def _counted(groups: Iterable[Iterable[str]]) -> list[Shelf]:
    counts = Counter(name for names in groups for name in names)
    ordered = sorted(counts.items(), key=lambda one: (-one[1], fold(one[0])))
    return [Shelf(key=shelf_key(name), name=name, count=count) for name, count in ordered]
