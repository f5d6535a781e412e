"""Values of reference of the entity, by date: never constants of a model (inventory C.4)."""

from bpmn.parameters.values import ParameterSet, values_on

__all__ = ["ParameterSet", "values_on"]
