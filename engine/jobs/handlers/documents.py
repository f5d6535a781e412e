"""Documents: render a draft, seal it with the entity's seal, hand it to the archive.

Each step keeps what it made before the next begins, so a job that runs twice makes one document.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from archive.custody import holds
from archive.render import Rendered, qr, render
from bpmn.package.sheet import SEAL, DocumentSheet
from bpmn.versions import bundle
from engine import commands
from engine.clock import BOGOTA, Term, add_term
from engine.commands import code_for
from engine.jobs import preserving
from engine.jobs.chosen import told_variables
from engine.jobs.contract import Done, HandlerRefused, Task
from engine.jobs.plain import plain
from engine.jobs.workshop import REHEARSED_LEVEL
from engine.models import Document
from engine.queries import absences
from signatures import pades

_TRAVELS = (
    "radicado",
    "expediente",
    "procedureSlug",
    "procedureName",
    "procedureVersion",
    "receivedAt",
    "legalFiledOn",
    "term",
)


def draft(task: Task) -> Done:
    """Render the document and keep it for a person to sign."""
    return Done(variables={"document": reference(_kept(task, sealed=False))})


def seal(task: Task) -> Done:
    """Render, seal and archive the document."""
    document = _archived(task, _kept(task, sealed=True))
    return Done(variables={"document": reference(document)})


def archive(task: Task) -> Done:
    """Hand a kept document to the archive.

    Raises:
        HandlerRefused: the variable `document` names no document of the case.
    """
    wanted = task.variables.get("document")
    wanted_id = wanted.get("id") if isinstance(wanted, Mapping) else None
    document = Document.objects.filter(pk=wanted_id, case=task.case).first() if wanted_id else None
    if document is None:
        raise HandlerRefused("document-not-found", str(wanted_id))
    return Done(variables={"document": reference(_archived(task, document))})


def reference(document: Document) -> dict[str, Any]:
    """What the case's variables hold of a document."""
    return {
        "id": str(document.id),
        "kind": document.kind,
        "title": document.title,
        "number": document.number,
        "sha256": document.sha256,
        "pages": document.pages,
        "verificationCode": document.verification_code,
        "validUntil": document.valid_until,
    }


def _kept(task: Task, *, sealed: bool) -> Document:
    earlier = Document.objects.filter(pk=task.document_id).first()
    if earlier is not None:
        return earlier
    kind = task.parameter("document")
    sheet = bundle(task.version).document(kind, task.job.process_id)
    if sheet is None:
        raise HandlerRefused("unknown-document", kind)
    sheet = _signed_by(task, sheet)
    number = str(task.variables.get("documentNumber") or "") if sheet.prefix else ""
    valid_until = _valid_until(task, sheet)
    rendered = _render(task, sheet, number, valid_until)
    keep = commands.KeepDocument(
        document_id=task.document_id,
        case_id=task.case.id,
        kind=kind,
        title=sheet.title,
        number=number,
        pdf=rendered.pdf,
        sha256=rendered.sha256,
        pages=rendered.pages,
        issued_at=task.now,
        valid_until=valid_until,
        details={
            "series": sheet.series or task.version.sheet.series,
            "office": sheet.office,
            "signers": list(sheet.signers),
            "level": sheet.level,
        },
    )
    return commands.keep_document(_sealed(task, keep) if sealed else keep)


def _signed_by(task: Task, sheet: DocumentSheet) -> DocumentSheet:
    """A document of a shared folder is signed by whom the call says (variable `signerGroup`)."""
    group = task.variables.get("signerGroup")
    if sheet.is_sealed or not group or sheet.id in task.version.sheet.documents:
        return sheet
    return replace(sheet, signer=str(group), office=str(group))


def _sealed(task: Task, keep: commands.KeepDocument) -> commands.KeepDocument:
    signed = task.workshop.seal.seal(
        keep.pdf,
        reason=keep.title,
        location=task.workshop.entity.municipality,
        now=task.now,
        profile=pades.Profile(pades.Level(keep.details["level"])),
    )
    return replace(
        keep,
        pdf=signed.pdf,
        sha256=signed.sha256,
        signer=signed.signer_name,
        level=signed.level,
        signed_at=signed.signed_at,
    )


def _valid_until(task: Task, sheet: DocumentSheet) -> date | None:
    given = task.variables.get("validUntil")
    if isinstance(given, date):
        return given
    validity = sheet.validity
    if validity is None:
        return None
    return add_term(task.now.astimezone(BOGOTA).date(), Term.parse(validity.text))


def _render(task: Task, sheet: DocumentSheet, number: str, valid_until: date | None) -> Rendered:
    files = bundle(task.version).template_files(sheet.template, task.job.process_id)
    code = code_for(task.document_id)
    url = f"{task.workshop.public_url}/verificar/{code}"
    data = {
        **told_variables(task),
        "document": {
            "id": str(task.document_id),
            "kind": task.parameter("document"),
            "title": sheet.title,
            "number": number,
            "verificationCode": code,
            "url": url,
            "qrSvg": qr.svg(url),
            "issuedOn": task.now.astimezone(BOGOTA).date(),
            "issuedAt": task.now,
            "validUntil": valid_until,
            "signer": {**_signer(task, sheet.office), "seal": sheet.is_sealed},
            "signers": [_signer(task, group) for group in sheet.signers],
        },
    }
    whole = plain(data)
    return render(files, sheet.template, whole, attached=_attached(whole))


def _signer(task: Task, group: str) -> dict[str, Any]:
    """Who is to sign for a group, as the panel of signatures shows it: its holder, or who stands in."""
    office = task.workshop.entity.offices.get(group)
    acting = absences.signing_encargo(group, task.now.astimezone(BOGOTA).date())
    if office and acting:
        encargo, _ = acting
        return {
            "name": encargo.substitute_name,
            "position": f"{office.title} (E), {encargo.act} de {encargo.act_date.year}",
            "seal": group == SEAL,
        }
    return {
        "name": office.holder if office else task.workshop.entity.name,
        "position": office.title if office else "",
        "seal": group == SEAL,
    }


def _attached(data: Mapping[str, Any]) -> dict[str, Any]:
    """The case's data that travel in the PDF: whoever holds the document holds them.

    Single answers of the procedure's own fields are there; contact data, consents, witnesses and what
    is sensitive stay in the expediente.

    Source: Ley 1581 de 2012, art. 4 (restricted circulation).
    """
    answers = data.get("answers")
    own = answers.items() if isinstance(answers, Mapping) else ()
    applicant = data.get("applicant")
    who = applicant if isinstance(applicant, Mapping) else {}
    document = {key: value for key, value in data["document"].items() if key != "qrSvg"}
    return {
        **{key: data[key] for key in _TRAVELS if key in data},
        "document": document,
        "applicant": {key: who.get(key) for key in ("doc_type", "doc_number", "name")},
        "answers": {key: value for key, value in own if not isinstance(value, dict | list)},
    }


def _require_level(document: Document) -> None:
    """What people or the seal were to sign leaves the house signed, with its proofs inside.

    Raises:
        LevelTooLow: it is below B-LT.
    """
    if "signers" in document.details and document.level != REHEARSED_LEVEL:
        pades.require_leaving_level(document.level)


def _archived(task: Task, document: Document) -> Document:
    if document.archive_key:
        # An earlier try may have ended between the document and its copy.
        preserving.join_copies(task)
        return document
    _require_level(document)
    series = document.details.get("series") or task.version.sheet.series
    today = task.now.astimezone(BOGOTA).date()
    retain_until = commands.schedule_for(task.case, series, today).retain_until(series, today)
    content = bytes(document.content or b"")
    stored = task.workshop.store.put(
        content, media_type=document.media_type, retain_until=retain_until
    )
    preserving.check_at_entry(task, document, stored, content)
    archived = commands.mark_archived(
        commands.MarkArchived(
            document_id=UUID(str(document.id)),
            case_id=task.case.id,
            archive_key=stored.key,
            retain_until=stored.retain_until,
            series=series,
        )
    )
    preserving.join_copies(task)
    holds.cover(task.case.expediente, task.workshop.store)
    return archived
