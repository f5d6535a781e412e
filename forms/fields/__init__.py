"""A form-js form as a Django form: same fields, same rules, with JavaScript off."""

from forms.fields.answers import check_answers, read_answers, typed_answers
from forms.fields.form import ProcedureForm, build_form
from forms.fields.places import place_of
from forms.fields.prefilling import filed_files, prefilled
from forms.fields.steps import (
    Step,
    StepSummary,
    all_steps,
    as_posted,
    first_answers,
    first_wrong,
    shown_steps,
    step_blocks,
    step_problems,
    summarise_steps,
    with_step,
)
from forms.fields.summary import SummaryRow, SummarySection, summarise

__all__ = [
    "ProcedureForm",
    "Step",
    "StepSummary",
    "SummaryRow",
    "SummarySection",
    "all_steps",
    "as_posted",
    "build_form",
    "check_answers",
    "filed_files",
    "first_answers",
    "first_wrong",
    "place_of",
    "prefilled",
    "read_answers",
    "shown_steps",
    "step_blocks",
    "step_problems",
    "summarise",
    "summarise_steps",
    "typed_answers",
    "with_step",
]
