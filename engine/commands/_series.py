"""Series of numbers without gaps."""

from engine.models import NumberSeries


def next_number(entity: str, year: int, series: str) -> int:
    """Take the next number; the caller's transaction gives it back if it fails.

    Args:
        entity: DIVIPOLA code.
        year: the series starts again each year.
        series: name of the series.
    """
    NumberSeries.objects.get_or_create(entity=entity, year=year, series=series)
    row = NumberSeries.objects.select_for_update().get(entity=entity, year=year, series=series)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
