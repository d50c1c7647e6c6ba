"""What `canvass releases` tells: what left of a round, in the order in which it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.measuring import find_ledger
from bot.settings import Settings

if TYPE_CHECKING:
    from analysis.ledger import Entry


def list_releases(settings: Settings, name: str) -> list[str]:
    """What left of a round's results, a line each, in order; when it did the audit trail says.

    Places are recorded apart from the figures that they left with, and stand in their line.
    """
    entries = find_ledger(settings).find_in_order(name)
    if not entries:
        return [f"Nothing of round {name} has been published or exported."]
    places = {(one.said_by, one.kind): one for one in entries if one.places}
    with_figures = {(one.said_by, one.kind) for one in entries if not one.places}
    lines = [
        _describe_release(name, one, places.get((one.said_by, one.kind)))
        for one in entries
        if not (one.places and (one.said_by, one.kind) in with_figures)
    ]
    return [f"{number}. {line}" for number, line in enumerate(lines, start=1)]


def _describe_release(name: str, entry: Entry, places: Entry | None) -> str:
    """As what something left, by which plan, and how much of it.

    Args:
        name: The round that it speaks of.
        entry: What left.
        places: The places that left as the same; the entry itself where it has nothing else.
    """
    figures = sum(one.base is not None for one in entry.figures)
    told = [] if entry is places else [f"{figures} figures"]
    told += [f"{len(places.places)} places"] if places else []
    return (
        f"{entry.kind}, "
        + (f"of round {entry.said_by}, which compares itself with it, " * (entry.said_by != name))
        + f"by plan {entry.plan['name']}, results {entry.results[:12]}, "
        + ", ".join(told)
    )
