"""How many answers a round needs to show a change, and what a number of answers can show.

The arithmetic is that of `power`. It takes a random sample for granted: people who chose to take
part can differ from the others, and no number of answers mends that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from analysis.change import MIN_BASE_VERDICT, read_values
from analysis.plan import Condition, Domain, Measure, Plan
from analysis.power import (
    check_assumptions,
    check_share,
    count_for_target,
    count_needed,
    find_smallest_rise,
)
from analysis.suppression import MIN_BASE

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
        start, source = _find_baseline(measure, name, baseline)
        share = find_share(plan, domain)
        targeted = measure.target is not None and measure.target.domain == name
        needs = tuple(
            _build_need(words, start, reached, share, power, deff)
            for words, reached in _list_rises(measure, start)
        )
        proofs = tuple(_list_proofs(measure, start, share, power, deff))
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


def _find_baseline(measure: Measure, domain: str, given: float | None) -> tuple[float, str]:
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


def _list_proofs(
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


def describe_sample(
    plan: Plan, expected_answers: int, power: float = POWER, deff: float = DEFF
) -> tuple[str, ...]:
    """What a number of answers can show, as sentences: a line a domain, then the assumptions.

    Args:
        plan: Its domains are described; its margins say how many of the answers they get.
        expected_answers: Answers to the whole round.
        power: How often a real change would be found, 0-1 exclusive.
        deff: Design effect of the weights, 1 or more.

    Raises:
        EstimateError: A number is outside its range.
    """
    lines = [_describe_domain(plan, one, expected_answers, power, deff) for one in plan.domains]
    targets = _describe_targets(plan, power, deff)
    return (*lines, *targets, *describe_assumptions(CAUTIOUS, power, deff))


def _describe_targets(plan: Plan, power: float, deff: float) -> Iterator[str]:
    """For each target with a number, what it takes to show it met, in one sentence."""
    numbered = {
        (one.target.text, one.target.source): one
        for one in reversed(plan.measures)
        if one.target and one.target.increase
    }
    for measure in reversed(numbered.values()):
        assert measure.target is not None, "chosen by it"
        domain = plan.get_domain(measure.target.domain)
        start, _ = _find_baseline(measure, domain.name, None)
        proofs = [
            one
            for one in _list_proofs(measure, start, find_share(plan, domain), power, deff)
            if one.answers is not None
        ]
        if proofs:
            least = min(proofs, key=lambda one: one.answers or 0)
            yield (
                f'To show the target "{least.target}" among {name_people(domain.label)} met takes '
                f"{least.answers:,} answers from them in each round, even where it is truly "
                f"{least.true} (from {100 * start:g} %)."
            )


def _describe_domain(plan: Plan, domain: Domain, total: int, power: float, deff: float) -> str:
    share, who = find_share(plan, domain), name_people(domain.label)
    if share is None:
        return (
            f'How many of {total:,} answers are in "{domain.label}" is not known: no margin of the '
            "plan says."
        )
    answers = share * total
    rise = find_smallest_rise(CAUTIOUS, answers, power=power, deff=deff)
    about = "" if share == 1 else f" (about {answers:,.0f} answers)"
    if answers < MIN_BASE:
        return f"With {total:,} answers there is no figure on {who}{about}: {MIN_BASE} are needed."
    if answers < MIN_BASE_VERDICT or rise is None:
        return (
            f"With {total:,} answers there is a figure on {who}{about}, but no verdict on a "
            f"target: {MIN_BASE_VERDICT} are needed."
        )
    seen = round_up(rise)
    return f"With {total:,} answers you can see a change of {seen} points among {who}{about}."


def describe_assumptions(baseline: float | None, power: float, deff: float) -> tuple[str, ...]:
    """What the arithmetic takes for granted, as sentences.

    Args:
        baseline: Where the change starts; None where there are several.
        power: How often a real change would be found, 0-1 exclusive.
        deff: Design effect of the weights, 1 or more.
    """
    started = "" if baseline is None else f", from {100 * baseline:g} %"
    cautious = ", where a change in points is hardest to see" if baseline == CAUTIOUS else ""
    worth = round(100 / deff)
    return (
        (
            "This compares two rounds of this size, of different people, and finds a real change "
            f"{100 * power:g} times in 100{started}{cautious}."
        ),
        (
            f"After weighting, 100 answers are taken to be worth {worth} (design effect {deff:g}). "
            "Don't know and skipped answers do not count."
        ),
        (
            "Domains are taken to answer as often as others. People who choose to take part can "
            "differ from those who do not, and more answers do not mend that."
        ),
    )


def round_up(rise: float) -> int:
    """A rise in whole percentage points, never smaller than it is. Worked number: 0.0985 is 10."""
    return ceil(100 * rise - 1e-9)


def name_people(label: str) -> str:
    """A label as it stands inside a sentence: ``Women and girls`` becomes ``women and girls``."""
    return label[0].lower() + label[1:] if label[1:2].islower() else label
