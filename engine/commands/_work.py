"""The unit of work of one command: the locked case, its compiled model, and what a step changes.

Only commands make one. It turns the runtime's answer (a value) into rows and events; rows and events
wait in memory and are written together when the command is over.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.conf import settings

from bpmn import versions
from bpmn.entity import Entity
from bpmn.entity import load as load_entity
from bpmn.parameters import closures_of
from bpmn.versions.contents import DigestCache
from engine import runtime
from engine.clock import BOGOTA, Calendar
from engine.commands import _incidents, _inline, _orders, _routing, _status
from engine.commands._failures import model_failures
from engine.commands._waiting import WaitingRows
from engine.errors import CaseNotFound, CaseStuck, ItemNotFound
from engine.events import log
from engine.feel.wire import to_wire
from engine.models import Case, Event, Submission, WorkItem
from engine.models.actor import Actor, Encargo
from engine.models.batch import Batch

# Messages that a case sends to itself, and tasks without a wait, end somewhere or go round for ever.
_MAX_FOLLOWING = 200
# What people do with their hands says by what encargo they did it, if by any.
_BY_HAND = frozenset(
    {
        "consultation.asked",
        "document.signed",
        "item.claimed",
        "item.completed",
        "item.delegated",
        "item.handed-back",
        "item.reassigned",
        "item.released",
        "item.returned",
        "item.taken-back",
    }
)
_versions: DigestCache[versions.Version] = DigestCache(128)


class Work:
    """One command's view of one case.

    Attributes:
        actor: who gives the command.
        now: the moment of the command, aware; read when the case was locked.
        attempt: what an incident is opened with if the model fails; None opens none.
        rows: what waits in the case, opened and cancelled by steps.
        batch: what is written when the command is over, or before it looks for what it wrote.
        mail: messages that the case threw, and its tokens that wait for some.
        tasks: names and arguments of the tasks that workers are told of after the commit.
        is_expiring: a timer takes away what this step cancels.
        encargo: by what the actor does somebody else's work with the locked item; None: it is their own.
        is_numbered: the model said, in this command, that the case is filed.
    """

    now: datetime

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.attempt: _incidents.Attempt | None = None
        self.batch = Batch()
        self.rows = WaitingRows(self)
        self.mail = _routing.Mail()
        self.tasks: list[tuple[str, tuple[str, ...]]] = []
        self.is_expiring = False
        self.is_numbered = False
        self._case: Case | None = None
        self._item: WorkItem | None = None
        self.encargo: Encargo | None = None
        self._loaded: dict[str, Any] = {}
        self._events: list[Event] = []
        self._inline: dict[str, runtime.OpenedJob] = {}
        self._is_following = False

    def begin(self, case: Case | None, item: WorkItem | None, now: datetime) -> None:
        """Take the rows that the frame has locked, and the moment."""
        self.now = now
        self._item = item
        self.encargo = self._encargo(item)
        if case is not None:
            self.adopt(case)

    def adopt(self, case: Case) -> None:
        """Work on a case whose row is as it stands in the database."""
        self._case = case
        self._loaded = _columns(case)

    @property
    def has_case(self) -> bool:
        """Whether the command works on a case."""
        return self._case is not None

    @property
    def case(self) -> Case:
        """The locked case.

        Raises:
            CaseNotFound: the command has none yet.
        """
        if self._case is None:
            raise CaseNotFound
        return self._case

    @property
    def item(self) -> WorkItem:
        """The locked item.

        Raises:
            ItemNotFound: the command is not about one.
        """
        if self._item is None:
            raise ItemNotFound
        return self._item

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
        return Calendar(closures=closures_of(self.entity.divipola))

    @property
    def version(self) -> versions.Version:
        """The version of the procedure on which the case runs."""
        return version_of(self.case.version_digest)

    @property
    def model(self) -> runtime.CompiledModel:
        """The compiled model of that version."""
        return versions.compiled(self.version)

    @property
    def state(self) -> bytes:
        """The runtime's frozen state of the case; empty when it is not in the flow."""
        return bytes(self.case.frozen or b"")

    def record(self, kind: str, /, **data: Any) -> None:
        """Leave an event in the case's chain; it is written when the command is over."""
        if kind in _BY_HAND and self.encargo is not None:
            data["encargo"] = self.encargo.facts()
        self._events.append(log.append(self.case, kind, self.actor, self.now, data))

    def send_task(self, name: str, *arguments: str) -> None:
        """Tell the workers of a task, by its name, after the commit."""
        self.tasks.append((name, arguments))

    def start(
        self,
        variables: Mapping[str, Any],
        at: str | None = None,
        payload: Mapping[str, Any] | None = None,
    ) -> None:
        """Start the flow.

        Args:
            variables: of the root process.
            at: the start event, where it is not the plain one.
            payload: what the starting message or signal brought.

        Raises:
            CaseStuck: an element of the model failed.
        """
        with model_failures():
            step = runtime.start(self.model, variables, now=self.now, at=at, payload=payload)
        self.follow(step)

    def advance(self, trigger: runtime.Trigger) -> None:
        """Move the flow on until it waits again.

        Raises:
            CaseStuck: an element of the model failed.
        """
        self.follow(self._step(trigger))

    def follow(
        self,
        step: runtime.Step,
        *,
        is_replacing: bool = False,
        came_from: runtime.CompiledModel | None = None,
    ) -> None:
        """Turn a step into rows and events, and do what it makes possible at once.

        Args:
            step: what the runtime answered.
            is_replacing: the step may open again what has a row already (migration, repair).
            came_from: the model of the state before the step, where it is another than the case's.

        Raises:
            CaseStuck: an element of the model failed.
        """
        self._apply(step, is_replacing=is_replacing, came_from=came_from)
        if self._is_following:
            return
        self._is_following = True
        try:
            self._follow_on()
        finally:
            self._is_following = False

    def save(self, *, answer: Submission | None = None) -> None:
        """Write what the command changed: rows that wait, the case's columns, its events, its answer.

        Args:
            answer: the row by which a repeated submit is known.
        """
        if self._case is not None:
            self._save(self._case)
        if answer is not None:
            self.batch.insert([answer])
        self.batch.send()

    def _encargo(self, item: WorkItem | None) -> Encargo | None:
        if item is None or not self.actor.encargos:
            return None
        for person in (item.assignee_id, item.owner_id):
            if person == self.actor.user_id:
                return None
            if found := self.actor.encargo_for(person, item.groups):
                return found
        return None

    def _save(self, case: Case) -> None:
        if case.is_over and case.open_incidents:
            _incidents.resolve_all(self, "case-over")
        self.rows.write()
        changed = [name for name, value in _columns(case).items() if value != self._loaded[name]]
        if "due_on" in changed:
            self.rows.move_entries()
        if changed or self._events:
            case.updated_at = self.now
            self.batch.update(case, dict.fromkeys([*changed, "updated_at"]))
            self._loaded = _columns(case)
        self.batch.insert(self._events)
        self._events = []

    def _step(self, trigger: runtime.Trigger) -> runtime.Step:
        self.is_expiring = isinstance(trigger, runtime.TimerFired)
        with model_failures():
            return runtime.advance(self.model, self.state, trigger, now=self.now)

    def _follow_on(self) -> None:
        for _ in range(_MAX_FOLLOWING):
            if self._inline:
                token, job = next(iter(self._inline.items()))
                del self._inline[token]
                self.batch.send()
                self._apply(self._step(self._done_inline(token, job)))
            elif (trigger := self._next_trigger()) is not None:
                self._apply(self._step(trigger))
            else:
                return
        raise CaseStuck(reason="inline-limit", process=self.case.slug)

    def _done_inline(self, token: str, job: runtime.OpenedJob) -> runtime.Trigger:
        try:
            with model_failures(job):
                return runtime.JobCompleted(token, _inline.TABLE[job.type](self, job))
        except _inline.InlineError as error:
            return runtime.JobFailedWithError(token, error.code, str(error), {})

    def _apply(
        self,
        step: runtime.Step,
        *,
        is_replacing: bool = False,
        came_from: runtime.CompiledModel | None = None,
    ) -> None:
        before = self.state
        self.case.frozen = step.state
        for token in step.cancelled:
            self._inline.pop(token, None)
        if step.cancelled:
            self.rows.cancel(step.cancelled, came_from or self.model, before)
        self._tell(step)
        self.rows.open(step, is_replacing=is_replacing)
        self._inline |= {job.token: job for job in step.jobs if job.type in _inline.TABLE}
        if step.finished:
            _status.finish(self, step.end)
            _orders.withdraw_all(self)
        _routing.route(self, step)

    def _next_trigger(self) -> runtime.MessageReceived | None:
        if not (self.mail.thrown or self.mail.opened):
            return None
        self.rows.write()
        self.batch.send()
        return _routing.next_trigger(self)

    def _tell(self, step: runtime.Step) -> None:
        if step.passed:
            self.record(
                "flow.advanced",
                path=[[p.process_id, p.element_id, p.name or ""] for p in step.passed],
            )
        for decision in step.decisions:
            self.record("decision.made", **_decided(decision))
        for note in step.notes:
            self.record(
                "flow.noted",
                code=note.code,
                process=note.process_id,
                element=note.element_id,
                detail=note.detail,
            )
        for passage in step.passed:
            if state := passage.properties.get("state"):
                _status.change_state(self, state)


def version_of(digest: str) -> versions.Version:
    """A version by its digest; what a case reads of one never changes, so it is read once."""
    return _versions.get(digest, lambda: versions.by_digest(digest))


def _columns(case: Case) -> dict[str, Any]:
    return {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}


def _decided(decision: runtime.DecisionMade) -> dict[str, Any]:
    return {
        "process": decision.process_id,
        "element": decision.element_id,
        "decision": decision.decision_id,
        "name": decision.name,
        "value": to_wire(decision.value),
        "rows": [
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
    }
