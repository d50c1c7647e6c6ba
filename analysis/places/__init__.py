"""Places that people told us about: counts by square, ward and kind of place, and a map.

    counting    the file of places of a frozen round, counted; never published as it is
    releasing   the gate: at least ten people, to the nearest 5, nothing to be had by subtraction
    outlines    the wards, as lines on the British National Grid
    naming      what a square is called: the ward that its middle lies in
    words       how they are made and shown, in words
    tables      counts as every output has them
    mapping     the map, PNG and SVG, with its words
    geojson     the squares as a file for geographic systems
    recording   what leaves, in the ledger

A frozen round keeps places apart from answers: nobody's place leads to their age or to what they
said. So places are never crossed with anything, and what is protected is how few people named one.
"""

from analysis.places.counting import PlaceCounts, load_places
from analysis.places.geojson import render_geojson
from analysis.places.mapping import make_map
from analysis.places.recording import record_places
from analysis.places.releasing import ReleasedPlaces, release_places
from analysis.places.tables import list_place_tables, sign_table

__all__ = [
    "PlaceCounts",
    "ReleasedPlaces",
    "list_place_tables",
    "load_places",
    "make_map",
    "record_places",
    "release_places",
    "render_geojson",
    "sign_table",
]
