"""Where somebody is in a form of several pages, and which page comes next. It keeps nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from forms.fields import (
    ProcedureForm,
    Step,
    all_steps,
    first_wrong,
    shown_steps,
    step_blocks,
    step_problems,
    with_step,
)
from forms.schema import FormSchema, unrolled

REVIEW = "revisar"
SAVE, UPDATE, BACK, GO_ON, FILE = "guardar", "actualizar", "atras", "seguir", "radicar"
_REFUSED = "archivos-no-recibidos"


@dataclass(frozen=True)
class Goal:
    """Which page comes next.

    Attributes:
        step: key of the step; `revisar` for the page where everything is read again.
        tells_errors: whether the page says what is wrong in it.
        returns: whether its button leads back to where everything is read again.
    """

    step: str
    tells_errors: bool = False
    returns: bool = False

    @property
    def query(self) -> str:
        """As an address says it."""
        asked = {
            "paso": self.step,
            "volver": REVIEW if self.returns else "",
            "corregir": "1" if self.tells_errors else "",
        }
        return urlencode({name: value for name, value in asked.items() if value})


@dataclass(frozen=True)
class Place:
    """One step of a form, among those that the answers show."""

    form: ProcedureForm
    steps: list[Step]
    step: Step
    returns: bool = False

    @property
    def number(self) -> int:
        return [step.key for step in self.steps].index(self.step.key) + 1

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_last(self) -> bool:
        return self.number == self.total

    @property
    def context(self) -> dict[str, Any]:
        """What the template of a step shows."""
        is_wrong = self.form.is_bound
        return {
            "form": self.form,
            "lugar": self,
            "blocks": step_blocks(self.form, self.step),
            "problems": step_problems(self.form, self.step) if is_wrong else [],
        }


def place_of(request: HttpRequest, form: ProcedureForm, key: str = "") -> Place:
    """The step of that key or of the address; without one, the first one with something wrong."""
    # A form whose answers hide everything still has a first page.
    steps = shown_steps(form) or all_steps(form.components)[:1]
    asked = key or request.GET.get("paso", "")
    named = next((step for step in steps if step.key == asked), None)
    wrong = first_wrong(form) if form.is_bound and named is None else None
    returns = request.GET.get("volver") == REVIEW
    return Place(form, steps, named or wrong or steps[0], returns)


def posted_step(schema: FormSchema, posted: QueryDict) -> Step | None:
    """The step whose page was sent; None where the whole form was."""
    key = posted.get("paso", "")
    return next((step for step in all_steps(unrolled(schema.components)) if step.key == key), None)


def posted_answers(
    answers: Mapping[str, Any], posted: QueryDict, step: Step | None
) -> MultiValueDict[str, Any]:
    """The whole form as it stands with what was sent."""
    return posted if step is None else with_step(answers, posted, step)


def goal_of(form: ProcedureForm, posted: QueryDict, step: Step | None) -> Goal:
    """Where the pressed button leads.

    Args:
        form: checked, with the answers of every step.
        posted: what the page sent.
        step: whose page it was.
    """
    action = posted.get("accion", REVIEW)
    returns = posted.get("volver") == REVIEW
    here = step.key if step else ""
    if action in (SAVE, UPDATE):
        return Goal(here, returns=returns)
    if action == BACK:
        return Goal(_beside(form, here, -1))
    if step is not None and step.names & form.errors.keys():
        return Goal(here, tells_errors=True, returns=returns)
    following = "" if returns or step is None else _beside(form, here, 1)
    return Goal(following) if following else finish(form)


def finish(form: ProcedureForm) -> Goal:
    """To read everything again, or to the first step that does not let it be sent."""
    wrong = first_wrong(form)
    return Goal(wrong.key, tells_errors=True, returns=True) if wrong else Goal(REVIEW)


def keep_refused(request: HttpRequest, form: ProcedureForm) -> None:
    """Remember why files were not taken, for the page that comes next."""
    request.session.pop(_REFUSED, None)
    if form.refused:
        request.session[_REFUSED] = form.refused


def recall_refused(request: HttpRequest, form: ProcedureForm) -> None:
    """Tell it, once."""
    form.recall(request.session.pop(_REFUSED, {}))


def _beside(form: ProcedureForm, key: str, by: int) -> str:
    """The step before or after; empty after the last one. Hidden ones are passed over."""
    order = [step.key for step in all_steps(form.components)]
    shown = {step.key for step in shown_steps(form)}
    at = order.index(key) if key in order else 0
    rest = order[at + 1 :] if by > 0 else [*reversed(order[:at])]
    nearest = next((one for one in rest if one in shown), "")
    return nearest or (key if by < 0 else "")
