"""From sources to a compiled model; every reason to refuse is collected before refusing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from SpiffWorkflow.exceptions import SpiffWorkflowException

from engine import dmn
from engine.dmn.xml import XmlRefused, parse
from engine.runtime.compile.advice import advise, recursions
from engine.runtime.compile.parsing import build_specs
from engine.runtime.compile.reading import Reader
from engine.runtime.compile.rules import check_calls, check_rules
from engine.runtime.compile.source import bpmn
from engine.runtime.compile.words import check_words
from engine.runtime.errors import Finding, ModelRefused
from engine.runtime.model import CompiledModel, ProcessSource
from engine.runtime.nodes import Process, StartPoint
from engine.runtime.specs.gateways import ReachingSpec


def compile_model(root: str, sources: Mapping[str, ProcessSource], digest: str) -> CompiledModel:
    """Compile a process with all that it calls, directly or not.

    Args:
        root: id of the process that a case starts.
        sources: by process id; those that are not called are left alone.
        digest: name of the version; a frozen state only fits the digest it was made with.

    Raises:
        ModelRefused: something cannot run; all findings are in it.
    """
    processes, findings = _read_all(root, sources)
    findings += check_calls(processes, sources)
    decisions: dict[tuple[str, str], dmn.DecisionModel] = {}
    for process in processes.values():
        findings += _load_decisions(process, sources[process.id], decisions)
    if findings:
        raise ModelRefused(tuple(findings))
    return _assembled(root, processes, digest, decisions)


def _assembled(
    root: str,
    processes: Mapping[str, Process],
    digest: str,
    decisions: Mapping[tuple[str, str], dmn.DecisionModel],
) -> CompiledModel:
    nodes = {
        (process.id, node.id): node
        for process in processes.values()
        for node in process.nodes.values()
    }
    specs = _build(processes)
    return CompiledModel(
        root=root,
        digest=digest,
        elements={place: node.element() for place, node in nodes.items()},
        nodes=nodes,
        processes=tuple(processes),
        properties={process.id: process.properties for process in processes.values()},
        starts=tuple(_starts(processes[root])),
        advice=(
            *(finding for process in processes.values() for finding in advise(process)),
            *recursions(processes),
        ),
        joins={key: names for key, spec in specs.items() if (names := _joins(spec))},
        has_conditions=any(
            event.kind == "conditional" for node in nodes.values() for event in node.events
        ),
        decisions=decisions,
        specs=specs,
    )


def _starts(process: Process) -> Iterator[StartPoint]:
    """Ways to start a process: its start events, and what may instantiate it."""
    behind = {
        flow.target
        for node in process.nodes.values()
        if node.type == "eventBasedGateway" and node.is_instantiating
        for flow in node.outgoing
    }
    for node in process.nodes.values():
        is_start = node.type == "startEvent" or node.id in behind
        is_task = node.type == "receiveTask" and node.is_instantiating
        if node.scope is not None or not (is_start or is_task):
            continue
        for event in node.events:
            name = event.name.text if event.name and not event.name.text.startswith("=") else None
            yield StartPoint(node.id, event.kind, name, node.is_parallel)
        if not node.events:
            yield StartPoint(node.id, "none")


def _joins(spec: Any) -> tuple[str, ...]:
    return tuple(
        name
        for name, task_spec in spec.task_specs.items()
        if isinstance(task_spec, ReachingSpec) and task_spec.is_join
    )


def _read_all(
    root: str, sources: Mapping[str, ProcessSource]
) -> tuple[dict[str, Process], list[Finding]]:
    processes: dict[str, Process] = {}
    findings: list[Finding] = []
    if root not in sources:
        findings.append(Finding("unknown-process", root, None, root))
    todo, seen = [root], set()
    while todo:
        process_id = todo.pop(0)
        if process_id in seen or process_id not in sources:
            continue
        seen.add(process_id)
        process = _read(process_id, sources[process_id], findings)
        if process is not None:
            processes[process_id] = process
            todo += [node.called_process for node in process.nodes.values() if node.called_process]
    return processes, findings


# Upstream: doctype-accepted
def _read(process_id: str, source: ProcessSource, findings: list[Finding]) -> Process | None:
    try:
        root: Any = parse(source.bpmn)
    except XmlRefused as error:
        findings.append(Finding(error.code, process_id, None, str(error.detail), error.line))
        return None
    if root.tag != bpmn("definitions"):
        findings.append(Finding("not-bpmn", process_id, None, str(root.tag), root.sourceline))
        return None
    findings += check_words(process_id, root)
    reader = Reader(process_id, root)
    process = reader.read()
    findings += reader.findings
    if process is not None:
        findings += check_rules(process)
    return process


# Upstream: decision-graph-refused
def _load_decisions(
    process: Process,
    source: ProcessSource,
    decisions: dict[tuple[str, str], dmn.DecisionModel],
) -> list[Finding]:
    findings: list[Finding] = []
    for name, content in source.decisions.items():
        try:
            beside = [other for key, other in source.decisions.items() if key != name]
            model = dmn.load(content, beside)
        except dmn.DmnRefused as error:
            findings += [
                Finding(f.code, process.id, f.element, f"{name}: {f.detail}")
                for f in error.findings
            ]
            continue
        for decision_id in model.decisions:
            if (process.id, decision_id) in decisions:
                findings.append(Finding("duplicate-decision", process.id, decision_id, name))
            decisions[process.id, decision_id] = model
    for node in process.nodes.values():
        wanted = node.decision_id
        if wanted and not wanted.startswith("=") and (process.id, wanted) not in decisions:
            findings.append(Finding("unknown-decision", process.id, node.id, wanted, node.line))
    return findings


def _build(processes: Mapping[str, Process]) -> dict[str, Any]:
    specs: dict[str, Any] = {}
    for process in processes.values():
        try:
            specs.update(build_specs(process))
        except SpiffWorkflowException as error:
            finding = Finding("not-built", process.id, None, str(error))
            raise ModelRefused((finding,)) from error
    return specs
