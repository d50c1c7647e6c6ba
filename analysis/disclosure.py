"""The gate between estimates and anything that leaves: only a `Released` may be rendered.

`release` blanks what may not be published and rounds the rest, so that no decimal gives an exact
count away. `Internal` is the one explicit way past it, for staff eyes; exports never take it.

What this guards against: figures on few people (`suppression`, and `withholding` for the options
of a distribution), and such figures worked out from others. The rules see to what one table gives
away; the audit (`protecting`), which has to have run before anything is released, bounds every
protected count by linear programming over all bases and unweighted shares of an item at once, in
this release, in every earlier one of the same answers whatever its plan, and in what the releases
of later rounds said of them (`ledger`). None is left known more closely than a width of 5.

Intervals that would tell exact counts are made from rounded figures (`rounding`), changes and the
values of targets from public shares (`comparing`), and how uneven the weights are is not told
where a group that they were made to meet is not shown (`effective`).

What it does not guard against. Weighted shares, the limits of weighted shares and of changes, and
the share with don't know in the base are not in the audit. The limits of weighted shares are wider
where a group of few people counts for many: without trimming, of 300 people and a group of 10 % of
the population, an interval told 1, 2 and 3 people apart; with weights trimmed at 5 times the median
(400 people, a group of 2 %) it told nothing. Cautions on few or uneven weights tell on which side
of their limit such a group is. Of a raked breakdown
the weighted shares of all and of the other categories gave that of a lone withheld one to within 2
points half of the time, and with it the number who said yes to within 2.5 people three times in
four (about 20 answers, 80 made-up rounds at each of three sizes): an estimate and no certainty,
and the rules withhold a second category there for it. Where the audit withholds one alone, for the
sake of something else, its weighted share can still be had so. Why a figure is withheld is not in
the audit: where only one can have been withheld for its own sake, that says that fewer than 3
people (10 for a sensitive item) are on one of its sides. How many said that they do not know, or
gave no answer, is not protected. Two items are looked at apart, so what an answer to one says about
an answer to another is left to the reader.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.change import Verdict
from analysis.claims import (
    FINE_BASE,
    TOOK_PART_DIGITS,
    find_answers,
    round_to_5,
    share_digits,
)
from analysis.comparing import Told, round_change, round_target
from analysis.effective import Weights, round_effective, round_trimmed
from analysis.rounding import round_limits
from analysis.rows import Baseline, ChangeShown, Method, Results, Row, TargetShown
from analysis.shown import (
    AuditShown,
    Distribution,
    LevelCompared,
    MeanShown,
    OptionShown,
    Point,
    Previous,
    Provenance,
    Status,
    TookPart,
)
from analysis.suppression import LEAST_WIDTH, MIN_HIDDEN
from surveys.errors import EstimateError

__all__ = ["FINE_BASE", "Internal", "Released", "release", "round_to_5"]


class _Pass:
    """Held by this module alone, so that nothing else can make a `Released`."""


_PASS = _Pass()


@dataclass(frozen=True, slots=True)
class Released:
    """Results that have passed disclosure control. Only `release` makes one.

    Attributes:
        audit: What the audit found. It goes with the ledger and not with the figures, so nothing
            that leaves has it: the same figures are the same bytes, whatever was published since.
    """

    results: Results
    audit: AuditShown
    passed: _Pass

    def __post_init__(self) -> None:
        if self.passed is not _PASS:
            raise TypeError("only analysis.disclosure.release makes released results")


@dataclass(frozen=True, slots=True)
class Internal:
    """Results at full precision, unsuppressed, for staff eyes only."""

    results: Results


def release(results: Results) -> Released:
    """What may be published of a round's results.

    Raises:
        EstimateError: The disclosure audit has not run on them, or it found a protected count known
            too closely whatever is withheld.
    """
    if results.audit is None:
        raise EstimateError(
            "release.not-audited",
            f"round {results.round}",
            "the disclosure audit has not run on these results",
            "Estimate them with the ledger of what was published.",
        )
    _check_hidden(results, results.audit)
    weights = Weights(results)
    rows = tuple(
        _round_row(_hide_earlier(row), told=weights.are_told_of(row))
        if row.status is Status.RELEASED
        else _blank_row(row)
        for row in results.rows
    )
    public = replace(
        results,
        rows=rows,
        method=_round_method(results.method, told=weights.are_told),
        distributions=tuple(
            _release_distribution(one, told=weights.are_told) for one in results.distributions
        ),
        took_part=_release_took_part(results, told=weights.are_told),
        provenance=_round_provenance(results.provenance) if results.provenance else None,
        audit=None,
    )
    return Released(public, results.audit, _PASS)


def _check_hidden(results: Results, audit: AuditShown) -> None:
    """See that the audit left every protected count wide enough to be published."""
    if audit.narrowest is None or audit.narrowest >= LEAST_WIDTH:
        return
    before = (
        "Something else was published of this round before: measure it by that plan again, or take "
        "domains and groupings that differ from those of that plan out of this one."
    )
    alone = (
        "Take breakdowns and domains out of the plan, or wait for more answers: so few people are "
        "counted apart (by arm, mark of quality or missing characteristic) that their numbers "
        "alone tell too much."
    )
    raise EstimateError(
        "release.exposed",
        f"round {results.round}",
        f"a count of few people would be known within {audit.narrowest:g}, and no figure is left "
        "whose withholding mends that; nothing of the round can leave by the plan "
        f"{results.plan}",
        before if audit.releases else alone,
    )


def _release_distribution(one: Distribution, *, told: bool) -> Distribution:
    if one.status is not Status.RELEASED:
        options = tuple(_blank_option(replace(o, status=one.status)) for o in one.options)
        mean = _blank_mean(one.mean) if one.mean else None
        return replace(one, base=None, effective_base=None, options=options, mean=mean)
    base = one.base or 0
    return replace(
        one,
        base=round_to_5(base),
        effective_base=round_effective(one.effective_base, told=told),
        options=tuple(
            _round_option(option, base)
            if option.status is Status.RELEASED
            else _blank_option(option)
            for option in one.options
        ),
        mean=_round_mean(one) if one.mean else None,
    )


def _blank_option(option: OptionShown) -> OptionShown:
    return replace(option, estimate=None, ci_low=None, ci_high=None, unweighted=None)


def _round_option(option: OptionShown, base: int) -> OptionShown:
    digits = share_digits(base)
    low, high = round_limits(option.estimate, base, option.ci_low, option.ci_high)
    return replace(
        option,
        estimate=_share(option.estimate, digits),
        ci_low=low,
        ci_high=high,
        unweighted=_share(option.unweighted, digits),
    )


def _blank_mean(mean: MeanShown) -> MeanShown:
    return replace(mean, estimate=None, standard_error=None, ci_low=None, ci_high=None)


def _round_mean(one: Distribution) -> MeanShown | None:
    """To a tenth of a scale's point; withheld where an option is, which it would help to find."""
    assert one.mean is not None, "asked for where there is one"
    if any(option.status is not Status.RELEASED for option in one.options):
        return _blank_mean(one.mean)
    return replace(
        one.mean,
        estimate=_share(one.mean.estimate, 1),
        standard_error=None,
        ci_low=_share(one.mean.ci_low, 1),
        ci_high=_share(one.mean.ci_high, 1),
    )


def _release_took_part(results: Results, *, told: bool) -> TookPart | None:
    shown, respondents = results.took_part, results.method.respondents
    if shown is None:
        return None
    trimmed = round_trimmed(shown, respondents) if told else None
    return replace(
        shown,
        groupings=tuple(
            replace(
                grouping,
                answers=find_answers(grouping.answers, respondents),
                levels=tuple(map(_round_level, grouping.levels)),
            )
            for grouping in shown.groupings
        ),
        effective_base=round_effective(shown.effective_base, told=told),
        largest_weight=_share(shown.largest_weight, 1) if told else None,
        trimmed=trimmed,
        margin_error=None if trimmed is None else _share(shown.margin_error, 2),
    )


def _round_level(level: LevelCompared) -> LevelCompared:
    if level.hidden:
        return replace(level, people=None, unweighted=None, weighted=None)
    return replace(
        level,
        people=None if level.people is None else round_to_5(level.people),
        unweighted=_share(level.unweighted, TOOK_PART_DIGITS),
        weighted=_share(level.weighted, TOOK_PART_DIGITS),
    )


def _round_provenance(provenance: Provenance) -> Provenance:
    modes = [mode for mode, people in provenance.modes.items() if (people or 0) >= MIN_HIDDEN]
    return replace(provenance, modes=dict.fromkeys(modes))


def _blank_row(row: Row) -> Row:
    """Everything that could give a withheld figure back is withheld with it."""
    return replace(
        row,
        estimate=None,
        standard_error=None,
        ci_low=None,
        ci_high=None,
        base=None,
        effective_base=None,
        interval=None,
        unweighted=None,
        all_asked=None,
        baseline=None,
        change=None,
        target=_blank_target(row.target, Verdict.TOO_FEW) if row.target else None,
        design_effect=None,
        calibrated_error=None,
        bootstrap_error=None,
        previous=None,
        cautions=(),
        history=tuple(map(_release_point, row.history)),
    )


def _release_point(point: Point) -> Point:
    """A figure of an earlier round, rounded as it was there."""
    if point.status is not Status.RELEASED:
        return replace(point, estimate=None, ci_low=None, ci_high=None, base=None)
    base = point.base or 0
    low, high = round_limits(point.estimate, base, point.ci_low, point.ci_high)
    return replace(
        point,
        estimate=_share(point.estimate, share_digits(base)),
        ci_low=low,
        ci_high=high,
        base=None if point.base is None else round_to_5(point.base),
    )


def _round_previous(previous: Previous, row: Row) -> Previous:
    before = Told(previous.value, previous.base or 0)
    changed = round_change(previous, _find_told(row), before)
    public = before.round()
    return replace(
        changed, value=public.estimate, base=None if previous.base is None else public.base
    )


def _hide_earlier(row: Row) -> Row:
    """What was withheld in its own round is withheld here, with all that it was compared by."""
    if row.baseline and row.baseline.status is not Status.RELEASED:
        told = (Verdict.TOO_FEW, Verdict.NO_BASELINE)
        target = _blank_target(row.target, *told) if row.target else None
        row = replace(row, baseline=None, change=None, target=target)
    if row.previous and row.previous.status is not Status.RELEASED:
        row = replace(row, previous=None)
    return row


def _blank_target(target: TargetShown, *told: Verdict) -> TargetShown:
    """Without what rests on a figure; of the verdicts only those that may be told."""
    relative, points = target.verdict_relative, target.verdict_points
    return replace(
        target,
        relative_value=None,
        points_value=None,
        line_relative=None,
        line_points=None,
        verdict_relative=relative if relative in told else None,
        verdict_points=points if points in told else None,
    )


def _round_row(row: Row, *, told: bool) -> Row:
    base = row.base or 0
    digits = share_digits(base)
    low, high = round_limits(row.estimate, base, row.ci_low, row.ci_high)
    return replace(
        row,
        estimate=_share(row.estimate, digits),
        standard_error=None,
        ci_low=low,
        ci_high=high,
        base=round_to_5(base),
        effective_base=round_effective(row.effective_base, told=told),
        unweighted=_share(row.unweighted, digits),
        all_asked=_share(row.all_asked, digits),
        baseline=_round_baseline(row.baseline) if row.baseline else None,
        change=_round_change(row.change, row) if row.change else None,
        target=round_target(row.target, _find_baseline(row)) if row.target else None,
        design_effect=_share(row.design_effect, 1) if told else None,
        calibrated_error=None,
        bootstrap_error=None,
        previous=_round_previous(row.previous, row) if row.previous else None,
        history=tuple(map(_release_point, row.history)),
    )


def _round_baseline(baseline: Baseline) -> Baseline:
    """Another survey's figure is already public and stays as it was published."""
    if baseline.published:
        return baseline
    base = baseline.base or 0
    return replace(baseline, value=round(baseline.value, share_digits(base)), base=round_to_5(base))


def _round_change(change: ChangeShown, row: Row) -> ChangeShown | None:
    baseline = _find_baseline(row)
    return None if baseline is None else round_change(change, _find_told(row), baseline)


def _find_told(row: Row) -> Told:
    return Told(row.estimate or 0, row.base or 0)


def _find_baseline(row: Row) -> Told | None:
    """The baseline that a row is tested against."""
    if row.baseline is None or not row.baseline.same_method:
        return None
    return Told(row.baseline.value, row.baseline.base or 0)


def _round_method(method: Method, *, told: bool) -> Method:
    modes = [mode for mode, people in method.modes.items() if (people or 0) >= MIN_HIDDEN]
    return replace(
        method,
        respondents=round_to_5(method.respondents),
        ineligible=None,
        modes=dict.fromkeys(modes),
        arms=tuple(
            replace(
                arm,
                modes=tuple(mode for mode in arm.modes if mode in modes),
                respondents=_round_count(arm.respondents),
            )
            for arm in method.arms
        ),
        flags={flag: _round_count(count) for flag, count in method.flags.items()},
        codes_used=None if method.codes_used is None else _round_count(method.codes_used),
        raking_iterations=None,
        raking_error=None,
        adjustments=method.adjustments if told else "",
        not_given=_round_not_given(method),
    )


def _round_not_given(method: Method) -> dict[str, float]:
    """Of a rounded number of people, for a share would tell a small one exactly; 10 and more."""
    told: dict[str, float] = {}
    for margin, share in method.not_given.items():
        people = share * method.respondents
        if people >= MIN_HIDDEN:
            told[margin] = round(round_to_5(people) / round_to_5(method.respondents), 2)
    return told


def _share(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _round_count(count: int | str) -> int | str:
    """To the nearest 5, or in words where it is of too few people to be told."""
    if isinstance(count, str):
        return count
    return round_to_5(count) if count >= MIN_HIDDEN else f"fewer than {MIN_HIDDEN}"
