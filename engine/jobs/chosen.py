"""What templates and messages read besides the case's variables: the choices of who filed, in words."""

from collections.abc import Mapping
from typing import Any

from engine.jobs.contract import Task
from engine.queries.forms import filed_form
from forms.schema import labels


def told_variables(task: Task) -> dict[str, Any]:
    """The variables of a task with `labels`, unless the procedure has a variable of that name.

    Its texts are those of the form on which the case runs, for the answers as they are now.
    """
    answers = task.variables.get("answers")
    schema = filed_form(task.case.version_digest, task.case.form_id)
    if schema is None or not isinstance(answers, Mapping):
        return {"labels": {}, **task.variables}
    return {"labels": labels(schema.components, answers), **task.variables}
