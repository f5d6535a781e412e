"""The evidence of a case as one zip that anyone checks offline, with one short script of the shell in it."""

import dataclasses
import hashlib
import json
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from bpmn.entity import load as load_entity
from engine.jobs.evidence_guide import GUIDE
from engine.models.actor import Actor
from engine.queries import cases, documents, evidence
from engine.queries.cases import CaseView, DocumentView
from engine.queries.evidence import CaseEvidence, Inclusion
from engine.queries.story import story
from forms.fields import SummaryRow
from signatures import trust
from signatures.verification.pieces import SignaturePiece, signature_pieces

_SCRIPT = Path(__file__).with_name("evidence.sh")
_MANIFEST = "MANIFIESTO.sha256"
_ENDINGS = {
    "application/pdf": ".pdf",
    "application/xml": ".xml",
    "image/jpeg": ".jpg",
    "image/png": ".png",
}
_EXECUTABLE, _PLAIN = 0o755 << 16, 0o644 << 16
_LONGEST = 60


@dataclass(frozen=True)
class File:
    """One file of the package."""

    path: str
    content: bytes


def evidence_zip(actor: Actor, radicado: str, *, now: datetime) -> IO[bytes]:
    """The evidence of a case, in a file that goes away when it is closed.

    Args:
        actor: who takes it.
        radicado: of the case.
        now: aware moment of making it.

    Raises:
        CaseNotFound: there is no such case that the actor may read.
        ObjectMissing, ObjectCorrupt: the archive has not what it should.
    """
    out = tempfile.TemporaryFile()  # noqa: SIM115  the caller closes it
    folder = f"pruebas-{radicado}"
    lines = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in _files(actor, radicado, now):
            lines.append(f"{hashlib.sha256(file.content).hexdigest()}  ./{file.path}\n")
            _add(packed, folder, file)
        _add(packed, folder, File(_MANIFEST, "".join(lines).encode()))
    out.seek(0)
    return out


def _add(packed: zipfile.ZipFile, folder: str, file: File) -> None:
    entry = zipfile.ZipInfo(f"{folder}/{file.path}", (2000, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = _EXECUTABLE if file.path.endswith(".sh") else _PLAIN
    packed.writestr(entry, file.content)


def _files(actor: Actor, radicado: str, now: datetime) -> Iterator[File]:
    view = cases.case_for(actor, radicado)
    found = evidence.evidence_of(actor, radicado)
    yield File("verificar.sh", _SCRIPT.read_bytes())
    yield File("LEAME.txt", _guide(view, now).encode())
    yield File("caso.json", _json(_case(actor, view)))
    yield from _log(found)
    yield from _papers(actor, view)
    roots = b"\n".join(root.strip() for root in trust.from_settings().roots) + b"\n"
    yield File("certificados/raices.pem", roots)


def _guide(view: CaseView, now: datetime) -> str:
    return GUIDE.format(
        radicado=view.radicado,
        procedure=view.procedure_name,
        entity=load_entity(settings.ENTITY).name,
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
    )


def _case(actor: Actor, view: CaseView) -> dict[str, Any]:
    """The case in words and numbers; the events are what proves it."""
    plain = ("radicado", "expediente", "procedure_slug", "procedure_name", "version_digest", "state",
             "outcome", "channel", "applicant_name", "applicant_document", "received_at",
             "legal_filed_on", "term_text", "due", "closed_at")  # fmt: skip
    told = {name: getattr(view, name) for name in plain}
    answers = [
        {"title": section.title, "rows": [_answer(row) for row in section.rows]}
        for section in view.answers_summary
    ]
    return {**told, "answers": answers, "story": dataclasses.asdict(story(actor, view.radicado))}


def _answer(row: SummaryRow) -> dict[str, Any]:
    told = {"label": row.label, "value": row.value, "key": row.key, "upload": row.upload}
    files = [dataclasses.asdict(file) for file in row.files]
    return {**told, "files": files} if files else told


def _log(found: CaseEvidence) -> Iterator[File]:
    for number, content in enumerate(found.events, 1):
        yield File(_event(number), content)
    yield File("cadena.txt", f"{len(found.events)} {found.head}\n".encode())
    for number, content in enumerate(found.readings, 1):
        yield File(_reading(number), content)
    for head in found.heads:
        yield File(f"sellos/{head.tree_size}.json", head.text.encode())
        yield File(f"sellos/{head.tree_size}.tst", head.token)
        yield File(f"sellos/{head.tree_size}.hora", f"{head.epoch}\n".encode())
    for number, one in enumerate(found.inclusions, 1):
        yield File(f"inclusion/{number:04d}.txt", _inclusion(one))


def _event(number: int) -> str:
    return f"eventos/{number:05d}.json"


def _reading(number: int) -> str:
    return f"consultas/{number:05d}.json"


def _inclusion(one: Inclusion) -> bytes:
    name = (_reading if one.is_reading else _event)(one.entry)
    lines = [f"{name} {one.tree_size}"]
    lines += [f"{'izquierda' if is_left else 'derecha'} {step}" for is_left, step in one.steps]
    return "".join(f"{line}\n" for line in lines).encode()


def _papers(actor: Actor, view: CaseView) -> Iterator[File]:
    """The documents; of those that the window signed, also the signatures as files."""
    lines: list[str] = []
    for number, document in enumerate([*view.attachments, *view.documents], 1):
        path = f"documentos/{number:03d}-{_slug(document)}"
        content = documents.document_for(actor, document.id).content
        yield File(path, content)
        # What a citizen brought may be anything: nothing in this process reads it.
        is_ours = document.signed_at is not None and document.kind != "anexo"
        pieces = signature_pieces(content) if is_ours and path.endswith(".pdf") else []
        for place, piece in enumerate(pieces, 1):
            name = f"firmas/{number:03d}-{place}{'.tst' if piece.is_stamp else '.p7s'}"
            lines.append(_line(path, name, piece))
            yield File(name, piece.der)
    yield File("firmas/lista.txt", "".join(lines).encode())


def _line(path: str, name: str, piece: SignaturePiece) -> str:
    kind = "estampa" if piece.is_stamp else "firma"
    return f"{path} {name} {kind} {' '.join(map(str, piece.byte_range))}\n"


def _slug(document: DocumentView) -> str:
    title = unicodedata.normalize("NFKD", f"{document.title} {document.number}")
    plain = re.sub(r"[^a-z0-9]+", "-", title.encode("ascii", "ignore").decode().lower()).strip("-")
    return f"{plain[:_LONGEST] or 'documento'}{_ENDINGS.get(document.media_type, '.bin')}"


def _json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, default=_plain)
    return text.encode() + b"\n"


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
