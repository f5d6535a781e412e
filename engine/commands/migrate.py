"""Move a running case to another published version of its procedure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bpmn import versions
from engine import runtime
from engine.commands._authority import require_mover, require_reason
from engine.commands._failures import model_failures
from engine.commands._run import run
from engine.commands._work import Work, version_of
from engine.errors import CaseNotFound, CaseOver, MigrationImpossible
from engine.models import Case
from engine.models.actor import Actor

Place = tuple[str, str]
# A boundary event that is not drawn any more is taken away with its row.
_NO_HINDRANCE = "no-longer-drawn"


@dataclass(frozen=True, kw_only=True)
class MigrateCase:
    """Let the case go on in another version, where each of its tokens has a place.

    Attributes:
        digest: of the version to go to.
        mapping: process and element where a token shall stand, by those where it stands; elements
            that are not named keep their names.
    """

    actor: Actor
    case_id: UUID
    digest: str
    reason: str
    submit_id: UUID
    mapping: Mapping[Place, Place] = field(default_factory=dict)


def plan_migration(
    actor: Actor, case_id: UUID, digest: str, mapping: Mapping[Place, Place] | None = None
) -> runtime.MigrationPlan:
    """Where each token, timer and job of the case would land, or why it cannot; changes nothing.

    Raises:
        NotAllowed: the actor may not move cases.
        CaseNotFound: there is no such case.
        CaseOver: it waits for nothing.
        VersionUnknown: there is no such version.
        MigrationImpossible: the version is of another procedure, or is the case's own.
        CaseStuck: the case's state is unreadable.
    """
    require_mover(actor)
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    return _plan(case, digest, mapping or {})


def migrate_case(command: MigrateCase) -> None:
    """Move the case as its plan says, with every row that waits, in one transaction.

    Raises:
        NotAllowed: the actor may not move cases.
        ReasonMissing: no reason was given.
        CaseNotFound, CaseOver, VersionUnknown: there is nothing to move, or nowhere to.
        MigrationImpossible: some token has no place; its landings say which and why.
        CaseStuck: the model failed; the case stays as it was.
    """
    run(
        "migrate",
        command.actor,
        lambda work: _migrate(work, command),
        case_id=command.case_id,
        submit_id=command.submit_id,
    )


def _plan(case: Case, digest: str, mapping: Mapping[Place, Place]) -> runtime.MigrationPlan:
    if not case.frozen or case.is_over:
        raise CaseOver
    target = _target(case, digest)
    with model_failures():
        return runtime.plan_migration(
            versions.compiled(version_of(case.version_digest)),
            versions.compiled(target),
            bytes(case.frozen),
            mapping,
        )


def _target(case: Case, digest: str) -> versions.Version:
    target = version_of(digest)
    if target.slug != case.slug or digest == case.version_digest:
        raise MigrationImpossible(landings=[])
    return target


def _migrate(work: Work, command: MigrateCase) -> dict[str, Any]:
    require_mover(command.actor)
    reason = require_reason(command.reason)
    case, before = work.case, work.case.version_digest
    plan = _plan(case, command.digest, command.mapping)
    if not plan.is_possible:
        raise MigrationImpossible(landings=_impossible(plan))
    old, target = work.model, version_of(command.digest)
    with model_failures():
        step = runtime.migrate(
            old, versions.compiled(target), work.state, command.mapping, now=work.now
        )
    case.version_digest = command.digest
    case.procedure_name = target.sheet.official_name
    work.record(
        "case.migrated",
        before=before,
        after=command.digest,
        reason=reason,
        landings=[_landed(landing) for landing in plan.landings],
    )
    work.follow(step, is_replacing=True, came_from=old)
    return {"digest": command.digest}


def _landed(landing: runtime.Landing) -> dict[str, Any]:
    return {
        "token": landing.token,
        "kind": landing.kind,
        "from": [landing.process_id, landing.element_id],
        "to": list(landing.to) if landing.to else None,
    }


def _impossible(plan: runtime.MigrationPlan) -> list[dict[str, Any]]:
    return [
        {**_landed(landing), "reason": landing.reason}
        for landing in plan.landings
        if landing.to is None and landing.reason != _NO_HINDRANCE
    ]
