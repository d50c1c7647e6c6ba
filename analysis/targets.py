"""A target beside a row: both readings of the plan's words, and a verdict on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from analysis.change import (
    MIN_BASE_VERDICT,
    Change,
    Reading,
    Verdict,
    elapsed_share,
    find_line,
    find_verdict,
    read_values,
)
from analysis.estimates import Share
from analysis.plan import Domain, Plan, Target
from analysis.rows import TargetShown
from analysis.shown import Status

Verdicts = tuple[Verdict | None, Verdict | None]
"""On the relative reading and on the points reading."""

VERDICT_WORDS = {
    Verdict.MET: "met",
    Verdict.ON_TRACK: "on track",
    Verdict.NOT_MET: "not met",
    Verdict.NOT_SHOWN: "not shown",
    Verdict.TOO_FEW: "too few answers",
    Verdict.NO_BASELINE: "no baseline yet",
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """The figure of an earlier round that a row is set beside.

    Attributes:
        ended_on: The last day of its fieldwork.
        base: Respondents in its base.
        share: Its estimate; None where nobody answered.
        broken: What was found to break the series between the rounds; empty where nothing was.
        recorded: Whether an officer recorded a break between them.
        status: Of the figure in its own round.
    """

    round: str
    ended_on: date
    base: int
    share: Share | None
    broken: str = ""
    recorded: bool = False
    status: Status = Status.RELEASED

    @property
    def comparable(self) -> bool:
        """Whether the rounds are one series for the row."""
        return not (self.broken or self.recorded)

    @property
    def public(self) -> Share | None:
        """Its estimate where that may be published: what verdicts and notes go by."""
        return self.share if self.status is Status.RELEASED else None


@dataclass(frozen=True, slots=True)
class Step:
    """The change since the round before, which is of one series with this one.

    Attributes:
        ended_on: The last day of its fieldwork.
        share: Its estimate.
        clear: The change is clear after Holm.
        status: Of the figure in its own round.
    """

    round: str
    ended_on: date
    share: Share
    change: Change
    clear: bool = False
    status: Status = Status.RELEASED


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known about a row when it is set beside the past and its target.

    Attributes:
        share: This round's estimate; None where nobody answered.
        earlier: The earlier round, of the same series or not.
        today: The last day of this round's fieldwork.
        change: Withheld figures have one too; None where either figure is missing, or of another
            series.
        clear: The change is clear after Holm.
        open_sample: Anybody could take part.
        step: The change since the round before; None as `change` is.
        status: Of this round's figure.
    """

    share: Share | None
    earlier: Earlier | None
    today: date
    change: Change | None
    clear: bool
    open_sample: bool
    step: Step | None = None
    status: Status = Status.RELEASED

    @property
    def baseline(self) -> Earlier | None:
        """The earlier round if it is of the same series: what a target can be read against."""
        return self.earlier if self.earlier and self.earlier.comparable else None


def show_target(target: Target, plan: Plan, domain: Domain, standing: Standing) -> TargetShown:
    """The target with both readings, their verdicts, and where their lines are today."""
    baseline = standing.baseline.share if standing.baseline else None
    values = read_values(target.increase, baseline.estimate if baseline else None)
    verdicts = judge(target, plan.deadline, domain, standing)
    lines = find_lines(values, plan.deadline, standing)
    return TargetShown(
        text=target.text,
        source=target.source,
        fit=target.fit,
        fit_reason=target.fit_reason,
        increase=target.increase,
        relative_value=values[0],
        points_value=values[1],
        deadline=plan.deadline,
        verdict_relative=verdicts[0],
        verdict_points=verdicts[1],
        indicative=standing.open_sample and not plan.accepted_open_sample,
        note=" ".join(_list_notes(target, plan, domain, standing)),
        line_relative=lines[0],
        line_points=lines[1],
    )


def find_lines(
    values: tuple[float | None, float | None], deadline: date | None, standing: Standing
) -> tuple[float | None, float | None]:
    """Where the straight lines from the baseline to the values are when this round ended, 0-1.

    None without a baseline, a deadline or a value. Worked number: from 0.50 to 0.55 with half the
    time gone, 0.525; after the deadline 0.55.
    """
    earlier = standing.baseline
    if deadline is None or earlier is None or earlier.share is None:
        return None, None
    start = earlier.share.estimate
    elapsed = elapsed_share(earlier.ended_on, standing.today, deadline)
    relative, points = (
        None if value is None else find_line(start, value, elapsed) for value in values
    )
    return relative, points


def judge(target: Target, deadline: date | None, domain: Domain, standing: Standing) -> Verdicts:
    """The verdicts on the relative and on the points reading.

    Both are None where the target has no number or its domain is not agreed yet. Too few: a base
    under 100 in either round. No baseline: no earlier round of the same series whose figure may be
    published.
    """
    if target.increase is None or not domain.agreed:
        return None, None
    share, earlier = standing.share, standing.baseline
    bases = [share.base if share else 0, *([earlier.base] if earlier else [])]
    if share is None or min(bases) < MIN_BASE_VERDICT:
        return Verdict.TOO_FEW, Verdict.TOO_FEW
    before = earlier.public if earlier else None
    if earlier is None or before is None:
        return Verdict.NO_BASELINE, Verdict.NO_BASELINE
    if standing.status is not Status.RELEASED or standing.change is None:
        return None, None
    # without a deadline there is no line to be on, and nothing has passed that a target is due by
    elapsed = elapsed_share(earlier.ended_on, standing.today, deadline) if deadline else None
    downward = standing.clear and standing.change.points < 0
    first, second = (
        find_verdict(
            reading,
            estimate=share.estimate,
            baseline=before.estimate,
            downward=downward,
            elapsed=elapsed,
        )
        for reading in _readings(target.increase, before.estimate, standing.change)
    )
    return first, second


def _readings(increase: float, baseline: float, change: Change) -> tuple[Reading, Reading]:
    """The target read as a relative increase, and as an increase in points."""
    return (
        Reading(change.relative_low, change.relative_high, increase, baseline * (1 + increase)),
        Reading(change.points_low / 100, change.points_high / 100, increase, baseline + increase),
    )


def _list_notes(target: Target, plan: Plan, domain: Domain, standing: Standing) -> Iterator[str]:
    """Why there is no verdict, or what it rests on."""
    if target.increase is None:
        yield "The plan sets no number that a survey can test."
        return
    if not domain.agreed:
        yield "No verdict until the partnership has agreed who is in this group."
        return
    earlier = standing.baseline
    baseline = earlier.public.estimate if earlier and earlier.public else None
    if baseline is not None and None in read_values(target.increase, baseline):
        yield "A reading without a value would ask for more than 100 %."
    if standing.open_sample and plan.accepted_open_sample:
        decision = plan.accepted_open_sample.rstrip(".")
        yield (
            "People chose to take part; the partnership has decided to take verdicts from such a "
            f"sample: {decision}."
        )
    yield from _list_other_deadlines(target, plan, domain, standing)


def _list_other_deadlines(
    target: Target, plan: Plan, domain: Domain, standing: Standing
) -> Iterator[str]:
    """Other readings of the plan's deadline under which a verdict would be another."""
    verdicts = judge(target, plan.deadline, domain, standing)
    for deadline in plan.deadline_alternatives:
        other = judge(target, deadline, domain, standing)
        if other != verdicts:
            day = f"{deadline.day} {deadline:%B %Y}"
            yield f"With {day} as the deadline: {describe_verdicts(other)}."


def describe_verdicts(verdicts: Verdicts) -> str:
    """Two verdicts in words; as one where both readings have the same."""
    relative, points = (VERDICT_WORDS[one] if one else "no verdict" for one in verdicts)
    if relative == points:
        return relative
    return f"{relative} read as a relative increase, {points} read as percentage points"
