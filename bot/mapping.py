"""What `canvass places` does, behind the command line: counts and the map of a round's places.

As every other result: made in memory, written beside their places, recorded in the audit trail and
in the ledger, and only then moved to their places.
"""
# ruff: noqa: PLC0415  # pyarrow, pyproj and matplotlib, needed here only

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.auditing import note
from bot.consultation import record_released_places
from bot.exportable import check_exportable
from bot.files import Drafts, check_folder_to_be
from bot.leaving import EXPORT, check_recorded
from bot.measuring import Frozen, find_frozen
from bot.settings import Settings
from surveys.errors import RoundError
from surveys.store.engine import Transaction

if TYPE_CHECKING:
    from analysis.places import ReleasedPlaces
    from analysis.places.outlines import Outline

PLACES = "places"
"""As what places leave, in trail and ledger."""


async def export_places(settings: Settings, name: str, to: Path, outlines: str) -> list[str]:
    """Write what may be published of a round's places; which files, a line each.

    A CSV for each kind of place, and where any square may be shown the map as PNG and SVG, its
    words, and its squares as GeoJSON.

    Args:
        settings: Where everything is.
        name: The round.
        to: The folder; made where it is not there. Files of other names in it stay.
        outlines: Name or file of the ward outlines.

    Raises:
        CanvassError: When something cannot be had, written or recorded; nothing leaves then.
    """
    from analysis.places import load_places, release_places
    from analysis.places.covering import load_wards

    check_folder_to_be(to)
    await check_exportable(settings, name)
    frozen = find_frozen(settings, name)
    counts = await asyncio.to_thread(load_places, frozen.folder)
    wards = await asyncio.to_thread(load_wards, outlines, counts)
    released = release_places(counts)
    made = await asyncio.to_thread(render_places, released, wards)
    if not made:
        raise RoundError(
            "places.too-few",
            f"round {name!r}",
            "no place, and no way to give one, was named by enough people to be shown",
            "Nothing was written. Say in the report that too few people named a place.",
        )
    files = {to / one: content for one, content in made.items()}
    with Drafts(files, to) as drafts:
        first = partial(_check_kept, frozen=frozen, name=name)
        also = partial(record_released_places, frozen, released, PLACES)
        await note(settings, EXPORT, name, PLACES, first=first, also=also)
        drafts.keep()
    marks = ["SYNTHETIC: the answers are made up."] if released.synthetic else []
    return [*map(str, files), *marks]


def render_places(released: ReleasedPlaces, wards: Sequence[Outline]) -> dict[str, bytes]:
    """The files by name; the same places give the same bytes."""
    from analysis.exports.csv_files import render_table
    from analysis.places import list_place_tables, make_map, render_geojson, sign_table

    files = {
        f"{one.name}.csv": render_table(sign_table(released, one))
        for one in list_place_tables(released, wards)
    }
    if figure := make_map(released, wards):
        files |= {
            "places.png": figure.draw("png"),
            "places.svg": figure.draw("svg"),
            "places.txt": f"{figure.alt}\n".encode(),
            "places.geojson": render_geojson(released, wards),
        }
    return files


async def _check_kept(connection: Transaction, frozen: Frozen, name: str) -> None:
    await check_recorded(connection, frozen, (name,))
