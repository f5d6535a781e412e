"""What changed between two versions of the TRD, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.models import ScheduleVersion
from archive.records.adopted import as_series
from archive.records.schedule import Series

_FIELDS = (
    "unit",
    "series",
    "subseries",
    "management_years",
    "central_years",
    "disposition",
    "procedure",
    "legal_basis",
)


@dataclass(frozen=True, kw_only=True)
class SeriesChange:
    """One series that is not the same in both.

    Attributes:
        kind: `added`, `removed` or `changed`.
        fields: name, value before, value after; of a changed one only what differs.
    """

    code: str
    name: str
    kind: str
    fields: tuple[tuple[str, str, str], ...] = ()


def differences(older: ScheduleVersion | None, newer: ScheduleVersion) -> list[SeriesChange]:
    """Every series that was added, removed or changed, in the order of their codes."""
    before, after = _lines(older) if older else {}, _lines(newer)
    found = []
    for code in sorted(before.keys() | after.keys()):
        old, new = before.get(code), after.get(code)
        if old == new:
            continue
        shown = new or old
        if shown is not None:
            name = f"{shown.series} / {shown.subseries}".strip(" /")
            found.append(
                SeriesChange(code=code, name=name, kind=_kind(old, new), fields=_changed(old, new))
            )
    return found


def _lines(version: ScheduleVersion) -> Mapping[str, Series]:
    return {line.code: as_series(line) for line in version.lines.all()}


def _kind(old: Series | None, new: Series | None) -> str:
    return "added" if old is None else "removed" if new is None else "changed"


def _changed(old: Series | None, new: Series | None) -> tuple[tuple[str, str, str], ...]:
    pairs = ((name, _text(old, name), _text(new, name)) for name in _FIELDS)
    return tuple(pair for pair in pairs if pair[1] != pair[2])


def _text(series: Series | None, name: str) -> str:
    return "" if series is None else str(getattr(series, name))
