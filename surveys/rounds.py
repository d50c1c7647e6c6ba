"""A round of fieldwork: when it can be answered, and what may be done with it when.

A round goes from draft to scheduled to open to closing to closed to published, and can be withdrawn
from any of these. It opens and closes on London dates, both inclusive; everything else in the
project is kept in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
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


CONSULTATION_DAYS = 84
"""Proposal for the minimum window of a consultation: the twelve weeks of past convention."""


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
