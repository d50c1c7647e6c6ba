"""The audit trail in chat: its last lines, and whether any was changed or is missing."""

from __future__ import annotations

from bot.desk.errands import Entry, Errand
from bot.office.trail import describe_end, describe_trail, read_within
from surveys.staff import Permission

LAST = 20
"""Lines shown in chat; the terminal shows all of them."""


async def show_trail(errand: Errand) -> None:
    """``/audit``: the last lines, and whether the whole trail is as written."""
    entries, head, trouble = await read_within(errand.office.connection, errand.ring)
    end = str(trouble) if head is None else "\n".join(describe_end(head))
    lines = "\n".join(describe_trail(entries, LAST))
    errand.say("\n\n".join(part for part in (lines, end) if part))


COMMANDS = {"audit": Entry(show_trail, Permission.READ_AUDIT, menu="menu-audit")}
TAPS: dict[str, Entry] = {}
STEPS: dict[str, Entry] = {}
