"""Series of numbers without gaps."""

from engine.commands.lending import numbers_are_rehearsed, registries_are_rehearsed
from engine.models import NumberSeries

# These stand once in the window: rehearsed ones are far from what a year comes to, and of as many digits.
# Numbers of registries begin at one where the registries are a rehearsal's own, since scenarios name rows by
# them; what a real case would do, in a preview, must meet no row that stands.
_STAND_ONCE = ("radicado-", "expediente-")
_REGISTRY = "registry-"
_REHEARSED_FROM = 900_000


def next_number(entity: str, year: int, series: str) -> int:
    """Take the next number; the caller's transaction gives it back if it fails.

    Args:
        entity: DIVIPOLA code.
        year: the series starts again each year.
        series: name of the series.
    """
    begins_at = 0
    if numbers_are_rehearsed():
        meets_others = _STAND_ONCE if registries_are_rehearsed() else (*_STAND_ONCE, _REGISTRY)
        begins_at = _REHEARSED_FROM if series.startswith(meets_others) else 0
        series = f"~{series}"
    rows = NumberSeries.objects.select_for_update().filter(entity=entity, year=year, series=series)
    row = rows.first()
    if row is None:
        NumberSeries.objects.get_or_create(entity=entity, year=year, series=series)
        row = rows.get()
    row.last += 1
    row.save(update_fields=["last"])
    return begins_at + row.last
