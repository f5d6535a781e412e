"""The log's tree in the database: hashes in tiles of 256, so that an event costs 32 bytes and no row."""

from collections.abc import Sequence

from engine.events import merkle
from engine.models.log import TILE_LEVELS, LogTile

_HASH_BYTES = 32
TILE = 1 << TILE_LEVELS


class StoredTree:
    """Reads hashes of perfect subtrees; tiles that were read are kept as long as it lives."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """Hash of the perfect subtree of 2**level leaves at that place.

        Raises:
            LookupError: the log does not hold all of its leaves.
        """
        stored, above = divmod(level, TILE_LEVELS)
        begin = index << above
        tile, place = divmod(begin, TILE)
        return folded(self._hashes(stored, tile)[place : place + (1 << above)], 1 << above)

    def _hashes(self, level: int, index: int) -> list[bytes]:
        if (level, index) not in self._tiles:
            found = LogTile.objects.filter(level=level, index=index).first()
            self._tiles[level, index] = bytes(found.hashes) if found else b""
        return split(self._tiles[level, index])


def extend(size: int, leaves: Sequence[bytes]) -> None:
    """Add leaf hashes behind the first `size`; inside the caller's transaction.

    Args:
        size: leaves that the tree has.
        leaves: hashes of the new ones, in order.
    """
    level, begin, new = 0, size, list(leaves)
    while new:
        full = _write(level, begin, new)
        # A full tile is one hash of the next level, at the tile's own place.
        begin, new = begin // TILE, full
        level += 1


def folded(hashes: Sequence[bytes], count: int) -> bytes:
    """Root of a perfect subtree from that many hashes of one level.

    Raises:
        LookupError: they are not that many.
    """
    if len(hashes) != count:
        raise LookupError(count)
    while len(hashes) > 1:
        hashes = _parents(hashes)
    return hashes[0]


def split(hashes: bytes) -> list[bytes]:
    """The hashes of a tile."""
    return [hashes[at : at + _HASH_BYTES] for at in range(0, len(hashes), _HASH_BYTES)]


def _write(level: int, begin: int, new: Sequence[bytes]) -> list[bytes]:
    """Put hashes into the tiles of a level; the roots of the tiles that became full."""
    roots = []
    first, place = divmod(begin, TILE)
    known = LogTile.objects.filter(level=level, index=first).first() if place else None
    if place and (known is None or len(known.hashes) != place * _HASH_BYTES):
        raise LookupError(begin)
    held = split(bytes(known.hashes)) if known else []
    every = [*held, *new]
    for at in range(0, len(every), TILE):
        hashes = every[at : at + TILE]
        LogTile.objects.update_or_create(
            level=level, index=first + at // TILE, defaults={"hashes": b"".join(hashes)}
        )
        if len(hashes) == TILE:
            roots.append(folded(hashes, TILE))
    return roots


def _parents(hashes: Sequence[bytes]) -> list[bytes]:
    pairs = zip(hashes[::2], hashes[1::2], strict=True)
    return [merkle.node_hash(left, right) for left, right in pairs]
