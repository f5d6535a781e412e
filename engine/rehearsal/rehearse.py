"""Rehearses every scenario of a folder and says what was expected and what came."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from bpmn import versions
from bpmn.package.findings import Finding, error
from bpmn.package.folder import Folder
from bpmn.package.scenarios import Expectation, Scenario, read_scenario
from bpmn.parameters import closures_of
from bpmn.people import people
from bpmn.versions.shelf import shelf_folder
from engine.clock import Calendar
from engine.commands import clock
from engine.errors import AnswersRefused, EngineError
from engine.models import Case, Document, IncidentStatus
from engine.models.actor import Actor
from engine.queries.forms import start_form
from engine.queries.stuck import stuck
from engine.queries.timeline import path_of
from engine.rehearsal import wording
from engine.rehearsal.player import Player, StepImpossible, applicant_of
from engine.rehearsal.samples import scenario_answers
from engine.rehearsal.stage import RehearsalStage, lent_workshop
from engine.rehearsal.standing import Place, places_of
from engine.runtime import coverage
from engine.runtime.coverage import Coverage

# Channels of the sheet, as a case keeps them.
_CHANNELS = {"portal": "web", "app": "app", "ventanilla": "ventanilla", "telefonico": "telefonico"}
_CHANNELS |= {"chat": "chat", "api": "api"}
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Actual:
    """Where the case stood at the end.

    Attributes:
        waiting_at: ids of the elements where it waits, as scenarios name them.
        waits: the same places with their process and what would end the waiting.
    """

    path: tuple[str, ...]
    outcome: str
    state: str
    documents: tuple[str, ...]
    waiting_at: tuple[str, ...]
    due: date | None
    waits: tuple[Place, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One rehearsed scenario.

    Attributes:
        differences: what was not as expected, in Spanish; empty when it passed.
        coverage: what the scenario went through, in whatever process.
        stuck: cases that nobody could have moved on at the end.
    """

    scenario_id: str
    title: str
    expected: Expectation
    actual: Actual | None
    differences: tuple[str, ...] = field(default=())
    coverage: Coverage = field(default_factory=Coverage)
    stuck: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything that the scenario states came true."""
        return not self.differences


def rehearse(
    folder: Folder,
    library: Mapping[str, Folder],
    *,
    only: str = "",
    on_done: Callable[[Outcome], None] | None = None,
) -> list[Outcome]:
    """Rehearse each scenario of the folder; nothing of it stays.

    Args:
        folder: the procedure.
        library: shared sub-processes by slug.
        only: id of the one scenario to play; empty for all.
        on_done: told after each scenario.

    Raises:
        PublishRefused: the folder has errors, so that it could not be published, or no such scenario.
    """
    outcomes: list[Outcome] = []
    for name, raw in sorted(folder.inside("scenarios").items()):
        scenario, findings = read_scenario(f"scenarios/{name}", raw)
        if scenario is None:
            raise versions.PublishRefused(findings)
        if only and scenario.id != only:
            continue
        outcome = _unbroken(folder, library, scenario)
        outcomes.append(outcome)
        if on_done:
            on_done(outcome)
    if only and not outcomes:
        raise versions.PublishRefused([_no_scenario(only)])
    return outcomes


def _no_scenario(wanted: str) -> Finding:
    return error(
        "scenario-missing",
        "scenarios",
        wanted,
        f"No hay un escenario «{wanted}».",
        "Escriba el id que está en su archivo.",
    )


def _unbroken(folder: Folder, library: Mapping[str, Folder], scenario: Scenario) -> Outcome:
    try:
        return _rehearse(folder, library, scenario)
    except versions.PublishRefused:
        raise
    except Exception as problem:  # noqa: BLE001
        # What nobody foresaw is the scenario's result; the others are still worth playing.
        _LOG.exception("the rehearsal of %s broke off", scenario.id)
        return Outcome(
            scenario_id=scenario.id,
            title=scenario.title,
            expected=scenario.expect,
            actual=None,
            differences=(wording.broke_off(problem),),
        )


def _rehearse(folder: Folder, library: Mapping[str, Folder], scenario: Scenario) -> Outcome:
    stage = RehearsalStage(scenario.now, Calendar(closures=closures_of(settings.ENTITY)))
    with (
        coverage.listening() as passed,
        transaction.atomic(),
        clock.lend(stage.present),
        lent_workshop(settings.ENTITY, scenario),
    ):
        for other in (folder, *map(shelf_folder, scenario.also)):
            versions.publish(
                other, library=library, author="ensayo", publisher="ensayo-2", now=stage.now
            )
        actual, problems = _play(folder, scenario, stage)
        nobody_moves = tuple(map(str, stuck(stage.touched())))
        transaction.set_rollback(True)
    return Outcome(
        scenario_id=scenario.id,
        title=scenario.title,
        expected=scenario.expect,
        actual=actual,
        differences=problems,
        coverage=passed,
        stuck=nobody_moves,
    )


def _play(
    folder: Folder, scenario: Scenario, stage: RehearsalStage
) -> tuple[Actual | None, tuple[str, ...]]:
    player = Player(stage=stage, applicant=_applicant(scenario))
    case: Case | None = None
    problems: tuple[str, ...] = ()
    try:
        case = _begun(folder, scenario, player, stage)
        player.play(case, scenario)
    except AnswersRefused as refused:
        if case is None and scenario.expect.refused is not None:
            return None, _compare_refusal(scenario.expect.refused, refused)
        schema = start_form(folder.slug, scenario.form)
        problems = (wording.capital(wording.refused(refused.errors, schema)),)
    except EngineError as error:
        problems = (wording.capital(wording.failed(error)),)
    except StepImpossible as error:
        problems = (str(error),)
    if case is None:
        return None, problems
    if scenario.expect.refused is not None:
        problems += ("Se esperaba que el formulario no dejara radicar, y dejó.",)
    actual = _actual(case)
    problems += _compare(scenario.expect, actual)
    for slug, wanted in (scenario.expect.cases or {}).items():
        other = stage.newest(slug)
        missing = (f"No empezó ningún caso de «{slug}».",)
        problems += _compare(wanted, _actual(other), of=slug) if other else missing
    # An incident may be what the scenario is about; it is told where something else is not as expected.
    return actual, problems + (tuple(_incidents(case)) if problems else ())


def _compare_refusal(expected: tuple[str, ...], refused: AnswersRefused) -> tuple[str, ...]:
    came = sorted(refused.errors)
    return () if came == sorted(expected) else (wording.differs("refused", expected, came),)


def _begun(folder: Folder, scenario: Scenario, player: Player, stage: RehearsalStage) -> Case:
    if scenario.begin is not None:
        return player.begin(folder.slug, scenario.begin)
    answers = scenario_answers(folder.slug, scenario, player.applicant.user_id, stage.now)
    return player.file(folder.slug, answers, form=scenario.form)


def _applicant(scenario: Scenario) -> Actor:
    fixture = people(settings.ENTITY).get(scenario.applicant)
    accounts = get_user_model().objects
    person = accounts.create(
        email=f"{uuid4()}@ensayo.invalid",
        first_name=fixture.first_names if fixture else "Persona",
        last_name=fixture.last_names if fixture else "de ensayo",
    )
    return replace(
        applicant_of(person.pk, str(person)), channel=_CHANNELS.get(scenario.channel, "web")
    )


def _actual(case: Case) -> Actual:
    case.refresh_from_db()
    issued = (
        Document.objects.filter(case=case)
        .exclude(kind__in=["anexo", "indice"])
        .exclude(status__in=["superseded", "rendered"])
    )
    places = places_of(case)
    return Actual(
        path=tuple(element for process, element, _ in path_of(case) if process == case.slug),
        outcome=case.outcome,
        state=case.state,
        documents=tuple(issued.values_list("kind", flat=True)),
        waiting_at=tuple(place.element for place in places),
        due=case.due_on,
        waits=places,
    )


def _incidents(case: Case) -> Iterator[str]:
    for incident in case.incidents.filter(status=IncidentStatus.OPEN).order_by("opened_at"):
        yield f"Incidente en {incident.element_id}: {incident.code} {incident.detail}".strip()


def _compare(expected: Expectation, actual: Actual, *, of: str = "") -> tuple[str, ...]:
    pairs: list[tuple[str, Any, Any]] = [
        ("path", expected.path, actual.path),
        ("outcome", expected.outcome, actual.outcome),
        ("state", expected.state, actual.state),
        (
            "documents",
            sorted(expected.documents) if expected.documents is not None else None,
            sorted(actual.documents),
        ),
        (
            "waiting_at",
            sorted(expected.waiting_at) if expected.waiting_at is not None else None,
            sorted(actual.waiting_at),
        ),
        ("due", expected.due, actual.due),
    ]
    return tuple(
        wording.differs(part, wanted, came, of=of)
        for part, wanted, came in pairs
        if wanted is not None and wanted != came
    )
