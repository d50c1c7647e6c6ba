"""Outputs: what is made of released results for analysts and boards, as files by name.

Everything here takes `Released`, so nothing that disclosure control withholds can be in a file. The
same results give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.disclosure import Released
    from analysis.figures import Figure
    from analysis.tables import Table

MOST_CHARTS = 10
"""Charts that are sent in chat, one for a measure; the report has them all."""


class Form(StrEnum):
    """What is exported."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    SAV = "sav"
    PARQUET = "parquet"
    DATAPACKAGE = "datapackage"
    CHARTS = "charts"
    ALL = "all"


OWN_FOLDER = frozenset({Form.DATAPACKAGE, Form.CHARTS})
"""Forms of many files, which have a folder of their own where all forms are exported."""

PEOPLE = (Form.CSV, Form.SAV, Form.PARQUET)
"""Forms of respondent-level files."""


def render_outputs(released: Released, form: Form, extra: Sequence[Table] = ()) -> dict[str, bytes]:
    """The files of one form, or of all, by name.

    Args:
        released: The results.
        form: Which files.
        extra: Tables that stand after those of the results, in workbook and CSV.
    """
    if form is Form.ALL:
        files: dict[str, bytes] = {}
        for one in Form:
            if one is not Form.ALL:
                folder = f"{one}/" if one in OWN_FOLDER else ""
                made = render_outputs(released, one, extra)
                files |= {f"{folder}{name}": content for name, content in made.items()}
        return files
    if form is Form.CHARTS:
        return render_charts(released)
    from analysis import exports  # noqa: PLC0415  # pandas, and needed seldom

    return exports.render_files(released, exports.Form(form), extra)


def render_charts(released: Released) -> dict[str, bytes]:
    """Every figure as SVG and PNG, and the words that say what they show."""
    from analysis.figures import list_figures  # noqa: PLC0415  # matplotlib, and needed seldom
    from analysis.origin import say_origin  # noqa: PLC0415  # with the figures alone

    figures = list_figures(released)
    files = {
        f"{figure.name}.{form}": figure.draw(form) for figure in figures for form in ("svg", "png")
    }
    origin = say_origin(released.results)
    return files | {"text-alternatives.txt": _describe(figures, origin).encode()}


def _describe(figures: Sequence[Figure], origin: str) -> str:
    """What a page that shows the pictures needs as their text alternatives; what from, last."""
    parts = (f"{one.name}\n{one.title}\n{one.alt}" for one in figures)
    return "\n\n".join([*parts, origin]) + "\n"


def list_charts(released: Released) -> tuple[Figure, ...]:
    """The figures that are sent in chat: the first of each headline measure."""
    from analysis.figures import Kind, list_figures  # noqa: PLC0415  # matplotlib, needed seldom

    headlines = {row.measure for row in released.results.rows if not row.companion}
    first: dict[str, Figure] = {}
    for figure in list_figures(released):
        if figure.kind is Kind.MEASURE and figure.measure in headlines:
            first.setdefault(figure.measure, figure)
    return tuple(first.values())[:MOST_CHARTS]
