"""What differs between two plans' definitions of one measure: numerator, base, domains, weights.

Earlier rounds are counted by the plan of the latest, so that another grouping or another weighting
gives no false change; it is told. Another numerator or another domain makes a figure of another
thing, which readers of what was published would not know: it breaks the series.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analysis.plan import Domain, Measure, Plan
from analysis.plan_content import Condition
from surveys.differences import Aspect, Difference

_Levels = dict[str, dict[str, list[str]]]


def compare_definitions(
    measure: Measure, plan: Plan, before: Measure, plan_before: Plan
) -> Iterator[Difference]:
    """What differs between the measure in a plan and in the plan of the last round."""
    if measure.item != before.item:
        yield _differ("the question that it counts", before.item, measure.item)
    counted, counted_before = (sorted(one.positive) for one in (measure, before))
    if counted != counted_before:
        yield _differ("the answers that it counts", _join(counted_before), _join(counted))
    if _sort(plan.eligible) != _sort(plan_before.eligible):
        yield _differ("who is in the base", _say(plan_before.eligible), _say(plan.eligible))
    yield from _compare_domains(measure, plan, before, plan_before)
    yield from _compare_groupings(measure, plan, before, plan_before)
    yield from _compare_weighting(plan, plan_before)


def list_conditions(measure: Measure, plan: Plan) -> Iterator[tuple[str, Condition]]:
    """The conditions that decide who a measure's headline figures are about, each with a name."""
    yield "the base", plan.eligible
    for name in measure.domains:
        domain = plan.get_domain(name)
        for condition in (domain.when, *(part.when for part in domain.components)):
            yield name, condition


def _compare_domains(
    measure: Measure, plan: Plan, before: Measure, plan_before: Plan
) -> Iterator[Difference]:
    for name in dict.fromkeys([*before.domains, *measure.domains]):
        if name not in measure.domains:
            yield Difference(Aspect.DEFINITION, f"it has no figure for {name} now", breaks=False)
        elif name not in before.domains:
            words = f"its figure for {name} is new"
            yield Difference(Aspect.DEFINITION, words, breaks=False)
        else:
            domain, old = plan.get_domain(name), plan_before.get_domain(name)
            if _levels(domain) != _levels(old):
                yield _differ(f"who is in {name}", _say_domain(old), _say_domain(domain))


def _compare_groupings(
    measure: Measure, plan: Plan, before: Measure, plan_before: Plan
) -> Iterator[Difference]:
    for name in measure.breakdowns:
        if name not in before.breakdowns:
            continue
        new, old = (
            {level.code: _sort(level.when) for level in one.get_grouping(name).levels}
            for one in (plan, plan_before)
        )
        if new != old:
            words = f"the categories of {name} are defined differently"
            yield Difference(Aspect.DEFINITION, words, breaks=False)


def _compare_weighting(plan: Plan, before: Plan) -> Iterator[Difference]:
    if plan.weighting != before.weighting:
        yield Difference(Aspect.DEFINITION, "the weighting is another", breaks=False)
    margins, margins_before = (
        {name: dict(one.get_grouping(name).shares) for name in one.weighting.rake}
        for one in (plan, before)
    )
    common = margins.keys() & margins_before.keys()
    changed = sorted(name for name in common if margins[name] != margins_before[name])
    if changed:
        words = f"the population that it is weighted to is another for {_join(changed)}"
        yield Difference(Aspect.DEFINITION, words, breaks=False)


def _differ(what: str, before: str, after: str) -> Difference:
    return Difference(Aspect.DEFINITION, what, before, after)


def _levels(domain: Domain) -> _Levels:
    """Who is in a domain: its condition, and those of its components."""
    return {"": _sort(domain.when)} | {part.code: _sort(part.when) for part in domain.components}


def _say_domain(domain: Domain) -> str:
    parts = [_say(part.when) for part in domain.components]
    return " or ".join([*([_say(domain.when)] if domain.when or not parts else []), *parts])


def _sort(condition: Condition) -> dict[str, list[str]]:
    return {column: sorted(codes) for column, codes in condition.items()}


def _say(condition: Mapping[str, tuple[str, ...]]) -> str:
    """A condition in words, such as ``age 16_17 or age_band 18_24``."""
    parts = (f"{column} {', '.join(codes)}" for column, codes in sorted(condition.items()))
    return " or ".join(parts) or "everybody"


def _join(names: list[str]) -> str:
    return ", ".join(names)
