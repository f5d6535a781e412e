"""Unpacks streams piece by piece and throws the pieces away, to know their size without holding it."""

import zlib
from collections.abc import Iterable, Iterator

import pikepdf

_PIECE = 64 * 1024
_FLATE = {"/FlateDecode", "/Fl"}
_TEXT_AND_RUNS = {"/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx", "/RunLengthDecode", "/RL"}
# At most 128 bytes come of two with run-length coding; LZW packs at most 4096 bytes in 12 bits.
_LARGEST_RATIO = {"/RunLengthDecode": 64, "/RL": 64, "/LZWDecode": 2731, "/LZW": 2731}


class Bomb(Exception):
    """A stream unpacks to more than it may."""


def filters_of(stream: pikepdf.Object) -> list[str]:
    """Names of the stream's filters, first to last."""
    named = stream.get("/Filter")
    if named is None:
        return []
    if isinstance(named, pikepdf.Array):
        return [str(name) for name in named]
    return [str(named)]


def unpacked_bytes(stream: pikepdf.Object, most: int) -> int:
    """How many bytes the stream unpacks to, as far as packing of general use goes.

    Image codecs are not run: what an image unpacks to is told by its width and height.

    Raises:
        Bomb: more than `most`.
    """
    filters = filters_of(stream)
    raw = stream.read_raw_bytes()
    pieces: Iterable[bytes] = _cut(bytes(raw))
    ratio = 1
    for name in filters:
        if name in _FLATE:
            if ratio > 1:
                # What stands under another packing is judged by the most that it could be.
                break
            pieces = _inflate(pieces)
        elif name in _LARGEST_RATIO or name in _TEXT_AND_RUNS:
            ratio *= _LARGEST_RATIO.get(name, 1)
            if _FLATE & set(filters[filters.index(name) + 1 :]):
                ratio *= 1032
        else:
            break
    total = 0
    for piece in pieces:
        total += len(piece) * ratio
        if total > most:
            raise Bomb
    return total


def first_bytes(stream: pikepdf.Object, count: int) -> bytes:
    """The beginning of what the stream unpacks to; raw when its packing is not of general use."""
    pieces: Iterable[bytes] = _cut(bytes(stream.read_raw_bytes()))
    for name in filters_of(stream):
        if name not in _FLATE:
            break
        pieces = _inflate(pieces)
    taken = b""
    for piece in pieces:
        taken += piece[:count]
        if len(taken) >= count:
            break
    return taken[:count]


def _cut(raw: bytes) -> Iterator[bytes]:
    return (raw[start : start + _PIECE] for start in range(0, len(raw), _PIECE))


def _inflate(pieces: Iterable[bytes]) -> Iterator[bytes]:
    machine = zlib.decompressobj()
    for piece in pieces:
        left = piece
        while left and not machine.eof:
            try:
                made = machine.decompress(left, _PIECE)
            except zlib.error:
                return
            yield made
            left = machine.unconsumed_tail
        if machine.eof:
            return
