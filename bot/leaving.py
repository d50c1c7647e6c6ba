"""Whether the ledger has everything that the audit trail says has left.

The ledger notices by itself when it is altered and when one of its entries is missing, but not
when its whole folder is, or its newest entries with the end of their index. The trail is in the
database, so that both would have to go. It tells kinds of output apart and no two of one kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from surveys.audit import Entry
from surveys.errors import RoundError
from surveys.rounds import RoundState
from surveys.store.audit import read_entries
from surveys.store.engine import Transaction

if TYPE_CHECKING:
    from bot.measuring import Frozen, Measured

EXPORT = "results.export"
"""The line of the trail on results that leave otherwise than by being published."""

COMMENTS = "comments.published"
"""The line of the trail on themes and quotes that leave with them."""

PUBLICATION = "publication"
"""The kind of what is published, in the ledger."""

RESPONDENTS = "respondent-level"
"""The kind of files with a row for each respondent, which are not in the ledger."""


async def check_kept(connection: Transaction, measured: Measured) -> None:
    """See that the ledger was whole when results were measured: call it before they are recorded.

    For the round and for those it is compared with, each kind of output that the trail knows of has
    to be in the ledger.

    Args:
        connection: The transaction in which it is recorded that they leave.
        measured: The results that are about to leave.

    Raises:
        RoundError: Something left that is not in the ledger; nothing more may.
    """
    frozen = measured.frozen
    names = (measured.released.results.round, *(folder.name for folder in frozen.earlier))
    await check_recorded(connection, frozen, names)


async def check_recorded(connection: Transaction, frozen: Frozen, names: Iterable[str]) -> None:
    """See that each kind of output of these rounds that the trail knows of is in the ledger.

    Raises:
        RoundError: Something left that is not in the ledger; nothing more may.
    """
    entries = await read_entries(connection)
    for name in names:
        kept = {one.kind for one in frozen.ledger.find(name) if one.said_by == name}
        if missing := list_kinds(entries, name) - kept:
            raise RoundError(
                "ledger.missing",
                f"round {name!r}",
                f"the audit trail says that this left, and {frozen.releases} has nothing of it: "
                f"{', '.join(sorted(missing))}",
                "Restore that folder from a backup: without it nobody knows what is public.",
            )


def list_said(entries: Iterable[Entry], name: str) -> frozenset[str]:
    """The short hashes of what left of a round's comments, by the trail."""
    return frozenset(
        entry.after.rpartition(" ")[2]
        for entry in entries
        if entry.subject == name and entry.action == COMMENTS
    )


def list_kinds(entries: Iterable[Entry], name: str) -> frozenset[str]:
    """The kinds of output in which results of a round left, by the trail."""
    found: set[str] = set()
    for entry in entries:
        if entry.subject != name:
            continue
        if entry.action == f"round.{RoundState.PUBLISHED}":
            found.add(PUBLICATION)
        elif entry.action == EXPORT and not entry.after.startswith(RESPONDENTS):
            found.add(entry.after)
    return frozenset(found)
