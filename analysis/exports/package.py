"""A Frictionless Data Package: what describes the CSV files of a round to other programs.

Source: Data Package standard, version 2.0, https://datapackage.org/standard/data-package/
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

from analysis.exports.csv_files import TYPES, UNITS, dump, find_categories
from analysis.rows import Results
from analysis.tables import MEANINGS, SYMBOLS, Column, Symbol, Table, Unit

DESCRIPTOR = "datapackage.json"
_SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
_BETWEEN = {
    *("estimate", "ci_low", "ci_high", "unweighted", "all_asked", "population", "weighted"),
    *("value", "earlier_share", "baseline_value", "previous_value"),
}
"""Shares of people, as against shares of a share, which may be any number."""


def render_descriptor(
    results: Results, tables: Mapping[str, Table], contents: Mapping[str, bytes]
) -> bytes:
    """The file ``datapackage.json``.

    Args:
        results: What the tables were made of.
        tables: File name to the table in it.
        contents: File name to what it consists of.
    """
    origin = results.provenance
    content: dict[str, object] = {
        "$schema": _SCHEMA,
        "name": results.round,
        "title": origin.title if origin else f"Round {results.round}",
        "description": _describe(results),
        "synthetic": results.synthetic,
        "keywords": ["community safety", "perception survey", results.plan],
    }
    if origin:
        content |= {
            "version": _version(origin.ended_on, origin.plan_hash),
            "created": f"{origin.ended_on.isoformat()}T00:00:00Z",
            "provenance": _list_provenance(results),
        }
    sources = [{"title": title} for title in _list_sources(results)]
    content |= {"sources": sources} if sources else {}
    content["resources"] = [
        _build_resource(name, table, contents[name]) for name, table in tables.items()
    ]
    return dump(content)


def _version(ended_on: date, plan_hash: str) -> str:
    """A semantic version: the last day of fieldwork, and which plan it was measured by."""
    return f"{ended_on.year}.{ended_on.month}.{ended_on.day}+plan.{plan_hash[:12]}"


def _describe(results: Results) -> str:
    method = results.method
    lines = (
        "SYNTHETIC: these answers are made up." if results.synthetic else "",
        method.caution,
        method.who,
        f"Weighting: {method.weighting}.",
        method.disclosure,
        method.attribution,
        "Text that a spreadsheet would take for a formula has an apostrophe before it.",
    )
    return " ".join(filter(None, lines))


def _list_provenance(results: Results) -> dict[str, object]:
    origin = results.provenance
    assert origin is not None, "asked for where there is one"
    return {
        "questionnaire": origin.questionnaire,
        "questionnaire_version": origin.questionnaire_version,
        "questionnaire_sha256": origin.questionnaire_hash,
        "plan": origin.plan,
        "plan_sha256": origin.plan_hash,
        "answers_sha256": origin.answers_hash,
        "software": origin.software,
        "seed": origin.seed,
    }


def _list_sources(results: Results) -> list[str]:
    """Whose figures are in it beside the round's own, with the licence that they come under."""
    method = results.method
    context = (f"{point.survey}: {point.source}" for point in results.context)
    titles = (method.attribution, *method.margin_sources, *context)
    return list(dict.fromkeys(filter(None, titles)))


def _build_resource(name: str, table: Table, content: bytes) -> dict[str, object]:
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": " ".join((*table.notes, table.source)).strip(),
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [_build_field(table, column) for column in table.columns],
        },
    }


def _list_words(table: Table, column: Column) -> list[str]:
    """What stands in place of a number where words say best why there is none."""
    if TYPES[column.unit] not in {"number", "integer"}:
        return []
    at = table.columns.index(column)
    words = (row[at] for row in table.rows)
    return list(
        dict.fromkeys(one for one in words if isinstance(one, str) and not isinstance(one, Symbol))
    )


def _build_field(table: Table, column: Column) -> dict[str, object]:
    missing = [{"value": "", "label": "nothing to be said"}]
    if column.name != SYMBOLS:
        missing += [{"value": str(one), "label": MEANINGS[one]} for one in table.symbols]
    missing += [{"value": word, "label": word} for word in _list_words(table, column)]
    field: dict[str, object] = {
        "name": column.name,
        "title": column.label,
        "type": TYPES[column.unit],
        "missingValues": missing,
    }
    if column.description:
        field["description"] = column.description
    if column.unit in UNITS:
        field["unit"] = UNITS[column.unit]
    if categories := find_categories(table, column):
        field["categories"] = [{"value": v, "label": label} for v, label in categories.items()]
        field["constraints"] = {"enum": list(categories)}
    if column.unit is Unit.SHARE and column.name in _BETWEEN:
        field["constraints"] = {"minimum": 0, "maximum": 1}
    elif column.unit is Unit.COUNT:
        field["constraints"] = {"minimum": 0}
    return field
