"""How places are made and shown, in words that stand with every table, picture and file."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.masking import THRESHOLD
from analysis.phrases import say_fieldwork
from analysis.places.counting import PlaceKind
from analysis.places.releasing import PlaceShown, ReleasedPlaces
from analysis.tabulating.listing import SYNTHETIC

RULE = (
    f"Places named by at least ten people; people to the nearest 5. A place that is not shown was "
    f"named by fewer than {THRESHOLD} people or by nobody, or would give such a number away."
)
SELF_CHOSEN = (
    "People chose to take part and which places to name: this shows where they are worried, and is "
    "no count of crimes."
)
SQUARES = "Squares of 250 metres of the British National Grid, named by their south-west corner."

KINDS = {
    PlaceKind.WAY: "Whether and how people told of a place",
    PlaceKind.CELL: "Square",
    PlaceKind.WARD: "Ward",
    PlaceKind.AREA: "Area, ward not given",
    PlaceKind.KIND: "Kind of place",
}


def say_source(released: ReleasedPlaces) -> str:
    """The round that places are of."""
    named = f"round {released.round}"
    named = f"{released.title}, {named}" if released.title != released.round else named
    days = say_fieldwork(released.opens_on, released.ended_on)
    return f"{named[:1].upper()}{named[1:]}, {days}."


def list_notes(released: ReleasedPlaces) -> Iterator[str]:
    """What has to be read with every table and picture of them."""
    yield RULE
    yield SELF_CHOSEN
    if released.respondents is not None:
        yield f"About {released.respondents:,} people took part in the consultation."


def mark(released: ReleasedPlaces) -> str:
    """That the answers are made up; empty where they are not."""
    return SYNTHETIC if released.synthetic else ""


def say_people(one: PlaceShown) -> str:
    """How many named a place, such as ``about 25 people``."""
    return f"about {one.people:,} people"
