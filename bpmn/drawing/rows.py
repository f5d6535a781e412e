"""Rows of a scope: nodes that follow each other stand in one row of their lane.

Where the row goes is found by trying every place and keeping the one with the fewest bends and
detours.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from bpmn.drawing.columns import anchor
from bpmn.drawing.elements import Edge, Node, Scope

_SWEEPS = 3


@dataclass(frozen=True, kw_only=True)
class Taste:
    """What a layout gives more or less weight; the best of several tastes is drawn.

    Attributes:
        new_row: the cost of one more row.
        stays_in_lane: whether a row goes on in its lane rather than on the longest way.
        back_together: how much a way that left a lane and comes back wants its old row.
    """

    new_row: float = 1.6
    stays_in_lane: bool = True
    back_together: float = 0.4


TASTES = tuple(
    Taste(new_row=new_row, stays_in_lane=stays, back_together=back)
    for new_row in (1.6, 0.6, 3.0)
    for stays in (True, False)
    for back in (0.8, 0.2)
)


@dataclass(eq=False)
class _Chain:
    nodes: list[Node]
    lane: int
    number: int
    is_main: bool = False
    first: int = 0
    last: int = 0
    columns: frozenset[int] = frozenset()


@dataclass(eq=False)
class _Row:
    chains: list[_Chain] = field(default_factory=list)

    @property
    def columns(self) -> set[int]:
        return set().union(*(chain.columns for chain in self.chains))


@dataclass(frozen=True)
class _Link:
    source: Node
    target: Node
    weight: float
    downwards: bool
    from_gateway: bool


def assign_rows(scope: Scope, members: list[Node], back: set[str], taste: Taste) -> list[list[int]]:
    """Gives every member its row, counted from the top of the scope; rows of each lane."""
    board = _Board(scope, members, back, taste)
    board.settle()
    rows: list[list[int]] = []
    count = 0
    for lane in board.lanes:
        rows.append([])
        for row in lane:
            rows[-1].append(count)
            for chain in row.chains:
                for node in chain.nodes:
                    node.row = count
            count += 1
    return rows


class _Board:
    def __init__(self, scope: Scope, members: list[Node], back: set[str], taste: Taste) -> None:
        self._taste = taste
        self._scope = scope
        self._back = back
        self._members = {node.id: node for node in members}
        self.lanes: list[list[_Row]] = [[] for _ in range(max(len(scope.leaves), 1))]
        self._links: dict[str, list[_Link]] = defaultdict(list)
        for link in self._all_links():
            self._links[link.source.id].append(link)
            self._links[link.target.id].append(link)
        self._chains = self._chain_up()
        self._at: dict[str, _Row] = {}
        self._index: dict[int, int] = {}
        self._taken: dict[int, set[int]] = {}
        self._kin: dict[int, list[_Chain]] = defaultdict(list)
        for chain in self._chains:
            self._kin[chain.number].append(chain)

    def settle(self) -> None:
        for chain in self._chains:
            self._place(chain)
        for _ in range(_SWEEPS):
            for chain in self._chains:
                self._lift(chain)
                self._place(chain)
        for lane in self.lanes:
            lane[:] = [row for row in lane if row.chains] or lane[:1]

    def _all_links(self) -> Iterator[_Link]:
        for edge in self._scope.edges:
            source = self._members.get(anchor(self._scope, edge.source))
            target = self._members.get(anchor(self._scope, edge.target))
            if source is None or target is None or source is target:
                continue
            if edge.id in self._back and edge.is_flow:
                yield _Link(source, target, 0.3, False, False)
                continue
            from_boundary = source.id != edge.source
            weight = 1.0 if edge.is_flow else 1.5
            yield _Link(source, target, weight, from_boundary, source.is_gateway)

    def _chain_up(self) -> list[_Chain]:
        ahead: dict[str, list[Edge]] = defaultdict(list)
        for edge in self._scope.edges:
            if edge.is_flow and edge.id not in self._back and edge.source in self._members:
                ahead[edge.source].append(edge)
        tail = _tails(list(self._members.values()), ahead)
        chains: list[_Chain] = []
        taken: set[str] = set()
        order = sorted(self._members.values(), key=lambda node: (node.column, -tail[node.id]))
        for number, head in enumerate(order):
            if head.id in taken:
                continue
            run: list[Node] = []
            node: Node | None = head
            while node is not None:
                run.append(node)
                taken.add(node.id)
                free = [
                    self._members[edge.target]
                    for edge in ahead[node.id]
                    if edge.target in self._members and edge.target not in taken
                ]
                node = self._next_of(node, free, tail)
            chains += self._split(run, number)
        return chains

    def _next_of(self, node: Node, free: list[Node], tail: dict[str, int]) -> Node | None:
        """The node that goes on in the same row."""
        if self._taste.stays_in_lane:
            free = [after for after in free if after.lane == node.lane] or free
        return max(free, key=lambda after: tail[after.id], default=None)

    def _split(self, run: list[Node], number: int) -> list[_Chain]:
        parts: list[_Chain] = []
        for node in run:
            if not parts or parts[-1].lane != node.lane:
                parts.append(_Chain([], node.lane, number, is_main=number == 0))
            parts[-1].nodes.append(node)
        for part in parts:
            part.columns = frozenset(node.column for node in part.nodes)
            part.first, part.last = min(part.columns), max(part.columns)
            for link in self._links[part.nodes[0].id]:
                if link.target is part.nodes[0] and link.source.column < part.first:
                    part.first = min(part.first, link.source.column + 1)
            for link in self._links[part.nodes[-1].id]:
                if link.source is part.nodes[-1] and link.target.column > part.last:
                    part.last = max(part.last, link.target.column - 1)
        return parts

    def _lift(self, chain: _Chain) -> None:
        row = self._at[chain.nodes[0].id]
        row.chains.remove(chain)
        for node in chain.nodes:
            del self._at[node.id]
        if not row.chains:
            self.lanes[chain.lane].remove(row)

    def _put(self, chain: _Chain, row: _Row) -> None:
        row.chains.append(chain)
        for node in chain.nodes:
            self._at[node.id] = row

    def _place(self, chain: _Chain) -> None:
        lane = self.lanes[chain.lane]
        best: tuple[float, int, bool] | None = None
        for place in range(len(lane) + 1):
            for is_new in (False, True):
                if not is_new and (place == len(lane) or lane[place].columns & chain.columns):
                    continue
                cost = self._cost(chain, place, is_new)
                if best is None or cost < best[0] - 1e-9:
                    best = (cost, place, is_new)
        assert best is not None  # noqa: S101 - a new row is always possible
        if best[2]:
            lane.insert(best[1], _Row())
        self._put(chain, lane[best[1]])

    def _cost(self, chain: _Chain, place: int, is_new: bool) -> float:
        lane = self.lanes[chain.lane]
        if is_new:
            lane.insert(place, _Row())
        row = lane[place]
        self._put(chain, row)
        self._number()
        cost = self._taste.new_row if is_new else 0.0
        for other in row.chains:
            if other is not chain:
                shared = min(other.last, chain.last) - max(other.first, chain.first) + 1
                cost += min(max(shared, 0) * 0.7, 4.0)
        cost += sum(self._link_cost(link) for node in chain.nodes for link in self._links[node.id])
        for kin in self._kin[chain.number]:
            if kin is not chain and kin.lane == chain.lane and kin.nodes[0].id in self._at:
                cost += self._taste.back_together * abs(
                    self._row_of(kin.nodes[0]) - self._row_of(chain.nodes[0])
                )
        row.chains.remove(chain)
        for node in chain.nodes:
            del self._at[node.id]
        if is_new:
            del lane[place]
        return cost

    def _number(self) -> None:
        self._index = {}
        self._taken = {}
        for lane in self.lanes:
            for row in lane:
                number = len(self._index)
                self._index[id(row)] = number
                self._taken[number] = row.columns

    def _row_of(self, node: Node) -> int:
        return self._index[id(self._at[node.id])]

    def _link_cost(self, link: _Link) -> float:
        if link.source.id not in self._at or link.target.id not in self._at:
            return 0.0
        high, low = self._row_of(link.source), self._row_of(link.target)
        cost = float(abs(high - low)) + (0.7 if high != low else 0.0)
        if link.downwards and low <= high:
            cost += 2.5
        if link.target.compensates and low <= high:
            cost += 6.0
        if link.target.is_artifact and low >= high:
            cost += 0.5
        between = range(link.source.column + 1, link.target.column)
        early = self._met(low, between)
        late = self._met(high, between)
        if link.source.column == link.target.column or link.from_gateway:
            early += self._met_between(link.source.column, high, low)
        if link.from_gateway and high != low:
            early += link.source.column in self._taken.get(low, set())
        cost += 1.5 * (early if high == low else min(early, late + 0.3))
        return cost * link.weight

    def _met(self, row: int, columns: range) -> int:
        return len(self._taken[row].intersection(columns))

    def _met_between(self, column: int, one: int, other: int) -> int:
        inside = range(min(one, other) + 1, max(one, other))
        return sum(column in self._taken[row] for row in inside)


def _tails(members: list[Node], ahead: dict[str, list[Edge]]) -> dict[str, int]:
    """How many nodes follow a node on its longest way."""
    tail: dict[str, int] = {node.id: 1 for node in members}
    for node in sorted(members, key=lambda member: -member.column):
        after = [tail[edge.target] for edge in ahead[node.id] if edge.target in tail]
        tail[node.id] = 1 + max(after, default=0)
    return tail
