"""Tables of the engine: case, what it waits for, and its evidence."""

from engine.models.case import Case, CaseRole, CaseStatus, CaseWord, NumberSeries
from engine.models.evidence import Document, DocumentStatus, Event, Submission
from engine.models.incidents import Incident, IncidentKind, IncidentStatus
from engine.models.items import InboxEntry, ItemStatus, WorkItem
from engine.models.jobs import Job, JobStatus
from engine.models.messages import Broadcast, Message, MessageStatus
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
    "Event",
    "InboxEntry",
    "Incident",
    "IncidentKind",
    "IncidentStatus",
    "ItemStatus",
    "Job",
    "JobStatus",
    "Message",
    "MessageStatus",
    "NumberSeries",
    "SigningBatch",
    "SigningBatchItem",
    "StartTimer",
    "Submission",
    "Subscription",
    "SubscriptionKind",
    "Timer",
    "WorkItem",
]
