"""Whether the log is what its heads say: everything is hashed again, from the events themselves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.events import merkle, tree
from engine.events.sequence import content, head_text
from engine.models.log import LogHead, LogLeaf, LogTile


@dataclass(frozen=True)
class LogFault:
    """Something that does not hold.

    Attributes:
        code: `leaf-missing`, `leaf-altered`, `tile-altered`, `head-altered`, `head-larger` or
            `token-refused`.
        place: index of a leaf, size of a head, or level/index of a tile.
    """

    code: str
    place: str
    detail: str = ""


class Frontier:
    """Hashes a growing list of leaves with one hash kept for each level."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []

    def add(self, leaf: bytes) -> None:
        """One more leaf hash."""
        level, found = 0, leaf
        while self._peaks and self._peaks[-1][0] == level:
            found = merkle.node_hash(self._peaks.pop()[1], found)
            level += 1
        self._peaks.append((level, found))
        self.size += 1

    def root(self) -> bytes:
        """Root over all leaves so far."""
        if not self._peaks:
            return merkle.EMPTY_ROOT
        found = self._peaks[-1][1]
        for _, peak in reversed(self._peaks[:-1]):
            found = merkle.node_hash(peak, found)
        return found


def faults(
    name: str,
    check_token: Callable[[LogHead], str],
    progress: Callable[[int], None] = lambda done: None,
) -> Iterator[LogFault]:
    """Everything that does not hold.

    Args:
        name: of the log.
        check_token: says what is wrong with a head's timestamp, or nothing.
        progress: told of the leaves that were hashed.
    """
    heads = {head.tree_size: head for head in LogHead.objects.all()}
    frontier = Frontier()
    tiles = _Tiles()
    leaves = LogLeaf.objects.select_related("event", "reading").order_by("index")
    for leaf in leaves.iterator(1000):
        if leaf.index != frontier.size:
            yield LogFault("leaf-missing", str(frontier.size))
            return
        found = merkle.leaf_hash(content(leaf))
        if found != tiles.leaf(leaf.index):
            yield LogFault("leaf-altered", str(leaf.index), _entry(leaf))
        frontier.add(found)
        if frontier.size in heads:
            head = heads.pop(frontier.size)
            yield from _of_head(head, frontier.root(), name, check_token)
        if frontier.size % 1000 == 0:
            progress(frontier.size)
    yield from (LogFault("head-larger", str(size)) for size in heads)
    yield from _of_tiles()


def _entry(leaf: LogLeaf) -> str:
    if leaf.event is not None:
        return f"{leaf.event.case_id}/{leaf.event.seq}"
    return f"lectura {leaf.reading_id}" if leaf.reading_id else f"evento {leaf.event_id}"


def _of_head(
    head: LogHead, root: bytes, name: str, check_token: Callable[[LogHead], str]
) -> Iterator[LogFault]:
    place = str(head.tree_size)
    if head.root_hash != root.hex() or head.text != head_text(name, head.tree_size, root):
        yield LogFault("head-altered", place)
    refused = check_token(head)
    if refused:
        yield LogFault("token-refused", place, refused)


class _Tiles:
    def __init__(self) -> None:
        self._held: tuple[int, list[bytes]] = (-1, [])

    def leaf(self, index: int) -> bytes:
        tile, place = divmod(index, tree.TILE)
        if self._held[0] != tile:
            found = LogTile.objects.filter(level=0, index=tile).first()
            self._held = (tile, tree.split(bytes(found.hashes)) if found else [])
        hashes = self._held[1]
        return hashes[place] if place < len(hashes) else b""


def _of_tiles() -> Iterator[LogFault]:
    """Each tile above the first level holds the roots of the full tiles below."""
    below: dict[tuple[int, int], bytes] = {}
    for tile in LogTile.objects.order_by("level", "index").iterator(200):
        hashes = tree.split(bytes(tile.hashes))
        if tile.level:
            for place, kept in enumerate(hashes):
                if below.pop((tile.level - 1, tile.index * tree.TILE + place), None) != kept:
                    yield LogFault("tile-altered", f"{tile.level}/{tile.index}")
                    break
        if len(hashes) == tree.TILE:
            below[tile.level, tile.index] = tree.folded(hashes, tree.TILE)
    yield from (LogFault("tile-altered", f"{level + 1}/{at // tree.TILE}") for level, at in below)
