"""Outlines of the borough whose squares people could name, and of no other."""

from __future__ import annotations

from analysis.places.counting import PlaceCounts, PlaceKind
from analysis.places.naming import find_middle
from analysis.places.outlines import Outline, load_outlines
from surveys.errors import RoundError


def load_wards(name: str, counts: PlaceCounts) -> tuple[Outline, ...]:
    """The wards of an area, once one of them is seen to hold a square that people could name.

    Those of another borough would give every square the name of a ward miles away.

    Args:
        name: Name or file of the outlines, as for `load_outlines`.
        counts: The round whose squares are to be named.

    Raises:
        RoundError: There are no such outlines, they cannot be read, or they hold no such square.
    """
    outlines = load_outlines(name)
    cells = [
        code for one in counts.questions for kind, code in one.labels if kind is PlaceKind.CELL
    ]
    middles = map(find_middle, cells)
    if cells and not any(ward.holds(middle) for middle in middles for ward in outlines):
        raise RoundError(
            "places.other-outlines",
            f"outlines {name}",
            f"they hold none of the {len(cells)} squares that round {counts.manifest.round!r} "
            "asked about",
            "Name a GeoJSON file with the wards of its own area with --outlines.",
        )
    return outlines
