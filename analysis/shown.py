"""What stands in results beside a row: other rounds, targets and what others published.

Shares are 0-1, points are percentage points. None means "not to be had" or, in public, "withheld".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from analysis.change import Verdict
from analysis.plan import Fit


class Status(StrEnum):
    """What disclosure control says about a figure."""

    RELEASED = "released"
    SUPPRESSED = "suppressed"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Previous:
    """The round before, where it is of the same series, and the change since.

    Attributes:
        value: Its share, 0-1.
        points, points_low, points_high: Percentage points.
        relative, relative_low, relative_high: As a share of the earlier value.
        clear: After Holm over the plan's measures.
        status: Of the figure in its own round; in public there is nothing of one withheld there.
    """

    round: str
    ended_on: date
    value: float
    base: int | None
    points: float
    points_low: float
    points_high: float
    relative: float | None
    relative_low: float | None
    relative_high: float | None
    clear: bool
    status: Status = Status.RELEASED


@dataclass(frozen=True, slots=True)
class Point:
    """A headline figure of one round of the series, for charts; the round itself stands last.

    Attributes:
        ended_on: The last day of fieldwork.
        comparable: It is of one series with the latest round.
    """

    round: str
    ended_on: date
    status: Status
    estimate: float | None
    ci_low: float | None
    ci_high: float | None
    base: int | None
    comparable: bool


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target of the plan, over all measures that speak to it; the worse of them decides.

    Attributes:
        measures, measure_labels: The measures, in the order of the plan.
        fit: The loosest fit of them.
        verdict_relative, verdict_points: None where no verdict is given.
        indicative: The sample is open and the partnership has not accepted that for verdicts.
        status: The verdict in words, with everything that qualifies it.
        note: Why there is no verdict, or what else has to be read.
    """

    text: str
    source: str
    domain: str
    domain_label: str
    deadline: date | None
    increase: float | None
    measures: tuple[str, ...]
    measure_labels: tuple[str, ...]
    fit: Fit
    verdict_relative: Verdict | None
    verdict_points: Verdict | None
    indicative: bool
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class ContextPoint:
    """A figure that somebody else published, by another method: shown, never tested against."""

    measure: str
    domain: str
    period: str
    on: date
    value: float
    base: int | None
    survey: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure as the plan's documents print it, with what is wrong or unclear about it."""

    label: str
    value: float
    period: str
    survey: str
    base: int | None
    source: str
    problem: str
