"""What `canvass audit` does, behind the command line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from bot.leaving import EXPORT, check_kept
from bot.office.trail import describe_end, describe_trail, read_within
from bot.rounds import at_work, opened
from bot.settings import Settings
from surveys.audit import Entry, Head, check_expected
from surveys.errors import AuditError, SecretKeyError, StoreError
from surveys.store.engine import Transaction

if TYPE_CHECKING:
    from bot.measuring import Measured

NO_DATABASE = frozenset({"key.missing", "store.missing", "store.no-folder"})
"""What is wrong where only the files of frozen rounds are."""


async def read_trail(
    settings: Settings,
) -> tuple[tuple[Entry, ...], Head | None, AuditError | None]:
    """The lines of the trail, its end, and what is wrong with them.

    The lines can be looked at although they do not verify; so what is wrong is returned.

    Returns:
        Lines; the end, None where it cannot be trusted; the trouble, None where all is well.
    """
    # Lines and end are read in one transaction: a bot that runs may add to both.
    async with opened(settings) as (store, ring), store.write() as connection:
        return await read_within(connection, ring)


async def note_internal(settings: Settings, name: str) -> None:
    """Record that figures of a round were shown which disclosure control has not passed."""
    await note(settings, "measures.internal", name)


async def note_leaving(settings: Settings, measured: Measured, kind: str) -> None:
    """Record that results leave, in the trail and in the ledger: call it before they do.

    Args:
        settings: The settings.
        measured: The results.
        kind: As what they leave.

    Raises:
        CanvassError: That cannot be recorded, or what left before is not in the ledger any more.
    """
    name = measured.released.results.round
    first = partial(check_kept, measured=measured)
    also = partial(measured.record, kind)
    await note(settings, EXPORT, name, kind, first=first, also=also)


async def _look_at_nothing(_: Transaction) -> None:
    """What has to be seen to before most lines of the trail."""


async def note(
    settings: Settings,
    action: str,
    name: str,
    after: str = "",
    *,
    first: Callable[[Transaction], Awaitable[None]] = _look_at_nothing,
    also: Callable[[], object] = lambda: None,
) -> None:
    """Record what is about to be done with a frozen round.

    Frozen rounds can be read without their database too, from their files alone; there is no trail
    there.

    Args:
        settings: The settings.
        action: What, such as ``results.export``.
        name: The round.
        after: What comes of it, in short.
        first: Looks at the database before; not called where there is none.
        also: Done with it: when it fails, nothing is recorded.
    """
    try:
        async with at_work(settings) as office:
            await first(office.connection)
            await office.record(action, name, after=after)
            also()
            return
    except (SecretKeyError, StoreError) as error:
        if error.code not in NO_DATABASE:
            raise
    also()


async def audit(
    settings: Settings, *, last: int | None, expected: str
) -> tuple[list[str], AuditError | None]:
    """What is printed of the trail, and the trouble if there is any."""
    entries, head, trouble = await read_trail(settings)
    lines = describe_trail(entries, last)
    if head is not None:
        try:
            if expected:
                check_expected(expected, entries)
            lines += describe_end(head)
        except AuditError as error:
            trouble = error
    return lines, trouble
