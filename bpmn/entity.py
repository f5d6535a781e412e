"""Who runs the window: the entity's own data, read from bpmn/entities/<DIVIPOLA>. No Python names one."""

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import ClassVar

from stdnum.co import nit as stdnum_nit

from bpmn.package.findings import Finding, FindingsError, error
from bpmn.package.table import Table

ENTITIES = Path(__file__).resolve().parent / "entities"
_DIVIPOLA = re.compile(r"\d{2}|\d{5}")
_NIT = re.compile(r"\d{9,10}")
_DIGIT = re.compile(r"\d")
_CATEGORY = re.compile(r"especial|[1-6]")
_REGISTRY = re.compile(r"[a-z][a-z0-9_-]*")


class EntityRefused(FindingsError):
    """The data of the entity cannot be used."""

    code = "entity-refused"


class EntityUnknown(LookupError):
    """There is no data of that entity.

    Attributes:
        code: stable name in kebab-case.
    """

    code: ClassVar[str] = "entity-unknown"


class RegistryUnknown(LookupError):
    """The entity keeps no registry of that name.

    Attributes:
        code: stable name in kebab-case.
    """

    code: ClassVar[str] = "registry-unknown"


class EntityKind(StrEnum):
    """What the entity is."""

    MUNICIPALITY = "ALCALDIA"
    DEPARTMENT = "GOBERNACION"


@dataclass(frozen=True)
class Unit:
    """A unit of the entity, with its TRD code."""

    code: str
    name: str


@dataclass(frozen=True)
class Office:
    """What a group of officials is in this entity.

    Attributes:
        title: what the signature says.
        unit: code of its unit.
        holder: who holds the office; empty if nobody signs for it.
    """

    title: str
    unit: str
    holder: str = ""


@dataclass(frozen=True)
class Representative:
    """Who represents the entity, and by which act."""

    name: str = ""
    title: str = ""
    document: str = ""
    act: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Entity:
    """The entity (inventory C.3)."""

    name: str
    kind: EntityKind
    nit: str
    dv: str
    divipola: str
    department: str
    municipality: str
    category: str
    address: str
    phone: str
    email: str
    judicial_email: str
    website: str
    hours: str
    closures: tuple[date, ...] = ()
    legal_representative: Representative = Representative()
    org_units: tuple[Unit, ...] = ()
    offices: Mapping[str, Office] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """By its code."""
        return hash(self.divipola)

    def registry(self, name: str) -> Mapping[str, Mapping[str, str]]:
        """A base registry of this entity (see `registry`)."""
        return registry(self.divipola, name)

    def unit(self, code: str) -> Unit | None:
        """The unit with that code."""
        return next((unit for unit in self.org_units if unit.code == code), None)


def exists(divipola: str) -> bool:
    """Whether there is data of that entity."""
    return bool(_DIVIPOLA.fullmatch(divipola)) and (ENTITIES / divipola / "entity.toml").is_file()


@cache
def load(divipola: str) -> Entity:
    """The entity with that DIVIPOLA code.

    Raises:
        EntityUnknown: there is no folder of it.
        EntityRefused: entity.toml does not say what it must.
    """
    return read_entity(divipola, _read(divipola, "entity.toml"))


def trd_source(divipola: str) -> bytes:
    """The entity's retention schedule, for `archive.records.schedule.load_trd`.

    Raises:
        EntityUnknown: there is none.
    """
    return _read(divipola, "trd.toml")


@cache
def registry(divipola: str, name: str) -> Mapping[str, Mapping[str, str]]:
    """A base registry: its rows by the value of their first column.

    Raises:
        RegistryUnknown: the entity keeps none of that name.
    """
    if not _REGISTRY.fullmatch(name):
        raise RegistryUnknown(name)
    try:
        raw = _read(divipola, f"registries/{name}.csv")
    except EntityUnknown as missing:
        raise RegistryUnknown(f"{divipola}/{name}") from missing
    return _rows(raw, f"registries/{name}.csv")


def registries(divipola: str) -> tuple[str, ...]:
    """Names of the base registries that the entity keeps."""
    folder = ENTITIES / divipola / "registries"
    return tuple(sorted(path.stem for path in folder.glob("*.csv"))) if folder.is_dir() else ()


def _read(divipola: str, file: str) -> bytes:
    path = ENTITIES / divipola / file
    if not _DIVIPOLA.fullmatch(divipola) or not path.is_file():
        raise EntityUnknown(f"{divipola}/{file}")
    return path.read_bytes()


def _rows(raw: bytes, file: str) -> Mapping[str, Mapping[str, str]]:
    reader = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
    key = (reader.fieldnames or [""])[0]
    rows: dict[str, Mapping[str, str]] = {}
    for row in reader:
        if row[key] in rows or None in row or None in row.values():
            message = f"La fila «{row[key]}» está repetida o no tiene las columnas de la primera."
            raise EntityRefused(
                [error("registry-row", file, row[key], message, "Corrija esa fila.")]
            )
        rows[row[key]] = row
    return rows


def read_entity(divipola: str, raw: bytes) -> Entity:
    """Read entity.toml.

    Raises:
        EntityRefused: with all that is wrong.
    """
    findings: list[Finding] = []
    try:
        data = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        message = f"Los datos de la entidad no son TOML: {problem}."
        raise EntityRefused(
            [error("entity-not-toml", "entity.toml", "", message, "Corrija esa línea.")]
        ) from problem
    table = Table(data, file="entity.toml", area="entity", findings=findings)
    entity = _entity(table)
    table.close()
    _agree(table, entity, divipola)
    if findings:
        raise EntityRefused(findings)
    return entity


def _entity(table: Table) -> Entity:
    emails = table.table("emails", required=True)
    contact = emails.text("contact", required=True) if emails else ""
    judicial = emails.text("judicial", required=True) if emails else ""
    if emails:
        emails.close()
    return Entity(
        name=table.text("name", required=True),
        kind=table.choice("kind", EntityKind, default=EntityKind.MUNICIPALITY),
        nit=table.text("nit", required=True, pattern=_NIT),
        dv=table.text("dv", required=True, pattern=_DIGIT),
        divipola=table.text("divipola", required=True, pattern=_DIVIPOLA),
        department=table.text("department", required=True),
        municipality=table.text("municipality", required=True),
        category=table.text("category", required=True, pattern=_CATEGORY),
        address=table.text("address", required=True),
        phone=table.text("phone", required=True),
        email=contact,
        judicial_email=judicial,
        website=table.text("website", required=True),
        hours=table.text("hours", required=True),
        closures=table.days("closures"),
        legal_representative=_representative(table),
        org_units=_units(table),
        offices=_offices(table),
        notes=table.texts("notes"),
    )


def _representative(table: Table) -> Representative:
    inner = table.table("legal_representative", required=True)
    if inner is None:
        return Representative()
    found = Representative(
        inner.text("name", required=True),
        inner.text("title", required=True),
        inner.text("document"),
        inner.text("act"),
        inner.day("from"),
        inner.day("to"),
    )
    inner.close()
    return found


def _units(table: Table) -> tuple[Unit, ...]:
    units = []
    for inner in table.tables("org_units", required=True):
        units.append(Unit(inner.text("code", required=True), inner.text("name", required=True)))
        inner.close()
    return tuple(units)


def _offices(table: Table) -> dict[str, Office]:
    offices = {}
    for group, inner in table.named("offices"):
        offices[group] = Office(
            inner.text("title", required=True),
            inner.text("unit", required=True),
            inner.text("holder"),
        )
        inner.close()
    return offices


def _agree(table: Table, entity: Entity, divipola: str) -> None:
    if entity.divipola != divipola:
        table.refuse(
            "divipola",
            f"Los datos dicen «{entity.divipola}» y la carpeta «{divipola}».",
            "Use el mismo código en los dos.",
        )
    if entity.nit.isdigit() and stdnum_nit.calc_check_digit(entity.nit) != entity.dv:
        table.refuse("dv", "El dígito de verificación no es el del NIT.", "Revise los dos.")
    codes = {unit.code for unit in entity.org_units}
    for group, office in entity.offices.items():
        if office.unit not in codes:
            table.refuse(
                f"offices.{group}.unit",
                f"No hay una dependencia «{office.unit}».",
                "Agréguela en [[org_units]] o corrija el código.",
            )
