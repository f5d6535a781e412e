"""The Merkle tree of RFC 9162: roots and proofs over leaves that are only ever added.

Pure: a `Nodes` says the hash of any perfect subtree, wherever those are kept. A tree of n leaves is the
perfect subtrees that the bits of n name, so a root or a proof asks for a few dozen hashes, whatever n.

Source: RFC 9162, section 2.1.
"""

import hashlib
from collections.abc import Callable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()
# Hash of the perfect subtree of 2**level leaves whose first leaf is index * 2**level.
Nodes = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """Hash of one entry (section 2.1.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of two subtrees side by side (section 2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(size: int, nodes: Nodes) -> bytes:
    """Hash of the tree of the first `size` leaves."""
    return _range_hash(0, size, nodes) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """Hashes that lead from a leaf to the root (section 2.1.3.1).

    Args:
        index: of the leaf, from 0.
        size: leaves of the tree.
        nodes: the tree.

    Raises:
        IndexError: the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise IndexError(index)
    return _path(index, 0, size, nodes)


def sides(index: int, size: int) -> list[bool]:
    """For each step of an inclusion proof, whether it stands on the left (section 2.1.3.2)."""
    found, place, last = [], index, size - 1
    while last:
        is_left = bool(place & 1) or place == last
        found.append(is_left)
        if is_left:
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    return found


def consistency_proof(earlier: int, later: int, nodes: Nodes) -> list[bytes]:
    """Hashes that show that a tree begins with an earlier one (section 2.1.4.1).

    Raises:
        IndexError: the earlier tree is empty or the larger one.
    """
    if not 0 < earlier <= later:
        raise IndexError(earlier)
    return _subproof(earlier, 0, later, nodes, is_whole=True)


def includes(entry_hash: bytes, index: int, size: int, proof: Sequence[bytes], head: bytes) -> bool:
    """Whether a proof leads from that leaf to that root (section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, entry_hash
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == head


def is_consistent(
    earlier: tuple[int, bytes], later: tuple[int, bytes], proof: Sequence[bytes]
) -> bool:
    """Whether a proof shows that the later tree begins with the earlier one (section 2.1.4.2).

    Args:
        earlier: size and root.
        later: size and root.
        proof: as `consistency_proof` gives it.
    """
    (first, first_root), (second, second_root) = earlier, later
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    steps = list(proof)
    if first & (first - 1) == 0:
        steps.insert(0, first_root)
    if not steps:
        return False
    return _replayed(first, second, steps) == (first_root, second_root)


def _replayed(first: int, second: int, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, step)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else None


def _range_hash(begin: int, end: int, nodes: Nodes) -> bytes:
    """Hash of the leaves from `begin` up to `end`, where `begin` is where such a subtree may begin."""
    count = end - begin
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return nodes(level, begin >> level)
    middle = begin + _split(count)
    return node_hash(_range_hash(begin, middle, nodes), _range_hash(middle, end, nodes))


def _split(count: int) -> int:
    """The largest power of two that is smaller than the count."""
    return 1 << ((count - 1).bit_length() - 1)


def _path(index: int, begin: int, end: int, nodes: Nodes) -> list[bytes]:
    if end - begin == 1:
        return []
    middle = begin + _split(end - begin)
    if index < middle:
        return [*_path(index, begin, middle, nodes), _range_hash(middle, end, nodes)]
    return [*_path(index, middle, end, nodes), _range_hash(begin, middle, nodes)]


def _subproof(earlier: int, begin: int, end: int, nodes: Nodes, *, is_whole: bool) -> list[bytes]:
    if earlier == end:
        return [] if is_whole else [_range_hash(begin, end, nodes)]
    middle = begin + _split(end - begin)
    if earlier <= middle:
        below = _subproof(earlier, begin, middle, nodes, is_whole=is_whole)
        return [*below, _range_hash(middle, end, nodes)]
    below = _subproof(earlier, middle, end, nodes, is_whole=False)
    return [*below, _range_hash(begin, middle, nodes)]
