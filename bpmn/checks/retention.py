"""Retention series stand in the entity's TRD."""

from collections.abc import Iterator
from difflib import get_close_matches

from archive.records.schedule import RetentionSchedule, Series, load_trd
from bpmn.checks.subject import Subject
from bpmn.entity import EntityUnknown, trd_source
from bpmn.package import Finding
from bpmn.package.findings import error, warning


def findings(subject: Subject) -> Iterator[Finding]:
    """An error for each series that the entity's schedule does not have.

    Source: Ley 594/2000, art. 24; inventory Part G.
    """
    sheet, file = subject.folder.sheet, subject.folder.sheet_file
    series = {"series": sheet.series}
    series |= {f"documents.{d.id}.series": d.series for d in sheet.documents.values()}
    if subject.entity is None or not any(series.values()):
        return
    try:
        schedule = load_trd(trd_source(subject.entity.divipola))
    except EntityUnknown:
        yield warning(
            "series-without-trd",
            file,
            "series",
            "La entidad no tiene TRD, y las series no se pudieron revisar.",
            "Agregue trd.toml a los datos de la entidad.",
        )
        return
    for place, code in series.items():
        if code and code not in schedule:
            yield error(
                "series-unknown",
                file,
                place,
                f"La serie «{code}» no está en la TRD de la entidad.",
                f"{_of_the_office(schedule, code)}La TRD es bpmn/entities/{subject.entity.divipola}/trd.toml:"
                " corrija el código, o agregue allí la serie.",
            )


def _of_the_office(schedule: RetentionSchedule, code: str) -> str:
    """The series that the office of that code has, or whose code is near; they can be a handful."""
    office = code.partition(".")[0]
    same = [one for one in sorted(schedule.lines) if one.partition(".")[0] == office]
    known = same or get_close_matches(code, sorted(schedule.lines), n=3, cutoff=0.5)
    lines = (schedule.lines[one] for one in known)
    told = ", ".join(f"«{one.code}» {_title(one)}" for one in lines)
    return f"Hay {told}. " if told else ""


def _title(line: Series) -> str:
    return line.series.capitalize() + (f" ({line.subseries})" if line.subseries else "")
