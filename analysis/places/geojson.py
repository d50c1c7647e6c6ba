"""The squares of a round as GeoJSON, for geographic systems.

Source: RFC 7946: positions are longitude and latitude in WGS 84 (section 4), a polygon is a closed
ring that runs counterclockwise (3.1.6), and a member that the standard does not know may stand
beside the features (6.1). Positions have 6 decimals, which is about 0.1 metres (11.2).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from analysis.places.naming import name_cell
from analysis.places.outlines import Outline, list_attributions, list_corners, to_degrees
from analysis.places.releasing import PlaceShown, ReleasedPlaces
from analysis.places.words import list_notes, say_source

_DECIMALS = 6


def render_geojson(released: ReleasedPlaces, outlines: Sequence[Outline]) -> bytes:
    """A feature for each square that may be shown, the most named first.

    Each has ``cell``, ``ward``, ``people`` and ``question``; always the same bytes.

    Args:
        released: The places; nothing else is written.
        outlines: The wards, after which squares are named.

    Raises:
        TypeError: The places have not been released.
    """
    if not isinstance(released, ReleasedPlaces):
        raise TypeError("only released places are written")
    content = {
        "type": "FeatureCollection",
        "round": released.round,
        "synthetic": released.synthetic,
        "source": say_source(released),
        "notes": list(list_notes(released)),
        "attribution": " ".join(list_attributions(outlines)),
        "features": [
            _write(one, asked.name, outlines)
            for asked in released.questions
            for one in asked.shown
            if one in released.cells
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _write(one: PlaceShown, question: str, outlines: Sequence[Outline]) -> dict[str, object]:
    corners = list_corners(one.code)
    ring = [[round(x, _DECIMALS) for x in to_degrees(corner)] for corner in (*corners, corners[0])]
    return {
        "type": "Feature",
        "id": f"{question}-{one.code}",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {
            "cell": one.code,
            "ward": name_cell(one.code, outlines),
            "people": one.people,
            "question": question,
        },
    }
