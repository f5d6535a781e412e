"""Templates of new procedures: folders with a few words left open, which a draft begins as."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bpmn.drafts.errors import DraftSlugRefused
from bpmn.drawing import draw
from bpmn.entity import Entity
from bpmn.package.folder import PROCESS_FILE

_PLACE = Path(__file__).resolve().parent.parent / "templates"
# What stands in XML, TOML, YAML, JSON and Typst alike without meaning anything there.
_NAME = re.compile(r"[^\W_][\w .,()/-]{4,118}[^\W_]")
_SMALL = frozenset({"de", "del", "la", "las", "el", "los", "para", "por", "en", "y", "a", "con"})


@dataclass(frozen=True, kw_only=True)
class Template:
    """What a new procedure can begin as."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class NewProcedure:
    """What only its author knows of a new procedure.

    Attributes:
        office: group of the entity that decides and signs.
        term_days: business days to answer in.
        series: code of the TRD.
    """

    name: str
    slug: str
    office: str
    term_days: int
    series: str


@lru_cache(maxsize=1)
def templates() -> tuple[Template, ...]:
    """All of them, by title."""
    found = []
    for place in sorted(_PLACE.iterdir()):
        about = place / "template.toml"
        if about.is_file():
            told = tomllib.loads(about.read_text(encoding="utf-8"))
            found.append(Template(id=place.name, title=told["title"], text=told["text"]))
    return tuple(found)


def slug_of(name: str) -> str:
    """A name for the folder, made of that of the procedure."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.findall(r"[a-z0-9]+", plain) if word not in _SMALL]
    return "-".join(words)[:60].rstrip("-")


def is_name(name: str) -> bool:
    """Whether a procedure may be called so in every file of its folder."""
    return _NAME.fullmatch(name) is not None


def files_of(template_id: str, new: NewProcedure, entity: Entity) -> dict[str, bytes]:
    """The files of a new procedure, its flow drawn.

    Raises:
        DraftSlugRefused: there is no such template or office, or the name cannot stand in a file.
    """
    office = entity.offices.get(new.office)
    if template_id not in {one.id for one in templates()} or office is None:
        raise DraftSlugRefused(slug=template_id, why="No hay una plantilla o una oficina así.")
    if not is_name(new.name):
        raise DraftSlugRefused(slug=new.slug, why="El nombre lleva signos que no se pueden usar.")
    unit = entity.unit(office.unit)
    words = {
        "SLUG": new.slug,
        "NAME": new.name,
        "PURPOSE": f"Atender en línea: {new.name}.",
        "OFFICE": new.office,
        "OFFICE_TITLE": office.title,
        "UNIT_CODE": office.unit,
        "UNIT_NAME": unit.name if unit else office.title,
        "TERM": str(new.term_days),
        "SERIES": new.series,
        "PREFIX": _prefix(new.slug),
    }
    place = _PLACE / template_id
    files = {
        path.relative_to(place).as_posix(): _filled(path.read_text(encoding="utf-8"), words)
        for path in sorted(place.rglob("*.*"))
        if path.is_file() and path.name != "template.toml"
    }
    return {**files, PROCESS_FILE: draw(files[PROCESS_FILE])}


def _filled(text: str, words: dict[str, str]) -> bytes:
    for name, value in words.items():
        text = text.replace(f"%%{name}%%", value)
    return text.encode()


def _prefix(slug: str) -> str:
    """Letters of a document's number: the first ones of the first two words."""
    return "-".join(part[:4].upper() for part in slug.split("-")[:2])
