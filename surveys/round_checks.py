"""What has to hold of a round before it is added, launched, opened, closed or looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from surveys.errors import RoundError
from surveys.rounds import FROZEN, MOVES, Round, RoundState, london_date

ROUND_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def check_new(round_: Round) -> None:
    """Check a round that is to be added, or a draft that was changed.

    Raises:
        RoundError: When its name, its dates or its minimum window cannot be used.
    """
    if not ROUND_NAME.fullmatch(round_.name):
        raise RoundError(
            "round.name",
            f"round {round_.name!r}",
            "its name cannot be used",
            "Use 1 to 40 lower-case letters, digits and hyphens, beginning with a letter or digit.",
        )
    if round_.closes_on < round_.opens_on:
        raise RoundError(
            "round.dates",
            _place(round_),
            f"it closes on {round_.closes_on} and opens on {round_.opens_on}",
            "Choose a closing date on or after the opening date.",
        )
    if round_.days < round_.minimum_days:
        latest = round_.opens_on + timedelta(days=round_.minimum_days - 1)
        raise RoundError(
            "round.window",
            _place(round_),
            f"it is open for {round_.days} days, and has to be for at least {round_.minimum_days}",
            f"Close it on {latest} or later, or change the minimum.",
        )


def check_move(round_: Round, to: RoundState) -> None:
    """Check that a round can go on to a state.

    Raises:
        RoundError: When that state cannot follow its own.
    """
    if to in MOVES[round_.state]:
        return
    allowed = [state.value for state in RoundState if state in MOVES[round_.state]]
    remedy = f"From here it can only be {' or '.join(allowed)}." if allowed else "Make a new round."
    raise RoundError(
        "round.move", _place(round_), f"it is {round_.state} and cannot be {to}", remedy
    )


def check_dates(round_: Round, others: Iterable[Round], now: datetime) -> None:
    """Check the dates of a round that is to be launched.

    Args:
        round_: The round.
        others: All rounds; those of other series and those that are over or drafts do not matter.
        now: The present moment.

    Raises:
        RoundError: When its last or first day is past, or another round of its series is put to
            people at the same time.
    """
    check_new(round_)
    today = london_date(now)
    if round_.closes_on < today or round_.opens_on < today:
        which = "last" if round_.closes_on < today else "first"
        day = round_.closes_on if which == "last" else round_.opens_on
        raise RoundError(
            "round.past",
            _place(round_),
            f"its {which} date, {day}, is past",
            f"Choose dates from {today} on.",
        )
    for other in others:
        if overlap(round_, other):
            raise RoundError(
                "round.overlap",
                _place(round_),
                f"round {other.name!r} of the same series ({round_.series}) "
                f"is put to people from {other.opens_on} to {other.closes_on}",
                "Choose dates when the other is over, or close the other first.",
            )


def overlap(round_: Round, other: Round) -> bool:
    """Whether two rounds of one series would be put to people on the same day."""
    same = other.id != round_.id and other.series == round_.series
    asked = other.is_real and round_.is_real
    launched = other.state in {RoundState.SCHEDULED, RoundState.OPEN, RoundState.CLOSING}
    days = other.opens_on <= round_.closes_on and round_.opens_on <= other.closes_on
    return same and asked and launched and days


def check_open(round_: Round, now: datetime) -> None:
    """Check that a round can be opened: a draft or a scheduled one whose last date is not past.

    Raises:
        RoundError: When it cannot.
    """
    if round_.state not in {RoundState.DRAFT, RoundState.SCHEDULED}:
        raise RoundError(
            "round.not-draft",
            _place(round_),
            f"it is {round_.state}, and only a draft or a scheduled round can be opened",
            "Make a new round with `canvass round new`.",
        )
    if london_date(now) > round_.closes_on:
        raise RoundError(
            "round.past",
            _place(round_),
            f"its last date, {round_.closes_on}, is past",
            "Make a new round with later dates.",
        )


def check_accepts_answers(round_: Round) -> None:
    """Check that answers collected another way can be added: only while a round is open.

    Raises:
        RoundError: When they cannot.
    """
    if round_.state is not RoundState.OPEN:
        raise RoundError(
            "round.not-open",
            _place(round_),
            f"it is {round_.state}, and answers can be added only to an open round",
            "Open it with `canvass round open`, or make a new round.",
        )


def check_close(round_: Round) -> None:
    """Check that a round can be closed, or that closing it can be taken up again.

    Raises:
        RoundError: When it cannot.
    """
    match round_.state:
        case RoundState.OPEN | RoundState.CLOSING:
            return
        case RoundState.DRAFT | RoundState.SCHEDULED:
            raise RoundError(
                "round.not-open", _place(round_), "it was never opened", "Open it first."
            )
        case _:
            raise RoundError(
                "round.closed",
                _place(round_),
                f"it is {round_.state} already, and closing is final",
                "See its results with `canvass measures`.",
            )


def check_frozen(round_: Round) -> None:
    """Check that a round has results to look at: it must be closed and no rehearsal.

    Raises:
        RoundError: When it is not.
    """
    if round_.state not in FROZEN:
        raise RoundError(
            "round.not-closed",
            _place(round_),
            f"it is {round_.state}, and results exist only once a round is closed",
            "Close it with `canvass round close`.",
        )


def _place(round_: Round) -> str:
    return f"round {round_.name!r}"
