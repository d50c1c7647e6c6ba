"""The steps that close a round: it takes nothing more, is emptied, and is closed for good."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.errors import RoundError
from surveys.round_checks import check_close
from surveys.rounds import FROZEN, Round, RoundState
from surveys.store.batch import Effect
from surveys.store.engine import Store
from surveys.store.rounds import get_round_within, save_round
from surveys.store.tables import (
    InboxState,
    codes,
    inbox,
    interviews,
    rounds,
)


async def begin_closing(store: Store, name: str) -> Round:
    """Stop taking answers: only updates that are in the inbox by now still count.

    Closing that was begun before is taken up where it was, with the position it had. A round that
    is closed already, perhaps by another process a moment ago, is returned as it is.

    Raises:
        RoundError: When the round was never opened.
    """
    async with store.write() as connection:
        round_ = await get_round_within(connection, name)
        return round_ if round_.state in FROZEN else await begin_closing_within(connection, name)


async def begin_closing_within(connection: AsyncConnection, name: str) -> Round:
    """Stop taking answers, within a transaction; see `begin_closing`.

    Raises:
        RoundError: When the round was never opened, or is closed.
    """
    round_ = await get_round_within(connection, name)
    check_close(round_)
    if round_.state is RoundState.CLOSING:
        return round_
    last = (await connection.execute(select(func.max(inbox.c.position)))).scalar()
    closing = replace(round_, state=RoundState.CLOSING, closing_position=int(last or 0))
    return await save_round(connection, closing)


async def finish_closing(
    store: Store, name: str, submitted: int, unsubmitted: int, effect: Effect | None = None
) -> Round:
    """Delete the interviews of a round that is frozen, and close it for good.

    A round that is closed already is returned as it is, so that an interrupted closing can be
    repeated from its beginning.

    Args:
        store: The open database.
        name: Name of the round.
        submitted: How many interviews were frozen.
        unsubmitted: How many were not, and are now lost on purpose.
        effect: What takes effect with it, such as its line in the audit trail.

    Raises:
        RoundError: When closing was not begun, when an update that still counts has not been
            handled, or when interviews came or went since they were counted; nothing is changed.
    """
    async with store.write() as connection:
        round_ = await get_round_within(connection, name)
        if round_.state in FROZEN:
            return round_
        await _check_drained(connection, round_)
        deleted = await connection.execute(
            delete(interviews).where(interviews.c.round_id == round_.id)
        )
        if deleted.rowcount != submitted + unsubmitted:
            raise RoundError(
                "round.changed",
                f"round {name!r}",
                f"{submitted + unsubmitted} interviews were counted and {deleted.rowcount} found",
                "Close it again with `canvass round close`; nothing was deleted.",
            )
        counts = {"submitted": submitted, "unsubmitted": unsubmitted}
        await connection.execute(update(rounds).where(rounds.c.id == round_.id).values(counts))
        await connection.execute(delete(codes).where(codes.c.round_id == round_.id))
        closed = await save_round(connection, replace(round_, state=RoundState.CLOSED))
        if effect is not None:
            await effect(connection)
    # The deleted rows are zeros in the database file; the log must not keep them either.
    await store.checkpoint()
    return closed


async def _check_drained(connection: AsyncConnection, round_: Round) -> None:
    if round_.state is not RoundState.CLOSING or round_.closing_position is None:
        raise RoundError(
            "round.not-closing",
            f"round {round_.name!r}",
            f"it is {round_.state}, and closing it was not begun",
            "Close it with `canvass round close`.",
        )
    waiting = (
        select(func.count())
        .select_from(inbox)
        .where(inbox.c.state == InboxState.PENDING, inbox.c.position <= round_.closing_position)
    )
    left = (await connection.execute(waiting)).scalar_one()
    if left:
        raise RoundError(
            "round.not-drained",
            f"round {round_.name!r}",
            f"{left} updates that still count have not been handled",
            "Let the bot handle them, then close the round again; nothing was deleted.",
        )
