"""Tables of the engine: case, what it waits for, and its evidence."""

from engine.models.case import Case, CaseStatus, NumberSeries
from engine.models.evidence import Document, DocumentStatus, Event, Submission
from engine.models.work import (
    ItemStatus,
    Job,
    JobStatus,
    Subscription,
    WorkItem,
    WorkItemGroup,
)

__all__ = [
    "Case",
    "CaseStatus",
    "Document",
    "DocumentStatus",
    "Event",
    "ItemStatus",
    "Job",
    "JobStatus",
    "NumberSeries",
    "Submission",
    "Subscription",
    "WorkItem",
    "WorkItemGroup",
]
