"""What can be wrong in a plan's measures, targets and tabulations, and in figures beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analysis.plan import Measure, Plan, Tabulation, Target
from surveys.errors import Fault


def find_measure_faults(plan: Plan, place: str) -> Iterator[Fault]:
    """What does not hold together in measures, their targets, and tabulations."""
    for measure in plan.measures:
        yield from _find_measure_faults(measure, plan, place)
    for tabulation in plan.tabulations:
        yield from _find_tabulation_faults(tabulation, plan, place)
    yield from _find_target_faults(plan, place)


def find_figure_faults(plan: Plan, place: str) -> Iterator[Fault]:
    """Figures of others without a source, and those of measures and domains that there are not."""
    for measure in plan.measures:
        for figure in measure.published:
            if not figure.source.strip():
                yield _without_source(
                    f"{place}: measure {measure.name}, published {figure.period}", "the figure"
                )
        if measure.target and not measure.target.source.strip():
            yield _without_source(f"{place}: measure {measure.name}, target", "the target")
    names = {measure.name for measure in plan.measures}
    for point in plan.published_series:
        where = f"{place}: published_series, {point.survey} {point.period}"
        yield from _find_unknown_measure(point.measure, names, where)
        yield from _find_unknown_domains([point.domain], plan, where)
    for target in plan.earlier_targets:
        yield from _find_unknown_measure(target.measure, names, f"{place}: earlier_targets")


def _find_measure_faults(measure: Measure, plan: Plan, place: str) -> Iterator[Fault]:
    where = f"{place}: measure {measure.name}"
    groupings = {grouping.name for grouping in plan.groupings}
    named = [*measure.domains, *(figure.domain for figure in measure.published)]
    yield from _find_unknown_domains(named, plan, where)
    for name in measure.breakdowns:
        if name not in groupings:
            yield Fault(
                "plan.unknown-grouping",
                where,
                f"there is no grouping {name}",
                f"Use one of {', '.join(sorted(groupings))}.",
            )
    if measure.target and measure.target.domain not in measure.domains:
        yield Fault(
            "plan.target-domain",
            where,
            f"its target is about {measure.target.domain}, which it has no row for",
            "Add the domain to the measure's domains.",
        )
    if measure.target and measure.companion:
        yield Fault(
            "plan.companion-target",
            where,
            "a companion carries no target",
            "Remove the target, or companion.",
        )


def _find_tabulation_faults(tabulation: Tabulation, plan: Plan, place: str) -> Iterator[Fault]:
    where = f"{place}: tabulation {tabulation.name}"
    yield from _find_unknown_domains(tabulation.domains, plan, where)
    if tabulation.chosen and tabulation.scores:
        yield Fault(
            "plan.scores-of-chosen",
            where,
            "it has scores, but people chose several of its options, which have no mean",
            "Remove the scores, or chosen.",
        )


def _find_target_faults(plan: Plan, place: str) -> Iterator[Fault]:
    """Measures that share a target have to agree on what it asks for and of whom."""
    first: dict[tuple[str, str], tuple[Measure, Target]] = {}
    for measure in plan.measures:
        target = measure.target
        if target is None:
            continue
        other, known = first.setdefault((target.text, target.source), (measure, target))
        if (target.domain, target.increase) != (known.domain, known.increase):
            yield Fault(
                "plan.target-differs",
                f"{place}: measure {measure.name}",
                f"its target is that of {other.name}, with another domain or increase",
                "Give both the same domain and increase: one target has one verdict.",
            )


def _find_unknown_domains(names: Iterable[str], plan: Plan, where: str) -> Iterator[Fault]:
    known = {domain.name for domain in plan.domains}
    for name in dict.fromkeys(names):
        if name not in known:
            yield Fault(
                "plan.unknown-domain",
                where,
                f"there is no domain {name}",
                f"Use one of {', '.join(sorted(known))}.",
            )


def _find_unknown_measure(name: str, known: set[str], where: str) -> Iterator[Fault]:
    if name not in known:
        yield Fault(
            "plan.unknown-measure",
            where,
            f"there is no measure {name}",
            f"Name one of {', '.join(sorted(known))}.",
        )


def _without_source(where: str, what: str) -> Fault:
    return Fault(
        "plan.no-source",
        where,
        f"{what} has no source",
        "Say where it can be looked up: document and line, or the page's address.",
    )
