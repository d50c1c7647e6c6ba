"""Tables as Parquet: typed columns, described in the file itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.tables import Table, Unit, Value

_TYPES = {
    Unit.TEXT: pa.string(),
    Unit.SHARE: pa.float64(),
    Unit.POINTS: pa.float64(),
    Unit.COUNT: pa.int64(),
    Unit.NUMBER: pa.float64(),
    Unit.DATE: pa.date32(),
    Unit.YES_NO: pa.bool_(),
}


def render_parquet(table: Table, about: Mapping[str, object]) -> bytes:
    """A file with `about` as its metadata and label, unit and description as each column's."""
    fields = [
        pa.field(
            column.name,
            _TYPES[column.unit],
            metadata={
                "label": column.label,
                "unit": str(column.unit),
                "description": column.description,
            },
        )
        for column in table.columns
    ]
    described: dict[str | bytes, str | bytes] = {
        "title": table.title,
        "canvass": json.dumps(about, ensure_ascii=False),
    }
    columns = [
        pa.array([_type(row[index], column.unit) for row in table.rows], field.type)
        for index, (column, field) in enumerate(zip(table.columns, fields, strict=True))
    ]
    content = pa.Table.from_arrays(columns, schema=pa.schema(fields, metadata=described))
    sink = pa.BufferOutputStream()
    pq.write_table(content, sink, compression="zstd")
    return sink.getvalue().to_pybytes()


def _type(value: Value, unit: Unit) -> object:
    if value is None:
        return None
    if unit is Unit.DATE:
        return date.fromisoformat(str(value))
    if unit in {Unit.SHARE, Unit.POINTS, Unit.NUMBER}:
        return float(value)
    return value
