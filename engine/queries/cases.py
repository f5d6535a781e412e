"""A person's drafts and cases, and one case with what the person may see of it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from engine.clock import BOGOTA, legal_day
from engine.commands import REQUEST_KIND, clock
from engine.commands.codes import normalise
from engine.commands.message import ACT_OPENED
from engine.errors import DraftNotFound
from engine.models import Case, CaseStatus, Document, JobStatus
from engine.models.actor import Actor
from engine.queries.access import case_row, visible_cases, visible_documents
from engine.queries.office_words import WAITS, office_state_text
from engine.queries.sent import Sent, filed_answers, sent_later
from engine.queries.words import state_text
from forms.fields import SummarySection


@dataclass(frozen=True, kw_only=True)
class DraftView:
    """What a citizen has begun.

    Attributes:
        kept_until: the last day on which it is kept, if nobody changes it before.
    """

    id: UUID
    slug: str
    name: str
    saved_at: datetime
    kept_until: date
    answers: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One case in a list."""

    id: UUID
    radicado: str
    procedure_slug: str
    procedure_name: str
    state: str
    state_text: str
    filed_at: datetime
    due: date | None
    outcome: str
    is_closed: bool
    is_suspended: bool
    answered_on: date | None


@dataclass(frozen=True, kw_only=True)
class DocumentView:
    """One document of a case."""

    id: UUID
    title: str
    number: str
    kind: str
    status: str
    sha256: str
    size_bytes: int
    pages: int
    issued_at: datetime
    signed_at: datetime | None
    valid_until: date | None
    signer: str
    level: str
    verification_code: str
    media_type: str


@dataclass(frozen=True, kw_only=True)
class PendingNotice:
    """An act that waits for the citizen to open it."""

    token: str
    message: str


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """One case as a page shows it."""

    id: UUID
    radicado: str
    expediente: str
    procedure_slug: str
    procedure_name: str
    version_digest: str
    status: str
    state: str
    state_text: str
    outcome: str
    channel: str
    applicant_name: str
    applicant_document: str
    received_at: datetime
    legal_filed_on: date | None
    term_text: str
    due: date | None
    answered_on: date | None
    closed_at: datetime | None
    verification_code: str
    answers_summary: list[SummarySection]
    sent_later: list[Sent]
    documents: list[DocumentView]
    attachments: list[DocumentView]
    can_acknowledge: list[PendingNotice] = field(default_factory=list)
    waiting_for: str = ""
    is_preparing: bool = False
    is_owner: bool = False
    suspended_at: datetime | None = None
    suspension_reason: str = ""
    signature_text: str = ""
    filed_by: str = ""
    is_filer: bool = False


_WAITS_FOR_PERSON = {
    "REQUERIDO": gettext_noop(
        "Le toca a usted: complete lo que le pedimos, en la fecha que dice el requerimiento."
    ),
    "PENDIENTE_PAGO": gettext_noop(
        "Le toca a usted: pague la orden a más tardar en la fecha que dice."
    ),
    "EN_RECURSO": gettext_noop("Corre el plazo para presentar recursos contra la decisión."),
    "EN_FIRME": gettext_noop("La decisión está en firme."),
    "EN_CONCEPTOS": gettext_noop("Esperamos lo que digan otras dependencias o entidades."),
}


def drafts_of(actor: Actor) -> list[DraftView]:
    """The actor's drafts, newest first."""
    if actor.user_id is None:
        return []
    drafts = Case.objects.filter(owner_id=actor.user_id, status=CaseStatus.DRAFT)
    return [_draft(draft) for draft in drafts.order_by("-updated_at")]


def draft_for(actor: Actor, draft_id: UUID) -> DraftView:
    """One of the actor's drafts.

    Raises:
        DraftNotFound: there is none, or it is somebody else's.
    """
    for draft in drafts_of(actor):
        if draft.id == draft_id:
            return draft
    raise DraftNotFound


def cases_of(actor: Actor) -> list[CaseRow]:
    """Cases that the actor filed, newest first."""
    if actor.user_id is None:
        return []
    return rows(
        list(
            visible_cases(actor)
            .filter(owner_id=actor.user_id)
            .defer("answers", "frozen")
            .order_by("-received_at")
        )
    )


def case_for(actor: Actor, radicado: str) -> CaseView:
    """The case with that radicado, with what the actor may see of it.

    Raises:
        CaseNotFound: there is none that the actor may read.
    """
    case = case_row(actor, radicado)
    documents = [document_view(document) for document in visible_documents(actor, case)]
    filed = filed_answers(case)
    is_owner = actor.follows(case.owner_id, case.id)
    is_filer = case.filed_by_id is not None and case.filed_by_id == actor.user_id
    return CaseView(
        id=case.id,
        radicado=case.radicado or "",
        expediente=case.expediente,
        procedure_slug=case.slug,
        procedure_name=case.procedure_name,
        version_digest=case.version_digest,
        status=case.status,
        state=case.state,
        state_text=(state_text if is_owner else office_state_text)(case.state),
        outcome=case.outcome,
        channel=case.channel,
        applicant_name=case.applicant_name,
        applicant_document=case.applicant_document,
        received_at=case.received_at or case.created_at,
        legal_filed_on=case.legal_filed_on,
        term_text=case.term_text,
        due=case.due_on,
        answered_on=case.answered_on,
        closed_at=case.closed_at,
        # Whoever shows it is taken for whose case it is: the office reads the case without it.
        verification_code=(case.verification_code or "")
        if is_owner or (is_filer and _is_of_today(case))
        else "",
        answers_summary=filed,
        sent_later=sent_later(actor, case, filed),
        documents=[d for d in documents if d.kind not in ("anexo", "indice")],
        attachments=[d for d in documents if d.kind == "anexo"],
        can_acknowledge=_pending(actor, case),
        waiting_for=_waiting_for(case, is_owner=is_owner),
        is_preparing=_is_preparing(case),
        is_owner=is_owner,
        suspended_at=case.suspended_at,
        suspension_reason=case.suspension_reason,
        signature_text=_signature_text(case),
        filed_by=str(case.filed_by or ""),
        is_filer=is_filer,
    )


def _is_of_today(case: Case) -> bool:
    """Whether who took it at the counter may still be handing it over."""
    taken = case.received_at or case.created_at
    return taken.astimezone(BOGOTA).date() == clock.today()


def case_by_code(radicado: str, code: str) -> UUID | None:
    """Id of the case whose receipt has that number and that code; None if they do not belong together."""
    kept = Case.objects.filter(radicado=radicado).values_list("id", "verification_code").first()
    if kept is None or not constant_time_compare(normalise(code), kept[1] or ""):
        return None
    return kept[0]


def rows(cases: list[Case]) -> list[CaseRow]:
    """Cases as lines of a list."""
    return [
        CaseRow(
            id=case.id,
            radicado=case.radicado or "",
            procedure_slug=case.slug,
            procedure_name=case.procedure_name,
            state=case.state,
            state_text=state_text(case.state),
            filed_at=case.received_at or case.created_at,
            due=case.due_on,
            outcome=case.outcome,
            is_closed=case.is_over,
            is_suspended=case.status == CaseStatus.SUSPENDED,
            answered_on=case.answered_on,
        )
        for case in cases
    ]


def document_view(document: Document) -> DocumentView:
    """A document as pages show it."""
    return DocumentView(
        id=document.id,
        title=document.title,
        number=document.number,
        kind=document.kind,
        status=document.status,
        sha256=document.sha256,
        size_bytes=document.size_bytes,
        pages=document.pages,
        issued_at=document.issued_at,
        signed_at=document.signed_at,
        valid_until=document.valid_until,
        signer=document.signer_text,
        level=document.level,
        verification_code=document.verification_code,
        media_type=document.media_type,
    )


def _draft(draft: Case) -> DraftView:
    return DraftView(
        id=draft.id,
        slug=draft.slug,
        name=draft.procedure_name,
        saved_at=draft.updated_at,
        kept_until=legal_day(draft.updated_at) + timedelta(days=settings.DRAFT_DAYS),
        answers=draft.answers,
    )


def _pending(actor: Actor, case: Case) -> list[PendingNotice]:
    if not actor.follows(case.owner_id, case.id):
        return []
    waiting = case.subscriptions.filter(message=ACT_OPENED)
    return [PendingNotice(token=w.token, message=w.message) for w in waiting]


def _signature_text(case: Case) -> str:
    """How who filed signed; empty where nobody did."""
    facts = case.documents.filter(kind=REQUEST_KIND).values_list("details__signature", flat=True)
    signature = facts.first()
    if not signature:
        return ""
    return _("Firmado electrónicamente con un código enviado a {address}").format(
        address=signature["address"]
    )


def _waiting_for(case: Case, *, is_owner: bool) -> str:
    if case.is_over:
        return _("Este trámite terminó.")
    if case.status == CaseStatus.SUSPENDED:
        return _("El término está suspendido mientras se completa lo que falta.")
    item = case.items.filter(status__in=["ready", "claimed"]).first()
    if item is not None:
        return _("Está en manos de la entidad: {name}.").format(name=item.name)
    if case.subscriptions.filter(message=ACT_OPENED).exists():
        return _told(
            is_owner,
            _("Le toca a usted: abra la decisión para que quede hecha la notificación."),
            _("Le toca a la persona: debe abrir la decisión para quedar notificada."),
        )
    waits = _WAITS_FOR_PERSON if is_owner else WAITS
    if case.state in waits:
        return _(waits[case.state])
    if case.open_incidents:
        return _told(
            is_owner,
            _("Hubo una falla nuestra. Ya la estamos atendiendo y su término sigue corriendo."),
            _("Hay una falla técnica sin resolver. El término sigue corriendo."),
        )
    return _told(
        is_owner,
        _("El sistema está trabajando en su trámite."),
        _("El sistema está trabajando en este trámite."),
    )


def _told(is_owner: bool, to_person: str, to_office: str) -> str:
    return to_person if is_owner else to_office


def _is_preparing(case: Case) -> bool:
    return case.jobs.filter(
        status__in=[JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.RETRYING]
    ).exists()
