"""Names of data that nothing in reach ever writes: an expression that reads one is always null.

Each is a warning with the nearest name; a null condition takes the default way without a word.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from lxml import etree

from bpmn.checks.expressions import of_diagram, of_message
from bpmn.checks.known_names import Known, Shape, form_shape, known_names, start_forms
from bpmn.checks.subject import Subject
from bpmn.package import Finding, FolderKind
from bpmn.package.findings import warning
from bpmn.vocabulary import nodes
from engine import dmn
from engine.feel import Diagnostic, FeelError, Scope, default_limits, scope_of
from engine.feel.checking import diagnose
from engine.feel.syntax import Node, Parser
from engine.feel.types import ANY, Type
from forms.schema import Component, FormRefused, FormSchema, load_form

_CODES = frozenset({"unknown-name", "unknown-entry"})
_PLAIN = scope_of()
_PLAIN_NAME = re.compile(r"[^\W\d]\w*")
_HERE = ("this", "parent", "i", "_this_", "_parent_", "_i_", "entity")


def findings(subject: Subject) -> Iterator[Finding]:
    """Every name that nobody writes, at its place."""
    if subject.folder.kind is FolderKind.FORMS:
        return
    known = known_names(subject)
    yield from _of_flow(subject, known)
    yield from _of_forms(subject, known)
    for name, raw in subject.folder.inside("messages").items():
        for text in of_message(raw):
            line = raw.count(b"\n", 0, max(0, raw.find(text.encode()))) + 1
            yield from told(f"messages/{name}", f"línea {line}", unknown_in(text, known))
    called = {element.decision_id for element in subject.elements}
    for name, raw in subject.folder.inside("decisions").items():
        # A table that no task calls may only explain something.
        if called & {node.get("id") for node in nodes(raw)}:
            yield from _of_decisions(subject, name, raw, known)


def unknown_in(text: str, known: Known) -> Iterator[Diagnostic]:
    """Names in an expression that nothing writes; none in what is no FEEL."""
    try:
        # As it is read when it runs: without knowing a name.
        tree = Parser(text, _PLAIN, default_limits()).whole_expression()
        # What is wrong whatever the data are, is told by the rule of expressions.
        certain = {(d.line, d.column) for d in diagnose(tree, _PLAIN, knows_all=False)}
        scope = Scope(known.variables, {}, _PLAIN.functions)
        found = diagnose(tree, scope, knows_all=known.is_whole)
    except (FeelError, RecursionError):
        return
    for one in found:
        if one.code in _CODES and (one.line, one.column) not in certain:
            yield one


def told(file: str, place: str, found: Iterator[Diagnostic]) -> Iterator[Finding]:
    """A warning for each unknown name."""
    for one in found:
        is_root = one.code == "unknown-name"
        yield warning(
            "name-unknown",
            file,
            place,
            f"Nadie escribe el dato «{one.name}» en este proceso."
            if is_root
            else f"El dato que se lee no tiene «{one.name}»: nadie lo escribe.",
            f"¿Quiso decir «{one.nearest}»?"
            if one.nearest
            else "Corrija el nombre; si lo trae un mensaje, póngalo en un escenario.",
        )


def _of_flow(subject: Subject, known: Known) -> Iterator[Finding]:
    for place, text, _ in of_diagram(subject.folder.process):
        yield from told("process.bpmn", place, unknown_in(text, known))
    for node in nodes(subject.folder.process or b""):
        text = (node.text or "").strip()
        if etree.QName(node).localname == "script" and text and not text.startswith("="):
            owner = node.getparent()
            place = str(owner.get("id") or "") if owner is not None else ""
            yield from told("process.bpmn", place, unknown_in(text, known))


# -- forms ---------------------------------------------------------------------


def _of_forms(subject: Subject, known: Known) -> Iterator[Finding]:
    asked = {use.element.form_id for use in subject.uses}
    for name, raw in subject.folder.inside("forms").items():
        form_id = name.removesuffix(".form")
        is_filed = subject.is_procedure and form_id in start_forms(subject.folder.sheet)
        around = {} if is_filed and form_id not in asked else known.variables
        shape = {**around, **form_shape(raw, subject), **dict.fromkeys(_HERE)}
        with suppress(FormRefused):  # The rule of forms says why.
            schema = load_form(raw, includes=subject.include)
            yield from _of_form(f"forms/{name}", schema, Known(shape, known.is_whole))


def _of_form(file: str, schema: FormSchema, known: Known) -> Iterator[Finding]:
    for component in _all(schema.components):
        rules = component.rules
        for question in (component.hide, rules.required_if, rules.check, *component.told):
            if question is not None:
                seen = _seen(known.variables, component.scope)
                place = component.name or component.id
                unknown = unknown_in(question.text, Known(seen, known.is_whole))
                yield from told(file, place, unknown)


def _all(components: tuple[Component, ...]) -> Iterator[Component]:
    for component in components:
        yield component
        yield from _all(component.children)


def _seen(whole: Mapping[str, Type | None], scope: tuple[str, ...]) -> Shape:
    """Answers beside the field, then those around it, then the whole form."""
    seen = dict(whole)
    here: Mapping[str, Type | None] = whole
    for key in scope:
        kind = here.get(key)
        kind = kind.item if kind is not None and kind.item is not None else kind
        here = (kind.fields if kind is not None else None) or {}
        seen |= here
    return seen


# -- decisions -----------------------------------------------------------------


def _of_decisions(subject: Subject, name: str, raw: bytes, known: Known) -> Iterator[Finding]:
    files = subject.folder.inside("decisions")
    declared = {str(node.get("name")): str(node.get("id")) for node in _declared(raw)}
    reviewer = _Reviewer(known, frozenset(declared))
    for datum, element in declared.items():
        if _PLAIN_NAME.fullmatch(datum):
            yield from told(f"decisions/{name}", element, unknown_in(datum, known))
    with suppress(dmn.DmnRefused):  # The rule of decisions says why.
        dmn.load_leniently(raw, [other for key, other in files.items() if key != name], reviewer)
    for element, found in reviewer.found:
        yield from told(f"decisions/{name}", element, iter((found,)))


def _declared(raw: bytes) -> Iterator[etree._Element]:
    """Input data of a file, which are variables of the case."""
    return (node for node in nodes(raw) if etree.QName(node).localname == "inputData")


class _Reviewer:
    """Looks at expressions that read the case's variables, while a file is read."""

    def __init__(self, known: Known, declared: frozenset[str]) -> None:
        self._known = known
        self._declared = declared
        self.found: list[tuple[str, Diagnostic]] = []

    def review(
        self,
        tree: Node,
        scope: Scope,
        element: str,
        _node: etree._Element,
        *,
        knows_all: bool,
        given: Type = ANY,
    ) -> None:
        """Look at an expression or at the tests of a cell."""
        around = self._around(scope, knows_all=knows_all)
        is_whole = knows_all or self._known.is_whole
        # What the file alone shows to be wrong is told by the rule of decisions.
        certain = set(diagnose(tree, scope, given=given, knows_all=knows_all))
        for found in diagnose(tree, around, given=given, knows_all=is_whole):
            if found.code in _CODES and found not in certain:
                self.found.append((element, found))

    def _around(self, scope: Scope, *, knows_all: bool) -> Scope:
        """What is in sight, with the shapes that the case's variables have."""
        case, own = self._known.variables, scope.variables
        if knows_all:
            untyped = (name for name in self._declared & set(own) if own[name] in (None, ANY))
            variables = {**own, **{name: case.get(name) for name in untyped}}
        else:
            variables = {**case, **own}
        return Scope(variables, scope.types, scope.functions)

    def review_table(self, *_table: object) -> None:
        """Rows are looked at by the rule of decisions."""
