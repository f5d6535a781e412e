"""Reads a DMN file (1.2 to 1.5) into a model, and collects everything that is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from engine.dmn.item_types import ItemTypes
from engine.dmn.logic import LogicReader, Place, Reviews
from engine.dmn.model import (
    Decision,
    DecisionModel,
    DecisionService,
    DmnFinding,
    DmnRefused,
    DrgElement,
    InputData,
    Key,
    KnowledgeModel,
    Requirement,
)
from engine.dmn.xml import Tags, XmlRefused, line_of, parse
from engine.feel import FeelError, UnaryTests, compile_unary_tests, scope_of
from engine.feel.checking import explain
from engine.feel.compiler import Builder
from engine.feel.types import ANY, Type

NAMESPACES = (
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
)
_MOST_IMPORTS = 50


def load(xml: bytes, beside: Iterable[bytes] = ()) -> DecisionModel:
    """Read a DMN file.

    Args:
        xml: the file.
        beside: other files that it may import, found by their namespace.

    Raises:
        DmnRefused: it is malformed, no DMN, or holds what cannot run; every finding is named.
    """
    model = load_leniently(xml, beside)
    if model.findings:
        raise DmnRefused(model.findings)
    return model


def load_leniently(
    xml: bytes, beside: Iterable[bytes] = (), reviewer: Reviews | None = None
) -> DecisionModel:
    """Read a DMN file of which parts may be wrong: those are null, with the problem.

    Args:
        xml: the file.
        beside: other files that it may import.
        reviewer: looks at every expression and table of the file.

    Raises:
        DmnRefused: it is malformed or no DMN.
    """
    files = _Files(beside)
    file = files.read(_root(xml), reviewer)
    findings = tuple(finding for read in files.done.values() for finding in read.findings)
    if not any(isinstance(e, Decision) for e in file.elements.values()) and not findings:
        findings = (DmnFinding("no-decision", "definitions", "the file holds no decision"),)
    elements = {key: e for read in files.done.values() for key, e in read.elements.items()}
    return DecisionModel(file.namespace, elements, findings + _circles(elements))


def _root(xml: bytes) -> etree._Element:
    try:
        root = parse(xml)
    except XmlRefused as refused:
        finding = DmnFinding(refused.code, f"line {refused.line}", refused.detail, refused.line)
        raise DmnRefused((finding,)) from refused
    name = etree.QName(root)
    if name.namespace not in NAMESPACES or name.localname != "definitions":
        raise DmnRefused((DmnFinding("not-dmn", "definitions", name.namespace or "no namespace"),))
    return root


def _circles(elements: Mapping[Key, DrgElement]) -> tuple[DmnFinding, ...]:
    """A finding for every decision or knowledge model that needs itself."""
    needs = {
        key: [r.key for r in element.requires if r.key in elements]
        for key, element in elements.items()
        if isinstance(element, Decision | KnowledgeModel)
    }
    # What needs nothing that is left cannot be part of a circle: take it away, again and again.
    count = {key: len(keys) for key, keys in needs.items()}
    users: dict[Key, list[Key]] = {}
    for key, keys in needs.items():
        for needed in keys:
            users.setdefault(needed, []).append(key)
    free = [key for key in elements if not count.get(key)]
    while free:
        for user in users.get(free.pop(), ()):
            count[user] -= 1
            if not count[user]:
                free.append(user)
    left = {key: needs[key] for key in needs if count[key]}
    # A knowledge model may call itself; what only needs a circle is no part of it.
    return tuple(
        DmnFinding("circular-decision", key[1], "it needs itself")
        for key in left
        if isinstance(elements[key], Decision) and _reaches(left, key)
    )


def _reaches(needs: Mapping[Key, list[Key]], start: Key) -> bool:
    seen: set[Key] = set()
    waiting = list(needs[start])
    while waiting:
        key = waiting.pop()
        if key == start:
            return True
        if key not in seen:
            seen.add(key)
            waiting += needs.get(key, [])
    return False


@dataclass
class _File:
    """One file that was read."""

    namespace: str
    elements: dict[Key, DrgElement] = field(default_factory=dict)
    names: dict[Key, str] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    variables: dict[Key, Type | None] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    findings: list[DmnFinding] = field(default_factory=list)


class _Files:
    """Files by namespace, each read once."""

    def __init__(self, beside: Iterable[bytes]) -> None:
        self.done: dict[str, _File] = {}
        self._roots: dict[str, etree._Element] = {}
        for content in beside:
            try:
                root = _root(content)
            except DmnRefused:
                continue  # Its own check tells.
            self._roots.setdefault(root.get("namespace") or "", root)

    def read(self, root: etree._Element, reviewer: Reviews | None = None) -> _File:
        """Read a file after those that it imports."""
        file = _File(root.get("namespace") or "")
        self.done[file.namespace] = file
        if len(self.done) <= _MOST_IMPORTS:
            _FileReader(self, root, file, reviewer).read()
        return file

    def find(self, namespace: str) -> _File | None:
        """The file of a namespace; None when it is not there."""
        if namespace in self.done:
            return self.done[namespace]
        return self.read(self._roots[namespace]) if namespace in self._roots else None


class _FileReader:
    """Reads one file: names and types first, then the logic, which may use all of them."""

    def __init__(
        self, files: _Files, root: etree._Element, file: _File, reviewer: Reviews | None
    ) -> None:
        self._files = files
        self._root = root
        self._file = file
        self._tags = Tags(etree.QName(root).namespace or "")
        self._types = ItemTypes(self._tags, {}, self._allowed)
        declares_inputs = bool(self._tags.all(root, "inputData"))
        self._logic = LogicReader(self._tags, self._types, self._blame, reviewer, declares_inputs)
        self._nodes: dict[Key, etree._Element] = {}

    def read(self) -> None:
        """Read everything."""
        self._read_imports()
        self._types.read(self._root)
        self._file.types = self._types.named
        for tag in ("inputData", "decision", "businessKnowledgeModel", "decisionService"):
            for node in self._tags.all(self._root, tag):
                self._name(node)
        for key, node in self._nodes.items():
            self._file.elements[key] = self._element(key, node)

    def _blame(self, code: str, element: str, detail: str, node: etree._Element) -> None:
        self._file.findings.append(DmnFinding(code, element, detail, line_of(node)))

    def _allowed(self, node: etree._Element, text: str) -> UnaryTests | None:
        try:
            return compile_unary_tests(text)
        except FeelError as error:
            self._blame(error.code, node.get("name") or "", f"{text}: {explain(error)}", node)
            return None

    def _read_imports(self) -> None:
        for node in self._tags.all(self._root, "import"):
            namespace, name = node.get("namespace") or "", node.get("name") or ""
            if (node.get("importType") or "") not in (*NAMESPACES, ""):
                continue  # PMML and others: only external functions could use them.
            file = self._files.find(namespace)
            if file is None:
                self._blame("missing-import", name, namespace, node)
                continue
            self._file.imports[namespace] = name
            prefix = f"{name}." if name else ""
            self._types.named |= {f"{prefix}{key}": kind for key, kind in file.types.items()}

    def _name(self, node: etree._Element) -> None:
        variable = self._tags.one(node, "variable")
        name = (variable.get("name") if variable is not None else "") or node.get("name") or ""
        key = self._file.namespace, node.get("id") or name
        if key in self._nodes:
            self._blame("duplicate-id", key[1], node.get("name") or "", node)
        self._nodes[key] = node
        self._file.names[key] = name
        self._file.variables[key] = self._logic.type_of(variable, key[1])

    def _element(self, key: Key, node: etree._Element) -> DrgElement:
        kind = self._file.variables[key] or ANY
        name = node.get("name") or self._file.names[key]
        tag = self._tags.name(node)
        if tag == "inputData":
            return InputData(key, name, kind)
        if tag == "decision":
            return self._decision(key, node, name, kind)
        if tag == "businessKnowledgeModel":
            return self._knowledge(key, node, name, kind)
        return self._service(key, node, name, kind)

    # -- requirements ------------------------------------------------------

    def _required(self, node: etree._Element, element: str) -> tuple[Requirement, ...]:
        found = []
        for tag, parts in (
            ("informationRequirement", ("requiredInput", "requiredDecision")),
            ("knowledgeRequirement", ("requiredKnowledge",)),
        ):
            for requirement in self._tags.all(node, tag):
                for part in parts:
                    found += self._references(requirement, part, element)
        return tuple(found)

    def _references(self, node: etree._Element, tag: str, element: str) -> list[Requirement]:
        found = [self._reference(part, element) for part in self._tags.all(node, tag)]
        return [requirement for requirement in found if requirement is not None]

    def _reference(self, node: etree._Element, element: str) -> Requirement | None:
        href = node.get("href") or ""
        namespace, _, wanted = href.rpartition("#")
        namespace = namespace or self._file.namespace
        key = namespace, wanted
        if key in self._file.names:
            return Requirement((self._file.names[key],), key)
        file = self._files.done.get(namespace)
        if file is None or key not in file.names or namespace not in self._file.imports:
            self._blame("missing-decision", element, wanted or href, node)
            return None
        prefix = self._file.imports[namespace]
        return Requirement((prefix, file.names[key]) if prefix else (file.names[key],), key)

    def _variables(self, requires: Iterable[Requirement]) -> dict[str, Type | None]:
        variables: dict[str, Type | None] = {}
        for requirement in requires:
            file = self._files.done[requirement.key[0]]
            kind = file.variables[requirement.key]
            if len(requirement.path) == 1:
                variables[requirement.path[0]] = kind
                continue
            outer = variables.get(requirement.path[0])
            fields = {**((outer.fields if outer else None) or {}), requirement.path[1]: kind or ANY}
            variables[requirement.path[0]] = Type("context", fields=fields)
        return variables

    def _place(self, element: str, requires: Iterable[Requirement]) -> Place:
        variables = self._variables(requires)
        types = self._types.named
        return Place(element, scope_of(variables, types), Builder(types, variables))

    # -- elements ----------------------------------------------------------

    def _decision(self, key: Key, node: etree._Element, name: str, kind: Type) -> Decision:
        requires = self._required(node, key[1])
        logic = self._logic.child(node, self._place(key[1], requires))
        if logic is None:
            detail = "neither a decision table nor another expression"
            logic = self._logic.refuse("no-logic", key[1], detail, node)
        sees_all = not self._logic.knows_all
        return Decision(key, name, logic, requires, kind, sees_all)

    def _knowledge(self, key: Key, node: etree._Element, name: str, kind: Type) -> KnowledgeModel:
        requires = self._required(node, key[1])
        place = self._place(key[1], requires)
        logic = self._tags.one(node, "encapsulatedLogic")
        if logic is None:
            make = self._logic.refuse("no-logic", key[1], "no encapsulated logic", node)
            return KnowledgeModel(key, name, make, requires)
        # The type of the variable is that of the function since 1.3, and was that of its result before.
        result = (kind.result or ANY) if kind.kind == "function" else kind
        outer = self._logic.type_of(logic, key[1])
        result = result if outer is ANY else outer
        return KnowledgeModel(key, name, self._logic.function(logic, place, result, name), requires)

    def _service(self, key: Key, node: etree._Element, name: str, kind: Type) -> DecisionService:
        outputs = self._references(node, "outputDecision", key[1])
        if not outputs:
            self._blame("no-output", key[1], "a service needs an output decision", node)
        inputs = [
            *self._references(node, "inputData", key[1]),
            *self._references(node, "inputDecision", key[1]),
        ]
        result = (kind.result or ANY) if kind.kind == "function" else kind
        return DecisionService(
            key, name, tuple(output.key for output in outputs), tuple(inputs), result
        )
