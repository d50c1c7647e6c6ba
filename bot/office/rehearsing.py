"""Rehearsals: a round tried out with staff, which no result ever includes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.office.context import Office
from bot.office.drafts import copy_round
from bot.office.launching import open_draft
from surveys.rounds import Audience, Round, london_date
from surveys.store.rounds import find_rounds_within, get_round_within, save_round

REHEARSAL_DAYS = 7
_LONGEST_STEM = 26  # with "-rehearsal-99" a name has at most 40 characters


async def rehearse(office: Office, name: str) -> Round:
    """Open a rehearsal of a draft for a week, reachable by its own link alone.

    The draft stays as it is, and its copy is opened; a draft that is a rehearsal is opened itself.

    Raises:
        RoundError: When the round cannot be opened.
    """
    round_ = await get_round_within(office.connection, name)
    today = london_date(office.now)
    last = today + timedelta(days=REHEARSAL_DAYS - 1)
    if round_.rehearsal:
        if today < round_.opens_on:
            before = f"{round_.opens_on}"
            round_ = await save_round(office.connection, replace(round_, opens_on=today))
            await office.record("round.set-opens_on", name, before, str(today))
        return await open_draft(office, name)
    made = await copy_round(
        office,
        name,
        await _find_free_name(office, name),
        opens_on=today,
        closes_on=last,
        rehearsal=True,
        audience=Audience.OPEN,
        minimum_days=0,
    )
    return await open_draft(office, made.name)


async def _find_free_name(office: Office, name: str) -> str:
    taken = {one.name for one in await find_rounds_within(office.connection)}
    stem = f"{name[:_LONGEST_STEM]}-rehearsal"
    names = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 2))]
    return next(name for name in names if name not in taken)
