"""Tables of the engine: case, what it waits for, and its evidence."""

from engine.models.absence import Absence
from engine.models.case import (
    RUNNING,
    Case,
    CaseLink,
    CaseRole,
    CaseStatus,
    CaseWord,
    NumberSeries,
)
from engine.models.choices import NoticeChoice, NoticeKind
from engine.models.colleagues import CaseNote, Consultation
from engine.models.draft_warning import DraftWarning
from engine.models.evidence import Document, DocumentStatus, Event, Submission
from engine.models.exchange import ExchangeRequest, ExchangeStatus
from engine.models.incidents import Incident, IncidentKind, IncidentStatus
from engine.models.items import InboxEntry, ItemStatus, WorkItem
from engine.models.jobs import Job, JobStatus
from engine.models.letters import AwaitedLetter
from engine.models.log import LogHead, LogLeaf, LogTile
from engine.models.messages import Broadcast, Message, MessageStatus
from engine.models.moving import CaseMove, MoveOutcome, Moving
from engine.models.notices import PublicNotice
from engine.models.payments import (
    LineKind,
    LineResolution,
    NoticeVerdict,
    OrderStatus,
    PaymentNotice,
    PaymentOrder,
    Reconciliation,
    ReconciliationLine,
    Refund,
    RefundStatus,
)
from engine.models.readings import Reading, ReadingPurpose
from engine.models.registry import RegistryEntry
from engine.models.renewal import DocumentVersion, RenewalTrouble
from engine.models.signing import BatchOutcome, SigningBatch, SigningBatchItem
from engine.models.stated_purposes import PurposeKind, StatedPurpose
from engine.models.waiting import StartTimer, Subscription, SubscriptionKind, Timer
from engine.models.watching import CaseWatch, SavedFilter

__all__ = [
    "RUNNING",
    "Absence",
    "AwaitedLetter",
    "BatchOutcome",
    "Broadcast",
    "Case",
    "CaseLink",
    "CaseMove",
    "CaseNote",
    "CaseRole",
    "CaseStatus",
    "CaseWatch",
    "CaseWord",
    "Consultation",
    "Document",
    "DocumentStatus",
    "DocumentVersion",
    "DraftWarning",
    "Event",
    "ExchangeRequest",
    "ExchangeStatus",
    "InboxEntry",
    "Incident",
    "IncidentKind",
    "IncidentStatus",
    "ItemStatus",
    "Job",
    "JobStatus",
    "LineKind",
    "LineResolution",
    "LogHead",
    "LogLeaf",
    "LogTile",
    "Message",
    "MessageStatus",
    "MoveOutcome",
    "Moving",
    "NoticeChoice",
    "NoticeKind",
    "NoticeVerdict",
    "NumberSeries",
    "OrderStatus",
    "PaymentNotice",
    "PaymentOrder",
    "PublicNotice",
    "PurposeKind",
    "Reading",
    "ReadingPurpose",
    "Reconciliation",
    "ReconciliationLine",
    "Refund",
    "RefundStatus",
    "RegistryEntry",
    "RenewalTrouble",
    "SavedFilter",
    "SigningBatch",
    "SigningBatchItem",
    "StartTimer",
    "StatedPurpose",
    "Submission",
    "Subscription",
    "SubscriptionKind",
    "Timer",
    "WorkItem",
]
