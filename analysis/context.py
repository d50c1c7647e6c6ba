"""What a row is read beside: its baseline, other published figures, and notes."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.groups import Group
from analysis.plan import Measure, Plan
from analysis.published import PublishedFigure
from analysis.rounds import Figure
from analysis.rows import Baseline, ChangeShown
from analysis.series import History
from analysis.shown import ContextPoint, Previous, PrintedFigure
from analysis.targets import Earlier, Standing, Step


def find_baseline(measure: Measure, group: Group, earlier: Earlier | None) -> Baseline | None:
    """The earlier round's figure; without an earlier round, another survey's for a headline."""
    if earlier:
        share = earlier.share
        source = f"round {earlier.round}, closed {earlier.ended_on.isoformat()}"
        if not earlier.comparable:
            source = f"different method: {source}"
        same = earlier.comparable
        if share is None:
            return None
        return Baseline(
            share.estimate, source, same, share.base, round=earlier.round, status=earlier.status
        )
    for one in _list_published(measure, group):
        source = f"different method: {_name_source(one)}"
        return Baseline(one.value, source, False, one.base, published=True)
    return None


def show_change(standing: Standing) -> ChangeShown | None:
    """The change since the baseline; None where either figure is missing."""
    change = standing.change
    return ChangeShown(*change.limits, clear=standing.clear) if change else None


def show_previous(step: Step | None) -> Previous | None:
    """The round before and the change since."""
    if step is None:
        return None
    return Previous(
        step.round,
        step.ended_on,
        step.share.estimate,
        step.share.base,
        *step.change.limits,
        clear=step.clear,
        status=step.status,
    )


def show_published(plan: Plan) -> tuple[ContextPoint, ...]:
    """What others published of the plan's measures, in the order of measures and then of time."""
    order = {measure.name: place for place, measure in enumerate(plan.measures)}
    series = sorted(
        plan.published_series, key=lambda one: (order[one.measure], one.survey, one.domain, one.on)
    )
    return tuple(ContextPoint(**one.model_dump()) for one in series)


def show_printed(plan: Plan) -> tuple[PrintedFigure, ...]:
    """The figures of the plan's own documents, with what is wrong or unclear about them."""
    return tuple(PrintedFigure(**one.model_dump()) for one in plan.printed)


def list_notes(
    plan: Plan, measure: Measure, figure: Figure, standing: Standing, history: History
) -> Iterator[str]:
    """What has to be read with a row, the most general first.

    A break of its series is read with every figure from its round on, whatever stands beside it.
    """
    group, earlier = figure.group, standing.earlier
    yield from (note for note in (measure.note, plan.get_domain(group.domain).note) if note)
    if figure.outside:
        yield figure.outside
    for one in history.list_breaks(measure):
        yield f"break in series since round {one.round}: {one.reason.rstrip('.')}."
    for set_aside in history.aside:
        if set_aside.measure == measure.name:
            yield f"Round {set_aside.round} is not compared: {set_aside.why}."
    if earlier and earlier.broken:
        yield f"break in series: since round {earlier.round} {earlier.broken}."
    # the first stands as the baseline where there is no earlier round
    for published in list(_list_published(measure, group))[0 if earlier else 1 :]:
        base = f", base {published.base:,}" if published.base else ""
        yield f"By a different method {100 * published.value:g} %: {_name_source(published)}{base}."
    if group.is_headline_of(measure.domains[0]):
        for target in plan.earlier_targets:
            if target.measure == measure.name:
                words = f'Earlier target: "{target.text}" ({target.source}). {target.note}'
                yield words.strip()


def _list_published(measure: Measure, group: Group) -> Iterator[PublishedFigure]:
    return (one for one in measure.published if group.is_headline_of(one.domain))


def _name_source(figure: PublishedFigure) -> str:
    return ", ".join(word for word in (figure.source, figure.period, figure.note) if word)
