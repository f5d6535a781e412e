"""Loop characteristics and ad-hoc settings to what the runtime knows of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.runtime.compile.data import inputs, resolved
from engine.runtime.compile.events import read_definition
from engine.runtime.compile.source import Source, bpmn, tag_of
from engine.runtime.nodes import AdHoc, Behaviour, Loop, Slot


def read_loop(source: Source, element: Any) -> Loop | None:
    """How an activity is repeated; None if it is not."""
    standard = element.find(bpmn("standardLoopCharacteristics"))
    if standard is not None:
        return _standard(source, element, standard)
    many = element.find(bpmn("multiInstanceLoopCharacteristics"))
    return None if many is None else _multi_instance(source, element, many)


def read_ad_hoc(source: Source, element: Any) -> AdHoc | None:
    """Settings of an ad-hoc sub-process; None for anything else."""
    if tag_of(element) != "adHocSubProcess":
        return None
    active = source.attribute(element, "adHoc", "activeElementsCollection")
    return AdHoc(
        is_sequential=element.get("ordering") == "Sequential",
        completion=source.child_slot(element, element, "completionCondition", is_condition=True),
        cancels_remaining=element.get("cancelRemainingInstances", "true") != "false",
        active=source.slot(element, "activeElementsCollection", active, feel_only=True),
    )


def _standard(source: Source, element: Any, loop: Any) -> Loop | None:
    condition = source.child_slot(element, loop, "loopCondition", is_condition=True)
    maximum = source.slot(element, "loopMaximum", _maximum(loop))
    if condition is None and maximum is None:
        source.refuse("loop-without-end", element.get("id"), "loopCondition", loop)
        return None
    is_tested_before = loop.get("testBefore") == "true"
    return Loop(
        kind="standard", condition=condition, maximum=maximum, is_tested_before=is_tested_before
    )


def _maximum(loop: Any) -> str | None:
    # An attribute in BPMN 2.0.2, a child in some tools.
    child = loop.find(bpmn("loopMaximum"))
    text: str | None = loop.get("loopMaximum") if child is None else child.text
    return text


def _multi_instance(source: Source, element: Any, many: Any) -> Loop | None:
    def attribute(name: str) -> str | None:
        return source.attribute(many, "loopCharacteristics", name)

    native = _native_data(source, many)
    items = attribute("inputCollection") or native.get("loopDataInputRef")
    collection = _filled(source, element, items) or source.slot(
        element, "inputCollection", items, feel_only=True
    )
    cardinality = source.child_slot(element, many, "loopCardinality")
    output = attribute("outputCollection") or native.get("loopDataOutputRef", "")[1:] or None
    result = attribute("outputElement") or native.get("outputDataItem")
    output_element = source.slot(element, "outputElement", result, feel_only=True)
    if (output is None) != (output_element is None):
        source.refuse("loop-output", element.get("id"), str(output), element)
    if (collection is None) == (cardinality is None):
        source.refuse("loop-without-collection", element.get("id"), "inputCollection", element)
        return None
    return Loop(
        kind="sequential" if many.get("isSequential") == "true" else "parallel",
        collection=collection,
        cardinality=cardinality,
        element=attribute("inputElement") or native.get("inputDataItem", "")[1:] or None,
        output_collection=output,
        output_element=output_element,
        completion=source.child_slot(element, many, "completionCondition", is_condition=True),
        behaviour=many.get("behavior", "All").lower(),
        behaviours=tuple(_behaviours(source, element, many)),
    )


def _filled(source: Source, element: Any, items: str | None) -> Slot | None:
    """What an association puts into the data input that is looped over."""
    filling = (m.source for m in inputs(source, element) if items == f"={m.target[0]}")
    return next(filling, None)


def _native_data(source: Source, many: Any) -> dict[str, str]:
    """BPMN's own references to data, as FEEL names.

    Source: BPMN 2.0.2, 10.3.8 (loopDataInputRef, inputDataItem and their counterparts).
    """
    found: dict[str, str] = {}
    for tag in ("loopDataInputRef", "loopDataOutputRef", "inputDataItem", "outputDataItem"):
        child = many.find(bpmn(tag))
        if child is not None:
            is_item = tag.endswith("Item")
            item = child if is_item else source.by_id.get((child.text or "").strip())
            name = None if item is None else resolved(source, item)
            if name:
                found[tag] = f"={name}"
            else:
                source.refuse("loop-data", many.getparent().get("id"), tag, many)
    return found


def _behaviours(source: Source, element: Any, many: Any) -> Iterator[Behaviour]:
    kind = many.get("behavior", "All").lower()
    if kind in ("none", "one"):
        reference = many.get(f"{kind}BehaviorEventRef") or ""
        definition = source.by_id.get(reference.rpartition(":")[2])
        if definition is None:
            source.refuse("unknown-event", element.get("id"), reference, many)
            return
        yield Behaviour(read_definition(source, element, definition))
    if kind == "complex":
        for complex_ in many.iterchildren(bpmn("complexBehaviorDefinition")):
            yield _complex(source, element, complex_)


def _complex(source: Source, element: Any, behaviour: Any) -> Behaviour:
    condition = source.child_slot(element, behaviour, "condition", is_condition=True)
    if condition is None:
        source.refuse("no-condition", element.get("id"), "complexBehaviorDefinition", behaviour)
    event = behaviour.find(bpmn("event"))
    definitions = [] if event is None else list(event.iterchildren("*"))
    read = read_definition(source, element, definitions[0]) if definitions else None
    return Behaviour(read, condition)
