"""Which data something in reach of a folder writes, and the shape of what only its forms write.

Names are gathered flat: where a name is written is not asked, only whether anything writes it at all.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from lxml import etree

from bpmn.checks.subject import Subject
from bpmn.package import Folder
from bpmn.package.scenarios import read_scenario
from bpmn.package.sheet import Sheet
from bpmn.vocabulary import ALWAYS, START_FORM, nodes, of_flow
from engine.feel.types import ANY, Type, list_of
from forms.schema import Component, FormRefused, load_form

Shape = dict[str, Type | None]

_LEAVES_FILE = Path(__file__).with_name("jobs.toml")
# What the engine gives besides what the studio offers.
GIVEN = (
    *(
        "filedBy",
        "consents",
        "signature",
        "sheet",
        "actionFiles",
        "actionAnswers",
        "errorCode",
        "errorMessage",
    ),
    *("loopCounter", "numberOfInstances", "numberOfActiveInstances", "numberOfCompletedInstances"),
    *("numberOfTerminatedInstances", "activationCount", "waitingForStart"),
    # Of its message about related cases.
    *("relatedRadicado", "relatedProcedure", "relatedOutcome"),
)
_DECLARED = frozenset({"dataObject", "property", "inputDataItem", "outputDataItem"})
_HOLDERS = ("subProcess", "transaction", "SubProcess")
ANSWERED = ("answers", "applicant", "notification", "consents")
_KEY = re.compile(r"([^\W\d]\w*)\"?\s*:(?!:)")
_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True)
class Known:
    """What may be named.

    Attributes:
        variables: every name with its type; None where nobody can tell its shape.
        is_whole: whether there are no others.
    """

    variables: Mapping[str, Type | None]
    is_whole: bool = True


@cache
def job_leaves() -> Mapping[str, tuple[str, ...]]:
    """Variables that each job type leaves (docs/procedure-folder.md)."""
    found = tomllib.loads(_LEAVES_FILE.read_text(encoding="utf-8"))["leaves"]
    return {job_type: tuple(names) for job_type, names in found.items()}


def known_names(subject: Subject) -> Known:
    """Every name that the folder's expressions, messages and templates may read."""
    folders = (subject.folder, *subject.shared.values())
    gathered = _Gathered()
    for folder in folders:
        gathered.read(folder, subject)
    gathered.written |= gathered.passed
    if not subject.is_procedure:
        # It sees what its callers have, and they may have what any other shared process left.
        around = (names_listed(other.sheet.outputs) for other in subject.library.values())
        gathered.written |= {*names_listed(subject.folder.sheet.inputs), *chain(*around)}
    return gathered.known(subject, folders)


def names_of_its_own(subject: Subject) -> Known:
    """The same without what stays inside the processes that it calls."""
    gathered = _Gathered()
    for folder in (subject.folder, subject.wrapper, *left_whole(subject)):
        if folder is not None:
            gathered.read(folder, subject)
    called = subject.shared if subject.is_procedure else subject.library
    gathered.written |= set(chain(*(names_listed(f.sheet.outputs) for f in called.values())))
    gathered.written |= set(names_listed(subject.folder.sheet.inputs))
    return gathered.known(subject, (subject.folder,))


def left_whole(subject: Subject) -> Iterator[Folder]:
    """Processes that leave all their variables to this one."""
    for node in nodes(subject.folder.process or b""):
        if node.get("processId") and node.get("propagateAllChildVariables") != "false":
            folder = subject.library.get(str(node.get("processId")))
            if folder is not None:
                yield folder


def names_listed(texts: Iterable[str]) -> Iterator[str]:
    """Variables of the `inputs` or `outputs` of a shared sheet, whose texts begin with their name."""
    for text in texts:
        word = _WORD.match(text)
        if word and not text.startswith("error "):
            yield word[0]


def form_shape(raw: bytes | None, subject: Subject) -> Shape:
    """Names that a form writes, with what lies under them; none if it cannot be read."""
    try:
        return _fields(load_form(raw, includes=subject.include).components) if raw else {}
    except FormRefused:
        return {}


def merged(left: Mapping[str, Type | None], right: Mapping[str, Type | None]) -> Shape:
    """What either of two shapes has."""
    found = dict(left)
    for name, kind in right.items():
        found[name] = _either(found[name], kind) if name in found else kind
    return found


class _Gathered:
    """What has been found so far.

    Attributes:
        written: by mappings, results, jobs, messages and called processes.
        passed: by input mappings, for one activity alone.
        asked: by forms, with its shape.
        words: keys that anything writes, for shapes that are not only a form's.
    """

    def __init__(self) -> None:
        self.written: set[str] = set()
        self.passed: set[str] = set()
        self.asked: Shape = {}
        self.words: set[str] = {entry for entries in ALWAYS.values() for entry in entries}
        self.is_whole = True

    def read(self, folder: Folder, subject: Subject) -> None:
        """Take in a folder."""
        starts = set(start_forms(folder.sheet)) if folder is subject.folder else set()
        for name, raw in folder.inside("forms").items():
            shape = form_shape(raw, subject)
            self.words |= set(_keys(shape))
            self.is_whole = self.is_whole and bool(shape)  # None can be read otherwise.
            if name.removesuffix(".form") not in starts:
                self.asked = merged(self.asked, shape)
        self.written |= set(names_listed(folder.sheet.outputs))
        bodies = [_of_flow(folder.process or b"")]
        bodies += [of_scenario(raw) for raw in folder.inside("scenarios").values()]
        for body in bodies:
            self.written |= body.written
            self.passed |= body.passed
            self.words |= body.words
            self.is_whole = self.is_whole and body.is_whole
        for raw in folder.inside("decisions").values():
            self.words |= _of_table(raw)

    def known(self, subject: Subject, folders: tuple[Folder, ...]) -> Known:
        """All of it, with the shapes that are certain."""
        answered = merged({}, self._answered(subject))
        variables: Shape = dict.fromkeys((*ALWAYS, *GIVEN, *self.written))
        for name, kind in merged(self.asked, answered).items():
            sure = name not in self.written and name not in ANSWERED
            variables[name] = kind if sure else loosened(kind, self.words)
        if subject.is_procedure:
            variables["sheet"] = _sheet(folders)
        return Known(variables, self.is_whole and not _lacks_files(subject))

    def _answered(self, subject: Subject) -> Shape:
        """What is filed, and what the engine takes out of it."""
        folder = subject.folder
        forms = [form_shape(folder.form(name), subject) for name in start_forms(folder.sheet)]
        if not subject.is_procedure or not any(forms):
            return dict.fromkeys(ANSWERED)
        filed: Shape = {}
        for form in forms:
            filed = merged(filed, form)
        parts = {name: filed.get(name) for name in ANSWERED if name != "answers"}
        return {"answers": Type("context", fields=_certain(filed)), **parts}


def _lacks_files(subject: Subject) -> bool:
    """Whether something that would write is not there; the rules of forms and calls say so."""
    for use in subject.uses:
        form, called = use.element.form_id, use.element.called_process
        if form and not any(place.form(form) for place in use.places):
            return True
        if called and called not in subject.library:
            return True
    return subject.diagram is None


def start_forms(sheet: Sheet) -> tuple[str, ...]:
    """Names of the forms with which it may be filed."""
    return (START_FORM, *sheet.start_forms.values())


def loosened(kind: Type | None, words: Iterable[str]) -> Type | None:
    """A shape that something else may add to: any key that is written somewhere."""
    if kind is None:
        return None
    if kind.item is not None:
        return list_of(loosened(kind.item, words) or ANY)
    if kind.fields is None:
        return kind
    inner = {name: loosened(field, words) or ANY for name, field in kind.fields.items()}
    return Type("context", fields={**dict.fromkeys(words, ANY), **inner})


def _fields(components: tuple[Component, ...]) -> Shape:
    found: Shape = {}
    for component in components:
        if component.is_leaf:
            found = merged(found, {component.key: None})
            continue
        inner = _fields(component.children)
        if component.is_scope:
            kind = Type("context", fields=_certain(inner))
            is_list = component.type == "dynamiclist"
            inner = {component.key: list_of(kind) if is_list else kind}
        found = merged(found, inner)
    return found


def _certain(shape: Mapping[str, Type | None]) -> dict[str, Type]:
    return {name: kind or ANY for name, kind in shape.items()}


def _either(left: Type | None, right: Type | None) -> Type | None:
    if left is None or right is None or left.kind != right.kind:
        return None
    if left.item is not None and right.item is not None:
        return list_of(_either(left.item, right.item) or ANY)
    if left.fields is None or right.fields is None:
        return None
    return Type("context", fields=_certain(merged(left.fields, right.fields)))


def _sheet(folders: tuple[Folder, ...]) -> Type:
    """What a case sees of its sheet: parameters of shared folders are there too."""
    own = folders[0].sheet.variables()
    fields: dict[str, Type] = dict.fromkeys(own, ANY)
    for part in ("parameters", "documents"):
        keys = [key for folder in folders for key in folder.sheet.variables()[part]]
        fields[part] = Type("context", fields=dict.fromkeys(keys, ANY))
    return Type("context", fields=fields)


@dataclass(frozen=True)
class _Body:
    """What one file writes: names, keys at any depth, whether nothing else, and what only inputs do."""

    written: frozenset[str]
    words: frozenset[str]
    is_whole: bool = True
    passed: frozenset[str] = frozenset()


# The same shared folders stand under every procedure.
@lru_cache(maxsize=256)
def _of_flow(process: bytes) -> _Body:
    passed = Counter(_passed(process))
    # What is also written otherwise stays when the activity is over.
    written = set(Counter(name.name for name in of_flow(process)) - passed)
    scripts: list[str] = []
    for node in nodes(process):
        tag, text = etree.QName(node).localname, (node.text or "").strip().removeprefix("=").strip()
        if tag in _DECLARED:
            written |= {node.get("name") or "", node.get("id") or ""}
        elif tag == "taskDefinition":
            written |= set(job_leaves().get(str(node.get("type")), ()))
        elif tag == "to":
            written.add(text)
        elif tag == "script" and text:
            scripts.append(text)  # BPMN's own, whose context becomes variables.
    for text in scripts:
        written |= set(_KEY.findall(text))
    is_whole = all(text.startswith("{") for text in scripts)
    return _Body(frozenset(written), _keys_in(process), is_whole, frozenset(passed))


def _passed(process: bytes) -> Iterator[str]:
    """What input mappings write for one activity alone; what stands in a sub-process sees its own."""
    for node in nodes(process):
        if etree.QName(node).localname == "input" and node.get("target"):
            owner = next(node.iterancestors("{*}extensionElements")).getparent()
            if owner is None or not etree.QName(owner).localname.endswith(_HOLDERS):
                yield str(node.get("target"))


@lru_cache(maxsize=2048)
def of_scenario(raw: bytes) -> _Body:
    """What the messages of a scenario bring."""
    played, _ = read_scenario("scenarios/x.yaml", raw)
    brought = [getattr(step, "variables", {}) for step in played.steps] if played else []
    if played and played.begin:
        brought.append(played.begin.variables)
    return _Body(frozenset(chain(*brought)), frozenset(_keys(brought)))


@lru_cache(maxsize=256)
def _of_table(raw: bytes) -> frozenset[str]:
    return _keys_in(raw) | {node.get("name") or "" for node in nodes(raw)}


def _keys_in(raw: bytes) -> frozenset[str]:
    """Keys of contexts in the expressions of a file."""
    return frozenset(_KEY.findall(raw.decode("utf-8", "replace").replace("&quot;", '"')))


def _keys(value: Any) -> Iterator[str]:
    """Keys at any depth of a shape or of plain data."""
    if isinstance(value, Type):
        yield from _keys(value.fields or value.item)
    elif isinstance(value, Mapping):
        yield from map(str, value)
        for inner in value.values():
            yield from _keys(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _keys(inner)
