"""A round of fieldwork: when it can be answered, and what may be done with it when.

A round goes from draft to scheduled to open to closing to closed to published, and can be withdrawn
from any of these. It opens and closes on London dates, both inclusive; everything else in the
project is kept in UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from surveys.errors import RoundError

LONDON = ZoneInfo("Europe/London")
ROUND_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
COMPARED_WITH = "compared_with"
"""Line of a round's checklist that a launch writes, and nobody else."""


class RoundState(StrEnum):
    """How far a round has come."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


MOVES: Mapping[RoundState, frozenset[RoundState]] = {
    RoundState.DRAFT: frozenset({RoundState.SCHEDULED, RoundState.OPEN, RoundState.WITHDRAWN}),
    RoundState.SCHEDULED: frozenset({RoundState.DRAFT, RoundState.OPEN, RoundState.WITHDRAWN}),
    RoundState.OPEN: frozenset({RoundState.CLOSING, RoundState.WITHDRAWN}),
    RoundState.CLOSING: frozenset({RoundState.CLOSED, RoundState.WITHDRAWN}),
    RoundState.CLOSED: frozenset({RoundState.PUBLISHED, RoundState.WITHDRAWN}),
    RoundState.PUBLISHED: frozenset({RoundState.WITHDRAWN}),
    RoundState.WITHDRAWN: frozenset(),
}
"""Which state can follow which; everything else is refused."""

FROZEN = frozenset({RoundState.CLOSED, RoundState.PUBLISHED})
"""States in which the answers are frozen files."""

LIVE = frozenset({RoundState.OPEN, RoundState.CLOSING})
"""States in which answers are in the database and may still count."""


class Purpose(StrEnum):
    """Why a round is asked: to follow a measure over the years, or to feed one decision."""

    SURVEY = "survey"
    CONSULTATION = "consultation"


class Audience(StrEnum):
    """Who can answer a round.

    Imported rounds hold answers collected another way and are put to nobody in chat.
    """

    OPEN = "open"
    INVITED = "invited"
    BOTH = "both"
    IMPORTED = "imported"


BY_CODE = frozenset({Audience.INVITED, Audience.BOTH})
"""Audiences of rounds that invitation codes let people into."""


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
        series: The rounds that it can be compared with; by default those of its questionnaire.
        purpose: Why it is asked.
        languages: Languages that it is offered in; empty for all of its questionnaire.
        audience: Who can answer it.
        decision: The strategy or decision that its answers feed, in words.
        minimum_days: Fewest days that it must be open.
        rehearsal: Whether it is only a trial, which no result ever includes.
        checklist: What was recorded for the launch, by item (see `surveys.checklist`).
        breaks: Why a measure breaks its series, by measure, as an officer wrote it.
        actions: What was done about the results ("you said, we did"), by language.
        published_on: The London date on which its results were published.
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
    series: str = ""
    purpose: Purpose = Purpose.SURVEY
    languages: tuple[str, ...] = ()
    audience: Audience = Audience.OPEN
    decision: str = ""
    minimum_days: int = 0
    rehearsal: bool = False
    checklist: Mapping[str, str] = field(default_factory=dict)
    breaks: Mapping[str, str] = field(default_factory=dict)
    actions: Mapping[str, str] = field(default_factory=dict)
    published_on: date | None = None

    @property
    def days(self) -> int:
        """How many days it is open, both ends counted."""
        return (self.closes_on - self.opens_on).days + 1

    @property
    def compared_with(self) -> str:
        """The round that it was compared with at its launch; empty where there was none."""
        return self.checklist.get(COMPARED_WITH, "")

    @property
    def is_real(self) -> bool:
        """Whether real residents are asked: neither rehearsal nor made-up answers nor imports."""
        return not (self.rehearsal or self.synthetic or self.audience is Audience.IMPORTED)


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
