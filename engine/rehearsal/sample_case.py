"""What a case of a folder might know: made of a scenario's answers, for previews. Nothing is filed or kept."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from lxml import etree

from archive.render import qr
from bpmn.entity import Entity
from bpmn.package.scenarios import CompleteTask, Scenario, read_scenario
from bpmn.package.sheet import DocumentSheet, Sheet
from bpmn.parameters import values_on
from bpmn.people import people
from engine.clock import BOGOTA, Calendar, Term, add_term, due
from engine.dmn.xml import XmlRefused, parse
from engine.jobs.plain import plain

_RADICADO = "2026-11-0000123"
_CODE = "MUESTRA-0000-0000"
_MARCH = datetime(2026, 3, 16, 9, 0, tzinfo=BOGOTA)
_OUTPUT = "{http://camunda.org/schema/zeebe/1.0}output"


def sample_variables(
    files: Mapping[str, bytes], sheet: Sheet, entity: Entity, public_url: str, scenario: str = ""
) -> dict[str, Any]:
    """Variables by name, as FEEL and templates read them.

    Args:
        files: of the folder, whatever they are worth.
        sheet: of the folder.
        entity: who runs the window.
        public_url: address of the window.
        scenario: path of the scenario whose answers are taken; by default the first that can be read.
    """
    played = _scenario(files, scenario)
    now = played.now.astimezone(BOGOTA) if played else _MARCH
    answers = _answers(played, entity)
    applicant = answers.get("applicant") if isinstance(answers.get("applicant"), Mapping) else {}
    return {
        **_outputs(files, sheet, now, public_url),
        **_steps(played),
        "radicado": _RADICADO,
        "expediente": f"{now.year}-{sheet.series or '000.00.00'}-0000123",
        "verificationCode": _CODE,
        "receivedAt": now,
        "legalFiledOn": now.date(),
        "term": _term(sheet, now),
        "tenant": entity.divipola,
        "entity": {**asdict(entity), "publicUrl": public_url},
        "publicUrl": public_url,
        "procedureSlug": sheet.slug,
        "procedureName": sheet.official_name,
        "procedureVersion": "borrador",
        "sheet": sheet.variables(),
        "params": values_on(entity.divipola, now.date()).variables(),
        "channel": played.channel if played else "portal",
        "answers": answers,
        "applicant": {**(applicant or {}), "name": _name(applicant or {})},
        "notification": answers.get("notification") or {},
        "consents": answers.get("consents") or {},
        "attachments": [],
        "mode": "firma",
        "actor": {"name": "Quien atiende"},
    }


def sample_document(
    variables: Mapping[str, Any], document: DocumentSheet | None, entity: Entity, public_url: str
) -> dict[str, Any]:
    """The variables as a template gets them, with what the engine says of the document itself."""
    url = f"{public_url}/verificar/{_CODE}"
    moment: datetime = variables["receivedAt"]
    groups = (document.office, *document.signers) if document else ("",)
    signers = [_signer(entity, group) for group in dict.fromkeys(groups) if group]
    own = {
        "id": "00000000-0000-0000-0000-000000000000",
        "kind": document.id if document else "documento",
        "title": document.title if document else "Documento de ejemplo",
        "number": f"{document.prefix}-2026-0000" if document and document.prefix else "",
        "verificationCode": _CODE,
        "url": url,
        "qrSvg": qr.svg(url),
        "issuedOn": moment.date(),
        "issuedAt": moment,
        "validUntil": _valid_until(document, moment),
        "signer": {**_signer(entity, document.office if document else ""), "seal": False},
        "signers": [{**signer, "seal": False} for signer in signers],
    }
    data: dict[str, Any] = plain({**variables, "document": own})
    return data


def _scenario(files: Mapping[str, bytes], wanted: str) -> Scenario | None:
    paths = [wanted] if wanted else sorted(path for path in files if path.startswith("scenarios/"))
    for path in paths:
        found, _ = read_scenario(path, files.get(path, b""))
        if found is not None and (found.answers or wanted):
            return found
    return None


def _answers(played: Scenario | None, entity: Entity) -> dict[str, Any]:
    answers = dict(played.answers) if played else {}
    if not answers.get("applicant"):
        person = next(iter(people(entity.divipola).values()), None)
        answers["applicant"] = asdict(person) if person else {}
    return answers


def _name(applicant: Mapping[str, Any]) -> str:
    given = (applicant.get(key) for key in ("business_name", "first_names", "last_names"))
    return " ".join(str(part) for part in given if part) or "Quien pide"


def _steps(played: Scenario | None) -> dict[str, Any]:
    """What people answer on the way; the last word counts."""
    said: dict[str, Any] = {}
    for step in played.steps if played else ():
        if isinstance(step, CompleteTask):
            said.update(step.answers)
    return said


def _outputs(
    files: Mapping[str, bytes], sheet: Sheet, now: datetime, public_url: str
) -> dict[str, Any]:
    """Names under which the flow keeps the papers that it makes."""
    paper = {
        "id": "",
        "kind": "documento",
        "title": sheet.short_name,
        "number": "MUESTRA-2026-0000",
        "pages": 1,
        "verificationCode": _CODE,
        "url": f"{public_url}/verificar/{_CODE}",
        "validUntil": now.date(),
        "issuedOn": now.date(),
    }
    return {name: paper for name, source in outputs(files) if source == "=document"}


def outputs(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Variables that the flow writes, with the FEEL of each; nothing where the flow cannot be read."""
    try:
        root: etree._Element | None = parse(files["process.bpmn"])
    except (KeyError, XmlRefused):
        return
    for node in root.iter(_OUTPUT) if root is not None else ():
        yield str(node.get("target") or ""), str(node.get("source") or "").replace(" ", "")


def _signer(entity: Entity, group: str) -> dict[str, Any]:
    office = entity.offices.get(group)
    return {
        "name": office.holder if office else entity.name,
        "position": office.title if office else "",
    }


def _valid_until(document: DocumentSheet | None, moment: datetime) -> Any:
    if document is None or document.validity is None:
        return None
    return add_term(moment.date(), Term.parse(document.validity.text))


def _term(sheet: Sheet, now: datetime) -> dict[str, Any]:
    if sheet.term is None:
        return {}
    period = sheet.term.period
    last_day = due(now.date(), Term.parse(period.text), Calendar())
    return {"amount": period.amount, "unit": period.unit, "start": now.date(), "due": last_day}
