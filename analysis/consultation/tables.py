"""What the workbook and the files of a consultation have beside the tables of its results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analysis.consultation.consulted import Consulted
from analysis.consultation.voices import tabulate_themes
from analysis.phrases import say_fieldwork
from analysis.places import list_place_tables
from analysis.tables import Table
from analysis.tabulating.listing import SYNTHETIC


def list_extra_tables(consulted: Consulted) -> tuple[Table, ...]:
    """Themes and places, where the round has them; groups that differ are among the results."""
    return tuple(_list_tables(consulted))


def _list_tables(consulted: Consulted) -> Iterator[Table]:
    if consulted.themes is not None:
        yield sign_themes(consulted, tabulate_themes(consulted.themes))
    if consulted.places is not None:
        yield from list_place_tables(consulted.places, consulted.outlines)


def sign_themes(consulted: Consulted, table: Table) -> Table:
    """A table of comments with its mark and its source: tables travel alone."""
    manifest = consulted.asked.manifest
    title = f"{SYNTHETIC}: {table.title}" if consulted.results.synthetic else table.title
    days = say_fieldwork(manifest.opens_on, manifest.ended_on)
    named = f"round {manifest.round}"
    named = f"{manifest.title}, {named}" if manifest.title else named
    return replace(table, title=title, source=f"{named[0].upper()}{named[1:]}, {days}.")
