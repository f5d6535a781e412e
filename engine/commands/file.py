"""File a case: check the answers, take the radicado, start the flow."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from bpmn import versions
from bpmn.entity import load as load_entity
from engine.clock import BOGOTA
from engine.commands import _signature
from engine.commands._applicant import applicant_columns
from engine.commands._attachments import keep_attachments
from engine.commands._caseless import open_caseless
from engine.commands._forms import form_context, start_form, start_form_id
from engine.commands._run import run
from engine.commands._signature import SignedRequest
from engine.commands._variables import case_variables
from engine.commands._work import Work
from engine.commands.clock import now
from engine.commands.draft import own_draft
from engine.errors import AnswersRefused, CaseStuck, ProcedureDoesNotNumber, ProcedureNotFound
from engine.feel.wire import to_wire
from engine.models import Case, IncidentKind
from engine.models.actor import Actor
from forms.fields import read_answers


@dataclass(frozen=True, kw_only=True)
class FileCase:
    """Hand in a form.

    Attributes:
        answers: as `ProcedureForm.answers` gives them (FEEL values).
        draft_id: the draft that becomes the case, if there was one.
        submit_id: a repeated submit gets the first radicado.
        signature: the applicant's electronic signature, where the procedure has one.
        form: which of the sheet's `start_forms`; empty for the usual one.
        is_assisted: the actor is an official who files for somebody at the counter or by telephone; the
            case is that person's, and says who took it (Decreto 1166 de 2016).
    """

    actor: Actor
    slug: str
    answers: Mapping[str, Any]
    submit_id: UUID
    draft_id: UUID | None = None
    signature: SignedRequest | None = None
    form: str = ""
    is_assisted: bool = False


@dataclass(frozen=True)
class Filed:
    """What the citizen is told at once."""

    radicado: str
    case_id: UUID


def file_case(command: FileCase) -> Filed:
    """File the answers under the published version of the procedure.

    Raises:
        ProcedureNotFound: nothing is published under that slug.
        AnswersRefused: the answers break the form's rules.
        SignatureDoesNotFit: the evidence is of another document.
        DraftNotFound: the draft is not the actor's.
        CaseStuck: the model failed; nothing was filed, the draft stays, and an incident is open.
        ProcedureDoesNotNumber: the flow gave no radicado.
    """
    try:
        answer = run(
            "file",
            command.actor,
            lambda work: _file(work, command),
            submit_id=command.submit_id,
        )
    except CaseStuck as error:
        open_caseless(
            IncidentKind.FLOW,
            error,
            place=(command.slug, ""),
            trigger={"verb": "file", "procedure": command.slug},
            at=now(),
        )
        raise
    return Filed(radicado=answer["radicado"], case_id=UUID(answer["case_id"]))


def _file(work: Work, command: FileCase) -> dict[str, Any]:
    version = versions.current(command.slug)
    if version is None:
        raise ProcedureNotFound(slug=command.slug)
    answers, errors = read_answers(
        start_form(version, command.form),
        command.answers,
        context=form_context(work.entity),
        today=work.today,
        owner_id=command.actor.user_id,
    )
    if errors:
        raise AnswersRefused(errors)
    if command.signature is not None:
        command.signature.require_fit()
    command = replace(command, answers=answers)
    case = _new_case(work, command, version)
    case.file()
    case.save(force_insert=command.draft_id is None)
    work.adopt(case)
    attachments = keep_attachments(work, command.answers)
    work.record(
        "case.filed",
        procedure=case.slug,
        version=case.version_digest,
        channel=case.channel,
        answers=to_wire(dict(command.answers)),
        attachments=attachments,
        **_signature_facts(command),
        **({"filed_by": command.actor.name} if command.is_assisted else {}),
    )
    if command.signature is not None:
        _signature.keep(work, command.signature)
    variables = case_variables(work, version, command.answers, attachments)
    variables["filedBy"] = command.actor.name if command.is_assisted else None
    # Who has an account needs no code on a receipt that the office reads too.
    variables["hasAccount"] = case.owner_id is not None
    variables["signature"] = command.signature.facts() if command.signature else None
    work.start(variables)
    if not work.is_numbered:
        raise ProcedureDoesNotNumber(slug=command.slug)
    return {"radicado": case.radicado, "case_id": str(case.id)}


def _signature_facts(command: FileCase) -> dict[str, Any]:
    if command.signature is None:
        return {}
    evidence = command.signature.evidence
    return {"signature": {"method": "electronic", "evidence": evidence.sha256}}


def _new_case(work: Work, command: FileCase, version: versions.Version) -> Case:
    if command.draft_id is None:
        owner = None if command.is_assisted else command.actor.user_id
        case = Case(id=uuid4(), owner_id=owner, created_at=work.now)
    else:
        case = own_draft(command.actor, command.draft_id)
    applicant = command.answers.get("applicant") or {}
    if command.is_assisted:
        case.filed_by_id = command.actor.user_id
    case.form_id = start_form_id(version, command.form)
    case.slug = command.slug
    case.procedure_name = version.sheet.official_name
    case.version_digest = version.digest
    case.channel = command.actor.channel
    case.received_at = work.now.astimezone(BOGOTA)
    case.updated_at = work.now
    case.answers = to_wire(dict(command.answers))
    for column, value in applicant_columns(applicant).items():
        setattr(case, column, value)
    return case


def read_start_answers(
    slug: str, answers: Mapping[str, Any], today: date, owner_id: int | None, form: str = ""
) -> dict[str, Any]:
    """Plain answers as the start form keeps them; for callers that have no page.

    Raises:
        ProcedureNotFound: nothing is published under that slug.
        AnswersRefused: the answers break the form's rules.
    """
    version = versions.current(slug)
    if version is None:
        raise ProcedureNotFound(slug=slug)
    context = form_context(load_entity(settings.ENTITY))
    read, errors = read_answers(
        start_form(version, form), answers, context=context, today=today, owner_id=owner_id
    )
    if errors:
        raise AnswersRefused(errors)
    return read
