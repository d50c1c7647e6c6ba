"""What each form of file consists of: names and contents, nothing written anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from enum import StrEnum

from analysis.disclosure import Released
from analysis.exports.csv_files import render_codebook_csv, render_codebook_json, render_table
from analysis.exports.dictionary import SYNTHETIC, get_column, tabulate_results
from analysis.exports.package import DESCRIPTOR, render_descriptor
from analysis.exports.spss_results import render_results
from analysis.results import render_json
from analysis.rows import Results
from analysis.tables import Table
from analysis.tabulating import OF_OTHERS, list_tables
from analysis.workbook import render_workbook


class Form(StrEnum):
    """A form that results can be had in."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    SAV = "sav"
    PARQUET = "parquet"
    DATAPACKAGE = "datapackage"


def render_files(
    released: Released,
    form: Form,
    extra: Sequence[Table] = (),
    *,
    contact: Sequence[str] = (),
) -> dict[str, bytes]:
    """File name to content, always the same bytes for the same results.

    Args:
        released: What has passed disclosure control.
        form: Which files.
        extra: Tables of other figures that stand after those of the results.
        contact: Lines that say whom to ask, for the workbook's cover.
    """
    round_name = name_file(released.results.round)
    match form:
        case Form.XLSX:
            content = render_workbook(released, extra, contact=contact)
            return {f"{round_name}-results.xlsx": content}
        case Form.JSON:
            return {f"{round_name}-results.json": f"{render_json(released)}\n".encode()}
        case Form.SAV:
            return {f"{round_name}-results.sav": render_results(released)}
        case Form.PARQUET:
            return {f"{round_name}-results.parquet": _render_parquet(released)}
        case Form.CSV | Form.DATAPACKAGE:
            return _render_csv(released, extra, described=form is Form.DATAPACKAGE)


def name_file(text: str) -> str:
    """A name in lower case with dashes, as files of statistics are named."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "round"


def _render_csv(released: Released, extra: Sequence[Table], *, described: bool) -> dict[str, bytes]:
    """The tables and their codebook; with a descriptor, the same files are a package."""
    results = released.results
    round_name = name_file(results.round)
    tables = {
        f"{round_name}-{name_file(table.name)}.csv": table
        for table in (
            tabulate_results(released),
            *(_tell_made_up(one, results) for one in (*list_tables(released), *extra)),
        )
    }
    contents = {name: render_table(table) for name, table in tables.items()}
    descriptor = {DESCRIPTOR: render_descriptor(results, tables, contents)} if described else {}
    return {
        **contents,
        f"{round_name}-codebook.csv": render_codebook_csv(tables),
        f"{round_name}-codebook.json": render_codebook_json(tables, _describe(results)),
        **descriptor,
    }


def render_alone(table: Table, results: Results | None = None) -> bytes:
    """One table as CSV, such as the one behind a picture.

    Args:
        table: The table.
        results: The released results that it is of; None for figures of others, which nobody here
            made up.
    """
    return render_table(table if results is None else _tell_made_up(table, results))


def _tell_made_up(table: Table, results: Results) -> Table:
    """The table with whether its figures are of made-up answers: a file of rows has no title."""
    if table.name in OF_OTHERS:
        return table
    return replace(
        table,
        columns=(*table.columns, get_column(SYNTHETIC)),
        rows=tuple((*row, results.synthetic) for row in table.rows),
    )


def _render_parquet(released: Released) -> bytes:
    from analysis.exports.columnar import render_parquet  # noqa: PLC0415  # pyarrow is heavy

    return render_parquet(tabulate_results(released), _describe(released.results))


def _describe(results: Results) -> Mapping[str, object]:
    """The round, how its figures were made, and what from, as JSON can hold it."""
    origin = results.provenance
    provenance = _plain(asdict(origin)) if origin else None
    return {
        "round": results.round,
        "plan": results.plan,
        "synthetic": results.synthetic,
        "who": results.method.who,
        "weighting": results.method.weighting,
        "disclosure": results.method.disclosure,
        "attribution": results.method.attribution,
        "provenance": provenance,
    }


def _plain(content: Mapping[str, object]) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in content.items()
    }
