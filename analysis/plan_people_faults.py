"""What can be wrong in whom a plan's population is, and in the groups that it compares."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.plan import Plan
from surveys.errors import Fault

LEAST_GROUPS = 2


def find_people_faults(plan: Plan, place: str) -> Iterator[Fault]:
    """What does not hold together in `population` and `equality`."""
    yield from _find_population_faults(plan, f"{place}: population")
    yield from _find_equality_faults(plan, f"{place}: equality")


def _find_population_faults(plan: Plan, where: str) -> Iterator[Fault]:
    if not plan.population:
        return
    names = [domain.name for domain in plan.domains]
    if plan.population not in names:
        problem = f"there is no domain {plan.population}"
        yield Fault("plan.unknown-domain", where, problem, f"Use one of {', '.join(names)}.")
        return
    if plan.weighting.rake:
        yield Fault(
            "plan.raked-population",
            where,
            "everybody is weighted to shares that describe only a part of them",
            "Take `rake` out of the weighting, or measure that part alone with `eligible`.",
        )
    for measure in plan.measures:
        if measure.breakdowns and plan.population not in measure.domains:
            yield Fault(
                "plan.population-not-shown",
                f"{where}, measure {measure.name}",
                f"its breakdowns divide the domain {plan.population}, which it has no row for",
                "Add the domain to the measure's domains.",
            )


def _find_equality_faults(plan: Plan, where: str) -> Iterator[Fault]:
    known = {grouping.name: grouping for grouping in plan.groupings}
    if plan.equality and (plan.weighting.rake or plan.weighting.design):
        yield Fault(
            "plan.weighted-equality",
            where,
            "groups are compared without weights, and the plan's figures are weighted",
            "Take the weighting out, or list the groupings as breakdowns alone.",
        )
    firsts = {
        plan.find_divided(one) for one in plan.measures if set(plan.equality) & {*one.breakdowns}
    }
    if len(firsts) > 1:
        yield Fault(
            "plan.equality-domains",
            where,
            f"measures divide several domains by them: {', '.join(sorted(firsts))}",
            "Name one domain as the plan's population.",
        )
    for name in plan.equality:
        if name not in known:
            yield Fault(
                "plan.unknown-grouping",
                where,
                f"there is no grouping {name}",
                f"Name one of {', '.join(known)}.",
            )
            continue
        if plan.equality.count(name) > 1:
            yield Fault("plan.repeated", where, f"{name} stands there twice", "Name it once.")
        if len(known[name].levels) < LEAST_GROUPS:
            yield Fault(
                "plan.one-group",
                f"{where}, {name}",
                "there is nobody else to compare its one group with",
                "Add a level for everybody else.",
            )
        if not any(name in one.breakdowns for one in plan.measures):
            yield Fault(
                "plan.never-compared",
                f"{where}, {name}",
                "no measure has it among its breakdowns",
                "Add it to the breakdowns of the measures, or take it out.",
            )
