"""The only writers of cases: one file for each verb, each call one transaction under one row lock."""

from engine.commands._forms import form, form_context, start_form
from engine.commands._inline import TABLE as _INLINE
from engine.commands._items import item_for, require_held
from engine.commands.claim import ClaimItem, claim_item
from engine.commands.codes import code_for
from engine.commands.complete import (
    CompleteItem,
    SignedDocument,
    complete_item,
    item_document,
    read_item_answers,
)
from engine.commands.document import KeepDocument, MarkArchived, keep_document, mark_archived
from engine.commands.draft import DiscardDraft, SaveDraft, discard_draft, save_draft
from engine.commands.file import FileCase, Filed, file_case, read_start_answers
from engine.commands.job import (
    ClaimJob,
    FailJob,
    FinishJob,
    ThrowJobError,
    claim_job,
    fail_job,
    finish_job,
    retry_job,
    throw_job_error,
)
from engine.commands.message import (
    ACT_OPENED,
    AcknowledgeNotification,
    DeliverMessage,
    acknowledge,
    deliver_message,
)
from engine.commands.release import ReleaseItem, release_item

INLINE_TASKS = _INLINE
INLINE_TYPES = frozenset(_INLINE)

__all__ = [
    "ACT_OPENED",
    "INLINE_TASKS",
    "INLINE_TYPES",
    "AcknowledgeNotification",
    "ClaimItem",
    "ClaimJob",
    "CompleteItem",
    "DeliverMessage",
    "DiscardDraft",
    "FailJob",
    "FileCase",
    "Filed",
    "FinishJob",
    "KeepDocument",
    "MarkArchived",
    "ReleaseItem",
    "SaveDraft",
    "SignedDocument",
    "ThrowJobError",
    "acknowledge",
    "claim_item",
    "claim_job",
    "code_for",
    "complete_item",
    "deliver_message",
    "discard_draft",
    "fail_job",
    "file_case",
    "finish_job",
    "form",
    "form_context",
    "item_document",
    "item_for",
    "keep_document",
    "mark_archived",
    "read_item_answers",
    "read_start_answers",
    "release_item",
    "require_held",
    "retry_job",
    "save_draft",
    "start_form",
    "throw_job_error",
]
