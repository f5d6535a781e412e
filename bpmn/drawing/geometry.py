"""Rectangles, sides and pictures: what a laid-out scope is made of. Units are pixels."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

Point = tuple[int, int]
Spot = tuple[float, float]


class Side(Enum):
    """Where an edge leaves or reaches a shape, as a step on the page."""

    RIGHT = (1, 0)
    LEFT = (-1, 0)
    TOP = (0, -1)
    BOTTOM = (0, 1)

    @property
    def opposite(self) -> "Side":
        """The side across."""
        return Side((-self.value[0], -self.value[1]))

    @property
    def is_level(self) -> bool:
        """Left or right."""
        return self.value[1] == 0


@dataclass(frozen=True)
class Rect:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.height

    def moved(self, dx: float, dy: float) -> "Rect":
        """The same rectangle elsewhere."""
        return Rect(self.x + dx, self.y + dy, self.width, self.height)

    def shrunk(self, by: float) -> "Rect":
        """The same rectangle, less a margin on every side."""
        return Rect(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def meets(self, other: "Rect") -> bool:
        """Whether the two have an area in common."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def holds(self, other: "Rect") -> bool:
        """Whether the other lies inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


@dataclass(kw_only=True)
class Picture:
    """A laid-out scope; its upper left corner is the origin."""

    width: float = 0
    height: float = 0
    shapes: dict[str, Rect] = field(default_factory=dict)
    labels: dict[str, Rect] = field(default_factory=dict)
    edges: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    bands: list[tuple[float, float]] = field(default_factory=list)

    def take_in(self, other: "Picture", dx: float, dy: float) -> None:
        """Adds another picture's shapes and edges at a place of this one."""
        self.shapes.update({key: rect.moved(dx, dy) for key, rect in other.shapes.items()})
        self.labels.update({key: rect.moved(dx, dy) for key, rect in other.labels.items()})
        for key, points in other.edges.items():
            self.edges[key] = [(x + dx, y + dy) for x, y in points]


def around(rects: Iterable[Rect]) -> tuple[float, float, float, float]:
    """How far rectangles reach left, right, up and down of the origin."""
    left = right = up = down = 0.0
    for rect in rects:
        left, right = max(left, -rect.x), max(right, rect.right)
        up, down = max(up, -rect.y), max(down, rect.bottom)
    return left, right, up, down


def crossings(one: list[Spot], other: list[Spot]) -> int:
    """How often two orthogonal lines cross."""
    return sum(
        _cross(first, second) or _cross(second, first)
        for first in pairwise(one)
        for second in pairwise(other)
    )


def box_of(line: list[Spot]) -> Rect:
    """The rectangle around a line, and a little more."""
    xs, ys = [x for x, _ in line], [y for _, y in line]
    left, top = min(xs) - 0.5, min(ys) - 0.5
    return Rect(left, top, max(xs) + 0.5 - left, max(ys) + 0.5 - top)


def _cross(level: tuple[Spot, Spot], upright: tuple[Spot, Spot]) -> bool:
    (x1, y1), (x2, y2) = level
    (x3, y3), (x4, y4) = upright
    if y1 != y2 or x3 != x4:
        return False
    return min(x1, x2) < x3 < max(x1, x2) and min(y3, y4) < y1 < max(y3, y4)


def along(one: list[Spot], other: list[Spot]) -> int:
    """How many pixels two lines lie on each other."""
    return round(
        sum(_shared(first, second) for first in pairwise(one) for second in pairwise(other))
    )


def _shared(first: tuple[Spot, Spot], second: tuple[Spot, Spot]) -> float:
    for axis in (0, 1):
        fixed = {point[axis] for point in (*first, *second)}
        if len(fixed) == 1:
            low = max(min(point[1 - axis] for point in line) for line in (first, second))
            high = min(max(point[1 - axis] for point in line) for line in (first, second))
            return max(high - low, 0.0)
    return 0.0
