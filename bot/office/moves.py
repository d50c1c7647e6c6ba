"""A round going from one state to the next, with its line in the audit trail."""

from __future__ import annotations

from dataclasses import replace

from bot.office.context import Office
from surveys.rounds import Round, RoundState
from surveys.store.rounds import save_round


async def move(
    office: Office, round_: Round, to: RoundState, *, before: Round | None = None
) -> Round:
    """Write a round in another state. That it can go there was checked.

    Args:
        office: Who moves it.
        round_: The round as it is to be, but for its state.
        to: The state.
        before: The round as it was, where more than its state changes.
    """
    moved = await save_round(office.connection, replace(round_, state=to))
    was = (before or round_).state
    await office.record(f"round.{to}", round_.name, was, to)
    return moved
