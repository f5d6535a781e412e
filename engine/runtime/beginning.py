# mypy: disable-error-code="no-untyped-call"
"""How a process begins: its scope's data, its armed event sub-processes, and its first tokens.

Source: BPMN 2.0.2, 13.1 and 13.5.2 (start events), 10.5.2 (processes without start event).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.runtime.errors import RunFailed
from engine.runtime.workflow import AnyWorkflow, spec_name

if TYPE_CHECKING:
    from engine.runtime.run import Run


def open_process(run: Run, workflow: AnyWorkflow) -> None:
    """Declare the data of a process and arm its event sub-processes."""
    local = run.scopes.local(workflow.scope)
    for name in workflow.spec.data_names:
        local.setdefault(name, None)
    for node_id in workflow.spec.event_sub_processes:
        arm(run, workflow, workflow.spec.task_specs[spec_name(node_id)])


def arm(run: Run, workflow: AnyWorkflow, spec: Any) -> None:
    """Let an event sub-process wait for its start event."""
    spec.arm(run.token(workflow, spec, armed=True))


# Upstream: no-start-event-refused
def begin(run: Run, workflow: AnyWorkflow) -> None:
    """Open a process and put its tokens: on the none start event, or on all that no flow leads to."""
    open_process(run, workflow)
    run.schedule(
        [
            run.token(workflow, workflow.spec.task_specs[spec_name(node_id)])
            for node_id in workflow.spec.first_nodes
        ]
    )
    run.check_completed(workflow)


def begin_by_event(run: Run, workflow: AnyWorkflow, at: str, payload: dict[str, Any]) -> None:
    """Open a process by one of its events.

    Args:
        run: the step.
        workflow: the process, still without tokens.
        at: start event, instantiating receive task, or event behind an instantiating gateway.
        payload: what the event brought.

    Raises:
        RunFailed: the process does not begin there.

    Source: BPMN 2.0.2, 13.2 (instantiation) and 13.4.4 (event-based gateways that instantiate).
    """
    if all(point.element_id != at for point in run.model.starts):
        raise RunFailed("not-a-start", workflow.key, at, at)
    open_process(run, workflow)
    spec = workflow.spec.task_specs[spec_name(at)]
    if spec.node.type == "startEvent":
        run.schedule([run.token(workflow, spec, fired=payload)])
        return
    gateway = _instantiating(workflow, spec)
    others = []
    if gateway is not None and gateway.node.is_parallel:
        others = [other for other in gateway.targets(workflow) if other is not spec]
    # What the event brought comes first: the others may find their keys in it.
    tasks = [run.token(workflow, spec, fired=payload)]
    tasks += [run.token(workflow, other) for other in others]
    run.schedule(tasks)


def _instantiating(workflow: AnyWorkflow, spec: Any) -> Any:
    for flow in spec.node.incoming:
        source = workflow.spec.task_specs[spec_name(flow.source)]
        if source.node.is_instantiating:
            return source
    return None
