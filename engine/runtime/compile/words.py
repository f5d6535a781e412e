"""First look at a model's XML: every element, event and attribute must be one that runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.runtime.compile import vocabulary as words
from engine.runtime.errors import Finding


def split(name: str) -> tuple[str, str]:
    """Namespace and local name of a Clark name."""
    if name.startswith("{"):
        namespace, _, local = name[1:].partition("}")
        return namespace, local
    return "", name


# Upstream: unknown-words-accepted
def check_words(process_id: str, root: Any) -> Iterator[Finding]:
    """Findings for all that would be ignored or cannot run."""
    yield from _Words(process_id).element(root, "definitions", None)


def _attributes_of(tag: str) -> words.Attributes:
    found = words.DETAILS.get(tag)
    return words.FLOW_NODES.get(words.GLOBAL_TASKS.get(tag, tag), {}) if found is None else found


class _Words:
    def __init__(self, process_id: str) -> None:
        self.process_id = process_id

    def finding(self, code: str, owner: str | None, detail: str, place: Any) -> Finding:
        return Finding(code, self.process_id, owner, detail, place.sourceline)

    def element(self, element: Any, tag: str, owner: str | None) -> Iterator[Finding]:
        owner = element.get("id") or owner
        allowed = _attributes_of(tag)
        yield from self.attributes(element, allowed, owner)
        for child in element.iterchildren("*"):
            yield from self.child(child, tag, owner)

    def child(self, child: Any, parent: str, owner: str | None) -> Iterator[Finding]:
        namespace, tag = split(child.tag)
        if namespace == words.DIAGRAM and parent == "definitions":
            return
        if namespace != words.BPMN:
            yield self.finding("unsupported-element", child.get("id") or owner, child.tag, child)
            return
        documentation = words.ROOT_DOCUMENTATION if parent == "definitions" else words.DOCUMENTATION
        if tag in documentation or tag in words.DATA:
            return
        if tag == "extensionElements":
            yield from self.extensions(child, parent, owner)
        elif tag in words.children_of(parent):
            yield from self.element(child, tag, owner)
        else:
            is_event = tag.endswith("EventDefinition")
            code = "unsupported-event" if is_event else "unsupported-element"
            name = f"{tag} in {parent}"
            yield self.finding(code, owner if is_event else child.get("id") or owner, name, child)

    def attributes(
        self, element: Any, allowed: words.Attributes, owner: str | None
    ) -> Iterator[Finding]:
        for name, value in element.attrib.items():
            namespace, local = split(name)
            if namespace in (words.XSI, words.MODELER):
                continue
            # A template's name is the modeler's memory of where values came from.
            if namespace == words.ZEEBE and local.startswith("modelerTemplate"):
                continue
            values = allowed.get(name, ())
            if values is not None and value not in values:
                detail = f"{name}={value!r} on {split(element.tag)[1]}"
                yield self.finding("unsupported-attribute", owner, detail, element)

    def extensions(self, extension: Any, parent: str, owner: str | None) -> Iterator[Finding]:
        allowed = words.EXTENSIONS.get(parent, ())
        seen: set[str] = set()
        for child in extension.iterchildren("*"):
            namespace, tag = split(child.tag)
            if namespace == words.MODELER:
                continue
            is_known = namespace == words.ZEEBE and (
                tag in allowed or (tag == "ioMapping" and "ioMapping:output" in allowed)
            )
            if not is_known or tag in seen:
                detail = f"{child.tag} on {parent}"
                yield self.finding("unsupported-extension", owner, detail, child)
                continue
            seen.add(tag)
            only_outputs = tag == "ioMapping" and "ioMapping:output" in allowed
            yield from self.zeebe(child, tag, owner, only_outputs)

    def zeebe(
        self, element: Any, tag: str, owner: str | None, only_outputs: bool = False
    ) -> Iterator[Finding]:
        yield from self.attributes(element, words.ZEEBE_WORDS[tag], owner)
        children = words.ZEEBE_CHILDREN.get(tag, ())
        for child in element.iterchildren("*"):
            namespace, name = split(child.tag)
            is_refused = only_outputs and name == "input"
            if namespace != words.ZEEBE or name not in children or is_refused:
                yield self.finding("unsupported-extension", owner, f"{child.tag} in {tag}", child)
            else:
                yield from self.zeebe(child, name, owner)
