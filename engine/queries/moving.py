"""Running cases of older versions, and where each would land in another one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from bpmn import versions
from engine import runtime
from engine.commands import may_move
from engine.commands.migrate import plan_migration
from engine.errors import CaseNotFound, EngineError
from engine.models import Case, Moving
from engine.models.actor import Actor
from engine.models.case import CaseStatus

Place = tuple[str, str]
# So many are planned for one page; who moved them sees the next ones.
MOST = 200
_OVER = (CaseStatus.CLOSED, CaseStatus.WITHDRAWN, CaseStatus.LAPSED, CaseStatus.DRAFT)
AUTOMATIC, MAPPING, STAYS = "automatic", "mapping", "stays"


@dataclass(frozen=True, kw_only=True)
class Step:
    """Where one token of a case stands, and where it would go on.

    Attributes:
        to: name of the step in the other version; empty if it has no place.
        reason: why it has none, as `engine.runtime` says it.
        is_mapped: whether it goes where somebody said.
    """

    place: Place
    name: str
    kind: str
    to: str
    reason: str
    is_mapped: bool


@dataclass(frozen=True, kw_only=True)
class MovableCase:
    """One running case of another version.

    Attributes:
        version: number of the version on which it runs; 0 if it is not kept here.
        group: whether it goes by itself, needs to be told where to, or has to stay.
        problem: code of why it cannot be planned at all; empty otherwise.
    """

    case_id: UUID
    radicado: str
    version: int
    group: str
    steps: tuple[Step, ...]
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A place that needs to be told where to, and where that could be.

    Attributes:
        targets: element and name, of the same kind in the same process.
    """

    place: Place
    name: str
    targets: tuple[tuple[str, str], ...]


def movable(
    actor: Actor, slug: str, digest: str, mapping: Mapping[Place, Place]
) -> tuple[MovableCase, ...]:
    """Cases that run on another version than that one, in the order of their numbers.

    Raises:
        CaseNotFound: the actor may not move cases.
        VersionUnknown: there is no such version.
    """
    if not may_move(actor):
        raise CaseNotFound
    target = versions.compiled(versions.by_digest(digest))
    numbers = {version.digest: version.number for version in versions.history(slug)}
    cases = Case.objects.filter(slug=slug, frozen__isnull=False).exclude(version_digest=digest)
    running = cases.exclude(status__in=_OVER).order_by("radicado")[:MOST]
    return tuple(
        _planned(actor, case, target, mapping, numbers.get(case.version_digest, 0))
        for case in running
        if case.frozen
    )


def count_older(slug: str, digest: str) -> int:
    """How many cases run on another version than that one."""
    cases = Case.objects.filter(slug=slug, frozen__isnull=False).exclude(version_digest=digest)
    return cases.exclude(status__in=_OVER).count()


def choices(digest: str, cases: tuple[MovableCase, ...]) -> tuple[Choice, ...]:
    """Places of the cases that need a mapping, or have one, each once."""
    model = versions.compiled(versions.by_digest(digest))
    steps = {
        step.place: step
        for case in cases
        for step in case.steps
        if case.group != STAYS and (step.is_mapped or not step.to)
    }
    return tuple(
        Choice(place=place, name=step.name, targets=tuple(_targets(model, step)))
        for place, step in steps.items()
        if step.reason != "no-longer-drawn"
    )


def moving_of(actor: Actor, moving_id: UUID) -> Moving:
    """A moving with what became of each case.

    Raises:
        CaseNotFound: there is none, or the actor may not move cases.
    """
    found = Moving.objects.filter(pk=moving_id).first()
    if found is None or not may_move(actor):
        raise CaseNotFound
    return found


def _planned(
    actor: Actor,
    case: Case,
    target: runtime.CompiledModel,
    mapping: Mapping[Place, Place],
    number: int,
) -> MovableCase:
    radicado = case.radicado or ""
    try:
        plan = plan_migration(actor, case.pk, target.digest, mapping)
        old = versions.compiled(versions.by_digest(case.version_digest))
    except (EngineError, versions.VersionUnknown) as error:
        return MovableCase(
            case_id=case.pk,
            radicado=radicado,
            version=number,
            group=STAYS,
            steps=(),
            problem=error.code,
        )
    steps = tuple(_step(landing, old, target, mapping) for landing in plan.landings)
    return MovableCase(
        case_id=case.pk,
        radicado=radicado,
        version=number,
        group=AUTOMATIC if plan.is_possible else _group(target, steps),
        steps=steps,
    )


def _group(target: runtime.CompiledModel, steps: tuple[Step, ...]) -> str:
    lost = [step for step in steps if not step.to and step.reason != "no-longer-drawn"]
    return MAPPING if all(any(_targets(target, step)) for step in lost) else STAYS


def _step(
    landing: runtime.Landing,
    old: runtime.CompiledModel,
    new: runtime.CompiledModel,
    mapping: Mapping[Place, Place],
) -> Step:
    place = (landing.process_id, landing.element_id)
    node = old.elements.get(place)
    return Step(
        place=place,
        name=_name(old, place),
        kind=node.type if node else "",
        to=_name(new, landing.to) if landing.to else "",
        reason=landing.reason or "",
        is_mapped=place in mapping,
    )


def _name(model: runtime.CompiledModel, place: Place) -> str:
    node = model.elements.get(place)
    return (node.name if node else "") or place[1]


def _targets(model: runtime.CompiledModel, step: Step) -> Iterator[tuple[str, str]]:
    for (process, element), node in model.elements.items():
        if process == step.place[0] and node.type == step.kind:
            yield element, node.name or element
