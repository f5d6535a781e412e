"""Tables of the engine: case, what it waits for, and its evidence."""

from engine.models.case import Case, CaseRole, CaseStatus, CaseWord, NumberSeries
from engine.models.evidence import Document, DocumentStatus, Event, Submission
from engine.models.incidents import Incident, IncidentKind, IncidentStatus
from engine.models.items import InboxEntry, ItemStatus, WorkItem
from engine.models.jobs import Job, JobStatus
from engine.models.log import LogHead, LogLeaf, LogTile
from engine.models.messages import Broadcast, Message, MessageStatus
from engine.models.renewal import DocumentVersion, RenewalTrouble
from engine.models.signing import BatchOutcome, SigningBatch, SigningBatchItem
from engine.models.waiting import StartTimer, Subscription, SubscriptionKind, Timer

__all__ = [
    "BatchOutcome",
    "Broadcast",
    "Case",
    "CaseRole",
    "CaseStatus",
    "CaseWord",
    "Document",
    "DocumentStatus",
    "DocumentVersion",
    "Event",
    "InboxEntry",
    "Incident",
    "IncidentKind",
    "IncidentStatus",
    "ItemStatus",
    "Job",
    "JobStatus",
    "LogHead",
    "LogLeaf",
    "LogTile",
    "Message",
    "MessageStatus",
    "NumberSeries",
    "RenewalTrouble",
    "SigningBatch",
    "SigningBatchItem",
    "StartTimer",
    "Submission",
    "Subscription",
    "SubscriptionKind",
    "Timer",
    "WorkItem",
]
