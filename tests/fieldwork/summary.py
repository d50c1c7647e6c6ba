"""What a run came to, in tables: who came how, and who was delivered what."""

from __future__ import annotations

from collections.abc import Mapping

from tests.fieldwork.counting import Reach
from tests.fieldwork.meanwhile import Groups
from tests.fieldwork.record import Record


def write_summary(
    record: Record,
    groups: Groups,
    reach: Mapping[str, Reach],
    counts: Mapping[str, int],
    unknown: int,
) -> None:
    """Write the last part of a record.

    Args:
        record: The record.
        groups: Residents by how they came.
        reach: Who was delivered what, by kind of message.
        counts: How many answers were submitted and not, as the frozen round says.
        unknown: How many messages have an outcome that nobody knows.
    """
    record.heading("What it came to", "Who came how, as the residents themselves count:")
    record.table(("way", "people", "finished"), _list_ways(groups))
    record.tell(
        f"The frozen round holds {counts['submitted']} submitted answers; {counts['unsubmitted']} "
        "were begun and not submitted, and are deleted. Who was delivered what, as the sandbox "
        "counts it:"
    )
    columns = ("message", "should have it", "delivered once", "more than once", "not", "to others")
    rows = [(r.kind, len(r.due), r.once, r.more, r.missed, r.others) for r in reach.values()]
    record.table(columns, rows)
    arrived = unknown - sum(one.missed for one in reach.values())
    record.tell(
        f"Of {unknown} invitations the bot could not know whether they had arrived, because it was "
        f"killed while it sent them: {arrived} had. None of them is sent again."
    )


def _list_ways(groups: Groups) -> list[tuple[str, int, int]]:
    ways = {
        "written to, from the contact list": groups.listed,
        **{f"poster: {venue}": people for venue, people in groups.venues.items()},
        "letter with a code": groups.letters,
    }
    rows = [
        (way, len(people), sum(one.has_finished for one in people)) for way, people in ways.items()
    ]
    rows.append(("interviewer", groups.assisted, groups.assisted))
    return [*rows, ("all", sum(row[1] for row in rows), sum(row[2] for row in rows))]
