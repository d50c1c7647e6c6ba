"""What results hold beside their rows: series, targets, distributions, who took part, context.

Shares are 0-1, points are percentage points. None means "not to be had" or, in public, "withheld".
"""

from __future__ import annotations

from collections.abc import Mapping
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


class Spread(StrEnum):
    """What a distribution shows of an item.

    `OPTIONS`: each substantive answer's share of the base; they add up to one. `CHOSEN`: each
    option's share of respondents, who could choose several; they do not add up to one.
    """

    OPTIONS = "options"
    CHOSEN = "chosen"


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
class OptionShown:
    """One option of a distribution.

    Attributes:
        estimate, ci_low, ci_high: Weighted share of the base with its 95 % interval.
        unweighted: The same share unweighted.
    """

    code: str
    label: str
    status: Status
    estimate: float | None
    ci_low: float | None
    ci_high: float | None
    unweighted: float | None


@dataclass(frozen=True, slots=True)
class MeanShown:
    """The weighted mean of a numbered scale, and who scored high.

    Attributes:
        estimate, ci_low, ci_high: In points of the scale.
        standard_error: None in public.
        lowest, highest: The ends of the scale.
    """

    estimate: float | None
    standard_error: float | None
    ci_low: float | None
    ci_high: float | None
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Distribution:
    """The answers to one item in one domain.

    Attributes:
        name: Of the plan's tabulation.
        item: The column, or what the columns of a choice of several have in common.
        text: The question.
        status: Of the whole; the options have their own as well.
        base: Respondents with a substantive answer.
        notes: What has to be read with it.
    """

    name: str
    item: str
    label: str
    text: str
    kind: Spread
    domain: str
    domain_label: str
    status: Status
    base: int | None
    effective_base: float | None
    options: tuple[OptionShown, ...]
    mean: MeanShown | None
    notes: tuple[str, ...] = ()


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
class LevelCompared:
    """One group of those who took part, beside its share of the population.

    Attributes:
        people: To the nearest 5 in public; None where hidden.
        population, unweighted, weighted: Shares, 0-1; None where hidden.
        hidden: Why nothing is shown: ``few``, ``protects``, or empty.
    """

    code: str
    label: str
    population: float
    people: int | None
    unweighted: float | None
    weighted: float | None
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class GroupingCompared:
    """A division of those who took part.

    Attributes:
        raked: Weights were made to meet it. What was not raked is a check on self-selection.
        answers: Respondents who gave it; to the nearest 5 in public.
    """

    name: str
    label: str
    raked: bool
    source: str
    note: str
    answers: int | None
    levels: tuple[LevelCompared, ...]


@dataclass(frozen=True, slots=True)
class TookPart:
    """Who answered, beside the population.

    Attributes:
        missing: Who is missing, as sentences; empty where nobody is.
        checks: What the groupings that were not raked say of self-selection, as sentences.
        effective_base: Kish's effective number of all respondents; in public rounded down to a
            power of ten where weights are not told (see `analysis.effective`).
        largest_weight: Largest weight as a multiple of the median one; None where not told.
        trimmed: Share of respondents whose weight was trimmed, 0-1; None where none was asked for
            or it is not told; in public to the nearest 0.05.
        margin_error: What trimming left of the largest relative distance from a margin; None where
            `trimmed` is.
        cautions: Why no headline may stand without qualification; empty where it may.
    """

    groupings: tuple[GroupingCompared, ...]
    missing: tuple[str, ...]
    checks: tuple[str, ...]
    effective_base: float | None
    largest_weight: float | None
    trimmed: float | None
    margin_error: float | None
    cautions: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class AuditShown:
    """What the disclosure audit found, for staff: what is published does not have it.

    It changes with every release that is recorded, also where no figure does.

    Attributes:
        counts: How many protected counts were bounded.
        narrowest: The narrowest range that any of them is known within; None where there are none.
        withheld: How many more figures were withheld until every range was wide enough.
        releases: Earlier releases of the ledger that were taken into account.
    """

    counts: int
    narrowest: float | None
    withheld: int
    releases: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where every figure comes from, so that it can be made again.

    Attributes:
        software: What computed the figures.
        frozen_by: What froze the answers.
        seed: Of everything random.
        answers_hash: SHA-256 of the frozen answers.
    """

    round: str
    title: str
    opens_on: date
    ended_on: date
    questionnaire: str
    questionnaire_version: int
    questionnaire_hash: str
    plan: str
    plan_title: str
    plan_hash: str
    software: str
    frozen_by: str
    seed: int
    answers_hash: str
    modes: Mapping[str, int | None]
