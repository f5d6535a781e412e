"""Tables of the room."""

from archive.models.custody import (
    ActKind,
    ActState,
    CustodyAct,
    CustodyApproval,
    CustodyLine,
    Fate,
    LegalHold,
)
from archive.models.expediente import Expediente, Holding, RecordStage
from archive.models.integrity import FindingKind, IntegrityFinding, SweepRun
from archive.models.ledger import ArchiveChain, ArchiveEvent
from archive.models.preservation import CopyState, EntryCheck
from archive.models.schedule import Disposition, ScheduleLine, ScheduleStatus, ScheduleVersion

__all__ = [
    "ActKind",
    "ActState",
    "ArchiveChain",
    "ArchiveEvent",
    "CopyState",
    "CustodyAct",
    "CustodyApproval",
    "CustodyLine",
    "Disposition",
    "EntryCheck",
    "Expediente",
    "Fate",
    "FindingKind",
    "Holding",
    "IntegrityFinding",
    "LegalHold",
    "RecordStage",
    "ScheduleLine",
    "ScheduleStatus",
    "ScheduleVersion",
    "SweepRun",
]
