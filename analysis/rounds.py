"""All estimates of one round, before they are set beside an earlier round or a target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.arms import Weighed, WeightedArm, weigh, weigh_apart
from analysis.cells import tally
from analysis.dataset import Dataset
from analysis.estimates import Share, count_domains, estimate_share
from analysis.groups import COMPONENT, Group, GroupKey, list_groups, list_headlines
from analysis.outside import describe_outside
from analysis.plan import Measure, Plan
from analysis.plan_check import Columns, find_column_faults
from analysis.samples import ASSISTED, CHAT, OPEN, Arm, describe_place, find_arms
from analysis.shown import Status
from analysis.suppression import Case, decide
from surveys.errors import EstimateError, PlanRefused


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
        arms: The headline's arm, then those that stand apart.
        unused_weights: It has design weights that the plan does not use.
    """

    dataset: Dataset
    arms: tuple[WeightedArm, ...]
    unused_weights: bool
    figures: Mapping[str, Mapping[GroupKey, Figure]]

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


def estimate_round(dataset: Dataset, plan: Plan) -> Estimated:
    """Every figure of the plan in one round.

    Raises:
        PlanRefused: The plan names items, columns or codes that the round has not.
        EstimateError: Weights are missing, or raking is refused.
    """
    check_columns(dataset, plan)
    headline, *others = find_arms(dataset, plan)
    first = weigh(plan, headline)
    apart = [weigh_apart(plan, arm) for arm in others]
    figures: dict[str, dict[GroupKey, Figure]] = {}
    for measure in plan.measures:
        figures[measure.name] = _estimate(plan, measure, first)
        for weighed in apart:
            figures[measure.name] |= _estimate_apart(plan, measure, weighed)
    return Estimated(
        dataset=dataset,
        arms=tuple(weighed.account for weighed in (first, *apart)),
        unused_weights=leaves_weights(dataset, plan),
        figures=figures,
    )


def check_round(dataset: Dataset, plan: Plan) -> None:
    """See that the plan says what it does with the round's weights and modes.

    Raises:
        EstimateError: The round has design weights that the plan does not use, or mixes chat with
            other modes without the plan saying so. What an interviewer took is no reason: it stands
            apart.
    """
    place = f"plan {plan.name} on round {dataset.manifest.round}"
    if leaves_weights(dataset, plan):
        raise EstimateError(
            "weights.not-used",
            place,
            "the answers have design weights and the plan does not use them",
            "Put `design: true` into the plan's weighting.",
        )
    modes = find_modes(dataset) - {ASSISTED}
    if CHAT in modes and len(modes) > 1 and not plan.weighting.pool_modes:
        raise EstimateError(
            "round.mixed-modes",
            place,
            f"it mixes {', '.join(sorted(modes))}, and people answer these differently",
            "Keep a round for each mode, or put `pool_modes: true` into the plan's weighting.",
        )


def leaves_weights(dataset: Dataset, plan: Plan) -> bool:
    """Whether the answers have design weights that the plan does not use."""
    return not plan.weighting.design and dataset.find_design_weights() is not None


def find_modes(dataset: Dataset) -> frozenset[str]:
    """The modes that anybody answered in."""
    return frozenset(mode for mode, people in dataset.manifest.modes.items() if people)


def check_columns(dataset: Dataset, plan: Plan) -> None:
    """See that the round has what the plan names; raises `PlanRefused` with all that is missing."""
    columns: Columns = {
        name: None if column.open_ended else frozenset(column.kinds)
        for name, column in dataset.columns.items()
    }
    place = f"plan {plan.name} on round {dataset.manifest.round}"
    if faults := find_column_faults(plan, columns, place):
        raise PlanRefused(place, faults)


def _estimate(plan: Plan, measure: Measure, weighed: Weighed) -> dict[GroupKey, Figure]:
    """The headline's figures, and its own rows beside those of the arms that stand apart."""
    groups = list_groups(plan, measure, weighed.cells)
    figures = _estimate_groups(measure, weighed, groups)
    for key, figure in figures.items():
        if figure.group.breakdown is None and figure.status is Status.RELEASED:
            answers, cells = weighed.account.arm.answers, weighed.cells
            words = describe_outside(answers, cells, measure, weighed.factor, figure.group.cells)
            figures[key] = replace(figure, outside=words)
    return figures | _place(plan, figures, weighed.account.arm)


def _estimate_apart(plan: Plan, measure: Measure, weighed: Weighed) -> dict[GroupKey, Figure]:
    """The domains of a measure in an arm that stands apart.

    Whether they may be published is decided among themselves: nobody in them is in another arm, and
    no figure is published of two arms together.
    """
    groups = list_headlines(plan, measure, weighed.cells)
    return _place(plan, _estimate_groups(measure, weighed, groups), weighed.account.arm)


def _place(plan: Plan, figures: Mapping[GroupKey, Figure], arm: Arm) -> dict[GroupKey, Figure]:
    """The domains' figures again as rows of the breakdowns that the arm stands in."""
    placed: dict[GroupKey, Figure] = {}
    for figure in (one for one in figures.values() if one.group.breakdown is None):
        domain = plan.get_domain(figure.group.domain)
        for place in arm.places:
            label = f"{domain.label}, {describe_place(place)}"
            group = replace(figure.group, breakdown=place[0], category=place[1], label=label)
            placed[group.key] = replace(figure, group=group, outside="")
    return placed


def _estimate_groups(
    measure: Measure, weighed: Weighed, groups: Sequence[Group]
) -> dict[GroupKey, Figure]:
    answers, cells = weighed.account.arm.answers, weighed.cells
    members = np.array([group.cells for group in groups])
    counts = count_domains(tally(answers, cells, measure), weighed.factor, members, cells.rows)
    cases = [
        Case(
            domain=group.domain,
            breakdown=group.breakdown,
            people=int.from_bytes(np.packbits(group.cells).tobytes()),
            yes=count.yes,
            no=count.no,
            parts=group.breakdown != COMPONENT,
        )
        for group, count in zip(groups, counts, strict=True)
    ]
    sensitive = measure.sensitive or answers.columns[measure.item].sensitive
    statuses = decide(cases, sensitive=sensitive)
    return {
        group.key: Figure(group, estimate_share(count), status, weighed.account)
        for group, count, status in zip(groups, counts, statuses, strict=True)
    }
