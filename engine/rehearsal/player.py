"""Plays the steps of one scenario through the commands; what surrounds it is lent by the caller."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import uuid4

from bpmn import versions
from bpmn.package.scenarios import (
    SELF,
    AdvanceBy,
    AdvanceClock,
    AdvanceUntil,
    AnswerExchange,
    Beginning,
    CompleteTask,
    DeliverMessage,
    FileAnother,
    PayOrder,
    Scenario,
    ScenarioStep,
    SignDocument,
    SwitchCase,
    ThrowSignal,
)
from engine import commands
from engine.clock import BOGOTA
from engine.commands import clock
from engine.errors import AnswersRefused, EngineError, NothingAwaitsMessage
from engine.exchange import rehearsal as exchange
from engine.models import Case, ItemStatus, Subscription, WorkItem
from engine.models.actor import SYSTEM, Actor, ActorKind
from engine.payments import rehearsal as payments
from engine.queries.forms import item_form, start_form
from engine.rehearsal import wording
from engine.rehearsal.samples import with_files
from engine.rehearsal.standing import awaited_messages, places_of
from engine.runtime.timing import Duration
from forms.schema import FormSchema


class StepImpossible(Exception):
    """A step of the scenario cannot be taken where the case stands; its text says why to the writer.

    Attributes:
        code: stable name in kebab-case.
    """

    code = "step-impossible"


class Stage(Protocol):
    """Who acts and how time and workers move."""

    def official(self, item: WorkItem) -> Actor:
        """An official who may take the item."""
        ...

    def person(self, role: str) -> Actor:
        """An official of the role, or some citizen for `tercero` and `publico`."""
        ...

    def work(self) -> None:
        """Let the workers do what waits, until the case waits for a person."""
        ...

    def sign(self, actor: Actor, item: WorkItem, answers: Mapping[str, Any]) -> None:
        """Sign the item's document and finish the item."""
        ...

    def advance(self, amount: int, unit: str) -> None:
        """Move the clock, for example by 3 `DH`; what falls due on the way is done at its time."""
        ...

    def newest(self, slug: str) -> Case | None:
        """The newest case of a procedure that the rehearsal began."""
        ...

    def advance_by(self, duration: Duration) -> None:
        """Move the clock by an ISO 8601 duration, likewise."""
        ...

    def advance_to(self, moment: datetime) -> None:
        """Move the clock to a moment, likewise."""
        ...

    def skip_to(self, moment: datetime) -> None:
        """Set the clock to a moment before anything that is due by then is done."""
        ...


@dataclass(frozen=True, kw_only=True)
class Player:
    """One scenario on one stage."""

    stage: Stage
    applicant: Actor

    def file(
        self,
        slug: str,
        answers: Mapping[str, Any],
        signature: commands.SignedRequest | None = None,
        form: str = "",
    ) -> Case:
        """File the scenario's form, signed or not, and let the workers run."""
        filed = commands.file_case(
            commands.FileCase(
                actor=self.applicant,
                slug=slug,
                answers=answers,
                submit_id=uuid4(),
                signature=signature,
                form=form,
            )
        )
        self.stage.work()
        return Case.objects.get(pk=filed.case_id)

    def begin(self, slug: str, beginning: Beginning) -> Case:
        """Begin a case at a start event that is not a filing, and let the workers run.

        Raises:
            StepImpossible: the procedure begins with nothing of that name.
        """
        version = versions.current(slug)
        starts = versions.compiled(version).starts if version else ()
        for start in starts:
            names = (start.name, start.element_id)
            if version and start.kind == beginning.kind and beginning.name in names:
                case_id = commands.start_by_event(
                    commands.StartByEvent(
                        actor=SYSTEM,
                        version_digest=version.digest,
                        element_id=start.element_id,
                        submit_id=uuid4(),
                        variables=beginning.variables,
                        trigger={beginning.kind: beginning.name},
                    )
                )
                # As where another case begins it: the same person follows both.
                Case.objects.filter(pk=case_id).update(owner_id=self.applicant.user_id)
                self.stage.work()
                return Case.objects.get(pk=case_id)
        what = {"message": "el mensaje", "signal": "la señal", "timer": "el plazo"}[beginning.kind]
        raise StepImpossible(f"El trámite no comienza con {what} «{beginning.name}».")

    def play(self, case: Case, scenario: Scenario) -> None:
        """Take every step of the scenario.

        Raises:
            StepImpossible: a step cannot be taken, or fails; it says which one.
        """
        current = case
        for step in scenario.steps:
            try:
                if isinstance(step, SwitchCase):
                    current = self._switched(case, step)
                    continue
                self._take(current, step)
                self.stage.work()
            except (EngineError, StepImpossible) as error:
                told = wording.at_line(scenario.file, step.line, _told(error, current))
                raise StepImpossible(told) from error

    def _switched(self, case: Case, step: SwitchCase) -> Case:
        found = case if step.slug == SELF else self.stage.newest(step.slug)
        if found is None:
            raise StepImpossible(f"no empezó ningún caso de «{step.slug}».")
        return found

    def _take(self, case: Case, step: ScenarioStep) -> None:
        if not self._let_pass(step):
            self._do(case, step)

    def _let_pass(self, step: ScenarioStep) -> bool:
        """Move the clock; False for a step that is none of time."""
        match step:
            case AdvanceClock(amount=amount, unit=unit):
                self.stage.advance(amount, unit)
            case AdvanceBy(duration=duration):
                self.stage.advance_by(duration)
            case AdvanceUntil(moment=moment):
                self.stage.advance_to(moment)
            case _:
                return False
        return True

    def _do(self, case: Case, step: ScenarioStep) -> None:
        match step:
            case DeliverMessage():
                self._deliver(case, step)
            case ThrowSignal(signal=signal, variables=variables):
                self._throw(signal, variables)
            case CompleteTask():
                self._complete(case, step)
            case PayOrder():
                self._pay(case, step)
            case AnswerExchange():
                self._answer(case, step)
            case FileAnother():
                self._file_another(step)
            case SignDocument():
                item, actor = self._claim(case, step)
                self.stage.sign(actor, item, self._answers(item, {}))

    def _pay(self, case: Case, step: PayOrder) -> None:
        another = step.new_reference
        self.stage.skip_to(payments.notice_at(case, clock.now(), new_reference=another))
        payments.play(
            case,
            verdict=step.verdict.value,
            amount=step.amount,
            again=step.again,
            new_reference=another,
            now=clock.now(),
        )

    @staticmethod
    def _answer(case: Case, step: AnswerExchange) -> None:
        try:
            exchange.answer(
                case,
                service=step.service,
                payload=step.payload,
                status=step.status,
                now=clock.now(),
            )
        except exchange.NothingAsked as error:
            raise StepImpossible(f"a «{step.service}» no se le ha preguntado nada.") from error

    def _file_another(self, step: FileAnother) -> None:
        moment = clock.now()
        answers = with_files(step.answers, step.files, self.applicant.user_id, moment)
        today = moment.astimezone(BOGOTA).date()
        with explained(lambda: start_form(step.slug)):
            read = commands.read_start_answers(step.slug, answers, today, self.applicant.user_id)
        self.file(step.slug, read)

    @staticmethod
    def _throw(signal: str, variables: Mapping[str, Any]) -> None:
        command = commands.ThrowSignal(
            actor=SYSTEM, signal=signal, variables=variables, submit_id=uuid4()
        )
        commands.deliver_broadcast(commands.throw_signal(command))

    def _deliver(self, case: Case, step: DeliverMessage) -> None:
        case.refresh_from_db()
        radicado = case.radicado or ""
        is_opening = step.message == commands.ACT_OPENED and not step.key
        if is_opening and self.applicant.user_id is not None:
            commands.acknowledge(
                commands.AcknowledgeNotification(
                    actor=self.applicant, radicado=radicado, submit_id=uuid4()
                )
            )
            return
        waiting = None if step.key else self._action(case, step.message)
        if waiting is not None:
            self._act(waiting, step)
            return
        delivered = commands.deliver_message(
            commands.DeliverMessage(
                actor=SYSTEM,
                radicado="" if step.key else radicado,
                correlation_key=step.key,
                message=step.message,
                variables=step.variables,
                submit_id=uuid4(),
            )
        )
        if delivered.case_id is None:
            raise StepImpossible(
                f"nadie espera el mensaje «{step.message}» con la clave «{step.key}». "
                + wording.awaited(awaited_messages(case))
            )

    @staticmethod
    def _action(case: Case, message: str) -> Subscription | None:
        waiting = commands.waiting_actions(case)
        return next((one for one in waiting if one.message == message), None)

    def _act(self, waiting: Subscription, step: DeliverMessage) -> None:
        """Do what the page offers there, as who may do it, through the action's form."""
        name = next(iter(commands.actors_of(waiting)), commands.APPLICANT)
        actor = self.applicant if name == commands.APPLICANT else self.stage.person(name)
        answers = with_files(step.variables, step.files, actor.user_id, clock.now())
        with explained(lambda: commands.action_form(waiting)):
            read = commands.read_action_answers(waiting, answers, clock.today(), actor.user_id)
        commands.take_action(
            commands.TakeAction(
                actor=actor if actor.user_id is not None else SYSTEM,
                case_id=waiting.case_id,
                token=waiting.token,
                answers=read,
                submit_id=uuid4(),
            )
        )

    def _complete(self, case: Case, step: CompleteTask) -> None:
        item, actor = self._claim(case, step)
        answers = with_files(step.answers, step.files, actor.user_id, clock.now())
        commands.complete_item(
            commands.CompleteItem(
                actor=actor,
                item_id=item.id,
                answers=self._answers(item, answers),
                submit_id=uuid4(),
            )
        )

    @staticmethod
    def _answers(item: WorkItem, answers: Mapping[str, Any]) -> dict[str, Any]:
        with explained(lambda: item_form(item)):
            return commands.read_item_answers(item, answers, clock.today())

    def _claim(self, case: Case, step: CompleteTask | SignDocument) -> tuple[WorkItem, Actor]:
        waiting = WorkItem.objects.filter(
            case=case,
            element_id=step.element,
            status__in=[ItemStatus.READY, ItemStatus.CLAIMED],
        ).order_by("created_at", "id")
        item = next((one for one in waiting if step.group in ("", *one.groups)), None)
        if item is None:
            of_group = f" para «{step.group}»" if step.group else ""
            raise StepImpossible(
                f"en «{step.element}» no espera ninguna tarea{of_group}. {_standing(case)}"
            )
        actor = self.stage.official(item)
        commands.claim_item(commands.ClaimItem(actor=actor, item_id=item.id, submit_id=uuid4()))
        item.refresh_from_db()
        return item, actor


@contextmanager
def explained(form: Callable[[], FormSchema | None]) -> Iterator[None]:
    """Say with answers that a form refuses what it offers to choose from.

    Raises:
        StepImpossible: in place of the refusal.
    """
    try:
        yield
    except AnswersRefused as error:
        raise StepImpossible(wording.refused(error.errors, form())) from error


def _told(error: EngineError | StepImpossible, case: Case) -> str:
    if isinstance(error, StepImpossible):
        return str(error)
    told = wording.failed(error)
    if isinstance(error, NothingAwaitsMessage):
        told += f" {wording.awaited(awaited_messages(case))} {_standing(case)}"
    return told


def _standing(case: Case) -> str:
    case.refresh_from_db()
    return wording.stands(places_of(case), is_over=case.is_over)


def applicant_of(user_id: int | None, name: str) -> Actor:
    """The citizen of a scenario; anonymous when there is no account."""
    kind = ActorKind.CITIZEN if user_id is not None else ActorKind.ANONYMOUS
    return Actor(kind=kind, user_id=user_id, name=name)
