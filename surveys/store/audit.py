"""The audit trail as it is kept: lines are added, and neither changed nor removed.

Triggers of the database refuse to change a line as well, so that a mistake cannot; who means to
can go around them, and the chain shows it (see `surveys.audit`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, insert, select

from surveys.audit import TRAIL, Entry, Head, mac_of, read_head, write_head
from surveys.errors import AuditError
from surveys.store.engine import Transaction
from surveys.store.meta import AUDIT_HEAD, find_fact, save_fact
from surveys.store.tables import audit


async def append(
    connection: Transaction,
    key: bytes,
    *,
    who: str,
    action: str,
    subject: str,
    before: str,
    after: str,
    at: datetime,
) -> Entry:
    """Add a line at the end of the trail, within the transaction of what it tells of.

    Args:
        connection: That transaction.
        key: The audit key.
        who: Staff code, ``terminal`` or ``settings``.
        action: What was done, such as ``round.open``.
        subject: To what.
        before: What it was, in short.
        after: What it is now.
        at: When; kept to the second.

    Raises:
        AuditError: When the end of the trail does not fit the key: nothing may be added to a trail
            that could not be verified afterwards.
    """
    head = await find_head(connection, key)
    bare = Entry(head.count + 1, int(at.timestamp()), who, action, subject, before, after)
    entry = replace(bare, mac=mac_of(key, bare, head.mac))
    values = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    await connection.execute(insert(audit).values(values))
    await save_fact(connection, AUDIT_HEAD, write_head(key, Head(entry.number, entry.mac)))
    return entry


async def find_head(connection: Transaction, key: bytes) -> Head:
    """The end of the trail; that of an empty one where nothing was ever written.

    Raises:
        AuditError: When it was changed, or lines are there without it.
    """
    kept = await find_fact(connection, AUDIT_HEAD)
    if kept is not None:
        return read_head(key, kept)
    if (await connection.execute(select(func.count()).select_from(audit))).scalar_one():
        raise AuditError(
            "audit.no-head",
            TRAIL,
            "the note of how many lines it has is missing",
            "Restore the latest backup; keep a copy of this database for examination.",
        )
    return Head()


async def read_entries(connection: Transaction) -> tuple[Entry, ...]:
    """All lines by number.

    Read them together with `find_head` in one transaction: between two reads a line may be added.
    """
    columns = (audit.c[name] for name in Entry.__dataclass_fields__)
    rows = await connection.execute(select(*columns).order_by(audit.c.number))
    return tuple(Entry(*row) for row in rows)
