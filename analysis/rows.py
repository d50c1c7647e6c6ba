"""Rows of results, as the outside contract names their fields.

Shares are 0-1, points are percentage points, relative changes are shares of the earlier value.
None means "not to be had" or, in public, "withheld".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from analysis.change import Verdict
from analysis.equality import Equality
from analysis.participation import TookPart
from analysis.plan import Fit
from analysis.provenance import AuditShown, Provenance
from analysis.shown import ContextPoint, Point, Previous, PrintedFigure, Status, TargetRow
from analysis.spread import Distribution


@dataclass(frozen=True, slots=True)
class Baseline:
    """The earlier figure that a row is set beside.

    Attributes:
        same_method: True for a round of the same series; False for another survey's figure and
            for a round that asked differently, which are context and never tested against.
        published: Another survey's figure, public already.
        round: The round that it is of; empty for another survey's figure.
        status: Of the figure in its own round; in public there is nothing of one withheld there.
    """

    value: float
    source: str
    same_method: bool
    base: int | None
    published: bool = False
    round: str = ""
    status: Status = Status.RELEASED


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """The change since a baseline of the same method; `clear` after Holm over the measures."""

    points: float
    points_low: float
    points_high: float
    relative: float | None
    relative_low: float | None
    relative_high: float | None
    clear: bool


@dataclass(frozen=True, slots=True)
class TargetShown:
    """What the plan promises for this row, and what the round shows about it.

    Attributes:
        increase: The number in the plan's words, 0-1; None where they have none.
        relative_value, points_value: The share to reach under each reading; None without a
            baseline of the same method, or where it would be over 1.
        verdict_relative, verdict_points: None where the target has no number, its domain is not
            agreed yet, or the row is withheld.
        indicative: The sample is open: people chose to take part, and the partnership has not
            accepted that for verdicts.
        line_relative, line_points: Where the straight line from the baseline to the target is at
            the end of this round, 0-1; None where there is no line.
    """

    text: str
    source: str
    fit: Fit
    fit_reason: str
    increase: float | None
    relative_value: float | None
    points_value: float | None
    deadline: date | None
    verdict_relative: Verdict | None
    verdict_points: Verdict | None
    indicative: bool
    note: str
    line_relative: float | None = None
    line_points: float | None = None


@dataclass(frozen=True, slots=True)
class ArmShown:
    """Respondents who are counted by themselves (see `analysis.samples`).

    Attributes:
        breakdown, category: Where its rows stand; None for the headline's, and for the only one.
        samples: How they came to be asked.
        modes: How they answered; in public only modes of 10 people and more.
        respondents: Eligible ones; in public to the nearest 5, or ``fewer than 10``.
    """

    breakdown: str | None
    category: str | None
    samples: tuple[str, ...]
    modes: tuple[str, ...]
    respondents: int | str
    who: str
    weighting: str


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `breakdown` and `category` are None for a headline row.

    Attributes:
        sample: How those counted came to be asked: open, invited or imported.
        companion: Context with a base of its own, without change or verdict.
        notes: What has to be read with the figure.
        design_effect: Kish's, in the base: the base over the effective base; None in public where
            weights are not told (see `analysis.effective`).
        calibrated_error: The linearised standard error that credits raking with what the margins
            explain (Deville & Sarndal 1992); None in public and where nothing was raked.
        bootstrap_error: From raking anew in every replicate; None in public and where not asked.
        previous: The round before this one, where it is of the same series.
        cautions: Why the figure may not stand without qualification; the status stays.
        history: The figure in each round of the series, for headline rows.
    """

    measure: str
    domain: str
    breakdown: str | None
    category: str | None
    status: Status
    estimate: float | None
    standard_error: float | None
    ci_low: float | None
    ci_high: float | None
    base: int | None
    effective_base: float | None
    weighting: str
    interval: str | None
    unweighted: float | None
    all_asked: float | None
    baseline: Baseline | None
    change: ChangeShown | None
    target: TargetShown | None
    measure_label: str
    group_label: str
    companion: bool
    sample: str
    notes: tuple[str, ...]
    design_effect: float | None = None
    calibrated_error: float | None = None
    bootstrap_error: float | None = None
    previous: Previous | None = None
    cautions: tuple[str, ...] = ()
    history: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Method:
    """How the figures were made, for the page they stand on.

    Attributes:
        who, weighting: Of the headline figures, as is everything without another word on it.
        respondents: Eligible respondents, the n of the design.
        arms: Whoever is counted by themselves, the headline's first.
        caution: What comes before all else where the headline is of a few invited people beside
            many others; empty elsewhere. Also the first note of every headline row.
        flags: Responses of the round by mark of quality; in public to the nearest 5, or ``fewer
            than 10``. All of them are counted in the figures.
        codes_issued, codes_used: Invitation codes of the round; used ones in public to the nearest
            5. None where none were issued.
        ineligible: Respondents outside the plan's population; None in public.
        modes: Respondents of the whole round by mode; in public only modes of 10 people and more,
            without counts.
        not_given: Margin to the share of respondents who did not give it.
        collapsed: Margin to level of too few people to the level it is weighted together with.
        raking_iterations, raking_error: None in public and where nothing was raked.
        adjustments: How trimming and the bootstrap went; empty where there were none, and in public
            where weights are not told (see `analysis.effective`).
    """

    who: str
    weighting: str
    estimator: str
    interval: str
    base: str
    units: str
    change: str
    respondents: int
    ineligible: int | None
    modes: Mapping[str, int | None]
    arms: tuple[ArmShown, ...]
    caution: str
    flags: Mapping[str, int | str]
    codes_issued: int | None
    codes_used: int | str | None
    not_given: Mapping[str, float]
    collapsed: Mapping[str, Mapping[str, str]]
    raking_iterations: int | None
    raking_error: float | None
    margin_sources: tuple[str, ...]
    attribution: str
    plan_hash: str
    software: str
    disclosure: str
    adjustments: str = ""


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """A break that was recorded with a round: figures before it are not compared with later ones.

    Attributes:
        reason: Why, as an officer wrote it.
    """

    measure: str
    round: str
    reason: str


@dataclass(frozen=True, slots=True)
class SeriesShown:
    """The rounds that a round stands in a series with, up to itself, and their recorded breaks."""

    name: str
    rounds: tuple[str, ...]
    breaks: tuple[SeriesBreak, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """Every figure of a round at full precision; nothing here has passed disclosure control.

    Attributes:
        audit: What the disclosure audit found; None where it has not run, so that nothing may be
            released, and in public.
    """

    round: str
    plan: str
    questionnaire: Mapping[str, object]
    synthetic: bool
    series: SeriesShown
    method: Method
    rows: tuple[Row, ...]
    distributions: tuple[Distribution, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    took_part: TookPart | None = None
    equality: Equality | None = None
    context: tuple[ContextPoint, ...] = ()
    printed: tuple[PrintedFigure, ...] = ()
    provenance: Provenance | None = None
    audit: AuditShown | None = None
