"""Watching a round in chat: who has taken part, where others stopped, and who is missing."""

from __future__ import annotations

from bot.desk.errands import Entry, Errand
from bot.desk.rounds import get_tapped_round
from bot.desk.tokens import StaffToken
from bot.turnout import WATCHED
from surveys.rounds import LIVE, Round
from surveys.staff import Permission
from surveys.store.rounds import find_rounds_within

_LOOK_BYTES = 6
_MOST_OFFERED = 20


async def watch(errand: Errand) -> None:
    """``/progress``: of the round in the field; where there are several, of which."""
    errand.forget()
    rounds = await _find_watched(errand)
    live = [one for one in rounds if one.state in LIVE]
    if not rounds:
        errand.say(errand.words("progress-none"))
    elif len(live or rounds) == 1:
        _show(errand, (live or rounds)[0], others=len(rounds) > 1)
    else:
        _offer(errand, rounds)


async def choose(errand: Errand) -> None:
    """Which of all the rounds that are or were open."""
    _offer(errand, await _find_watched(errand))


async def watch_tapped(errand: Errand) -> None:
    """Of the round that was tapped; of one that was never open there is nothing to tell."""
    errand.forget()
    round_ = await get_tapped_round(errand)
    _show(errand, round_, others=len(await _find_watched(errand)) > 1)


async def _find_watched(errand: Errand) -> list[Round]:
    """Rounds that are or were open, the newest first."""
    rounds = await find_rounds_within(errand.office.connection)
    return [one for one in reversed(rounds) if one.state in WATCHED][:_MOST_OFFERED]


def _offer(errand: Errand, rounds: list[Round]) -> None:
    rows = [
        [(f"{one.name}: {one.state}", StaffToken("progress", (str(one.id),)))] for one in rounds
    ]
    errand.say(errand.words("progress-which"), rows)


def _show(errand: Errand, round_: Round, *, others: bool) -> None:
    """All of it is counted once and made when it is sent, so that no chat waits for it."""
    look = errand.random(_LOOK_BYTES).hex()
    rows = [[(errand.words("progress-others"), StaffToken("progress-which"))]] if others else []
    errand.picture("progress", "", rows, round=round_.id, look=look)
    if round_.state in LIVE:
        errand.picture("representation", round=round_.id, look=look)
        errand.picture("representation-words", round=round_.id, look=look)


COMMANDS = {
    "progress": Entry(watch, Permission.PROGRESS, menu="menu-progress"),
}
TAPS = {
    "progress": Entry(watch_tapped, Permission.PROGRESS),
    "progress-which": Entry(choose, Permission.PROGRESS),
}
STEPS: dict[str, Entry] = {}
