"""Running cases of older versions: where each would land in the published one, and the move of those chosen."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods

from bpmn import versions
from engine.commands import BeginMoving, begin_moving, may_move
from engine.errors import ReasonMissing
from engine.models import MoveOutcome
from engine.queries import moving as queries
from engine.queries.moving import MovableCase
from web.accounts.actors import actor_of
from web.officials.access import officials_only
from web.shell.posted import submit_id_of
from web.shell.sentences import SENTENCES

_PLACE = "lugar:"
_GROUPS = (
    (
        queries.AUTOMATIC,
        gettext_noop("Pasan solos"),
        gettext_noop("Cada paso en curso está también en la versión nueva."),
    ),
    (
        queries.MAPPING,
        gettext_noop("Hay que decir a dónde"),
        gettext_noop("Un paso en curso ya no está; diga cuál lo reemplaza."),
    ),
    (
        queries.STAYS,
        gettext_noop("Deben quedarse"),
        gettext_noop("Un paso en curso no tiene lugar en la versión nueva."),
    ),
)
_REASONS = {
    "element-gone": gettext_noop("ese paso ya no está"),
    "other-kind": gettext_noop("ese paso es de otra clase"),
    "other-nesting": gettext_noop("ese paso está dentro de otra parte"),
    "flow-gone": gettext_noop("la línea por la que iba ya no está"),
    "no-longer-drawn": gettext_noop("ya no se vigila; no impide pasar"),
}


@officials_only
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan of every running case, by what it needs; POST moves those chosen."""
    version = _target(request, slug)
    mapping = _mapping(request.POST if request.method == "POST" else request.GET)
    if request.method == "POST" and request.POST.get("hacer") == "mover":
        return _move(request, version, mapping)
    return _plan(request, version, mapping)


@officials_only
@require_GET
def progress(request: HttpRequest, slug: str, moving_id: UUID) -> HttpResponse:
    """What became of each case so far."""
    moving = queries.moving_of(actor_of(request), moving_id)
    if moving.slug != slug:
        raise Http404
    moves = list(moving.moves.select_related("case"))
    done = [move for move in moves if move.outcome != MoveOutcome.WAITING]
    context = {
        "slug": slug,
        "traslado": moving,
        "version": versions.by_digest(moving.digest),
        "casos": [(move, _why(move.problem)) for move in moves],
        "hechos": len(done),
        "total": len(moves),
        "pasaron": sum(move.outcome == MoveOutcome.MOVED for move in moves),
        "sigue": moving.finished_at is None,
    }
    return render(request, "analysts/moved.html", context)


def _plan(
    request: HttpRequest,
    version: versions.Version,
    mapping: dict[queries.Place, queries.Place],
    *,
    error: str = "",
) -> HttpResponse:
    cases = queries.movable(actor_of(request), version.slug, version.digest, mapping)
    chosen = {place: target[1] for place, target in mapping.items()}
    context = {
        "version": version,
        "slug": version.slug,
        "grupos": list(_grouped(cases)),
        "puede_alguno": any(case.group == queries.AUTOMATIC for case in cases),
        "cuantos": len(cases),
        "en_total": queries.count_older(version.slug, version.digest),
        "lugares": [
            (choice, "/".join(choice.place), chosen.get(choice.place, ""))
            for choice in queries.choices(version.digest, cases)
        ],
        "mapeo": [("/".join(old), new[1]) for old, new in mapping.items()],
        "error_motivo": error,
        "motivo": request.POST.get("motivo", ""),
        "elegidos": request.POST.getlist("caso"),
        "es_envio": request.method == "POST",
    }
    return render(request, "analysts/moving.html", context, status=422 if error else 200)


def _move(
    request: HttpRequest,
    version: versions.Version,
    mapping: dict[queries.Place, queries.Place],
) -> HttpResponse:
    chosen = list(_ids(request.POST.getlist("caso")))
    if not chosen:
        return _plan(request, version, mapping, error=_("Elija al menos un caso."))
    command = BeginMoving(
        actor=actor_of(request),
        slug=version.slug,
        digest=version.digest,
        case_ids=chosen,
        reason=request.POST.get("motivo", ""),
        submit_id=submit_id_of(request),
        mapping=mapping,
    )
    try:
        moving_id = begin_moving(command)
    except ReasonMissing:
        return _plan(request, version, mapping, error=_("Escriba por qué cambian de versión."))
    messages.success(request, _("Los casos elegidos se están pasando."))
    return redirect("analysts:moved", version.slug, moving_id)


def _target(request: HttpRequest, slug: str) -> versions.Version:
    version = versions.current(slug)
    if version is None or not may_move(actor_of(request)):
        raise Http404
    return version


def _grouped(cases: tuple[MovableCase, ...]) -> Iterable[dict[str, object]]:
    for group, title, text in _GROUPS:
        found = [(case, *_steps(case), _why(case.problem)) for case in cases if case.group == group]
        if found:
            may = group == queries.AUTOMATIC
            yield {
                "clase": group,
                "titulo": _(title),
                "texto": _(text),
                "casos": found,
                "puede": may,
            }


def _steps(case: MovableCase) -> tuple[list[tuple[queries.Step, str]], list[str], list[str]]:
    """Steps that land elsewhere or nowhere, each with the reason; of those that stay, the tasks and the waits."""
    still = {step.name: step.kind.endswith("Task") for step in case.steps if step.to == step.name}
    moved = [step for step in case.steps if step.to != step.name]
    told = [(step, _(_REASONS.get(step.reason, step.reason))) for step in moved]
    tasks = [name for name, is_task in still.items() if is_task]
    return told, tasks, [name for name, is_task in still.items() if not is_task]


def _why(problem: str) -> str:
    return SENTENCES[problem].spoken().happened if problem in SENTENCES else problem


def _mapping(given: MultiValueDict[str, str]) -> dict[queries.Place, queries.Place]:
    """Places from fields named `lugar:process/element`."""
    found: dict[queries.Place, queries.Place] = {}
    for name in given:
        target = str(given.get(name) or "")
        process, slash, element = name.removeprefix(_PLACE).partition("/")
        if name.startswith(_PLACE) and slash and target:
            found[process, element] = (process, target)
    return found


def _ids(given: Iterable[str]) -> Iterable[UUID]:
    for one in given:
        try:
            yield UUID(one)
        except ValueError as problem:
            raise Http404 from problem
