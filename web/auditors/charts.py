"""Draws a report as an SVG file of its own: pygal puts its style into it, which no page may hold."""

import sys
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from pygal.etree import etree
from pygal.graph.horizontalbar import HorizontalBar
from pygal.graph.horizontalstackedbar import HorizontalStackedBar
from pygal.graph.line import Line
from pygal.style import Style

from engine.queries.reports import Report
from engine.queries.words import is_spanish

# pygal leaves an importer behind that this Python's imports warn of.
sys.meta_path[:] = [one for one in sys.meta_path if type(one).__name__ != "PluginImportFixer"]

_KINDS = {"line": Line, "stacked": HorizontalStackedBar, "bar": HorizontalBar}
# What parts thousands and decimals is the other way round in Spanish.
_SWAPPED = str.maketrans(",.", ".,")
_COLOURS = ("#004884", "#c2571a", "#05694a")
_STYLE = Style(
    background="transparent",
    plot_background="transparent",
    foreground="#1f2a3c",
    foreground_strong="#1f2a3c",
    foreground_subtle="#4a5568",
    opacity="1",
    opacity_hover="1",
    colors=_COLOURS,
    font_family="'Work Sans', 'Segoe UI', system-ui, sans-serif",
    value_colors=("#ffffff",) * len(_COLOURS),
    label_font_size=13,
    major_label_font_size=13,
    legend_font_size=13,
    value_font_size=13,
    value_label_font_size=13,
    no_data_font_size=16,
)
# A picture of its own may hold its style, and nothing else: no script, no other address.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_LONGEST_NAME, _LONGEST_NARROW = 34, 17
_WIDE, _NARROW = 660, 340


def draw(report: Report, *, is_narrow: bool = False) -> bytes:
    """The chart of a report, also for a phone; bars lie, so that long names can be read."""
    chart = _chart(report, is_narrow=is_narrow)
    rows = report.rows if report.chart == "line" else tuple(reversed(report.rows))
    chart.y_labels = _steps(report)
    longest = _LONGEST_NARROW if is_narrow else _LONGEST_NAME
    chart.x_labels = [_short(name, longest) for name, _ in rows]
    for column in report.drawn:
        chart.add(report.columns[column], [values[column - 1] for _, values in rows])
    tree = chart.render_tree()
    for parent in list(tree.iter()):
        # pygal writes its settings as a script; nothing here runs one.
        for script in [child for child in parent if str(child.tag).endswith("script")]:
            parent.remove(script)
    return bytes(etree.tostring(tree, encoding="utf-8", xml_declaration=True))


def svg_response(report: Report, *, is_narrow: bool = False) -> HttpResponse:
    """The chart as an answer of its own."""
    response = HttpResponse(draw(report, is_narrow=is_narrow), content_type="image/svg+xml")
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _chart(report: Report, *, is_narrow: bool) -> Any:
    is_line = report.chart == "line"
    rows = max(len(report.rows), 1)
    legends = len(report.drawn) if len(report.drawn) > 1 else 0
    # Beside long names, and on a phone, the legend stands in lines of its own: in columns pygal lets one cover
    # the next. For the lines pygal and our margin both make room.
    in_lines = is_narrow or not is_line
    legend_height = (45 if is_narrow else 30) * legends if in_lines else 0
    bars = 110 + rows * (64 if report.key == "dias" else 36)
    height = (300 if is_narrow else 340) if is_line else bars + legend_height
    return _KINDS[report.chart](
        style=_STYLE,
        js=[],
        # The file is an image: what only a pointer would show is left out.
        disable_xml_declaration=False,
        show_legend=len(report.drawn) > 1,
        legend_at_bottom=True,
        legend_at_bottom_columns=1 if in_lines else len(report.drawn),
        explicit_size=True,
        width=_NARROW if is_narrow else _WIDE,
        height=height,
        margin=10,
        # pygal reserves nothing for the lower half of the legend and for half of the last label.
        margin_bottom=14 + 20 * (legends if in_lines else bool(legends)),
        margin_right=36,
        show_x_guides=False,
        show_y_guides=is_line,
        print_values=not is_line,
        print_zeroes=False,
        include_x_axis=True,
        dots_size=5,
        stroke_style={"width": 3},
        formatter=_number,
        value_formatter=_number,
        no_data_text=_("Nada en este periodo"),
        x_label_rotation=0 if not is_line or rows <= 3 else 60 if is_narrow else 35,
        truncate_label=-1,
        truncate_legend=-1,
    )


def _steps(report: Report) -> list[int]:
    """Whole numbers on the axis, six at most."""
    values = [[v or 0 for v in (row[at - 1] for at in report.drawn)] for _, row in report.rows]
    whole = sum if report.chart == "stacked" else max
    top = max((whole(some) for some in values), default=0)
    step = max(1, -(-int(top) // 5))
    return list(range(0, int(top) + step + 1, step))


def _short(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    written = f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    return written.translate(_SWAPPED) if is_spanish() else written
