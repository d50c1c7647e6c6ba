"""A round of fieldwork: when it can be answered, and what may be done with it when.

A round goes from draft to open to closing to closed and never back. It opens and closes on London
dates, both inclusive; everything else in the project is kept in UTC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from surveys.errors import RoundError

LONDON = ZoneInfo("Europe/London")
ROUND_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class RoundState(StrEnum):
    """How far a round has come."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Round:
    """A round: one questionnaire version, put to people between two dates.

    Attributes:
        id: Number in the store; 0 until it is stored.
        name: Stable name, used for its folder and its links.
        title: What people read, if it differs from the questionnaire's title; may be empty.
        questionnaire_hash: Content hash of the questionnaire version that is asked.
        plan: Name of the plan that its measures serve; empty when there is none.
        plan_hash: Content hash of that plan; empty when there is none.
        state: How far it has come.
        opens_on: First London date on which it can be answered.
        closes_on: Last London date on which it can be answered.
        synthetic: Whether its answers are made up; carried into every result.
        closing_position: Last inbox position that still counts, once closing has begun.
    """

    id: int
    name: str
    title: str
    questionnaire_hash: str
    plan: str
    plan_hash: str
    state: RoundState
    opens_on: date
    closes_on: date
    synthetic: bool = False
    closing_position: int | None = None


def london_date(now: datetime) -> date:
    """The date in London at a moment.

    Raises:
        ValueError: When the moment has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return now.astimezone(LONDON).date()


def is_answerable(round_: Round, received: datetime, position: int | None = None) -> bool:
    """Whether an answer counts.

    Args:
        round_: The round that it answers.
        received: When it was received, which decides; not when it is handled.
        position: Where it is in the inbox: once closing has begun, what was there before counts.
    """
    match round_.state:
        case RoundState.OPEN:
            counts = True
        case RoundState.CLOSING:
            last = round_.closing_position
            counts = position is not None and last is not None and position <= last
        case _:
            counts = False
    return counts and round_.opens_on <= london_date(received) <= round_.closes_on


def check_new(round_: Round) -> None:
    """Check a round that is to be added.

    Raises:
        RoundError: When its name or its dates cannot be used.
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


def check_open(round_: Round, now: datetime) -> None:
    """Check that a round can be opened; only a draft whose last date is not past can.

    Raises:
        RoundError: When it cannot.
    """
    if round_.state is not RoundState.DRAFT:
        raise RoundError(
            "round.not-draft",
            _place(round_),
            f"it is {round_.state}, and only a draft can be opened",
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
    if round_.state is RoundState.DRAFT:
        raise RoundError("round.not-open", _place(round_), "it was never opened", "Open it first.")
    if round_.state is RoundState.CLOSED:
        raise RoundError(
            "round.closed",
            _place(round_),
            "it is closed already, and closing is final",
            "See its results with `canvass measures`.",
        )


def check_frozen(round_: Round) -> None:
    """Check that a round has results to look at: it must be closed.

    Raises:
        RoundError: When it is not.
    """
    if round_.state is not RoundState.CLOSED:
        raise RoundError(
            "round.not-closed",
            _place(round_),
            f"it is {round_.state}, and results exist only once a round is closed",
            "Close it with `canvass round close`.",
        )


def _place(round_: Round) -> str:
    return f"round {round_.name!r}"
