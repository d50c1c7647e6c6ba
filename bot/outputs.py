"""Outputs: what is made of released results for analysts and boards, as files by name.

Everything here takes `Released`, so nothing that disclosure control withholds can be in a file. The
same results give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.consultation import Consulted
    from analysis.disclosure import Released
    from analysis.figures import Figure
    from analysis.rows import Results
    from analysis.tables import Table

MOST_CHARTS = 10
"""Charts that are sent in chat, of a survey one for a measure; the report has them all."""


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


def render_outputs(
    released: Released, form: Form, consulted: Consulted | None = None
) -> dict[str, bytes]:
    """The files of one form, or of all, by name.

    Args:
        released: The results.
        form: Which files.
        consulted: What else a consultation has: themes and places, which stand after the results in
            workbook and CSV, and its own pictures; None for a survey.
    """
    if form is Form.ALL:
        files: dict[str, bytes] = {}
        for one in Form:
            if one is not Form.ALL:
                folder = f"{one}/" if one in OWN_FOLDER else ""
                made = render_outputs(released, one, consulted)
                files |= {f"{folder}{name}": content for name, content in made.items()}
        return files
    if form is Form.CHARTS:
        return render_charts(released, consulted)
    from analysis import exports  # noqa: PLC0415  # pandas, and needed seldom

    extra = _list_extra(consulted) if consulted else ()
    return exports.render_files(released, exports.Form(form), extra)


def _list_extra(consulted: Consulted) -> Sequence[Table]:
    from analysis.consultation import list_extra_tables  # noqa: PLC0415  # pyproj, seldom needed

    return list_extra_tables(consulted)


def render_charts(released: Released, consulted: Consulted | None = None) -> dict[str, bytes]:
    """Every figure as SVG and PNG, the table behind it, and the words that say what they show.

    A consultation has figures of its own in place of those of the measures, and beside the map its
    squares as GeoJSON.
    """
    from analysis.origin import say_origin  # noqa: PLC0415  # with the figures alone

    figures = _list_figures(released, consulted)
    files: dict[str, bytes] = {}
    for figure in figures:
        files |= {f"{figure.name}.{form}": figure.draw(form) for form in ("svg", "png")}
        files |= _render_tables(figure, released.results)
    words = _describe(figures, say_origin(released.results)).encode()
    return files | _render_squares(consulted) | {"text-alternatives.txt": words}


def _list_figures(released: Released, consulted: Consulted | None) -> Sequence[Figure]:
    if consulted is None:
        from analysis.figures import list_figures  # noqa: PLC0415  # matplotlib, needed seldom

        return list_figures(released)
    from analysis.consultation import list_pictures  # noqa: PLC0415  # matplotlib, needed seldom

    return list_pictures(consulted)


def _render_tables(figure: Figure, results: Results) -> dict[str, bytes]:
    """The numbers behind a picture as CSV; those of others beside them in files of their own."""
    from analysis.exports import render_alone  # noqa: PLC0415  # pandas, and needed seldom

    others = {
        f"{figure.name}-others-{number}.csv": render_alone(table)
        for number, table in enumerate(figure.others, start=1)
    }
    return {f"{figure.name}.csv": render_alone(figure.table, results), **others}


def _render_squares(consulted: Consulted | None) -> dict[str, bytes]:
    """The squares of the map for geographic systems, where any may be shown."""
    if consulted is None or consulted.places is None or not consulted.places.cells:
        return {}
    from analysis.places import render_geojson  # noqa: PLC0415  # pyproj, and needed seldom

    return {"places.geojson": render_geojson(consulted.places, consulted.outlines)}


def _describe(figures: Sequence[Figure], origin: str) -> str:
    """What a page that shows the pictures needs as their text alternatives; what from, last."""
    parts = (f"{one.name}\n{one.title}\n{one.alt}" for one in figures)
    return "\n\n".join([*parts, origin]) + "\n"


def list_charts(released: Released, consulted: Consulted | None = None) -> tuple[Figure, ...]:
    """The figures that are sent in chat.

    Of a survey the first of each headline measure; of a consultation all but who took part, which
    the report has.
    """
    from analysis.figures import Kind  # noqa: PLC0415  # matplotlib, needed seldom

    figures = _list_figures(released, consulted)
    if consulted is not None:
        return tuple(one for one in figures if one.kind is not Kind.TOOK_PART)[:MOST_CHARTS]
    headlines = {row.measure for row in released.results.rows if not row.companion}
    first: dict[str, Figure] = {}
    for figure in figures:
        if figure.kind is Kind.MEASURE and figure.measure in headlines:
            first.setdefault(figure.measure, figure)
    return tuple(first.values())[:MOST_CHARTS]
