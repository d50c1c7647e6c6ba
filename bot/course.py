"""How sending to many goes: whether anything arrives, who has left, and when it must not go on.

One answer of Telegram's may be wrong about everybody: the token is another bot's, something stands
in between, a server is down. So nobody is taken off the list before a later message shows that
others are reached, little is risked while nothing arrives, and what goes wrong again and again is
left to staff.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.sending import Outcome, Result
from surveys.store.deliveries import Delivery, Settled
from surveys.store.tables import DeliveryState

MOST_REFUSED = 10
"""Refusals in a row after which a broadcast is paused: then it is the message that is wrong."""
MOST_UNKNOWN = 5
"""Unknown outcomes in a row after which it is paused: these people cannot be sent it again."""
MOST_LEFT = 10
"""People in a row who seem to have left after which it is paused: so many do not leave at once."""
LONGEST_HOLD = 60.0
EARLIEST = datetime.min.replace(tzinfo=UTC)
TAKEN_BACK = Result(Outcome.NOT_SENT)

STATES = {
    Outcome.SENT: DeliveryState.SENT,
    Outcome.BLOCKED: DeliveryState.LEFT,
    Outcome.NO_CHAT: DeliveryState.LEFT,
    Outcome.REFUSED: DeliveryState.REFUSED,
    Outcome.UNKNOWN: DeliveryState.UNKNOWN,
    Outcome.WAIT: DeliveryState.PENDING,
    Outcome.NOT_SENT: DeliveryState.PENDING,
}

Noted = tuple[Delivery, Result]
"""What came of a delivery, to be recorded."""


class Line:
    """The line to Telegram, as the latest outcomes show it.

    Attributes:
        hold_until: Before that moment nothing is handed on.
        is_tried: Whether anything has arrived since the start or the last failure. While nothing
            has, one message at a time is risked.
    """

    def __init__(self) -> None:
        self.hold_until = EARLIEST
        self.is_tried = False
        self._failures = 0

    def note(self, result: Result, now: datetime) -> float:
        """Take note of an outcome; seconds of the pause that it begins, 0 for none."""
        match result.outcome:
            case Outcome.SENT:
                self.is_tried = True
                self._failures = 0
            case Outcome.WAIT:
                self.hold_until = max(self.hold_until, now + timedelta(seconds=result.seconds))
            case Outcome.NOT_SENT | Outcome.UNKNOWN:
                self.is_tried = False
                if now >= self.hold_until:
                    # What was under way together fails together: that counts once.
                    self._failures = min(self._failures + 1, 10)
                    seconds: float = min(LONGEST_HOLD, 0.5 * 2**self._failures)
                    self.hold_until = now + timedelta(seconds=seconds)
                    return seconds
            case _:
                pass
        return 0.0


class Course:
    """How the sending of one broadcast goes, in this run.

    Attributes:
        leavers: Who seem to have left, while nothing was sent since that confirms it. They stay
            claimed, so that a crash leaves them unknown and on the list.
    """

    def __init__(self) -> None:
        self.leavers: list[Noted] = []
        self._reached = False
        self._refused = 0
        self._unknown = 0
        self._given_back: set[int] = set()

    def note(self, delivery: Delivery, result: Result) -> list[Noted]:
        """Take note of an outcome; returns what can be recorded now."""
        match result.outcome:
            case Outcome.SENT:
                confirmed, self.leavers = self.leavers, []
                self._reached = True
                self._refused = self._unknown = 0
                return [*confirmed, (delivery, result)]
            case Outcome.BLOCKED | Outcome.NO_CHAT:
                self.leavers.append((delivery, result))
                return []
            case Outcome.REFUSED:
                self._refused += 1
            case Outcome.UNKNOWN:
                self._unknown += 1
            case _:
                pass
        return [(delivery, result)]

    def find_fault(self) -> str:
        """Why it must not go on: ``unknown``, ``left`` or ``refused``; empty where it can."""
        if self._unknown >= MOST_UNKNOWN:
            return "unknown"
        if len(self.leavers) >= MOST_LEFT:
            return "left"
        return "refused" if self._refused >= MOST_REFUSED else ""

    def end(self) -> list[Noted]:
        """Begin anew, for nothing more is sent now; returns what to record of who seemed to leave.

        They have left where others were reached. Where too many did, they are tried once more when
        staff resume; after that, and where nobody was reached, they are refused and stay listed.
        """
        leavers, self.leavers = self.leavers, []
        reached, self._reached = self._reached, False
        self._refused = self._unknown = 0
        if len(leavers) < MOST_LEFT:
            return leavers if reached else [(one, _refuse(result)) for one, result in leavers]
        again = [(one, result) for one, result in leavers if one.id in self._given_back]
        first = [one for one, _ in leavers if one.id not in self._given_back]
        self._given_back.update(one.id for one in first)
        return [(one, _refuse(result)) for one, result in again] + [
            (one, TAKEN_BACK) for one in first
        ]


def as_settled(delivery: Delivery, result: Result) -> Settled:
    """What came of a delivery, as it is stored."""
    state = STATES[result.outcome]
    without = state in {DeliveryState.PENDING, DeliveryState.SENT}
    return Settled(delivery, state, "" if without else result.reason)


def _refuse(result: Result) -> Result:
    return replace(result, outcome=Outcome.REFUSED)
