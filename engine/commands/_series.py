"""Series of numbers without gaps."""

from engine.models import NumberSeries


def next_number(entity: str, year: int, series: str) -> int:
    """Take the next number; the caller's transaction gives it back if it fails.

    Args:
        entity: DIVIPOLA code.
        year: the series starts again each year.
        series: name of the series.
    """
    rows = NumberSeries.objects.select_for_update().filter(entity=entity, year=year, series=series)
    row = rows.first()
    if row is None:
        NumberSeries.objects.get_or_create(entity=entity, year=year, series=series)
        row = rows.get()
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
