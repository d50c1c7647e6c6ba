"""Pages as one HTML file each: templates, tables and pictures, with nothing fetched from outside.

Everything that comes from a plan or from an officer is escaped by the templates. Pictures stand in
the page as data, so that a file can be sent, printed and kept by itself.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from analysis.phrases import say_dates, say_percent, say_signed
from analysis.tables import SYMBOLS, Column, Symbol, Table, Unit, Value

TEMPLATES = Path(__file__).with_name("templates")

IN_PLACE: Mapping[Symbol, tuple[str, str]] = {
    Symbol.CONFIDENTIAL: ("withheld", "not shown, to protect people"),
    Symbol.TOO_FEW: ("too few", "too few answers to show"),
    Symbol.NOT_AVAILABLE: ("none", "there is no such figure"),
    Symbol.BREAK: ("break", "break in series"),
}
"""What stands in a cell in place of a symbol, and what it means: a page has room for words."""

BESIDE: Mapping[Symbol, str] = {
    Symbol.LOW_RELIABILITY: "low reliability",
    Symbol.BREAK: "break in series",
}
"""What a symbol beside the values of a row means."""

_ADDRESS = re.compile(r"https://[^\s<>\"')]*[^\s<>\"').,;:]")


def render_page(template: str, **content: object) -> str:
    """One page; a name that the content lacks is an error, not a gap."""
    return _environment().get_template(template).render(content)


def say_cell(value: Value, column: Column) -> str:
    """A cell in words: what it holds with its unit, or the symbol's meaning."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column.name == SYMBOLS:
        return ", ".join(words for symbol, words in BESIDE.items() if symbol in str(value))
    if isinstance(value, Symbol):
        return IN_PLACE[value][0]
    if isinstance(value, str):
        return say_dates(value) if column.unit is Unit.DATE else value
    digits = column.count_digits(value)
    match column.unit:
        case Unit.SHARE:
            signed = column.signed
            return f"{say_signed(100 * value, digits)} %" if signed else say_percent(value, digits)
        case Unit.POINTS:
            return say_signed(value, digits)
        case Unit.COUNT:
            return f"{value:,.0f}"
        case Unit.NUMBER:
            return f"{value:,.{digits}f}"
    return str(value)


def explain_symbols(table: Table) -> str:
    """What the words in place of a value mean, for those that the table uses; or empty."""
    used = {value for row in table.rows for value in row if isinstance(value, Symbol)}
    said = (f"{word}: {meaning}" for symbol, (word, meaning) in IN_PLACE.items() if symbol in used)
    return "; ".join(said)


def is_number(column: Column) -> bool:
    """Whether a column is set to the right."""
    return column.unit not in {Unit.TEXT, Unit.DATE}


def embed_picture(content: bytes) -> str:
    """An SVG picture as the address of an image, drawn by the browser without its scripts."""
    return f"data:image/svg+xml;base64,{base64.b64encode(content).decode()}"


def link_sources(text: str) -> Markup:
    """A text with its web addresses as links; everything else is escaped."""
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        address = escape(found.group())
        parts += [escape(text[end : found.start()]), Markup(f'<a href="{address}">{address}</a>')]  # noqa: S704  # escaped above
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["cell"] = say_cell
    environment.filters["sources"] = link_sources
    environment.filters["legend"] = explain_symbols
    environment.tests["number_column"] = is_number
    return environment
