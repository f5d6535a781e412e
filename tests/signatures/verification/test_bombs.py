"""Files made to exhaust a reader: an answer comes, in bounded time and memory."""

import zlib
from collections.abc import Callable
from functools import cache

import pytest

from signatures.trust import TrustSettings
from signatures.verification import Verdict, verify_isolated
from tests.signatures.attacks import paper
from tests.signatures.attacks.cases import LATER, World

MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def _stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Filter /FlateDecode %s /Length %d >>\nstream\n%s\nendstream" % (
        extra,
        len(data),
        data,
    )


@cache
def packed_zeros() -> bytes:
    """Half a gigabyte of zeros."""
    packer = zlib.compressobj(1)
    return b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(512)) + packer.flush()


def deflate_bomb(world: World) -> bytes:
    """A table as a stream of half a gigabyte."""
    rows = packed_zeros()
    head = b"%PDF-1.7\n"
    table = b"1 0 obj\n%s\nendobj\n" % _stream(
        rows, b"/Type /XRef /W [1 4 1] /Size 178956970 /Root 2 0 R"
    )
    return head + table + b"startxref\n%d\n%%%%EOF\n" % len(head)


def page_bomb(world: World) -> bytes:
    """A signed page whose content unpacks to half a gigabyte, packed twice."""
    inner = packed_zeros()
    made = paper.objects()
    twice = zlib.compress(inner, 9)
    made[5] = b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n%s\nendstream" % (
        len(twice),
        twice,
    )
    return world.pen("B-LT").sign(paper.written(made))


def proof_bomb(world: World) -> bytes:
    """A security store with a list that unpacks to half a gigabyte."""
    rows = packed_zeros()
    base = world.pen("B-B").sign(paper.plain())
    number, written = paper.catalog(base)
    store = b" /DSS << /CRLs [900 0 R] >> >>"
    return paper.updated(
        base, {number: written[: written.rindex(b">>")] + store, 900: _stream(rows)}
    )


def deep_nesting(world: World) -> bytes:
    made = paper.objects()
    made[1] = b"<< /Type /Catalog /Pages 2 0 R /Deep %s%s >>" % (b"[" * 200_000, b"]" * 200_000)
    return paper.written(made)


def many_pages(world: World) -> bytes:
    """Each level of the tree names the next one a thousand times."""
    made = paper.objects()
    for level in range(8, 14):
        kids = b"%d 0 R " % (level + 1) * 1000
        made[level] = b"<< /Type /Pages /Kids [%s] /Count 1000 >>" % kids
    made[14] = made[4]
    made[2] = b"<< /Type /Pages /Kids [8 0 R] /Count 1000 /MediaBox [0 0 612 792] >>"
    return paper.written(made)


def enormous(world: World) -> bytes:
    return world.signed + bytes(60 * MEGABYTE)


def table_without_end(world: World) -> bytes:
    made = paper.plain()
    return made.replace(b"xref\n0 8\n", b"xref\n0 99999999999\n")


BOMBS: list[Callable[[World], bytes]] = [
    deflate_bomb,
    proof_bomb,
    deep_nesting,
    many_pages,
    enormous,
    table_without_end,
]


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.__name__.replace("_", "-"))
def test_an_answer_comes_whatever_the_file(bomb: Callable[[World], bytes], world: World):
    trust = TrustSettings(roots=(world.authority.root_pem,), fetches_revocation=False)

    report = verify_isolated(bomb(world), trust, timeout_seconds=60)

    assert not report.valid
    assert report.problems


def test_a_page_is_judged_without_being_unpacked(world: World):
    trust = TrustSettings(roots=(world.authority.root_pem,), fetches_revocation=False)

    report = verify_isolated(page_bomb(world), trust, now=LATER, memory_bytes=300 * MEGABYTE)

    assert report.verdict is Verdict.TOTAL_PASSED


def test_a_file_over_the_limit_is_not_read(world: World):
    trust = TrustSettings(roots=(world.authority.root_pem,))

    report = verify_isolated(world.signed, trust, largest_bytes=1000)

    assert [problem.code for problem in report.problems] == ["too-large", "not-verifiable"]
