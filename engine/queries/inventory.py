"""The inventory of procedures, made from the published folders: nobody keeps it by hand.

Source: the elements that Putumayo's terms of reference identify for each process (inventory, preamble), the
MECI type of process, and the SUIT sheet (I.6).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from bpmn import versions
from bpmn.package.diagram import DiagramElement, DiagramRefused, read_diagram
from bpmn.package.sheet import Sheet
from engine.queries import catalogue
from engine.queries.catalogue import offered

_WORK = ("userTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask", "scriptTask")
_STEPS = (
    *_WORK,
    "callActivity",
    "manualTask",
    "task",
    "subProcess",
    "transaction",
    "adHocSubProcess",
)
# The nine things that an entry of the inventory must identify, in the order of the terms of reference.
NINE = (
    ("inputs", gettext_noop("Entradas")),
    ("procedures", gettext_noop("Procedimientos")),
    ("outputs", gettext_noop("Salidas")),
    ("records", gettext_noop("Registros, formatos y documentos")),
    ("roles", gettext_noop("Roles y responsables de la información")),
    ("automation", gettext_noop("Estado de automatización")),
    ("related", gettext_noop("Trámites y servicios asociados")),
    ("paperless", gettext_noop("Grado de reemplazo de papel")),
    ("technology", gettext_noop("Elementos tecnológicos")),
)
_MECI = {
    "misional": gettext_noop("Misional"),
    "estrategico": gettext_noop("Estratégico"),
    "apoyo": gettext_noop("De apoyo"),
    "evaluacion": gettext_noop("De evaluación"),
}
_RELATIONS = {
    "precede": "Va antes de",
    "sigue": "Va después de",
    "alimenta": "Entrega datos a",
    "alimentado-por": "Recibe datos de",
    "alternativa": "Alternativa a",
    "relacionado": "Relacionado con",
}


@dataclass(frozen=True, kw_only=True)
class InventoryFilter:
    """What to list; empty means all.

    Attributes:
        audience: kind of applicant: `natural`, `juridica`, `anonimo`, `representante`.
    """

    audience: str = ""
    theme: str = ""
    life_event: str = ""

    def admits(self, sheet: Sheet) -> bool:
        """Whether a procedure is listed."""
        return (
            self.audience in ("", *sheet.eligible_applicants)
            and self.theme in ("", *sheet.themes)
            and self.life_event in ("", *sheet.life_events)
        )


@dataclass(frozen=True, kw_only=True)
class InventoryEntry:
    """One procedure of the inventory.

    Attributes:
        nine: the nine elements, each with its lines, by its key in `NINE`.
        unconfirmed: what the entity has still to confirm, as the sheet says.
    """

    sheet: Sheet
    version: int
    digest: str
    process_type: str
    nine: Mapping[str, tuple[str, ...]]
    unconfirmed: tuple[str, ...]

    @property
    def elements(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Titles of the nine elements with their lines, in order."""
        return tuple((title, self.nine[key]) for key, title in NINE)

    def data(self) -> dict[str, Any]:
        """The entry as JSON has it."""
        sheet = self.sheet
        return {
            "slug": sheet.slug,
            "official_name": sheet.official_name,
            "short_name": sheet.short_name,
            "purpose": sheet.purpose,
            "process_type": sheet.process_type.value,
            "responsible_unit": {
                "code": sheet.responsible_unit.code,
                "name": sheet.responsible_unit.name,
            },
            "version": self.version,
            "digest": self.digest,
            "audience": list(sheet.eligible_applicants),
            "themes": list(sheet.themes),
            "life_events": list(sheet.life_events),
            **{key: list(self.nine[key]) for key, _ in NINE},
            "suit": suit_data(sheet),
            "unconfirmed": list(self.unconfirmed),
        }


def inventory(wanted: InventoryFilter = InventoryFilter()) -> list[InventoryEntry]:
    """Published procedures, by official name."""
    published = versions.catalogue()
    names = {version.slug: version.sheet.official_name for version in published}
    return [
        _entry(version, names)
        for version in published
        if not version.sheet.is_internal and wanted.admits(version.sheet)
    ]


def entry(slug: str) -> InventoryEntry:
    """One procedure of the inventory.

    Raises:
        ProcedureNotFound: nothing is published under that slug.
    """
    names = {other.slug: other.sheet.official_name for other in versions.catalogue()}
    return _entry(offered(slug), names)


def choices() -> dict[str, list[str]]:
    """What the published procedures can be filtered by, each in alphabetical order."""
    sheets = catalogue.published()
    return {
        "audience": _all(sheet.eligible_applicants for sheet in sheets),
        "theme": _all(sheet.themes for sheet in sheets),
        "life_event": _all(sheet.life_events for sheet in sheets),
    }


def suit_data(sheet: Sheet) -> dict[str, Any]:
    """The SUIT sheet (hoja de vida) of a procedure.

    Source: inventory I.6; Ley 962 de 2005, art. 1; Decreto Ley 19 de 2012, art. 40.
    """
    return {
        "nombre": sheet.official_name,
        "proposito": sheet.purpose,
        "dirigido_a": sheet.audience,
        "requisitos": list(sheet.requirements),
        "pasos": list(sheet.steps),
        "costo": sheet.fee.text or "Gratuito",
        "tiempo": sheet.term.words if sheet.term else "",
        "resultado": sheet.result,
        "canales": list(sheet.channels),
        "normas": [_norm(basis) for basis in sheet.legal_basis],
        "dependencia": sheet.responsible_unit.name,
        "estado_de_automatizacion": sheet.automation_level.value,
        "recursos": list(sheet.appeals),
    }


def _entry(version: versions.Version, names: Mapping[str, str]) -> InventoryEntry:
    sheet = version.sheet
    nine = {
        "inputs": sheet.inputs,
        "procedures": _steps(version),
        "outputs": sheet.outputs,
        "records": _records(sheet),
        "roles": _roles(sheet),
        "automation": tuple(filter(None, (sheet.automation_level.value, sheet.automation_note))),
        "related": tuple(
            f"{_RELATIONS[one.relation.value]}: {names.get(one.slug, one.slug)}"
            for one in sheet.related
        ),
        "paperless": (f"{sheet.paperless_percent} %",),
        "technology": sheet.technology,
    }
    return InventoryEntry(
        sheet=sheet,
        version=version.number,
        digest=version.digest,
        process_type=_MECI[sheet.process_type.value],
        nine=nine,
        unconfirmed=_unconfirmed(sheet),
    )


def _steps(version: versions.Version) -> tuple[str, ...]:
    """Names of what the flow does, in the order of the file, each once, with what work it is."""
    process = versions.bundle(version).root.process
    try:
        diagram = read_diagram(process or b"")
    except DiagramRefused:
        return ()
    names = {one.group: one.name or one.group for one in version.sheet.roles}
    told = (
        f"{element.name} ({_kind(element, names)})"
        for element in diagram.elements
        if element.type in _STEPS and element.name and not element.scope
    )
    return tuple(dict.fromkeys(told))


def _kind(element: DiagramElement, names: Mapping[str, str]) -> str:
    if element.type == "userTask":
        people = " o ".join(names.get(group, group) for group in element.static_groups)
        return f"persona: {people}" if people else "persona"
    if element.called_process:
        return "subproceso común"
    if element.type == "businessRuleTask":
        return "tabla de decisión"
    return "sistema"


def _records(sheet: Sheet) -> tuple[str, ...]:
    issued = [
        f"{document.title} (serie {document.series or sheet.series})"
        for document in sheet.documents.values()
    ]
    return (f"Expediente de la serie {sheet.series}", *issued)


def _roles(sheet: Sheet) -> tuple[str, ...]:
    acting = [f"{one.name or one.group}: {one.duties}".rstrip(": ") for one in sheet.roles]
    names = {one.group: one.name for one in sheet.roles if one.name}
    return (
        f"Responde por la información: {names.get(sheet.info_owner, sheet.info_owner)}",
        f"Dependencia: {sheet.responsible_unit.code} {sheet.responsible_unit.name}",
        *acting,
    )


def _unconfirmed(sheet: Sheet) -> tuple[str, ...]:
    norms = [_norm(basis) for basis in sheet.legal_basis if basis.verify]
    values = [one.text or one.name for one in sheet.parameters.values() if one.verify]
    term = [sheet.term.source] if sheet.term and sheet.term.verify else []
    return (*norms, *term, *values)


def _norm(basis: Any) -> str:
    return ", ".join(part for part in (basis.norm, basis.article) if part)


def _all(lists: Iterable[Iterable[str]]) -> list[str]:
    return sorted({one for each in lists for one in each})
