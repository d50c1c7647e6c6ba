"""What a database says when it cannot be used, as one clear line."""

from __future__ import annotations

from surveys.errors import StoreError

# What the driver says, what it means, and what to do about it.
KNOWN = (
    (
        "database is locked",
        "store.locked",
        "the database is locked by another program",
        "Stop the other program (a second `canvass run`, a database browser), then try again.",
    ),
    (
        "readonly database",
        "store.read-only",
        "the database is read-only",
        "Make the file and its folder writable for this user.",
    ),
    (
        "file is not a database",
        "store.not-a-database",
        "the file is not a database",
        "Set DATABASE_URL to the database of this installation, or to a file that does not exist.",
    ),
    (
        "disk image is malformed",
        "store.damaged",
        "the database is damaged",
        "Restore the latest backup; keep the damaged file for examination.",
    ),
    (
        "unable to open database file",
        "store.cannot-open",
        "the database file cannot be opened",
        "Check that its folder exists and that this user may read and write there.",
    ),
    (
        "database or disk is full",
        "store.full",
        "the disk is full",
        "Free some space; nothing that was confirmed is lost.",
    ),
)


def translate(said: str, place: str) -> StoreError:
    """What the driver said, as an error that a person can act on; it never quotes data."""
    for phrase, code, problem, remedy in KNOWN:
        if phrase in said:
            return StoreError(code, place, problem, remedy)
    return StoreError(
        "store.failed",
        place,
        f"the database refused ({said.splitlines()[0] if said else 'no reason given'})",
        "Check the disk and its space; if it persists, restore the latest backup.",
    )
