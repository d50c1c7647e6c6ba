"""The answers to an item one by one, for the plan's tabulations, in each of their domains.

Each share is estimated as a measure's is: the option against all other substantive answers. Of a
choice of several it is the share of the respondents who answered the question, never of mentions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from analysis.arms import Weighed
from analysis.estimates import Counts, Share, estimate_share
from analysis.means import estimate_mean
from analysis.options import OptionTally, tally_options
from analysis.plan import Measure, Plan, Tabulation
from analysis.rounds import Estimated, Figure
from analysis.shown import Status
from analysis.spread import Distribution, MeanShown, OptionShown, Spread
from analysis.suppression import MIN_BASE, MIN_COUNT, MIN_COUNT_SENSITIVE, MIN_HIDDEN
from analysis.withholding import View, hide_options

Floats = npt.NDArray[np.float64]
_Members = npt.NDArray[np.bool_]

SEVERAL = "Shares of respondents, who could choose several; they do not add up to 100 %."


@dataclass(frozen=True, slots=True)
class _Sums:
    """One domain's answers; each of the arrays as in `OptionTally`, for all cells together.

    Attributes:
        dont_know: Shape (2,): respondents, and the sum of their weights.
    """

    members: _Members
    count: Floats
    weight: Floats
    squared: Floats
    dont_know: Floats

    @property
    def base(self) -> int:
        """Respondents with a substantive answer."""
        return round(float(self.count[-1]))


def tabulate(plan: Plan, estimated: Estimated) -> tuple[Distribution, ...]:
    """A distribution for each tabulation of the plan and each of its domains, in that order.

    All are of the headline's respondents. What may be shown goes by the measures' statuses as they
    are: where these change, tabulate again.

    Raises:
        EstimateError: An item has no options that could be told one by one.
    """
    return tuple(
        distribution
        for tabulation in plan.tabulations
        for distribution in _tabulate_one(plan, estimated, tabulation)
    )


def _tabulate_one(
    plan: Plan, estimated: Estimated, tabulation: Tabulation
) -> Iterator[Distribution]:
    weighed = estimated.weighed[0]
    tally = tally_options(weighed.account.arm.answers, weighed.cells, tabulation)
    sums = {
        domain: _add_up(tally, weighed, weighed.cells.members[domain, ""])
        for domain in tabulation.domains
    }
    for domain, own in sums.items():
        figures = list(_find_figures(plan, estimated, tabulation, own.members))
        around = [
            one
            for one in sums.values()
            if one is not own and not (own.members & ~one.members).any()
        ]
        statuses = _decide(tabulation, tally, own, around, figures)
        shown = _show(tabulation, tally, own, weighed.cells.rows, statuses)
        outside = (figure.outside for _, figure in figures)
        notes = (tabulation.note, plan.get_domain(domain).note, *outside)
        yield replace(
            shown,
            domain=domain,
            domain_label=plan.get_domain(domain).label,
            notes=(*shown.notes, *dict.fromkeys(filter(None, notes))),
        )


def _add_up(tally: OptionTally, weighed: Weighed, members: _Members) -> _Sums:
    factor = weighed.factor[members]
    unsure = tally.dont_know[members]
    return _Sums(
        members=members,
        count=tally.count[members].sum(axis=0),
        weight=factor @ tally.weight[members],
        squared=factor**2 @ tally.squared[members],
        dont_know=np.array([unsure[:, 0].sum(), factor @ unsure[:, 1]]),
    )


def _find_figures(
    plan: Plan, estimated: Estimated, tabulation: Tabulation, members: _Members
) -> Iterator[tuple[Measure, Figure]]:
    """The measures' figures on the same item and the same people."""
    for measure in plan.measures:
        if _find_positive(tabulation, measure) is None:
            continue
        for figure in estimated.figures[measure.name].values():
            same = figure.arm is estimated.headline
            if same and np.array_equal(figure.group.cells, members):
                yield measure, figure


def _find_positive(tabulation: Tabulation, measure: Measure) -> tuple[str, ...] | None:
    """The options whose sum a measure publishes; None where it is on another item."""
    if not tabulation.chosen:
        return measure.positive if measure.item == tabulation.item else None
    start, _, code = measure.item.partition("__")
    return (code,) if start == tabulation.item and code else None


def _decide(
    tabulation: Tabulation,
    tally: OptionTally,
    own: _Sums,
    around: Sequence[_Sums],
    figures: Sequence[tuple[Measure, Figure]],
) -> list[Status]:
    """The status of each option."""
    everything = [Status.SUPPRESSED] * len(tally.options)
    if own.base < MIN_BASE:
        return [Status.TOO_FEW] * len(tally.options)
    differences = [one.count - own.count for one in around if one.base > own.base]
    if any(difference[-1] < MIN_HIDDEN for difference in differences):
        return everything
    known = _find_sets(tabulation, tally, figures, Status.RELEASED)
    withheld = set[int]().union(*_find_sets(tabulation, tally, figures, Status.SUPPRESSED))
    if withheld and not tabulation.chosen:
        return everything  # answers one by one would add up to what the measure withholds
    sensitive = tabulation.sensitive or tally.sensitive or any(m.sensitive for m, _ in figures)
    hidden = hide_options(
        _list_views(tabulation, own, differences),
        known,
        least=MIN_COUNT_SENSITIVE if sensitive else MIN_COUNT,
        withheld=withheld,
    )
    if hidden is None:
        return everything
    return [
        Status.SUPPRESSED if place in hidden else Status.RELEASED
        for place in range(len(tally.options))
    ]


def _find_sets(
    tabulation: Tabulation,
    tally: OptionTally,
    figures: Sequence[tuple[Measure, Figure]],
    status: Status,
) -> list[set[int]]:
    """The options that measures of a status count together."""
    places = {code: place for place, (code, _) in enumerate(tally.options)}
    return [
        {places[code] for code in _find_positive(tabulation, measure) or () if code in places}
        for measure, figure in figures
        if figure.status is status
    ]


def _list_views(tabulation: Tabulation, own: _Sums, differences: Sequence[Floats]) -> list[View]:
    """Who chose each option, and of a choice of several who did not; then the same around them."""
    views: list[View] = []
    for counts in (own.count, *differences):
        views.append(_view(counts[:-1]))
        if tabulation.chosen:
            views.append(_view(counts[-1] - counts[:-1]))
    return views


def _view(counts: Floats) -> View:
    return tuple(round(count) for count in counts.tolist())


def _show(
    tabulation: Tabulation, tally: OptionTally, own: _Sums, rows: int, statuses: Sequence[Status]
) -> Distribution:
    shares = [_estimate(own, place, rows) for place in range(len(tally.options))]
    status = statuses[0] if len(set(statuses)) == 1 else Status.RELEASED
    return Distribution(
        name=tabulation.name,
        item=tabulation.item,
        label=tabulation.label,
        text=tally.text,
        kind=Spread.CHOSEN if tabulation.chosen else Spread.OPTIONS,
        domain="",
        domain_label="",
        status=status,
        base=own.base,
        effective_base=shares[0].effective_base if shares[0] else None,
        options=tuple(
            _show_option(option, state, share)
            for option, state, share in zip(tally.options, statuses, shares, strict=True)
        ),
        mean=_show_mean(tabulation.scores, tally, own, rows) if tabulation.scores else None,
        notes=(SEVERAL,) if tabulation.chosen else (),
    )


def _estimate(own: _Sums, place: int, rows: int) -> Share | None:
    """One option against everything else in the base."""
    yes = round(float(own.count[place]))
    return estimate_share(
        Counts(
            yes=yes,
            no=own.base - yes,
            dont_know=round(float(own.dont_know[0])),
            weight_yes=float(own.weight[place]),
            weight_no=float(own.weight[-1] - own.weight[place]),
            weight_dont_know=float(own.dont_know[1]),
            square_yes=float(own.squared[place]),
            square_no=float(own.squared[-1] - own.squared[place]),
            rows=rows,
        )
    )


def _show_option(option: tuple[str, str], status: Status, share: Share | None) -> OptionShown:
    code, label = option
    return OptionShown(
        code=code,
        label=label,
        status=status,
        estimate=share.estimate if share else None,
        ci_low=share.ci_low if share else None,
        ci_high=share.ci_high if share else None,
        unweighted=share.unweighted if share else None,
        all_asked=share.all_asked if share else None,
    )


def _show_mean(
    scores: Mapping[str, float], tally: OptionTally, own: _Sums, rows: int
) -> MeanShown | None:
    """The mean of those who gave a point of the scale."""
    places = [place for place, (code, _) in enumerate(tally.options) if code in scores]
    points = [scores[tally.options[place][0]] for place in places]
    base = round(float(own.count[places].sum()))
    mean = estimate_mean(points, base, own.weight[places], own.squared[places], rows)
    if mean is None:
        return None
    ends = min(scores.values()), max(scores.values())
    limits = (mean.estimate, mean.standard_error, mean.ci_low, mean.ci_high)
    return MeanShown(*limits, *ends)
