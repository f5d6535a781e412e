"""From a suite's file to compiled models of all its processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.conformance.anatomy import (
    PARALLEL_PROCESS,
    Anatomy,
    Element,
    bpmn,
    called_by,
    read_anatomy,
    runnable,
)
from engine.conformance.translation import translate
from engine.conformance.walk import Walk
from engine.dmn.xml import parse
from engine.runtime import CompiledModel, ProcessSource, compile_model


class NotRunnable(Exception):
    """The file has nothing to start."""


@dataclass(frozen=True)
class Deployment:
    """The processes of a file, compiled; those that are only called stand in their callers.

    Attributes:
        root: the process that a case starts: of the file's name, else the first.
    """

    root: str
    models: Mapping[str, CompiledModel]
    anatomy: Anatomy
    walk: Walk


def deploy(path: Path, *, is_parallel: bool) -> Deployment:
    """Compile every process of a file, and what it needs of the files beside it.

    Args:
        path: the model.
        is_parallel: `ParallelProcess` is needed, in the file or beside it.

    Raises:
        ModelRefused: a process cannot run.
        PlaceholderUnknown: a script says what is not in the suite's vocabulary.
        XmlRefused: it is no XML.
        NotRunnable: it has no process.
        OSError: there is no such file.
    """
    roots = [parse(path.read_bytes())]
    needed = called_by(roots[0].iter(bpmn("callActivity"))) | (
        {PARALLEL_PROCESS} if is_parallel else frozenset()
    )
    for name in sorted(needed - set(runnable(roots[0], needed))):
        beside = path.with_name(f"{name}.bpmn")
        if beside.is_file():
            roots.append(parse(beside.read_bytes()))
    anatomy = read_anatomy(roots)
    walk = Walk(roots)
    root = _root(path, anatomy)
    return Deployment(root, _compile(roots, anatomy, root), anatomy, walk)


def _root(path: Path, anatomy: Anatomy) -> str:
    candidates = [
        process
        for process in anatomy.processes
        if process not in anatomy.called and process != PARALLEL_PROCESS
    ]
    if path.stem in anatomy.processes:
        return path.stem
    if not candidates:
        raise NotRunnable(f"{path.name}: no process that can be started")
    return candidates[0]


def _compile(roots: list[Element], anatomy: Anatomy, started: str) -> dict[str, CompiledModel]:
    sources: dict[str, ProcessSource] = {}
    for root in roots:
        names = list(runnable(root, anatomy.called))
        sources |= dict.fromkeys(names, ProcessSource(translate(root)))
    return {
        process: compile_model(process, sources, "conformance")
        for process in anatomy.processes
        if process not in anatomy.called or process in (started, PARALLEL_PROCESS)
    }
