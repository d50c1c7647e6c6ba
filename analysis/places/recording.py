"""Putting places into the ledger, before they leave.

Places cannot be brought together with answers, so what was said of either never has to be held
against the other. What was said of places before must be what is said now: the same frozen file by
the same rule.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from analysis.ledger import Entry, Ledger, PlaceSaid
from analysis.places.releasing import ReleasedPlaces
from analysis.plan import Plan, dump_plan
from surveys.errors import EstimateError


def record_places(ledger: Ledger, released: ReleasedPlaces, plan: Plan, kind: str) -> Path:
    """Record what a release says of a round's places; the same again changes nothing.

    Args:
        ledger: Where it is kept.
        released: What is about to leave.
        plan: The plan of the round.
        kind: The output, such as ``places``.

    Returns:
        The entry.

    Raises:
        TypeError: The places have not been released.
        RoundError: An entry of the ledger is damaged.
        EstimateError: Something else was said of the same places before: two numbers of one place
            tell more than either.
    """
    if not isinstance(released, ReleasedPlaces):
        raise TypeError("only released places are recorded")
    places = tuple(_list_said(released))
    for before in ledger.find(released.round):
        if before.places and set(before.places) != set(places):
            raise EstimateError(
                "ledger.other-places",
                f"round {released.round}",
                "the ledger says that other numbers of its places were published",
                "Restore the frozen round that was published, or use the version of the software "
                "that published it.",
            )
    content = json.dumps([one.model_dump() for one in places], sort_keys=True)
    return ledger.add(
        Entry(
            round=released.round,
            said_by=released.round,
            kind=kind,
            answers=released.answers,
            results=hashlib.sha256(content.encode()).hexdigest(),
            plan=json.loads(dump_plan(plan)),
            software=f"canvass {version('canvass')}",
            figures=(),
            places=places,
        )
    )


def _list_said(released: ReleasedPlaces) -> Iterator[PlaceSaid]:
    asked = [*([released.ways] if released.ways else []), *released.questions]
    for one in asked:
        for place in one.shown:
            yield PlaceSaid(
                question=one.name, kind=str(place.kind), code=place.code, people=place.people
            )
