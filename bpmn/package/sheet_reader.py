"""From the bytes of procedure.toml or subprocess.toml to a `Sheet`, with findings for what will not do."""

import re
import tomllib
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from bpmn.package.findings import Finding, error
from bpmn.package.sheet import (
    DEFAULT_LEVEL,
    LEVELS,
    SEAL,
    ApplicantKind,
    AutomationLevel,
    Channel,
    CitizenSignature,
    DocumentKind,
    DocumentSheet,
    Fee,
    FeeKind,
    FolderKind,
    LegalBasis,
    LegalTerm,
    OrgUnit,
    Parameter,
    ParameterValue,
    Period,
    PeriodUnit,
    ProcessType,
    RelatedProcedure,
    Relation,
    ReportSheet,
    Role,
    Sheet,
)
from bpmn.package.table import Table, is_scalar

SHEET_FILES = {"procedure.toml": FolderKind.PROCEDURE, "subprocess.toml": FolderKind.SHARED}

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PREFIX = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
_SERIES = re.compile(r"\d+(\.\d+)*")
_LEVEL = re.compile("|".join(LEVELS))
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PERIOD = re.compile(r"(\d{1,4}) (DH|D|M|A)")


def read_sheet(slug: str, file: str, raw: bytes) -> tuple[Sheet, tuple[Finding, ...]]:
    """Read a sheet whole: what could be read, and everything wrong with it.

    Args:
        slug: name of the folder.
        file: name of the sheet's file, one of `SHEET_FILES`.
        raw: its bytes.
    """
    findings: list[Finding] = []
    try:
        data = tomllib.loads(raw.decode("utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as problem:
        findings.append(
            error(
                "sheet-not-toml",
                file,
                "",
                f"La ficha no es TOML: {problem}.",
                "Corrija esa línea; las claves simples van antes de las tablas.",
            )
        )
        return Sheet(slug=slug, kind=SHEET_FILES[file]), tuple(findings)
    table = Table(data, file=file, area="sheet", findings=findings)
    sheet = _read(slug, SHEET_FILES[file], table)
    table.close()
    return sheet, tuple(findings)


def _read(slug: str, file_kind: FolderKind, table: Table) -> Sheet:
    written = table.text("slug", required=True, pattern=_SLUG)
    if written and written != slug:
        table.refuse(
            "slug",
            f"La ficha dice «{written}» y la carpeta se llama «{slug}».",
            "Use el mismo nombre en la carpeta, la ficha y el proceso.",
        )
    kind = _kind(table, file_kind)
    full = kind is FolderKind.PROCEDURE
    return Sheet(
        slug=slug,
        kind=kind,
        official_name=table.text("official_name", required=True),
        purpose=table.text("purpose", required=True),
        short_name=table.text("short_name", required=full),
        audience=table.text("audience", required=full),
        process_type=_choice_if(table, "process_type", ProcessType.MISSION, required=full),
        automation_level=_choice_if(table, "automation_level", AutomationLevel.NONE, required=full),
        automation_note=table.text("automation_note"),
        paperless_percent=table.integer("paperless_percent", low=0, high=100, required=full),
        info_owner=table.text("info_owner", required=full),
        internal_goal=_goal(table),
        series=table.text("series", required=full, pattern=_SERIES),
        result=table.text("result", required=full),
        responsible_unit=_unit(table, required=full),
        term=_term(table, required=full),
        fee=_fee(table, required=full),
        validity=_period(table, "validity"),
        citizen_signature=_citizen_signature(table),
        wrapper=table.text("wrapper", pattern=_SLUG),
        is_internal=table.flag("internal"),
        start_forms=_start_forms(table),
        words=_words(table),
        report=_report(table),
        legal_basis=_legal_basis(table, required=full),
        roles=_roles(table),
        related=_related(table),
        documents=_documents(table),
        parameters=_parameters(table),
        eligible_applicants=table.texts(
            "eligible_applicants", required=full, options=ApplicantKind
        ),
        channels=table.texts("channels", required=full, options=Channel),
        **{name: table.texts(name, required=full) for name in _LISTS},
    )


def _report(table: Table) -> ReportSheet:
    inner = table.table("report")
    if inner is None:
        return ReportSheet()
    found = ReportSheet(
        title=inner.text("title"),
        by={str(key): str(title) for key, title in inner.mapping("by").items()},
        source=inner.text("source"),
    )
    inner.close()
    return found


def _words(table: Table) -> dict[str, tuple[str, ...]]:
    """What an input of a shared process may be, where it is one of a few words."""
    inner = table.table("words")
    if inner is None:
        return {}
    found = {name: inner.texts(name) for name in table.mapping("words")}
    inner.close()
    return found


def _start_forms(table: Table) -> dict[str, str]:
    """Other forms with which the procedure may be filed, by the word that addresses them."""
    found = {}
    for kind, form_id in table.mapping("start_forms").items():
        if _SLUG.fullmatch(str(kind)) and isinstance(form_id, str) and form_id:
            found[str(kind)] = form_id
        else:
            table.refuse(
                f"start_forms.{kind}",
                "No es el nombre de un formulario.",
                'Escriba, p. ej., ninos = "inicio-ninos".',
            )
    return found


_LISTS = (
    "themes",
    "life_events",
    "public_search",
    "lanes",
    "requirements",
    "steps",
    "inputs",
    "outputs",
    "technology",
    "exceptions",
    "notifications",
    "appeals",
)


def _kind(table: Table, file_kind: FolderKind) -> FolderKind:
    kind = table.choice("kind", FolderKind, default=file_kind)
    if (kind is FolderKind.PROCEDURE) is not (file_kind is FolderKind.PROCEDURE):
        table.refuse(
            "kind",
            f"Una carpeta de tipo «{kind.value}» no lleva esta ficha.",
            "Un trámite lleva procedure.toml; lo compartido lleva subprocess.toml.",
        )
        return file_kind
    return kind


def _choice_if(table: Table, key: str, default: Any, *, required: bool) -> Any:
    if not required and not table.has(key):
        table.text(key)
        return default
    return table.choice(key, type(default), default=default)


def _goal(table: Table) -> Period | None:
    text = table.text("internal_goal", pattern=_PERIOD)
    found = _PERIOD.fullmatch(text)
    return Period(int(found[1]), PeriodUnit(found[2])) if found else None


def _unit(table: Table, *, required: bool) -> OrgUnit:
    inner = table.table("responsible_unit", required=required)
    if inner is None:
        return OrgUnit()
    unit = OrgUnit(inner.text("code", required=True), inner.text("name", required=True))
    inner.close()
    return unit


def _read_period(inner: Table) -> Period:
    return Period(
        inner.integer("amount", low=1, high=9999, required=True, default=1),
        inner.choice("unit", PeriodUnit, default=PeriodUnit.BUSINESS_DAYS),
    )


def _period(table: Table, key: str) -> Period | None:
    inner = table.table(key)
    if inner is None:
        return None
    period = _read_period(inner)
    inner.close()
    return period


def _term(table: Table, *, required: bool) -> LegalTerm | None:
    inner = table.table("term", required=required)
    if inner is None:
        return None
    term = LegalTerm(
        period=_read_period(inner),
        code=inner.text("code"),
        source=inner.text("source", required=True),
        verify=inner.flag("verify"),
        public_text=inner.text("text"),
        suspended_by=inner.texts("suspended_by"),
    )
    inner.close()
    return term


def _fee(table: Table, *, required: bool) -> Fee:
    inner = table.table("fee", required=required)
    if inner is None:
        return Fee()
    fee = Fee(
        inner.choice("kind", FeeKind, default=FeeKind.FREE),
        inner.text("text", required=True),
        inner.text("parameter"),
    )
    inner.close()
    return fee


def _citizen_signature(table: Table) -> CitizenSignature:
    inner = table.table("signature")
    if inner is None:
        return CitizenSignature.NONE
    wanted = inner.choice("citizen", CitizenSignature, default=CitizenSignature.NONE)
    inner.close()
    return wanted


def _legal_basis(table: Table, *, required: bool) -> tuple[LegalBasis, ...]:
    norms = []
    for inner in table.tables("legal_basis", required=required):
        norms.append(
            LegalBasis(
                inner.text("norm", required=True),
                inner.text("article"),
                inner.text("note"),
                inner.flag("verify"),
            )
        )
        inner.close()
    return tuple(norms)


def _roles(table: Table) -> tuple[Role, ...]:
    roles = []
    for inner in table.tables("roles"):
        roles.append(
            Role(inner.text("group", required=True), inner.text("name"), inner.text("duties"))
        )
        inner.close()
    return tuple(roles)


def _related(table: Table) -> tuple[RelatedProcedure, ...]:
    others = []
    for inner in table.tables("related"):
        others.append(
            RelatedProcedure(
                inner.text("slug", required=True, pattern=_SLUG),
                inner.choice("relation", Relation, default=Relation.RELATED),
            )
        )
        inner.close()
    return tuple(others)


def _documents(table: Table) -> MappingProxyType[str, DocumentSheet]:
    documents = {}
    for name, inner in table.named("documents"):
        signer = inner.text("signer", required=True)
        reviewers = inner.texts("reviewers")
        if reviewers and signer == SEAL:
            inner.refuse(
                "reviewers",
                "Un documento que sella la entidad no tiene otras firmas.",
                "Quite «reviewers», o ponga en «signer» el grupo que firma de último.",
            )
        documents[name] = DocumentSheet(
            id=name,
            kind=inner.choice("kind", DocumentKind, default=DocumentKind.CERTIFICATE),
            title=inner.text("title", required=True),
            prefix=inner.text("prefix", pattern=_PREFIX),
            signer=signer,
            office=inner.text("office") or _issuing_office(table, signer),
            template=inner.text("template") or f"{name}.typ",
            validity=_period(inner, "validity"),
            series=inner.text("series", pattern=_SERIES) or _text_of(table, "series"),
            reviewers=reviewers,
            level=inner.text("level", pattern=_LEVEL) or DEFAULT_LEVEL,
        )
        inner.close()
    return MappingProxyType(documents)


def _issuing_office(table: Table, signer: str) -> str:
    return _text_of(table, "info_owner") if signer == SEAL else signer


def _text_of(table: Table, key: str) -> str:
    value = table.plain(key)
    return value if isinstance(value, str) else ""


def _parameters(table: Table) -> MappingProxyType[str, Parameter]:
    parameters = {}
    for name, inner in table.named("parameters"):
        if not _NAME.fullmatch(name):
            inner.refuse(
                "value", f"«{name}» no sirve como nombre de variable.", "Use letras, cifras y «_»."
            )
        parameters[name] = Parameter(
            name=name,
            value=_parameter_value(inner),
            text=inner.text("text"),
            source=inner.text("source"),
            valid_from=inner.day("valid_from"),
            valid_to=inner.day("valid_to"),
            verify=inner.flag("verify"),
        )
        inner.close()
    return MappingProxyType(parameters)


def _parameter_value(inner: Table) -> ParameterValue:
    value = inner.plain("value", required=True)
    if isinstance(value, list) and all(is_scalar(item) for item in value):
        return tuple(value)
    if isinstance(value, (str, int, Decimal, bool)) or (value is not None and is_scalar(value)):
        found: ParameterValue = value
        return found
    if value is not None:
        inner.refuse(
            "value",
            "Ese valor no sirve como parámetro.",
            "Use un texto, un número, true o false, una fecha o una lista de ellos.",
        )
    return ""
