"""Numbers of a series: each from the first to the last is there, and none is there twice.

One bit for each number is kept, so that a million filings need little more than a hundred kilobytes.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.contents import Contents
from engine.checking.finding import Finding
from engine.models import NumberSeries

GAP = "number-missing"
REPEATED = "number-repeated"
UNKNOWN = "number-unknown"
_RADICADO = "radicado"
_MOST_TOLD = 50


class Numbers:
    """Marks the numbers of the cases that go by.

    What the series gave out before the check began has to be found; what is filed meanwhile may be.
    """

    def __init__(self) -> None:
        self._last = {(row.year, row.series): row.last for row in NumberSeries.objects.all()}
        self._seen = {key: bytearray(last // 8 + 1) for key, last in self._last.items()}

    def see(self, found: Contents) -> Iterator[Finding]:
        """Mark the numbers of a case; what another one had before."""
        for number in _numbers(found):
            key, value = _parsed(number)
            if value > self._last.get(key, 0):
                if not _is_newer(key, value):
                    yield Finding(UNKNOWN, found.name, number)
            elif self._is_marked(key, value):
                yield Finding(REPEATED, found.name, number)

    def gaps(self) -> Iterator[Finding]:
        """Numbers that no case has."""
        for key, last in self._last.items():
            bits, missing, name = self._seen[key], 0, f"{key[0]}/{key[1]}"
            for number in range(1, last + 1):
                if bits[number // 8] >> number % 8 & 1:
                    continue
                missing += 1
                if missing <= _MOST_TOLD:
                    yield Finding(GAP, name, str(number))
            if missing > _MOST_TOLD:
                yield Finding(GAP, name, f"and {missing - _MOST_TOLD} more")

    def _is_marked(self, key: tuple[int, str], value: int) -> bool:
        bits, at, bit = self._seen[key], value // 8, 1 << value % 8
        was = bool(bits[at] & bit)
        bits[at] |= bit
        return was


def _numbers(found: Contents) -> Iterator[str]:
    case = found.case
    if case.radicado:
        yield case.radicado
    if case.expediente:
        yield f"expediente:{case.expediente}"
    for _, data in found.data("document.numbered"):
        yield f"document:{data['number']}"
    for _, data in found.data("registry.numbered"):
        yield f"registry:{data['number']}"


def _parsed(number: str) -> tuple[tuple[int, str], int]:
    """Year and series of a number, and its place in it.

    Radicados are YEAR-ENTITY-KIND-NUMBER; expedientes and documents are SERIES-YEAR-NUMBER.
    """
    kind, _, text = number.rpartition(":")
    parts = text.split("-")
    if not kind:
        return (int(parts[0]), f"{_RADICADO}-{parts[2]}"), int(parts[-1])
    series = "-".join(parts[:-2])
    named = series if kind == "document" else f"{kind}-{series}"
    return (int(parts[-2]), named), int(parts[-1])


def _is_newer(key: tuple[int, str], value: int) -> bool:
    """Whether the series has reached the number since the check began."""
    year, series = key
    return NumberSeries.objects.filter(year=year, series=series, last__gte=value).exists()
