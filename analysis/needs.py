"""How many answers a measure needs in each of its domains to show a rise or a target met.

The arithmetic is that of `power`. It takes a random sample for granted: people who chose to take
part can differ from the others, and no number of answers mends that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from analysis.change import MIN_BASE_VERDICT, read_values
from analysis.plan import Domain, Measure, Plan
from analysis.plan_content import Condition
from analysis.power import (
    check_assumptions,
    check_share,
    count_for_target,
    count_needed,
)

POWER = 0.8
DEFF = 1.5
CAUTIOUS = 0.5
"""The baseline where there is none: from here a change in points is hardest to see."""

PLAIN_RISES = (0.05, 0.10)
"""The rises asked about where a plan sets no number: 5 and 10 points."""

TRUE_RISES = (1.5, 2.0)
"""How many times the target a true rise is taken to be, where showing the target met is planned."""

_CAUTIOUS_REASON = "assumed: there is no earlier figure"


@dataclass(frozen=True, slots=True)
class Need:
    """What it takes to show one rise.

    Attributes:
        reading: The rise in words, such as ``10 per cent more``.
        reached: The share to reach, 0-1; None where that would be over 1.
        answers: Answers with a substantive reply that the domain needs in each round.
        in_all: Answers that the whole round needs for it; None where the domain's share of the
            population is not known.
    """

    reading: str
    reached: float | None
    answers: int | None
    in_all: int | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What it takes to show a target met when the true rise is larger than it.

    Attributes:
        target: The target, such as ``10 per cent more``.
        true: The true rise, such as ``20 per cent more``.
        reached: The share that the true rise leads to, 0-1; None where that would be over 1.
        answers: Answers that the domain needs in each round.
        in_all: Answers that the whole round needs for it; None where that is not known.
    """

    target: str
    true: str
    reached: float | None
    answers: int | None
    in_all: int | None


@dataclass(frozen=True, slots=True)
class DomainNeed:
    """What a measure needs in one domain.

    Attributes:
        targeted: The plan's target is about this domain.
        share: The domain's share of the population, 0-1; None where the plan does not give it.
        baseline: Where the rise starts, 0-1.
        baseline_source: Where the baseline is from.
        proofs: What showing the target met takes; empty where the plan sets no number.
    """

    label: str
    targeted: bool
    share: float | None
    baseline: float
    baseline_source: str
    needs: tuple[Need, ...]
    proofs: tuple[Proof, ...] = ()


def plan_sample(
    plan: Plan,
    measure: Measure,
    *,
    baseline: float | None = None,
    power: float = POWER,
    deff: float = DEFF,
) -> tuple[DomainNeed, ...]:
    """What a measure needs in each of its domains.

    Args:
        plan: Its margins say how large a domain is among residents.
        measure: Its target is read both ways; without a number, rises of 5 and 10 points stand in.
        baseline: The share to start from, 0-1 exclusive; by default the latest figure published
            for the domain, and 50 % where there is none.
        power: How often a real change would be found, 0-1 exclusive.
        deff: Design effect of the weights, 1 or more.

    Raises:
        EstimateError: A number is outside its range.
    """
    if baseline is not None:
        check_share("baseline", baseline)
    check_assumptions(power, deff)
    found = []
    for name in measure.domains:
        domain = plan.get_domain(name)
        start, source = find_baseline(measure, name, baseline)
        share = find_share(plan, domain)
        targeted = measure.target is not None and measure.target.domain == name
        needs = tuple(
            _build_need(words, start, reached, share, power, deff)
            for words, reached in _list_rises(measure, start)
        )
        proofs = tuple(list_proofs(measure, start, share, power, deff))
        found.append(DomainNeed(domain.label, targeted, share, start, source, needs, proofs))
    return tuple(found)


def find_share(plan: Plan, domain: Domain) -> float | None:
    """A domain's share of the population, 0-1; None where the plan's margins do not give it.

    Everybody is 1. Another domain has a share where it is made up of whole levels of one margin.
    """
    wanted = _pairs(domain.when).union(*(_pairs(part.when) for part in domain.components))
    if not wanted:
        return 1.0
    for grouping in plan.groupings:
        inside = [level for level in grouping.levels if _pairs(level.when) <= wanted]
        covered = frozenset[tuple[str, str]]().union(*(_pairs(level.when) for level in inside))
        if grouping.shares and covered == wanted:
            return sum(grouping.shares[level.code] for level in inside)
    return None


def _pairs(condition: Condition) -> frozenset[tuple[str, str]]:
    return frozenset((column, code) for column, codes in condition.items() for code in codes)


def find_baseline(measure: Measure, domain: str, given: float | None) -> tuple[float, str]:
    """The share to start from, 0-1, and where it is from: given, published or most cautious."""
    if given is not None:
        return given, "given"
    for one in measure.published:
        if one.domain == domain and 0 < one.value < 1:
            return one.value, f"{one.source}, {one.period}"
    return CAUTIOUS, _CAUTIOUS_REASON


def _list_rises(measure: Measure, baseline: float) -> Iterator[tuple[str, float | None]]:
    increase = measure.target.increase if measure.target else None
    if increase:
        relative, points = read_values(increase, baseline)
        yield f"{100 * increase:g} per cent more", relative
        yield f"{100 * increase:g} points more", points
        return
    for rise in PLAIN_RISES:
        yield f"{100 * rise:g} points more", read_values(rise, baseline)[1]


def _build_need(
    reading: str,
    baseline: float,
    reached: float | None,
    share: float | None,
    power: float,
    deff: float,
) -> Need:
    if reached is None or reached >= 1:
        return Need(reading, None, None, None)
    # a figure that needs fewer people than one may be published or judged on still needs those
    answers = max(MIN_BASE_VERDICT, count_needed(baseline, reached, power=power, deff=deff))
    return Need(reading, reached, answers, _in_all(answers, share))


def list_proofs(
    measure: Measure, baseline: float, share: float | None, power: float, deff: float
) -> Iterator[Proof]:
    """Both readings of the target, each with every true rise asked about."""
    increase = measure.target.increase if measure.target else None
    if not increase:
        return
    for relative in (True, False):
        unit = "per cent" if relative else "points"
        for times in TRUE_RISES:
            true = increase * times
            words = f"{100 * increase:g} {unit} more", f"{100 * true:g} {unit} more"
            reached = baseline * (1 + true) if relative else baseline + true
            if reached >= 1:
                yield Proof(*words, None, None, None)
                continue
            needed = count_for_target(
                baseline, increase, true, relative=relative, power=power, deff=deff
            )
            answers = max(MIN_BASE_VERDICT, needed)
            yield Proof(*words, reached, answers, _in_all(answers, share))


def _in_all(answers: int, share: float | None) -> int | None:
    return ceil(answers / share - 1e-9) if share else None
