"""Values of reference of the entity, by date: never constants of a model (inventory C.4)."""

from bpmn.parameters.closures import Closure, closures_of, is_local_closure, record_closure
from bpmn.parameters.errors import ParameterRefused
from bpmn.parameters.recording import NewValue, history, record
from bpmn.parameters.seed import ParameterRow
from bpmn.parameters.values import ParameterSet, known, plain_value, procedure_values, values_on

__all__ = [
    "Closure",
    "NewValue",
    "ParameterRefused",
    "ParameterRow",
    "ParameterSet",
    "closures_of",
    "history",
    "is_local_closure",
    "known",
    "plain_value",
    "procedure_values",
    "record",
    "record_closure",
    "values_on",
]
