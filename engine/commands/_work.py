"""The unit of work of one command: the locked case, its compiled model, and what a step changes.

Only commands make one. It turns the runtime's answer (a value) into rows and events.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings

from bpmn import versions
from bpmn.entity import Entity
from bpmn.entity import load as load_entity
from engine import runtime
from engine.clock import BOGOTA, Calendar, Term, due
from engine.commands import _inline
from engine.errors import CaseNotFound, CaseStuck
from engine.events import log
from engine.feel.wire import to_wire
from engine.models import Case, CaseStatus, Job, Subscription, WorkItem, WorkItemGroup
from engine.models.actor import Actor

_MAX_INLINE = 200


class Work:
    """One command's view of one case.

    Attributes:
        actor: who gives the command.
        now: the moment of the command, aware.
        jobs_to_wake: ids of the jobs that workers should take after the commit.
    """

    def __init__(self, case: Case | None, actor: Actor, now: datetime) -> None:
        self._case = case
        self.actor = actor
        self.now = now
        self.jobs_to_wake: list[UUID] = []

    @property
    def case(self) -> Case:
        """The locked case.

        Raises:
            CaseNotFound: the command has none yet.
        """
        if self._case is None:
            raise CaseNotFound
        return self._case

    def adopt(self, case: Case) -> None:
        """Work on a case that the command's body has just made."""
        self._case = case

    @property
    def today(self) -> date:
        """The legal day of the command, in Bogotá."""
        return self.now.astimezone(BOGOTA).date()

    @cached_property
    def entity(self) -> Entity:
        """The entity that this window serves."""
        return load_entity(settings.ENTITY)

    @cached_property
    def calendar(self) -> Calendar:
        """Business days of the entity."""
        return Calendar(closures=frozenset(self.entity.closures))

    @cached_property
    def version(self) -> versions.Version:
        """The version of the procedure on which the case runs."""
        return versions.by_digest(self.case.version_digest)

    def record(self, kind: str, /, **data: Any) -> None:
        """Leave an event in the case's chain."""
        log.append(self.case, kind, self.actor, self.now, data)

    def start(self, variables: Mapping[str, Any]) -> None:
        """Start the flow.

        Raises:
            CaseStuck: an element of the model failed.
        """
        with _model_failures():
            step = runtime.start(versions.compiled(self.version), variables, now=self.now)
        self._follow(step)

    def advance(self, trigger: runtime.Trigger) -> None:
        """Move the flow on until it waits again.

        Raises:
            CaseStuck: an element of the model failed.
        """
        self._follow(self._step(trigger))

    def save(self) -> None:
        """Write the case's own row."""
        if self._case is not None:
            self._case.updated_at = self.now
            self._case.save()

    def _step(self, trigger: runtime.Trigger) -> runtime.Step:
        with _model_failures():
            return runtime.advance(
                versions.compiled(self.version),
                bytes(self.case.frozen or b""),
                trigger,
                now=self.now,
            )

    def _follow(self, step: runtime.Step) -> None:
        inline = self._apply(step)
        for _ in range(_MAX_INLINE):
            if not inline:
                return
            job = inline.pop(0)
            result = _inline.TABLE[job.type](self, job)
            inline += self._apply(self._step(runtime.JobCompleted(job.token, result)))
        raise CaseStuck(reason="inline-limit", element=inline[0].element_id)

    def _apply(self, step: runtime.Step) -> list[runtime.OpenedJob]:
        self.case.frozen = step.state
        self._cancel(step.cancelled)
        self._walk(step)
        for item in step.opened:
            self._open_item(item)
        inline = [job for job in step.jobs if job.type in _inline.TABLE]
        for job in step.jobs:
            if job.type not in _inline.TABLE:
                self._open_job(job)
        for subscription in step.subscribed:
            self._subscribe(subscription)
        if step.finished:
            self._finish(step)
        return inline

    def _walk(self, step: runtime.Step) -> None:
        if step.passed:
            self.record(
                "flow.advanced",
                path=[[p.process_id, p.element_id, p.name or ""] for p in step.passed],
            )
        for decision in step.decisions:
            self.record(
                "decision.made",
                process=decision.process_id,
                element=decision.element_id,
                decision=decision.decision_id,
                name=decision.name,
                value=to_wire(decision.value),
                rows=[
                    {
                        "table": row.table_id,
                        "rule": row.rule_id,
                        "number": row.number,
                        "note": row.annotation,
                        "inputs": to_wire(row.inputs),
                        "outputs": to_wire(row.outputs),
                    }
                    for row in decision.fired
                ],
            )
        for passage in step.passed:
            if state := passage.properties.get("state"):
                self.change_state(state)

    def change_state(self, state: str) -> None:
        """Give the case a state of inventory I.3, with its event.

        Source: inventory I.3; the engine's own status follows (`architecture.md`, state machines).
        """
        case = self.case
        if state == case.state:
            return
        self.record("state.changed", before=case.state, after=state)
        case.state = state
        if case.status in (CaseStatus.CLOSED, CaseStatus.DRAFT):
            return
        if state == "ARCHIVADO":
            case.close()
            case.closed_at = self.now
        elif state == "EN_FIRME":
            case.notify()
        elif state.startswith("DECIDIDO") or state in ("RECHAZADO", "EN_NOTIFICACION"):
            case.decide()
        elif state != "RADICADO":
            case.progress()

    def _cancel(self, tokens: tuple[str, ...]) -> None:
        if not tokens:
            return
        for item in WorkItem.objects.filter(
            case=self.case, token__in=tokens, status__in=["ready", "claimed"]
        ):
            item.cancel()
            item.finished_at = self.now
            item.save()
            self.record("item.cancelled", item=str(item.id), element=item.element_id)
        for job in Job.objects.filter(case=self.case, token__in=tokens).exclude(
            status__in=["done", "cancelled"]
        ):
            job.cancel()
            job.save()
        Subscription.objects.filter(case=self.case, token__in=tokens).update(is_open=False)

    def _open_item(self, opened: runtime.OpenedItem) -> None:
        item = WorkItem.objects.create(
            case=self.case,
            token=opened.token,
            process_id=opened.process_id,
            element_id=opened.element_id,
            name=opened.name or opened.element_id,
            variables=to_wire(opened.variables),
            created_at=self.now,
            form_id=opened.form_id or "",
            due_on=self._due(opened.due),
            priority=opened.priority or 50,
            headers=dict(opened.headers),
            properties=dict(opened.properties),
        )
        WorkItemGroup.objects.bulk_create(
            WorkItemGroup(item=item, group=group)
            for group in dict.fromkeys(opened.candidate_groups)
        )
        self.record(
            "item.opened",
            item=str(item.id),
            element=item.element_id,
            name=item.name,
            groups=sorted(opened.candidate_groups),
        )

    def _due(self, value: date | datetime | str | None) -> date | None:
        if isinstance(value, datetime):
            return value.astimezone(BOGOTA).date() if value.tzinfo else value.date()
        if isinstance(value, str):
            return due(self.today, Term.parse(value), self.calendar)
        return value

    def _open_job(self, opened: runtime.OpenedJob) -> None:
        job = Job.objects.create(
            case=self.case,
            token=opened.token,
            process_id=opened.process_id,
            element_id=opened.element_id,
            name=opened.name or opened.element_id,
            type=opened.type,
            retries_left=opened.retries,
            headers=dict(opened.headers),
            properties=dict(opened.properties),
            variables=to_wire(opened.variables),
            created_at=self.now,
            run_after=self.now,
        )
        self.jobs_to_wake.append(job.id)

    def _subscribe(self, opened: runtime.OpenedSubscription) -> None:
        Subscription.objects.create(
            case=self.case,
            token=opened.token,
            process_id=opened.process_id,
            element_id=opened.element_id,
            name=opened.message,
            message=opened.message,
            correlation_key=str(opened.correlation_key or ""),
            variables=to_wire(opened.variables),
            created_at=self.now,
        )
        self.record("message.awaited", message=opened.message, element=opened.element_id)

    def _finish(self, step: runtime.Step) -> None:
        case = self.case
        end = step.end
        case.outcome = (end.properties.get("outcome") or end.name or "") if end else ""
        if case.status != CaseStatus.CLOSED:
            case.close()
            case.closed_at = self.now
        self.record("case.closed", outcome=case.outcome, state=case.state)


class _model_failures:  # noqa: N801 — reads as a statement where it is used
    """Turns a failure of the model into the engine's own error; the transaction undoes the rest."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, runtime.StateRefused | runtime.UnknownToken):
            raise CaseStuck(reason=error.code, detail=str(error)) from error
        if isinstance(error, runtime.RunFailed):
            raise CaseStuck(
                reason=error.code,
                process=error.process_id,
                element=error.element_id,
                detail=str(error.detail),
            ) from error
