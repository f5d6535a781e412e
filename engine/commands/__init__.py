"""The only writers of cases: one file for each verb, each call one transaction under one row lock."""

from engine.commands._answers import default_answers, read_item_answers
from engine.commands._attachments import uploads_in
from engine.commands._authority import (
    ENGINE_ADMIN,
    SUPERVISOR,
    is_supervisor,
    may_move,
    reads_as_office,
    works_at,
)
from engine.commands._colleagues import ANSWERED, ASKED, GIVEN
from engine.commands._delivery import deliver_stored, expire_messages, undelivered
from engine.commands._durations import later
from engine.commands._entries import earliest
from engine.commands._forms import START_FORM, form, form_context, start_form
from engine.commands._inline import TABLE as _INLINE
from engine.commands._item_context import item_context
from engine.commands._items import (
    is_held,
    item_document,
    item_for,
    item_variables,
    may_take,
    require_held,
    supervised_item,
)
from engine.commands._known import known_answers
from engine.commands._signature import REQUEST_KIND, SignedRequest
from engine.commands._work import version_of
from engine.commands.absence import (
    NEVER_PASSED,
    EndAbsence,
    EnterAbsence,
    end_absence,
    enter_absence,
    passable,
)
from engine.commands.act import (
    APPLICANT,
    THIRD_PARTY,
    TakeAction,
    action_asks,
    action_context,
    action_form,
    action_of,
    actors_of,
    may_act,
    read_action_answers,
    take_action,
    waiting_actions,
)
from engine.commands.begin_moving import BeginMoving, begin_moving
from engine.commands.choose_notices import (
    ChooseNotices,
    Ways,
    choose_notices,
    mailbox,
    person,
    queue_text,
    stop_link,
    stop_notices,
    stops,
    ways_of,
)
from engine.commands.claim import ClaimItem, claim_item
from engine.commands.codes import code_for
from engine.commands.complete import (
    CompleteItem,
    SignedDocument,
    complete_item,
)
from engine.commands.condition import check_conditions
from engine.commands.consult import (
    AnswerConsultation,
    AskColleague,
    WithdrawConsultation,
    answer_consultation,
    ask_colleague,
    withdraw_consultation,
)
from engine.commands.delegate import DelegateItem, TakeBackItem, delegate_item, take_back_item
from engine.commands.document import KeepDocument, MarkArchived, keep_document, mark_archived
from engine.commands.draft import (
    DiscardDraft,
    SaveDraft,
    SaveItemDraft,
    discard_draft,
    save_draft,
    save_item_draft,
)
from engine.commands.expediente import (
    CloseExpediente,
    close_expediente,
    fill_expediente,
    open_missing,
    schedule_for,
)
from engine.commands.expire_drafts import expire_drafts
from engine.commands.extend import ExtendTerm, extend_term
from engine.commands.file import FileCase, Filed, file_case, read_start_answers
from engine.commands.incident import (
    ResolveIncident,
    RetryIncident,
    resolve_incident,
    retry_incident,
)
from engine.commands.job import (
    FailJob,
    FinishJob,
    ThrowJobError,
    fail_job,
    finish_job,
    retry_job,
    throw_job_error,
)
from engine.commands.letter import (
    ATTACHED,
    LONGEST_LETTER,
    MOST_FILES,
    WRITTEN,
    WriteLetter,
    write_letter,
    writes_as,
)
from engine.commands.message import (
    ACT_OPENED,
    AcknowledgeNotification,
    Delivered,
    DeliverMessage,
    acknowledge,
    deliver_message,
)
from engine.commands.migrate import MigrateCase, migrate_case, plan_migration
from engine.commands.modify import ModifyCase, modify_case
from engine.commands.note import WriteNote, write_note
from engine.commands.notice import PostNotice, RemoveNotice, post_notice, remove_notice
from engine.commands.payment_notice import Said, TakeNotice, keep_unbelieved, take_notice
from engine.commands.payment_order import BeginPayment, begin_payment, expire_orders
from engine.commands.reading import ReadCase, ReadSearch, lacking_purpose, read_case, read_search
from engine.commands.reassign import ReassignItem, reassign_item
from engine.commands.recalendar import follow_calendar
from engine.commands.reconcile import (
    TREASURY,
    Compared,
    KeepReconciliation,
    ResolveLine,
    keep_reconciliation,
    resolutions_for,
    resolve_line,
)
from engine.commands.refund import FinishRefund, RequestRefund, finish_refund, request_refund
from engine.commands.registry import keeps_registry, registry_row, registry_rows, written_row
from engine.commands.release import ReleaseItem, release_item
from engine.commands.renew import RenewDocument, renew_document
from engine.commands.renew_code import RenewCode, addresses, renew_code
from engine.commands.resume import ResumeCase, resume_case
from engine.commands.return_item import ReturnItem, return_item
from engine.commands.saved_filter import (
    DeleteFilter,
    SaveFilter,
    delete_filter,
    save_filter,
)
from engine.commands.seal_document import SealDocument, seal_document
from engine.commands.signal import ThrowSignal, deliver_broadcast, throw_signal
from engine.commands.start_by_event import StartByEvent, start_by_event
from engine.commands.start_timer import fire_next_start, sync_start_timers
from engine.commands.state_purpose import (
    LONGEST_AUDIT,
    ClosePurpose,
    StatePurpose,
    close_purpose,
    state_purpose,
)
from engine.commands.suspend import SuspendCase, suspend_case
from engine.commands.take_job import (
    HAS_OWN_DEADLINE,
    ClaimJob,
    Lease,
    beat,
    claim_job,
    claim_jobs,
    claimable,
    lease_of,
    own_deadline_seconds,
)
from engine.commands.timer import FireTimer, fire_next_timer, fire_timer
from engine.commands.warn_drafts import EndingDraft, ending_drafts, mark_warned
from engine.commands.watch import FollowCase, UnfollowCase, follow_case, unfollow_case
from engine.commands.withdraw import LapseCase, WithdrawCase, lapse_case, withdraw_case

INLINE_TASKS = _INLINE
INLINE_TYPES = frozenset(_INLINE)

__all__ = [
    "ACT_OPENED",
    "ANSWERED",
    "APPLICANT",
    "ASKED",
    "ATTACHED",
    "ENGINE_ADMIN",
    "GIVEN",
    "HAS_OWN_DEADLINE",
    "INLINE_TASKS",
    "INLINE_TYPES",
    "LONGEST_AUDIT",
    "LONGEST_LETTER",
    "MOST_FILES",
    "NEVER_PASSED",
    "REQUEST_KIND",
    "START_FORM",
    "SUPERVISOR",
    "THIRD_PARTY",
    "TREASURY",
    "WRITTEN",
    "AcknowledgeNotification",
    "AnswerConsultation",
    "AskColleague",
    "BeginMoving",
    "BeginPayment",
    "ChooseNotices",
    "ClaimItem",
    "ClaimJob",
    "CloseExpediente",
    "ClosePurpose",
    "Compared",
    "CompleteItem",
    "DelegateItem",
    "DeleteFilter",
    "DeliverMessage",
    "Delivered",
    "DiscardDraft",
    "EndAbsence",
    "EndingDraft",
    "EnterAbsence",
    "ExtendTerm",
    "FailJob",
    "FileCase",
    "Filed",
    "FinishJob",
    "FinishRefund",
    "FireTimer",
    "FollowCase",
    "KeepDocument",
    "KeepReconciliation",
    "LapseCase",
    "Lease",
    "MarkArchived",
    "MigrateCase",
    "ModifyCase",
    "PostNotice",
    "ReadCase",
    "ReadSearch",
    "ReassignItem",
    "ReleaseItem",
    "RemoveNotice",
    "RenewCode",
    "RenewDocument",
    "RequestRefund",
    "ResolveIncident",
    "ResolveLine",
    "ResumeCase",
    "RetryIncident",
    "ReturnItem",
    "Said",
    "SaveDraft",
    "SaveFilter",
    "SaveItemDraft",
    "SealDocument",
    "SignedDocument",
    "SignedRequest",
    "StartByEvent",
    "StatePurpose",
    "SuspendCase",
    "TakeAction",
    "TakeBackItem",
    "TakeNotice",
    "ThrowJobError",
    "ThrowSignal",
    "UnfollowCase",
    "Ways",
    "WithdrawCase",
    "WithdrawConsultation",
    "WriteLetter",
    "WriteNote",
    "acknowledge",
    "action_asks",
    "action_context",
    "action_form",
    "action_of",
    "actors_of",
    "addresses",
    "answer_consultation",
    "ask_colleague",
    "beat",
    "begin_moving",
    "begin_payment",
    "check_conditions",
    "choose_notices",
    "claim_item",
    "claim_job",
    "claim_jobs",
    "claimable",
    "close_expediente",
    "close_purpose",
    "code_for",
    "complete_item",
    "default_answers",
    "delegate_item",
    "delete_filter",
    "deliver_broadcast",
    "deliver_message",
    "deliver_stored",
    "discard_draft",
    "earliest",
    "end_absence",
    "ending_drafts",
    "enter_absence",
    "expire_drafts",
    "expire_messages",
    "expire_orders",
    "extend_term",
    "fail_job",
    "file_case",
    "fill_expediente",
    "finish_job",
    "finish_refund",
    "fire_next_start",
    "fire_next_timer",
    "fire_timer",
    "follow_calendar",
    "follow_case",
    "form",
    "form_context",
    "is_held",
    "is_supervisor",
    "item_context",
    "item_document",
    "item_for",
    "item_variables",
    "keep_document",
    "keep_reconciliation",
    "keep_unbelieved",
    "keeps_registry",
    "known_answers",
    "lacking_purpose",
    "lapse_case",
    "later",
    "lease_of",
    "mailbox",
    "mark_archived",
    "mark_warned",
    "may_act",
    "may_move",
    "may_take",
    "migrate_case",
    "modify_case",
    "open_missing",
    "own_deadline_seconds",
    "passable",
    "person",
    "plan_migration",
    "post_notice",
    "queue_text",
    "read_action_answers",
    "read_case",
    "read_item_answers",
    "read_search",
    "read_start_answers",
    "reads_as_office",
    "reassign_item",
    "registry_row",
    "registry_rows",
    "release_item",
    "remove_notice",
    "renew_code",
    "renew_document",
    "request_refund",
    "require_held",
    "resolutions_for",
    "resolve_incident",
    "resolve_line",
    "resume_case",
    "retry_incident",
    "retry_job",
    "return_item",
    "save_draft",
    "save_filter",
    "save_item_draft",
    "schedule_for",
    "seal_document",
    "start_by_event",
    "start_form",
    "state_purpose",
    "stop_link",
    "stop_notices",
    "stops",
    "supervised_item",
    "suspend_case",
    "sync_start_timers",
    "take_action",
    "take_back_item",
    "take_notice",
    "throw_job_error",
    "throw_signal",
    "undelivered",
    "unfollow_case",
    "uploads_in",
    "version_of",
    "waiting_actions",
    "ways_of",
    "withdraw_case",
    "withdraw_consultation",
    "works_at",
    "write_letter",
    "write_note",
    "writes_as",
    "written_row",
]
