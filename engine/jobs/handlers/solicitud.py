"""The signed request: the certificate is added, the entity seals it, the archive keeps it."""

from collections.abc import Mapping
from uuid import UUID

from archive.render import qr
from engine import commands
from engine.commands import code_for
from engine.jobs import solicitud
from engine.jobs.contract import Done, HandlerRefused, Task
from engine.jobs.handlers import documents
from engine.models import Document, DocumentStatus


def seal(task: Task) -> Done:
    """Seal the request that its applicant signed by code, and hand it to the archive.

    Raises:
        HandlerRefused: the variable `document` names no signed request of the case.
    """
    wanted = task.variables.get("document")
    wanted_id = wanted.get("id") if isinstance(wanted, Mapping) else None
    document = Document.objects.filter(pk=wanted_id, case=task.case).first() if wanted_id else None
    if document is None or "signature" not in document.details:
        raise HandlerRefused("document-not-found", str(wanted_id))
    if document.status == DocumentStatus.RENDERED:
        _sealed(task, document)
    return documents.archive(task)


def _sealed(task: Task, document: Document) -> None:
    code = code_for(document.id)
    url = f"{task.workshop.public_url}/verificar/{code}"
    entity = task.workshop.entity
    page = solicitud.sign_page(
        task.version,
        bytes(document.content or b""),
        document.details,
        {
            "document": {
                "id": str(document.id),
                "title": document.title,
                "verificationCode": code,
                "url": url,
                "qrSvg": qr.svg(url),
                "issuedAt": document.issued_at,
                "signer": {"name": entity.name, "position": "", "seal": True},
            },
            "radicado": task.case.radicado,
            "receivedAt": task.case.received_at,
        },
    )
    signed = task.workshop.seal.seal(
        page.pdf, reason=document.title, location=entity.municipality, now=task.now
    )
    commands.seal_document(
        commands.SealDocument(
            document_id=UUID(str(document.id)),
            case_id=task.case.id,
            pdf=signed.pdf,
            sha256=signed.sha256,
            pages=page.pages,
            signer=signed.signer_name,
            level=signed.level,
            signed_at=signed.signed_at,
        )
    )
