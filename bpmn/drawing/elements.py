"""What is to be drawn of a model: scopes with nodes, edges and lanes, read from its XML."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from engine.dmn.xml import Tags

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_TAGS = Tags(BPMN)
TASK_SIZE = (110, 80)
EVENT_SIZE = (36, 36)
GATEWAY_SIZE = (50, 50)
ARTIFACT_SIZES = {
    "textAnnotation": (140, 50),
    "dataObjectReference": (36, 50),
    "dataStoreReference": (50, 50),
    "group": (120, 80),
}
SUB_PROCESSES = ("subProcess", "adHocSubProcess", "transaction")
_DATA_ASSOCIATIONS = ("dataInputAssociation", "dataOutputAssociation")


@dataclass(eq=False, kw_only=True)
class Node:
    """A shape inside a scope. Column and row are where the layout puts it."""

    id: str
    tag: str
    name: str
    width: int
    height: int
    lane: int = 0
    host: str | None = None
    inner: "Scope | None" = None
    by_event: bool = False
    compensates: bool = False
    span: int = 1
    column: int = 0
    row: int = 0
    offset: int = 0

    @property
    def is_gateway(self) -> bool:
        """Drawn as a diamond."""
        return self.tag.endswith("Gateway")

    @property
    def is_event(self) -> bool:
        """Drawn as a circle."""
        return self.tag.endswith("Event")

    @property
    def is_artifact(self) -> bool:
        """Has no sequence flow: annotation or data."""
        return self.tag in ARTIFACT_SIZES

    @property
    def has_outer_label(self) -> bool:
        """Its name stands outside of its shape."""
        labelled = self.is_event or self.is_gateway or self.tag.startswith("data")
        return labelled and bool(self.name)


@dataclass(frozen=True, kw_only=True)
class Edge:
    """A line between two shapes of one scope."""

    id: str
    source: str
    target: str
    name: str = ""
    is_flow: bool = True


@dataclass(kw_only=True)
class Lane:
    """A band of a pool; the innermost hold nodes."""

    id: str
    members: list[str]
    children: "list[Lane]" = field(default_factory=list)

    def leaves(self) -> "Iterator[Lane]":
        """The lanes that hold nodes, from the top."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


@dataclass(kw_only=True)
class Scope:
    """A process or the inside of a sub-process."""

    id: str
    nodes: dict[str, Node]
    edges: list[Edge]
    lanes: list[Lane]

    @property
    def leaves(self) -> list[Lane]:
        """Innermost lanes, from the top; empty without lanes."""
        return [leaf for lane in self.lanes for leaf in lane.leaves()]


@dataclass(frozen=True, kw_only=True)
class Pool:
    """A participant; without a process it is a closed box."""

    id: str
    scope: Scope | None
    name: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All that one diagram shows."""

    plane: str
    pools: list[Pool]
    loose: list[Scope]
    message_flows: list[Edge]


def read_plan(root: etree._Element) -> Plan | None:
    """What the model wants drawn; None for one without a process (global tasks)."""
    processes = {element.get("id", ""): element for element in _children(root, "process")}
    if not processes:
        return None
    pools: list[Pool] = []
    flows: list[Edge] = []
    plane = next(iter(processes))
    drawn: set[str] = set()
    for collaboration in _children(root, "collaboration"):
        plane = collaboration.get("id", "")
        for participant in _children(collaboration, "participant"):
            reference = participant.get("processRef", "").split(":")[-1]
            process = processes.get(reference)
            drawn.add(reference)
            pools.append(
                Pool(
                    id=participant.get("id", ""),
                    name=participant.get("name", ""),
                    scope=read_scope(process) if process is not None else None,
                )
            )
        flows += [_edge(flow) for flow in _children(collaboration, "messageFlow")]
    loose = [read_scope(process) for key, process in processes.items() if key not in drawn]
    return Plan(plane=plane, pools=pools, loose=loose if not pools else [], message_flows=flows)


def read_scope(element: etree._Element) -> Scope:
    """Nodes, edges and lanes that stand directly in a process or sub-process."""
    nodes: dict[str, Node] = {}
    edges: list[Edge] = []
    lanes: list[Lane] = []
    for child in _children(element):
        tag = local(child)
        if tag == "laneSet":
            lanes += [_lane(lane) for lane in _children(child, "lane")]
        elif tag in ("sequenceFlow", "association"):
            edges.append(_edge(child))
        elif size := node_size(tag):
            nodes[child.get("id", "")] = _node(child, tag, size)
            edges += list(_data_edges(child))
    scope = Scope(id=element.get("id", ""), nodes=nodes, edges=edges, lanes=lanes)
    scope.edges = [edge for raw in edges if (edge := _with_ends(scope, raw)) is not None]
    _assign_lanes(scope)
    return scope


def local(element: etree._Element) -> str:
    """Local name of a BPMN element; empty for comments and other namespaces."""
    return _TAGS.name(element)


def _children(element: etree._Element, tag: str = "") -> list[etree._Element]:
    return [child for child in element if local(child) and tag in ("", local(child))]


def node_size(tag: str) -> tuple[int, int] | None:
    """Usual size of the shape of an element; None for one that has no shape."""
    if tag in ARTIFACT_SIZES:
        return ARTIFACT_SIZES[tag]
    if tag.endswith("Event"):
        return EVENT_SIZE
    if tag.endswith("Gateway"):
        return GATEWAY_SIZE
    if tag in SUB_PROCESSES or tag == "callActivity" or tag.lower().endswith("task"):
        return TASK_SIZE
    return None


def _node(element: etree._Element, tag: str, size: tuple[int, int]) -> Node:
    name = element.get("name", "")
    if tag == "textAnnotation":
        name = "".join((text.text or "") for text in _children(element, "text"))
    return Node(
        id=element.get("id", ""),
        tag=tag,
        name=" ".join(name.split()),
        width=size[0],
        height=size[1],
        host=element.get("attachedToRef"),
        inner=read_scope(element) if tag in SUB_PROCESSES else None,
        by_event=element.get("triggeredByEvent") == "true",
        compensates=element.get("isForCompensation") == "true",
    )


def _edge(element: etree._Element) -> Edge:
    return Edge(
        id=element.get("id", ""),
        source=element.get("sourceRef", ""),
        target=element.get("targetRef", ""),
        name=" ".join(element.get("name", "").split()),
        is_flow=local(element) == "sequenceFlow",
    )


def _data_edges(element: etree._Element) -> Iterator[Edge]:
    for association in _children(element):
        if local(association) not in _DATA_ASSOCIATIONS or not association.get("id"):
            continue
        incoming = local(association) == "dataInputAssociation"
        other = association.findtext(f"{{{BPMN}}}{'sourceRef' if incoming else 'targetRef'}", "")
        ends = (other.strip(), element.get("id", ""))
        source, target = ends if incoming else ends[::-1]
        yield Edge(id=association.get("id", ""), source=source, target=target, is_flow=False)


def _lane(element: etree._Element) -> Lane:
    return Lane(
        id=element.get("id", ""),
        members=[(ref.text or "").strip() for ref in _children(element, "flowNodeRef")],
        children=[
            _lane(inner)
            for lane_set in _children(element, "childLaneSet")
            for inner in _children(lane_set, "lane")
        ],
    )


def _with_ends(scope: Scope, edge: Edge) -> Edge | None:
    """The edge between nodes of the scope; None for one that is not."""
    source, target = _end(scope, edge.source), _end(scope, edge.target)
    if source is None or target is None or (source == target and not edge.is_flow):
        return None
    return replace(edge, source=source, target=target)


def _end(scope: Scope, name: str) -> str | None:
    if name in scope.nodes:
        return name
    # An annotation may hang on a flow: draw it to where the flow begins.
    on_flow = [edge.source for edge in scope.edges if edge.id == name]
    return on_flow[0] if on_flow and on_flow[0] in scope.nodes else None


def _assign_lanes(scope: Scope) -> None:
    leaves = scope.leaves
    where = {member: index for index, leaf in enumerate(leaves) for member in leaf.members}
    unknown = [node for node in scope.nodes.values() if node.id not in where]
    for node in scope.nodes.values():
        node.lane = where.get(node.id, max(len(leaves) - 1, 0))
    for node in unknown:
        beside = [
            *([node.host] if node.host else []),
            *(edge.source for edge in scope.edges if edge.target == node.id),
            *(edge.target for edge in scope.edges if edge.source == node.id),
        ]
        node.lane = next((where[name] for name in beside if name in where), node.lane)
    for node in scope.nodes.values():
        if node.host in scope.nodes:
            node.lane = scope.nodes[node.host].lane
