"""A distribution as it is published: its options and its mean rounded, or withheld."""

from __future__ import annotations

from dataclasses import replace

from analysis.claims import round_to_5, share_digits
from analysis.effective import round_effective
from analysis.rounding import round_limits, round_share
from analysis.shown import Status
from analysis.spread import Distribution, MeanShown, OptionShown


def release_distribution(one: Distribution, *, told: bool) -> Distribution:
    """A distribution, rounded or blank as it and each of its options are released or withheld.

    Args:
        one: At full precision.
        told: Whether what tells how uneven the weights are may be told (see `effective`).
    """
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
    return replace(
        option, estimate=None, ci_low=None, ci_high=None, unweighted=None, all_asked=None
    )


def _round_option(option: OptionShown, base: int) -> OptionShown:
    digits = share_digits(base)
    low, high = round_limits(option.estimate, base, option.ci_low, option.ci_high)
    return replace(
        option,
        estimate=round_share(option.estimate, digits),
        ci_low=low,
        ci_high=high,
        unweighted=round_share(option.unweighted, digits),
        all_asked=round_share(option.all_asked, digits),
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
        estimate=round_share(one.mean.estimate, 1),
        standard_error=None,
        ci_low=round_share(one.mean.ci_low, 1),
        ci_high=round_share(one.mean.ci_high, 1),
    )
