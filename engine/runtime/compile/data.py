"""Data objects, properties and data associations as variables and mappings.

A data object or property is a variable of the process or sub-process that declares it, under its
name (its id where the name is no variable's). A drawing tool's associations that lead to no data
input or output of the activity are documentation.

Source: BPMN 2.0.2, 10.4 (items and data).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from engine.runtime.compile.source import Source, bpmn, tag_of
from engine.runtime.nodes import VariableMapping

# What bpmn.io puts where an association has nothing to lead to.
_DRAWN = "__targetRef_placeholder"


def declared(source: Source, container: Any) -> tuple[str, ...]:
    """Variables that a process, sub-process or activity declares."""
    objects = [
        element
        for tag in ("dataObject", "property")
        for element in container.iterchildren(bpmn(tag))
        if tag == "property" or _is_used(source, element)
    ]
    names = (_variable(element) for element in objects)
    return tuple(dict.fromkeys(name for name in names if name != _DRAWN))


def inputs(source: Source, element: Any) -> Iterator[VariableMapping]:
    """Mappings of the data input associations."""
    for association in element.iterchildren(bpmn("dataInputAssociation")):
        yield from _mappings(source, element, association)


def outputs(source: Source, element: Any) -> Iterator[VariableMapping]:
    """Mappings of the data output associations."""
    for association in element.iterchildren(bpmn("dataOutputAssociation")):
        yield from _mappings(source, element, association)


def _mappings(source: Source, owner: Any, association: Any) -> Iterator[VariableMapping]:
    assignments = list(association.iterchildren(bpmn("assignment")))
    for assignment in assignments:
        target = (assignment.findtext(bpmn("to")) or "").strip().removeprefix("=").strip()
        path = tuple(target.split("."))
        slot = source.slot(owner, "assignment", assignment.findtext(bpmn("from")))
        if slot is None or not all(name.isidentifier() for name in path):
            source.refuse("mapping-target", owner.get("id"), target, assignment)
        else:
            yield VariableMapping(slot, path)
    if not assignments and (names := _ends(source, association)):
        text = (association.findtext(bpmn("transformation")) or "").strip() or f"={names[0]}"
        slot = source.slot(owner, "dataAssociation", text)
        if slot is not None:
            yield VariableMapping(slot, (names[1],))


def _ends(source: Source, association: Any) -> tuple[str, str] | None:
    found = [
        source.by_id.get((association.findtext(bpmn(tag)) or "").strip())
        for tag in ("sourceRef", "targetRef")
    ]
    first, last = found
    if first is None or last is None:
        return None
    names = resolved(source, first), resolved(source, last)
    return (names[0], names[1]) if names[0] and names[1] else None


def resolved(source: Source, element: Any) -> str | None:
    """The variable that a data element stands for; None for what is only drawn."""
    tag = tag_of(element)
    if tag == "dataObjectReference":
        target = source.by_id.get(element.get("dataObjectRef", ""))
        return None if target is None else _variable(target)
    if tag in ("dataObject", "dataInput", "dataOutput", "inputDataItem", "outputDataItem"):
        return _variable(element)
    if tag != "property" or element.get("name") == _DRAWN:
        return None
    return _variable(element)


def _variable(element: Any) -> str:
    name = str(element.get("name") or "")
    if name.isidentifier():
        return name
    # A hyphen, which some tools put into every id, would be a minus in FEEL.
    return re.sub(r"\W", "_", str(element.get("id") or ""))


def _is_used(source: Source, data_object: Any) -> bool:
    """Whether an association reads or writes it, or it bears a variable's name itself."""
    if (data_object.get("name") or "").isidentifier():
        return True
    name = _variable(data_object)
    return any(
        name in (_ends(source, association) or ())
        for tag in ("dataInputAssociation", "dataOutputAssociation")
        for association in source.root.iter(bpmn(tag))
    )
