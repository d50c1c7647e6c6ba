"""All estimates of one round, before they are set beside an earlier round or a target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.arms import Replication, Weighed, WeightedArm, weigh, weigh_apart
from analysis.calibration import Calibration
from analysis.cells import CodeCounts, count_codes, tally
from analysis.dataset import Dataset
from analysis.equality import Equality
from analysis.estimates import Counts, Share, count_domains, estimate_share
from analysis.groups import COMPONENT, Group, GroupKey, list_groups, list_headlines
from analysis.outside import describe_outside
from analysis.participation import TookPart
from analysis.plan import Measure, Plan
from analysis.replicates import Item, resample
from analysis.round_check import check_columns, leaves_weights, refuse_empty
from analysis.samples import OPEN, describe_place, find_arms
from analysis.shown import Status
from analysis.spread import Distribution
from analysis.suppression import Case, decide

_Errors = Mapping[str, Sequence[float | None]]
"""Measure to the bootstrap's standard errors of its groups."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An estimate and whether it may be published; no share where nobody answered.

    Attributes:
        arm: Whose answers it rests on.
        outside: Who stands outside its base, in words; empty where that is not to be told.
    """

    group: Group
    share: Share | None
    status: Status
    arm: WeightedArm
    outside: str = ""


@dataclass(frozen=True, slots=True)
class Estimated:
    """A round's figures by measure and group.

    Attributes:
        weighed: The headline's arm with its cells and weights, then those that stand apart.
        unused_weights: It has design weights that the plan does not use.
        distributions, took_part, equality: What disclosure control has to see together with the
            figures; empty until they are made.
    """

    dataset: Dataset
    weighed: tuple[Weighed, ...]
    unused_weights: bool
    figures: Mapping[str, Mapping[GroupKey, Figure]]
    distributions: tuple[Distribution, ...] = ()
    took_part: TookPart | None = None
    equality: Equality | None = None

    @property
    def arms(self) -> tuple[WeightedArm, ...]:
        """What there is to say of each arm, in the same order."""
        return tuple(one.account for one in self.weighed)

    @property
    def headline(self) -> WeightedArm:
        """The arm of every figure but those of the arms that stand apart."""
        return self.arms[0]

    @property
    def samples(self) -> frozenset[str]:
        """How the headline's respondents came to be asked: open, invited or imported."""
        return self.headline.arm.samples

    @property
    def open_sample(self) -> bool:
        """Anybody could take part, so that targets are only indicative."""
        return OPEN in self.samples

    @property
    def modes(self) -> frozenset[str]:
        """How the headline's respondents answered: chat, assisted, paper, telephone and so on."""
        return self.headline.arm.modes


def estimate_round(
    dataset: Dataset, plan: Plan, *, replicates: int = 0, seed: int = 1
) -> Estimated:
    """Every figure of the plan in one round.

    Args:
        dataset: The round.
        plan: What to measure.
        replicates: Bootstrap replicates for a standard error beside; 0 for none.
        seed: Of the replicates.

    Raises:
        PlanRefused: The plan names items, columns or codes that the round has not.
        RoundError: Nobody of the plan's population finished an interview.
        EstimateError: Weights are missing, or raking is refused.
    """
    check_columns(dataset, plan)
    headline, *others = find_arms(dataset, plan)
    resampled = replicates > 0
    first = weigh(plan, headline, resampled=resampled)
    arms = [first, *(weigh_apart(plan, arm, resampled=resampled) for arm in others)]
    if not any(one.account.rows for one in arms):
        raise refuse_empty(dataset, plan)
    figures: dict[str, dict[GroupKey, Figure]] = {one.name: {} for one in plan.measures}
    for place, weighed in enumerate(arms):
        counted = _count(plan, weighed, headline=weighed is first)
        replication, errors = _resample(weighed, counted, replicates, seed)
        account = replace(weighed.account, replication=replication)
        arms[place] = replace(weighed, account=account)
        for one, found in _estimate(arms[place], counted, errors):
            placed = _place(plan, found, arms[place])
            own = _tell_outside(weighed, one, found) if weighed is first else {}
            figures[one.measure.name] |= own | placed
    return Estimated(
        dataset=dataset,
        weighed=tuple(arms),
        unused_weights=leaves_weights(dataset, plan),
        figures=figures,
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """A measure's answers in one arm, before they are estimates."""

    measure: Measure
    groups: list[Group]
    codes: CodeCounts
    item: Item
    counts: list[Counts]


def _count(plan: Plan, weighed: Weighed, *, headline: bool) -> list[_Counted]:
    """Every measure's answers: of all its groups, or in an arm that stands apart of its domains."""
    answers, cells = weighed.account.arm.answers, weighed.cells
    found: list[_Counted] = []
    for measure in plan.measures:
        groups = (list_groups if headline else list_headlines)(plan, measure, cells)
        codes = count_codes(answers, cells, measure.item)
        tallied = tally(codes, answers.columns[measure.item], measure)
        item = Item(tallied, np.array([one.cells for one in groups]))
        counts = count_domains(item.tally, weighed.factor, item.members, cells.rows)
        found.append(_Counted(measure, groups, codes, item, counts))
    return found


def _resample(
    weighed: Weighed, counted: Sequence[_Counted], replicates: int, seed: int
) -> tuple[Replication | None, _Errors]:
    """What came of the replicates, and the standard errors by measure; nothing without any."""
    if not (replicates and weighed.cells.rows):
        return None, {}
    items = {one.measure.name: one.item for one in counted}
    return resample(weighed, items, replicates=replicates, seed=seed)


def _estimate(
    weighed: Weighed, counted: Sequence[_Counted], errors: _Errors
) -> Iterator[tuple[_Counted, dict[GroupKey, Figure]]]:
    """Each measure's figures in one arm."""
    raking = weighed.account.raking
    calibration = Calibration(weighed.cells, raking.margins, weighed.factor) if raking else None
    for one in counted:
        shares = [estimate_share(counts) for counts in one.counts]
        calibrated: Sequence[float | None] = [None] * len(shares)
        if calibration:
            estimates = [share.estimate if share else None for share in shares]
            calibrated = calibration.estimate_errors(one.item.tally, one.item.members, estimates)
        resampled = errors.get(one.measure.name, [None] * len(shares))
        both = zip(calibrated, resampled, strict=True)
        statuses = _decide(weighed, one)
        yield (
            one,
            {
                group.key: Figure(group, _add_errors(share, beside), status, weighed.account)
                for group, share, beside, status in zip(
                    one.groups, shares, both, statuses, strict=True
                )
            },
        )


def _add_errors(share: Share | None, beside: tuple[float | None, float | None]) -> Share | None:
    """A share with the standard errors that stand beside: calibrated, and of the bootstrap."""
    if share is None:
        return None
    return replace(share, calibrated_error=beside[0], bootstrap_error=beside[1])


def _decide(weighed: Weighed, counted: _Counted) -> list[Status]:
    """Which figures of a measure may be published.

    It is decided within the arm: nobody is in two, and no figure is published of two together.
    """
    cases = [
        Case(
            domain=group.domain,
            breakdown=group.breakdown,
            people=int.from_bytes(np.packbits(group.cells).tobytes()),
            yes=count.yes,
            no=count.no,
            parts=group.breakdown != COMPONENT,
            heir=_find_heir(weighed, group),
            weight=count.weight_yes + count.weight_no,
        )
        for group, count in zip(counted.groups, counted.counts, strict=True)
    ]
    measure, answers = counted.measure, weighed.account.arm.answers
    sensitive = measure.sensitive or answers.columns[measure.item].sensitive
    raking = weighed.account.raking
    raked = {margin.name for margin in raking.margins} if raking else set()
    return decide(cases, sensitive=sensitive, raked=raked)


def _find_heir(weighed: Weighed, group: Group) -> int | None:
    """The level that a category of a raked breakdown is weighted as; None of any other group."""
    raking = weighed.account.raking
    for margin in raking.margins if raking else ():
        levels = margin.index[group.cells]
        if margin.name == group.breakdown and len(levels):
            return int(levels[0])
    return None


def _tell_outside(
    weighed: Weighed, counted: _Counted, figures: Mapping[GroupKey, Figure]
) -> dict[GroupKey, Figure]:
    """The figures; headline ones that may be published with who stands outside their base."""
    told = dict(figures)
    measure, factor = counted.measure, weighed.factor
    column = weighed.account.arm.answers.columns[measure.item]
    for key, figure in figures.items():
        if figure.group.breakdown is None and figure.status is Status.RELEASED:
            words = describe_outside(counted.codes, column, measure, factor, figure.group.cells)
            told[key] = replace(figure, outside=words)
    return told


def _place(
    plan: Plan, figures: Mapping[GroupKey, Figure], weighed: Weighed
) -> dict[GroupKey, Figure]:
    """The domains' figures again as rows of the breakdowns that the arm stands in."""
    placed: dict[GroupKey, Figure] = {}
    for figure in (one for one in figures.values() if one.group.breakdown is None):
        domain = plan.get_domain(figure.group.domain)
        for place in weighed.account.arm.places:
            label = f"{domain.label}, {describe_place(place)}"
            group = replace(figure.group, breakdown=place[0], category=place[1], label=label)
            placed[group.key] = replace(figure, group=group)
    return placed
