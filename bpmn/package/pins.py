"""Which shared folders a procedure stands on: what it calls and what its forms include, all the way down."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain

from bpmn.package.diagram import DiagramRefused, read_diagram
from bpmn.package.folder import Folder


def needs(folder: Folder, library: Mapping[str, Folder]) -> dict[str, Folder]:
    """Shared folders that the folder uses, by slug; what the library lacks is left out."""
    found: dict[str, Folder] = {}
    pending = [folder]
    while pending:
        here = pending.pop()
        wrapper = {here.sheet.wrapper} - {""}
        for slug in {*called_processes(here), *_form_homes(here, library), *wrapper}:
            if slug in library and slug not in found and slug != folder.slug:
                found[slug] = library[slug]
                pending.append(library[slug])
    return dict(sorted(found.items()))


def version_digest(folder: Folder, shared: Mapping[str, Folder]) -> str:
    r"""SHA-256 of "root digest\n" and one line "slug\0digest\n" for each shared folder, sorted."""
    lines = [f"{folder.digest}\n"]
    lines += [f"{slug}\0{shared[slug].digest}\n" for slug in sorted(shared)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


# Pages ask it of every procedure on every shared folder.
@lru_cache(maxsize=512)
def called_processes(folder: Folder) -> tuple[str, ...]:
    """Processes that the folder's diagram calls; none if it cannot be read."""
    if folder.process is None:
        return ()
    try:
        return read_diagram(folder.process).called_processes
    except DiagramRefused:
        return ()


def includes_of(form: bytes) -> tuple[str, ...]:
    """Names of the shared groups that a form includes; none if it cannot be read."""
    try:
        return tuple(dict.fromkeys(_includes(json.loads(form))))
    except (ValueError, RecursionError):
        return ()


def _includes(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _includes(item)
    elif isinstance(node, dict):
        properties = node.get("properties")
        if isinstance(properties, dict) and isinstance(properties.get("include"), str):
            yield properties["include"]
        yield from _includes(node.get("components"))


def _form_homes(folder: Folder, library: Mapping[str, Folder]) -> Iterator[str]:
    for name in _included(folder):
        if folder.form(name) is None:
            yield from (slug for slug in sorted(library) if library[slug].form(name))


@lru_cache(maxsize=512)
def _included(folder: Folder) -> tuple[str, ...]:
    forms = folder.inside("forms").values()
    return tuple(dict.fromkeys(chain.from_iterable(map(includes_of, forms))))
