"""The audit trail as staff read it: its lines, whether they are as written, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from surveys.audit import TRAIL, Entry, Head, verify
from surveys.errors import AuditError
from surveys.keyring import KeyRing
from surveys.privacy import AUDIT_KEY
from surveys.rounds import LONDON
from surveys.store.audit import find_head, read_entries
from surveys.store.engine import Transaction


async def read_within(
    connection: Transaction, ring: KeyRing
) -> tuple[tuple[Entry, ...], Head | None, AuditError | None]:
    """The lines of the trail, its end, and what is wrong with them, as one transaction sees them.

    The lines can be looked at although they do not verify; so what is wrong is returned.

    Returns:
        Lines; the end, None where it cannot be trusted; the trouble, None where all is well.
    """
    entries = await read_entries(connection)
    key = ring.find(AUDIT_KEY)
    try:
        head = await find_head(connection, key) if key else _empty(entries)
        verify(key or b"", entries, head)
        if key and not entries:
            raise AuditError(
                "audit.empty",
                TRAIL,
                "it is empty although its key was made",
                "Unless the very first action failed, the trail was removed: restore the "
                "latest backup.",
            )
    except AuditError as error:
        return entries, None, error
    return entries, head, None


def describe_trail(entries: Sequence[Entry], last: int | None) -> list[str]:
    """A line for each line of the trail: number, London time, who, what, to what, the change.

    Args:
        entries: The lines.
        last: How many of the last ones; None for all.
    """
    shown = entries if last is None else entries[len(entries) - min(last, len(entries)) :]
    return [describe_entry(entry) for entry in shown]


def describe_entry(entry: Entry) -> str:
    """A line of the trail as one printed line."""
    when = datetime.fromtimestamp(entry.at, UTC).astimezone(LONDON)
    change = f"{entry.before} -> {entry.after}" if entry.before else entry.after
    about = f"{entry.who} {entry.action} {entry.subject}"
    line = f"{entry.number} {when:%Y-%m-%d %H:%M:%S} {about}" + (f": {change}" if change else "")
    return _on_one_line(line)


def describe_end(head: Head) -> list[str]:
    """That the trail verifies, and what to write down of its end."""
    if not head.count:
        return ["The audit trail is empty: nothing was done by staff yet."]
    lines = "line is" if head.count == 1 else "lines are"
    return [
        f"{head.count} {lines} as written, and none is missing.",
        f"Fingerprint: {head.fingerprint()}",
        "Write it down elsewhere: `canvass audit --expect FINGERPRINT` tells if that line is gone.",
    ]


def _empty(entries: Sequence[Entry]) -> Head:
    """The end of a trail that was never begun.

    Raises:
        AuditError: When there are lines, but no key to verify them with.
    """
    if entries:
        raise AuditError(
            "audit.no-key",
            TRAIL,
            f"its key is missing, so that its {len(entries)} lines cannot be verified",
            "Restore the folder of keys (KEY_DIR) from the backup that belongs to this database.",
        )
    return Head()


def _on_one_line(text: str) -> str:
    """What cannot be printed, such as a line break, is shown by its code: no text forges a line."""
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode() for one in text
    )
