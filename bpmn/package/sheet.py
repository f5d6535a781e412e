"""The legal sheet of a procedure (procedure.toml), typed. Reading it is `sheet_reader`'s work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

ParameterValue = str | int | Decimal | bool | date | tuple[str | int | Decimal | bool | date, ...]


class FolderKind(StrEnum):
    """What a folder is: a procedure, or something shared that is called, included or woven in."""

    PROCEDURE = "procedure"
    SHARED = "shared"
    FORMS = "forms"
    WRAPPER = "wrapper"


class ProcessType(StrEnum):
    """Kind of process in the words of MECI."""

    MISSION = "misional"
    STRATEGIC = "estrategico"
    SUPPORT = "apoyo"
    EVALUATION = "evaluacion"


class AutomationLevel(StrEnum):
    """How far a procedure can be done online, in the words of SUIT."""

    NONE = "No automatizado"
    PARTIAL = "Parcialmente en línea"
    FULL = "Totalmente en línea"


class ApplicantKind(StrEnum):
    """Who may ask."""

    NATURAL = "natural"
    LEGAL = "juridica"
    ANONYMOUS = "anonimo"
    REPRESENTATIVE = "representante"


class Channel(StrEnum):
    """Where a filing may come in."""

    PORTAL = "portal"
    APP = "app"
    DESK = "ventanilla"
    PHONE = "telefonico"
    CHAT = "chat"
    API = "api"


class FeeKind(StrEnum):
    """How what is paid is known."""

    FREE = "free"
    FIXED = "fixed"
    CALCULATED = "calculated"


class PeriodUnit(StrEnum):
    """Units of a term or a validity: business days, calendar days, months, years."""

    BUSINESS_DAYS = "DH"
    DAYS = "D"
    MONTHS = "M"
    YEARS = "A"


class Relation(StrEnum):
    """What this procedure is to the other one."""

    PRECEDES = "precede"
    FOLLOWS = "sigue"
    FEEDS = "alimenta"
    FED_BY = "alimentado-por"
    ALTERNATIVE = "alternativa"
    RELATED = "relacionado"


class DocumentKind(StrEnum):
    """Kind of a document that the procedure issues."""

    CERTIFICATE = "certificado"
    ATTESTATION = "constancia"
    RESOLUTION = "resolucion"
    ORDER = "auto"
    LETTER = "oficio"
    MINUTES = "acta"
    OPINION = "concepto"
    LICENCE = "licencia"
    RECEIPT = "recibo"


class CitizenSignature(StrEnum):
    """How who files signs: not at all, or electronically by a one-time code."""

    NONE = "none"
    ELECTRONIC = "electronic"


@dataclass(frozen=True)
class OrgUnit:
    """A unit of the entity: its TRD code and its name."""

    code: str = ""
    name: str = ""


@dataclass(frozen=True)
class Period:
    """An amount of time that law counts, such as 15 business days."""

    amount: int
    unit: PeriodUnit

    @property
    def text(self) -> str:
        """As `engine.clock.Term.parse` reads it: «15 DH»."""
        return f"{self.amount} {self.unit.value}"

    @property
    def words(self) -> str:
        """In Spanish for people: «15 días hábiles»."""
        one, many = _UNIT_WORDS[self.unit]
        return f"{self.amount} {one if self.amount == 1 else many}"

    def as_data(self) -> dict[str, Any]:
        """As the process sees it."""
        return {
            "amount": self.amount,
            "unit": self.unit.value,
            "text": self.text,
            "words": self.words,
        }


_UNIT_WORDS: Mapping[PeriodUnit, tuple[str, str]] = {
    PeriodUnit.BUSINESS_DAYS: ("día hábil", "días hábiles"),
    PeriodUnit.DAYS: ("día calendario", "días calendario"),
    PeriodUnit.MONTHS: ("mes", "meses"),
    PeriodUnit.YEARS: ("año", "años"),
}


@dataclass(frozen=True)
class LegalTerm:
    """How long the entity has to answer, and the norm that says so."""

    period: Period
    code: str = ""
    source: str = ""
    verify: bool = False
    public_text: str = ""
    suspended_by: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """As `engine.clock.Term.parse` reads it: «15 DH»."""
        return self.period.text

    @property
    def words(self) -> str:
        """What the public reads: «15 días hábiles», or the sheet's own wording."""
        return self.public_text or self.period.words

    def as_data(self) -> dict[str, Any]:
        """As the process sees it."""
        return {
            **self.period.as_data(),
            "words": self.words,
            "code": self.code,
            "source": self.source,
        }


@dataclass(frozen=True)
class Fee:
    """What it costs."""

    kind: FeeKind = FeeKind.FREE
    text: str = ""
    parameter: str = ""

    def as_data(self) -> dict[str, Any]:
        """As the process sees it."""
        return {"kind": self.kind.value, "text": self.text, "parameter": self.parameter}


@dataclass(frozen=True)
class LegalBasis:
    """One norm; `verify` says that the entity must confirm it before production."""

    norm: str
    article: str = ""
    note: str = ""
    verify: bool = False


@dataclass(frozen=True)
class Role:
    """A group that acts in the procedure."""

    group: str
    name: str = ""
    duties: str = ""


@dataclass(frozen=True)
class RelatedProcedure:
    """Another procedure of the shelf and what this one is to it."""

    slug: str
    relation: Relation


SEAL = "seal"
# Below B-LT a signer whose certificate was revoked could still sign (ETSI EN 319 142-1, clause 6).
LEVELS = ("B-LT", "B-LTA")
DEFAULT_LEVEL = "B-LTA"


@dataclass(frozen=True)
class DocumentSheet:
    """A document the procedure issues.

    Attributes:
        id: what the diagram's headers name.
        prefix: series of its numbers, as in PREFIX-2026-000001; empty when it has no number.
        signer: `SEAL`, or the group whose holder signs with their own key.
        office: group in whose name it is issued.
        template: file in documents/.
        reviewers: groups whose holders sign before the signer, in this order.
        level: baseline level of ETSI EN 319 142-1 that its last signature has; never below B-LT.
    """

    id: str
    kind: DocumentKind
    title: str
    prefix: str
    signer: str
    office: str
    template: str
    validity: Period | None = None
    series: str = ""
    reviewers: tuple[str, ...] = ()
    level: str = DEFAULT_LEVEL

    @property
    def signers(self) -> tuple[str, ...]:
        """Groups whose holders sign, in order; `SEAL` stands for the entity's seal."""
        return (*self.reviewers, self.signer)

    @property
    def is_sealed(self) -> bool:
        """Whether the entity's seal signs it, without anyone's hand."""
        return self.signer == SEAL

    def as_data(self) -> dict[str, Any]:
        """As the process sees it."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "title": self.title,
            "prefix": self.prefix,
            "signer": self.signer,
            "office": self.office,
            "validity": self.validity.as_data() if self.validity else None,
            "series": self.series,
        }


@dataclass(frozen=True)
class ReportSheet:
    """The quarterly figures of a procedure.

    Attributes:
        title: of the report; empty for a plain one.
        by: titles of what is counted, by the key of the case's tags.
        source: norm that asks for it.
    """

    title: str = ""
    by: Mapping[str, str] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True)
class Parameter:
    """A value that the entity fixes, and where it comes from."""

    name: str
    value: ParameterValue
    text: str = ""
    source: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    verify: bool = False


def _empty() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything procedure.toml says; texts are empty where nothing was written."""

    slug: str
    kind: FolderKind = FolderKind.PROCEDURE
    official_name: str = ""
    short_name: str = ""
    purpose: str = ""
    audience: str = ""
    themes: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    public_search: tuple[str, ...] = ()
    eligible_applicants: tuple[str, ...] = ()
    process_type: ProcessType = ProcessType.MISSION
    automation_level: AutomationLevel = AutomationLevel.NONE
    automation_note: str = ""
    paperless_percent: int = 0
    info_owner: str = ""
    internal_goal: Period | None = None
    series: str = ""
    lanes: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    result: str = ""
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    technology: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    notifications: tuple[str, ...] = ()
    appeals: tuple[str, ...] = ()
    responsible_unit: OrgUnit = OrgUnit()
    term: LegalTerm | None = None
    fee: Fee = Fee()
    validity: Period | None = None
    citizen_signature: CitizenSignature = CitizenSignature.NONE
    wrapper: str = ""
    is_internal: bool = False
    report: ReportSheet = ReportSheet()
    start_forms: Mapping[str, str] = field(default_factory=_empty)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=_empty)
    legal_basis: tuple[LegalBasis, ...] = ()
    roles: tuple[Role, ...] = ()
    related: tuple[RelatedProcedure, ...] = ()
    documents: Mapping[str, DocumentSheet] = field(default_factory=_empty)
    parameters: Mapping[str, Parameter] = field(default_factory=_empty)

    @property
    def is_signed_by_citizen(self) -> bool:
        """Whether who files signs the request."""
        return self.citizen_signature is CitizenSignature.ELECTRONIC

    def variables(self) -> dict[str, Any]:
        """What a running case sees as its variable `sheet`."""
        return {
            "slug": self.slug,
            "official_name": self.official_name,
            "short_name": self.short_name,
            "purpose": self.purpose,
            "series": self.series,
            "unit": {"code": self.responsible_unit.code, "name": self.responsible_unit.name},
            "info_owner": self.info_owner,
            "term": self.term.as_data() if self.term else None,
            "validity": self.validity.as_data() if self.validity else None,
            "fee": self.fee.as_data(),
            "parameters": {name: _plain(item.value) for name, item in self.parameters.items()},
            "documents": {name: item.as_data() for name, item in self.documents.items()},
        }


def _plain(value: ParameterValue) -> Any:
    return list(value) if isinstance(value, tuple) else value
