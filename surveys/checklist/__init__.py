"""What must be known and signed off before a round is put to real residents.

Most lines are the partnership's and stand in its file, once for all rounds; an officer records the
others, or a line that differs for one round, in `Round.checklist` under the names of `ITEMS`.
Rehearsals, made-up and imported rounds ask nobody and need none of it.

items      one line: what it is called, whether it is there, how to fix it
helplines  the lines about who helps those who answer
listing    all lines of a round
readiness  what is missing, told at once; the checklist as text
"""

from surveys.checklist.items import DRAFT, FROM_EITHER, ITEMS, SHORTER, UNCONFIRMED, Item
from surveys.checklist.listing import find_draft, list_items
from surveys.checklist.readiness import check_ready, find_missing, render_checklist

__all__ = [
    "DRAFT",
    "FROM_EITHER",
    "ITEMS",
    "SHORTER",
    "UNCONFIRMED",
    "Item",
    "check_ready",
    "find_draft",
    "find_missing",
    "list_items",
    "render_checklist",
]
