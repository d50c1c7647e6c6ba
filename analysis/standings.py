"""Every row beside its past: its baseline, the round before, and its whole series.

Withheld figures are compared like all others, so that as many changes are looked at as there are:
what is clear may not depend on what is shown. The gate (`disclosure`) blanks every comparison with
a figure that is withheld here, or was in its own round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.change import LEVEL, MIN_BASE_VERDICT, Change, estimate_change, holm
from analysis.groups import GroupKey
from analysis.plan import Measure, Plan
from analysis.rounds import Estimated, Figure
from analysis.series import History, find_break
from analysis.shown import Point
from analysis.targets import Earlier, Standing, Step

RowKey = tuple[str, GroupKey]
"""Measure, and the group of people."""


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier round of a measure.

    Attributes:
        broken: What was found to break the series since; empty where nothing was.
        recorded: Whether an officer recorded a break since.
    """

    estimated: Estimated
    figures: Mapping[GroupKey, Figure]
    broken: str
    recorded: bool

    @property
    def comparable(self) -> bool:
        """Whether it is of one series with this round."""
        return not (self.broken or self.recorded)

    def find(self, key: GroupKey) -> Earlier | None:
        """Its figure of a group; None where it has no such row."""
        figure = self.figures.get(key)
        if figure is None:
            return None
        manifest = self.estimated.dataset.manifest
        return Earlier(
            manifest.round,
            manifest.ended_on,
            figure.share.base if figure.share else 0,
            figure.share,
            self.broken,
            self.recorded,
            figure.status,
        )


def list_past(
    now: Estimated, before: Sequence[Estimated], measure: Measure, history: History
) -> list[Past]:
    """The earlier rounds that counted a measure, the earliest first; a companion has none."""
    if measure.companion:
        return []
    return [
        Past(
            one,
            one.figures[measure.name],
            find_break(now, one, measure.item),
            history.is_broken_since(one.dataset.manifest.round, measure),
        )
        for one in before
        if measure.name in one.figures
    ]


def find_standings(
    plan: Plan, now: Estimated, pasts: Mapping[str, Sequence[Past]]
) -> dict[RowKey, Standing]:
    """Every row beside its baseline and the round before.

    Args:
        plan: The plan of the round.
        now: The round.
        pasts: Measure to its earlier rounds, the earliest first.
    """
    standings: dict[RowKey, Standing] = {}
    for measure in plan.measures:
        for key, figure in now.figures[measure.name].items():
            earlier = find_earlier(pasts[measure.name], key)
            standings[measure.name, key] = Standing(
                share=figure.share,
                earlier=earlier,
                today=now.dataset.manifest.ended_on,
                change=_find_change(figure, earlier),
                clear=False,
                open_sample=now.open_sample,
                step=_find_step(figure, pasts[measure.name], key),
                status=figure.status,
            )
    return _mark_clear(standings)


def find_earlier(past: Sequence[Past], key: GroupKey) -> Earlier | None:
    """The first earlier round with an adequate base for the row, or else the first with it.

    A round that breaks the series is found only where none is of the same series.
    """
    found = [earlier for one in past if (earlier := one.find(key))]
    series = [earlier for earlier in found if earlier.comparable] or found
    adequate = [earlier for earlier in series if earlier.base >= MIN_BASE_VERDICT]
    return next(iter(adequate or series), None)


def list_points(now: Estimated, figure: Figure, past: Sequence[Past]) -> tuple[Point, ...]:
    """A row's figure in every round that counted it, this round last; nothing for a companion."""
    earlier = (
        _show_point(one.estimated, found, comparable=one.comparable)
        for one in past
        if (found := one.figures.get(figure.group.key))
    )
    return (*earlier, _show_point(now, figure, comparable=True))


def _show_point(estimated: Estimated, figure: Figure, *, comparable: bool) -> Point:
    share, manifest = figure.share, estimated.dataset.manifest
    return Point(
        round=manifest.round,
        ended_on=manifest.ended_on,
        status=figure.status,
        estimate=share.estimate if share else None,
        ci_low=share.ci_low if share else None,
        ci_high=share.ci_high if share else None,
        base=share.base if share else 0,
        comparable=comparable,
    )


def _find_change(figure: Figure, earlier: Earlier | None) -> Change | None:
    if figure.share is None or earlier is None:
        return None
    if earlier.share is None or not earlier.comparable:
        return None
    return estimate_change(figure.share, earlier.share)


def _find_step(figure: Figure, past: Sequence[Past], key: GroupKey) -> Step | None:
    """The change since the last round that counted the measure.

    Where that round is of another series or nobody answered in it, there is none: an older round
    in its place would be taken for it.
    """
    earlier = past[-1].find(key) if past else None
    change = _find_change(figure, earlier)
    if earlier is None or earlier.share is None or change is None:
        return None
    return Step(earlier.round, earlier.ended_on, earlier.share, change, status=earlier.status)


def _mark_clear(standings: Mapping[RowKey, Standing]) -> dict[RowKey, Standing]:
    """Which changes are clear: those since the baseline and those since the round before."""
    since_baseline = {row: one.change for row, one in standings.items() if one.change}
    since_before = {row: one.step.change for row, one in standings.items() if one.step}
    marked = dict(standings)
    for row in _find_clear(since_baseline):
        marked[row] = replace(marked[row], clear=True)
    for row in _find_clear(since_before):
        step = marked[row].step
        assert step is not None, "only rows with one are looked at"
        marked[row] = replace(marked[row], step=replace(step, clear=True))
    return marked


def _find_clear(changes: Mapping[RowKey, Change]) -> Iterator[RowKey]:
    """The rows whose change is clear: for each group of people, Holm over all measures."""
    families: dict[GroupKey, dict[RowKey, float]] = {}
    for row, change in changes.items():
        families.setdefault(row[1], {})[row] = change.p_value
    for family in families.values():
        for row, adjusted in zip(family, holm(list(family.values())), strict=True):
            if adjusted < LEVEL:
                yield row
