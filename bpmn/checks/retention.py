"""Retention series stand in the entity's TRD."""

from collections.abc import Iterator

from archive.records.schedule import RetentionSchedule, load_trd
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
        if code and not _has(schedule, code):
            yield error(
                "series-unknown",
                file,
                place,
                f"La serie «{code}» no está en la TRD de la entidad.",
                "Corrija el código, o agregue la serie a trd.toml.",
            )


def _has(schedule: RetentionSchedule, code: str) -> bool:
    try:
        schedule.series(code)
    except LookupError:
        return False
    return True
