"""The retention schedule (TRD): how long each series is kept. Source: Ley 594/2000; inventory Part G."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


class ScheduleRefused(ValueError):
    """The TRD cannot be read.

    Attributes:
        code: stable name in kebab-case.
    """

    code = "schedule-refused"


class SeriesUnknown(LookupError):
    """The TRD has no such series.

    Attributes:
        code: stable name in kebab-case.
    """

    code = "series-unknown"


@dataclass(frozen=True, kw_only=True)
class Series:
    """One line of the TRD.

    Attributes:
        management_years: in the office's archive, from the closing of the expediente.
        central_years: in the central archive, after that.
        disposition: CT, E, S or D, as Part G names them.
    """

    code: str
    unit: str
    series: str
    subseries: str
    management_years: int
    central_years: int
    disposition: str


@dataclass(frozen=True)
class RetentionSchedule:
    """A version of the TRD."""

    version: str
    lines: Mapping[str, Series]

    def series(self, code: str) -> Series:
        """The line of that code.

        Raises:
            SeriesUnknown: there is none.
        """
        if code not in self.lines:
            raise SeriesUnknown(code)
        return self.lines[code]

    def __contains__(self, code: object) -> bool:
        """Whether the TRD has the series."""
        return code in self.lines

    def retain_until(self, code: str, closed_on: date) -> date:
        """Last day on which the record must be there.

        Args:
            code: series.
            closed_on: day on which the expediente closed.

        Raises:
            SeriesUnknown: there is no such series.
        """
        line = self.series(code)
        year = closed_on.year + line.management_years + line.central_years
        try:
            return closed_on.replace(year=year)
        except ValueError:
            return date(year, 2, 28)


def load_trd(toml: bytes) -> RetentionSchedule:
    """Read a TRD.

    Raises:
        ScheduleRefused: it is malformed; the text says where.
    """
    try:
        table = tomllib.loads(toml.decode())
        lines = [_series(row) for row in table["series"]]
        version = str(table["version"])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise ScheduleRefused(str(error)) from error
    return RetentionSchedule(version, {line.code: line for line in lines})


def _series(row: Mapping[str, Any]) -> Series:
    return Series(
        code=str(row["code"]),
        unit=str(row["unit"]),
        series=str(row["series"]),
        subseries=str(row.get("subseries", "")),
        management_years=int(row["management_years"]),
        central_years=int(row["central_years"]),
        disposition=str(row["disposition"]),
    )
