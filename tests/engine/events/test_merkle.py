"""The Merkle tree against a naive one, and its proofs against changes."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events import merkle

entries = st.lists(st.binary(max_size=8), min_size=1, max_size=70)
# Roots of the trees over the first n of these, as certificate-transparency's own tests have them.
KNOWN_ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
KNOWN_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive(leaves: list[bytes]) -> bytes:
    """The definition itself (RFC 9162, section 2.1.1)."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive(leaves[:k]) + naive(leaves[k:])).digest()


def nodes_of(leaves: list[bytes]) -> merkle.Nodes:
    def node(level: int, index: int) -> bytes:
        begin = index << level
        assert begin + (1 << level) <= len(leaves), "only perfect subtrees are asked for"
        return naive(leaves[begin : begin + (1 << level)])

    return node


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_certificate_transparency(size: int):
    leaves = KNOWN_ENTRIES[:size]

    assert merkle.root(size, nodes_of(leaves)).hex() == KNOWN_ROOTS[size - 1]


def test_an_empty_tree_has_the_root_of_nothing():
    assert merkle.root(0, nodes_of([])) == naive([])


@given(entries)
def test_a_root_is_that_of_the_definition(leaves):
    assert merkle.root(len(leaves), nodes_of(leaves)) == naive(leaves)


@given(entries, st.data())
def test_every_leaf_is_proven(leaves, data):
    size, nodes = len(leaves), nodes_of(leaves)
    index = data.draw(st.integers(0, size - 1))

    proof = merkle.inclusion_proof(index, size, nodes)

    assert len(proof) <= (size - 1).bit_length()
    assert merkle.includes(merkle.leaf_hash(leaves[index]), index, size, proof, naive(leaves))


@given(entries, st.data())
def test_no_other_entry_place_size_or_path_is_proven(leaves, data):
    size, nodes = len(leaves), nodes_of(leaves)
    index = data.draw(st.integers(0, size - 1))
    own, head = merkle.leaf_hash(leaves[index]), naive(leaves)
    proof = merkle.inclusion_proof(index, size, nodes)
    other = data.draw(
        st.integers(0, size - 1).filter(lambda one: leaves[one] != leaves[index]) | st.none()
    )

    assert not merkle.includes(merkle.leaf_hash(b"another entry"), index, size, proof, head)
    assert not merkle.includes(own, index, size, [*proof, head], head)
    assert not merkle.includes(own, index, index, proof, head)
    if other is not None:
        assert not merkle.includes(merkle.leaf_hash(leaves[other]), index, size, proof, head)
    for position in range(len(proof)):
        bent = [*proof]
        bent[position] = bytes(32)
        assert not merkle.includes(own, index, size, bent, head)
        assert not merkle.includes(own, index, size, proof[:position], head)


@given(entries, st.data())
def test_a_tree_begins_with_each_earlier_one(leaves, data):
    size, nodes = len(leaves), nodes_of(leaves)
    earlier = data.draw(st.integers(1, size))
    old, new = (earlier, naive(leaves[:earlier])), (size, naive(leaves))

    proof = merkle.consistency_proof(earlier, size, nodes)

    assert merkle.is_consistent(old, new, proof)


@given(entries, st.data())
def test_a_rewritten_past_is_not_consistent(leaves, data):
    size, nodes = len(leaves), nodes_of(leaves)
    earlier = data.draw(st.integers(1, size))
    place = data.draw(st.integers(0, earlier - 1))
    past = [*leaves[:earlier]]
    past[place] += b" rewritten"
    proof = merkle.consistency_proof(earlier, size, nodes)

    assert not merkle.is_consistent((earlier, naive(past)), (size, naive(leaves)), proof)
    for position in range(len(proof)):
        bent = [*proof]
        bent[position] = bytes(32)
        assert not merkle.is_consistent(
            (earlier, naive(leaves[:earlier])), (size, naive(leaves)), bent
        )


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_a_leaf_that_is_not_there_has_no_proof(index: int, size: int):
    with pytest.raises(IndexError):
        merkle.inclusion_proof(index, size, nodes_of([b""] * size))
    assert not merkle.includes(bytes(32), index, size, [], bytes(32))


@pytest.mark.parametrize(("earlier", "later"), [(0, 3), (4, 3)])
def test_an_empty_or_larger_tree_has_no_consistency_proof(earlier: int, later: int):
    with pytest.raises(IndexError):
        merkle.consistency_proof(earlier, later, nodes_of([b""] * later))
    assert not merkle.is_consistent((earlier, bytes(32)), (later, bytes(32)), [])


def test_a_proof_of_nothing_or_too_long_is_refused():
    leaves = [b"a", b"b", b"c"]
    nodes = nodes_of(leaves)
    proof = merkle.consistency_proof(2, 3, nodes)

    assert not merkle.is_consistent((3, naive(leaves)), (3, naive(leaves)), [bytes(32)])
    assert not merkle.is_consistent((3, naive(leaves)), (4, bytes(32)), [])
    assert not merkle.is_consistent((2, naive(leaves[:2])), (3, naive(leaves)), [*proof, bytes(32)])
