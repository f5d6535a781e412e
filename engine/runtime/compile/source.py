"""One model's XML with what every reader asks of it: attributes, extensions, expressions."""

from __future__ import annotations

from typing import Any

from engine import feel
from engine.feel.checking import explain
from engine.runtime.compile.vocabulary import BPMN, ZEEBE
from engine.runtime.compile.words import split
from engine.runtime.errors import Finding
from engine.runtime.nodes import Slot

_CONSTANTS = {"true": "=true", "false": "=false"}


def bpmn(tag: str) -> str:
    """Clark name in the namespace of BPMN."""
    return f"{{{BPMN}}}{tag}"


def zeebe(tag: str) -> str:
    """Clark name in the namespace of zeebe."""
    return f"{{{ZEEBE}}}{tag}"


def tag_of(element: Any) -> str:
    """Local name of a BPMN element, or empty for comments and other namespaces."""
    if not isinstance(element.tag, str):
        return ""
    namespace, tag = split(element.tag)
    return tag if namespace == BPMN else ""


class Source:
    """The XML of a model; `findings` grows while it is read."""

    def __init__(self, process_id: str, root: Any) -> None:
        self.process_id = process_id
        self.root = root
        self.findings: list[Finding] = []
        self.by_id: dict[str, Any] = {
            element.get("id"): element
            for element in root.iter()
            if isinstance(element.tag, str) and element.get("id")
        }

    def refuse(self, code: str, element_id: str | None, detail: str, place: Any) -> None:
        """Note a finding."""
        line = getattr(place, "sourceline", place if isinstance(place, int) else None)
        self.findings.append(Finding(code, self.process_id, element_id, detail, line))

    def slot(
        self, owner: Any, name: str, text: str | None, *, feel_only: bool = False
    ) -> Slot | None:
        """Compile an attribute; empty and missing are the same, a syntax error is a finding."""
        if text is None or not text.strip():
            return None
        text = text.strip()
        if feel_only and not text.startswith("="):
            self.refuse("not-feel", owner.get("id"), f"{name}: {text}", owner)
            return None
        try:
            return Slot(name, text, feel.from_attribute(text))
        except feel.FeelError as error:
            self.refuse("feel-syntax", owner.get("id"), f"{name}: {text}: {explain(error)}", owner)
            return None

    def child_slot(
        self, owner: Any, parent: Any, tag: str, *, is_condition: bool = False
    ) -> Slot | None:
        """Compile the text of a child element, such as `loopCardinality`."""
        child = parent.find(bpmn(tag))
        if child is None:
            return None
        text = (child.text or "").strip()
        if is_condition:
            text = _CONSTANTS.get(text, text)
        return self.slot(owner, tag, text, feel_only=is_condition)

    def extension(self, element: Any, tag: str) -> Any:
        """The zeebe element of this name, or None."""
        extensions = element.find(bpmn("extensionElements"))
        return None if extensions is None else extensions.find(zeebe(tag))

    def attribute(self, element: Any, tag: str, name: str) -> str | None:
        """An attribute of a zeebe element; empty and missing are the same."""
        extension = self.extension(element, tag)
        value = "" if extension is None else str(extension.get(name, ""))
        return value.strip() or None

    def pairs(self, element: Any, group: str, tag: str, key: str) -> dict[str, str]:
        """Names and values of `zeebe:properties` or `zeebe:taskHeaders`."""
        extension = self.extension(element, group)
        found: dict[str, str] = {}
        for pair in () if extension is None else extension.iterchildren(zeebe(tag)):
            name = pair.get(key)
            if not name or name in found:
                self.refuse("pair-without-name", element.get("id"), f"{tag} {name}", pair)
            else:
                found[name] = pair.get("value", "")
        return found

    def referenced(self, reference: str | None, tag: str) -> Any:
        """The element that a QName points to, or None."""
        for name in (reference or "", (reference or "").rpartition(":")[2]):
            element = self.by_id.get(name)
            if element is not None and tag_of(element) == tag:
                return element
        return None
