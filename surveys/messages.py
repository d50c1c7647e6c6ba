"""Messages to people who asked for them: what is told, to whom, how often, and at what hours.

Only people on the contact list are written to. An invitation goes out once a round and a reminder
twice at most; nothing leaves outside the sending hours, which are London time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from surveys.errors import RoundError
from surveys.rounds import LONDON, Audience, Round, RoundState, is_answerable, london_date


class Topic(StrEnum):
    """What people can ask to be told of: next rounds, or the results of one round."""

    ROUNDS = "rounds"
    RESULTS = "results"


class BroadcastKind(StrEnum):
    """What a message to many people is for."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    RESULTS = "results"
    ACTIONS = "actions"


class BroadcastState(StrEnum):
    """How far the sending has come; stopped and done are for good."""

    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


CALLS = frozenset({BroadcastKind.INVITATION, BroadcastKind.REMINDER})
"""Messages that ask people to answer: only while the round is open, and not once they have."""

MOST: Mapping[BroadcastKind, int] = {
    BroadcastKind.INVITATION: 1,
    BroadcastKind.REMINDER: 2,
    BroadcastKind.RESULTS: 1,
    BroadcastKind.ACTIONS: 1,
}
"""How many broadcasts of a kind a round can have, stopped ones included."""

UNDER_WAY = frozenset({BroadcastState.SENDING, BroadcastState.PAUSED})
BROADCAST_MOVES: Mapping[BroadcastState, frozenset[BroadcastState]] = {
    BroadcastState.SENDING: frozenset({BroadcastState.PAUSED, BroadcastState.STOPPED}),
    BroadcastState.PAUSED: frozenset({BroadcastState.SENDING, BroadcastState.STOPPED}),
    BroadcastState.STOPPED: frozenset(),
    BroadcastState.DONE: frozenset(),
}
"""Which state staff can bring a broadcast to; done it becomes by itself."""

_HOURS = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One message to everybody who asked for it.

    Attributes:
        id: Number in the store.
        round_id: The round that it is about.
        kind: What it is for.
        state: How far the sending has come.
        created_at: When it was started, in seconds since 1970.
    """

    id: int
    round_id: int
    kind: BroadcastKind
    state: BroadcastState
    created_at: int


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a day in London at which messages to many may leave.

    Attributes:
        first: Hour from which they may, 0-23.
        last: Hour before which they may, 1-24.
    """

    first: int
    last: int

    def __str__(self) -> str:
        """As in the settings, such as ``9-20``."""
        return f"{self.first}-{self.last}"

    def is_within(self, other: Hours) -> bool:
        """Whether all of these hours are among the others."""
        return other.first <= self.first and self.last <= other.last


USUAL_HOURS = Hours(9, 20)


def read_hours(text: str) -> Hours:
    """Hours as they are written in the settings, such as ``9-20``.

    Raises:
        ValueError: When they are not two hours of one day, the earlier one first.
    """
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        raise ValueError("it is not two hours such as 9-20")
    hours = Hours(int(found[1]), int(found[2]))
    if not 0 <= hours.first < hours.last <= 24:
        raise ValueError("the first hour is not before the last one, or there is no such hour")
    return hours


def sending_allowed(now: datetime, hours: Hours = USUAL_HOURS) -> bool:
    """Whether messages to many may leave at a moment.

    With 9-20 the first may leave at 9:00:00 and the last before 20:00:00, summer time or not.

    Raises:
        ValueError: When the moment has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return hours.first <= now.astimezone(LONDON).hour < hours.last


def find_audience(kind: BroadcastKind, round_id: int) -> tuple[Topic, int]:
    """The topic whose subscribers get a message, and the round that they asked about; 0 for any."""
    return (Topic.ROUNDS, 0) if kind in CALLS else (Topic.RESULTS, round_id)


def is_current(round_: Round, kind: BroadcastKind, now: datetime) -> bool:
    """Whether a message of this kind still makes sense, as the round stands now."""
    if kind in CALLS:
        return round_.state is RoundState.OPEN and is_answerable(round_, now)
    return round_.state is RoundState.PUBLISHED


def check_broadcast(
    round_: Round, kind: BroadcastKind, earlier: Sequence[Broadcast], now: datetime
) -> None:
    """Check that a message can be sent to everybody who asked for it.

    Args:
        round_: The round that it is about.
        kind: What it is for.
        earlier: All broadcasts of that round so far.
        now: The present moment.

    Raises:
        RoundError: When the round is not at that point, or the message was sent already.
    """
    _check_round(round_, kind, now)
    place = f"{kind} of round {round_.name!r}"
    for other in earlier:
        if other.state in UNDER_WAY:
            raise RoundError(
                "broadcast.under-way",
                place,
                f"broadcast {other.id} of this round ({other.kind}) is {other.state}",
                "Wait until it is done, or stop it; nothing was sent by this.",
            )
    same = [other for other in earlier if other.kind is kind]
    if len(same) >= MOST[kind]:
        times = "once" if MOST[kind] == 1 else "twice"
        raise RoundError(
            "broadcast.again",
            place,
            f"it can be sent {times} at most, and was started on {_days(same)}",
            "Nobody is sent it again; use posters and links to reach more people.",
        )
    if london_date(now) in {_day(other) for other in same}:
        # The second tap of a double tap would otherwise use up the second reminder.
        raise RoundError(
            "broadcast.today",
            place,
            "one was started today",
            "Send the next one tomorrow or later; nothing was sent by this.",
        )


def _check_round(round_: Round, kind: BroadcastKind, now: datetime) -> None:
    place = f"round {round_.name!r}"
    if round_.rehearsal:
        raise RoundError(
            "broadcast.rehearsal",
            place,
            "it is a rehearsal, and nobody on the contact list is told of rehearsals",
            "Try it out with the round's own link.",
        )
    if kind in CALLS and round_.audience in {Audience.INVITED, Audience.IMPORTED}:
        raise RoundError(
            "broadcast.audience",
            place,
            "people on the contact list cannot answer it (it is for "
            f"{'people with a code' if round_.audience is Audience.INVITED else 'imports'})",
            "Reach its people with their letters.",
        )
    if not is_current(round_, kind, now):
        needed = "open, on one of its days" if kind in CALLS else "published"
        raise RoundError(
            "broadcast.round-state",
            place,
            f"it is {round_.state}, and this message needs it {needed} "
            f"({round_.opens_on} to {round_.closes_on})",
            "Open it first." if kind in CALLS else "Publish its results first.",
        )
    if kind is BroadcastKind.ACTIONS and not any(text.strip() for text in round_.actions.values()):
        raise RoundError(
            "broadcast.no-actions",
            place,
            "nothing was written about what was done",
            "Write it first, in each language of the round.",
        )


def check_broadcast_move(broadcast: Broadcast, to: BroadcastState) -> None:
    """Check that staff can pause, resume or stop a broadcast.

    Raises:
        RoundError: When it is over, or is in that state already.
    """
    if to in BROADCAST_MOVES[broadcast.state]:
        return
    allowed = [state.value for state in BroadcastState if state in BROADCAST_MOVES[broadcast.state]]
    raise RoundError(
        "broadcast.move",
        f"broadcast {broadcast.id} ({broadcast.kind})",
        f"it is {broadcast.state} and cannot be {to}",
        f"From here it can only be {' or '.join(allowed)}." if allowed else "It is over for good.",
    )


def _day(broadcast: Broadcast) -> object:
    return london_date(datetime.fromtimestamp(broadcast.created_at, UTC))


def _days(broadcasts: Sequence[Broadcast]) -> str:
    return " and ".join(str(_day(broadcast)) for broadcast in broadcasts)
