"""Whether a round has results at all: it is closed, and was put to residents."""

from __future__ import annotations

from bot.auditing import NO_DATABASE
from bot.rounds import opened
from bot.settings import Settings
from surveys.errors import RoundError, SecretKeyError, StoreError
from surveys.rounds import FROZEN, Round, RoundState
from surveys.store.rounds import find_rounds


async def check_exportable(settings: Settings, name: str) -> Round | None:
    """The round, checked to be closed; None where there is no database, or it does not know it.

    Raises:
        RoundError: When its answers are not frozen, are destroyed, or are of a rehearsal.
    """
    try:
        async with opened(settings) as (store, _):
            round_ = next((one for one in await find_rounds(store) if one.name == name), None)
    except (SecretKeyError, StoreError) as error:
        if error.code not in NO_DATABASE:
            raise
        return None
    if round_ is None:
        return None
    place = f"round {name!r}"
    if round_.rehearsal:
        raise RoundError(
            "round.rehearsal",
            place,
            "it is a rehearsal, and no result ever includes it",
            "Choose a round that asked residents.",
        )
    if round_.state is RoundState.WITHDRAWN:
        raise RoundError(
            "round.withdrawn",
            place,
            "it is withdrawn, and its answers are destroyed",
            "Choose another round, with `canvass round list`.",
        )
    if round_.state not in FROZEN:
        raise RoundError(
            "round.not-closed",
            place,
            f"it is {round_.state}, and only a closed round has results",
            "Close it first with `canvass round close`.",
        )
    return round_
