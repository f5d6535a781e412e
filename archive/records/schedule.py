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
        disposition: CT, E, S or D, as Part G names them: also `E+D`, `S (10 %)`.
        procedure: how the disposition is carried out.
        legal_basis: norms that ask for these years.
    """

    code: str
    unit: str
    series: str
    subseries: str
    management_years: int
    central_years: int
    disposition: str
    procedure: str = ""
    legal_basis: str = ""


@dataclass(frozen=True)
class RetentionSchedule:
    """A version of the TRD.

    Attributes:
        valid_from: first day on which it is in force; None where the file does not say.
        notice_days: for how long an elimination is announced before it is done, in days.
        notice_source: norm that asks for it.
    """

    version: str
    lines: Mapping[str, Series]
    valid_from: date | None = None
    act: str = ""
    notice_days: int = 60
    notice_source: str = ""

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
        return years_after(closed_on, line.management_years + line.central_years)

    def management_until(self, code: str, closed_on: date) -> date:
        """Last day in the office's archive.

        Raises:
            SeriesUnknown: there is no such series.
        """
        return years_after(closed_on, self.series(code).management_years)


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 28 where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def load_trd(toml: bytes) -> RetentionSchedule:
    """Read a TRD.

    Raises:
        ScheduleRefused: it is malformed; the text says where.
    """
    try:
        table = tomllib.loads(toml.decode())
        lines = [_series(row) for row in table["series"]]
        version = str(table["version"])
        notice = table.get("elimination_notice", {})
        valid_from = _day(table.get("valid_from"))
        notice_days = int(notice.get("days", 60))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ScheduleRefused(str(error)) from error
    return RetentionSchedule(
        version,
        {line.code: line for line in lines},
        valid_from=valid_from,
        act=str(table.get("act", "")),
        notice_days=notice_days,
        notice_source=str(notice.get("source", "")),
    )


def _day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    raise TypeError("valid_from")


def _series(row: Mapping[str, Any]) -> Series:
    return Series(
        code=str(row["code"]),
        unit=str(row["unit"]),
        series=str(row["series"]),
        subseries=str(row.get("subseries", "")),
        management_years=int(row["management_years"]),
        central_years=int(row["central_years"]),
        disposition=str(row["disposition"]),
        procedure=str(row.get("procedure", "")),
        legal_basis=str(row.get("legal_basis", "")),
    )
