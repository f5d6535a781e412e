"""A form-js form as a Django form: same fields, same rules, with JavaScript off."""

from forms.fields.answers import check_answers, read_answers, typed_answers
from forms.fields.form import ProcedureForm, build_form
from forms.fields.summary import SummaryRow, SummarySection, summarise

__all__ = [
    "ProcedureForm",
    "SummaryRow",
    "SummarySection",
    "build_form",
    "check_answers",
    "read_answers",
    "summarise",
    "typed_answers",
]
