"""Sample size: what it takes to show a change between two rounds, and what a size can show.

Two rounds of the same size are compared, of different people, with a two-sided test at 5 %. The
arithmetic is that of a random sample, widened by a design effect for the weights.
"""

from __future__ import annotations

from math import ceil, isfinite, log, sqrt

from analysis.change import LEVEL
from analysis.distributions import normal_quantile
from surveys.errors import EstimateError

_BISECTIONS = 60


def count_needed(baseline: float, reached: float, *, power: float, deff: float) -> int:
    """Answers that each of two rounds needs to show a change from one share to another.

    Args:
        baseline: The share in the first round, 0-1 exclusive.
        reached: The share in the second, 0-1 exclusive, and another one.
        power: How often a real change of this size would be found, 0-1 exclusive.
        deff: Design effect of the weights, 1 or more.

    Raises:
        EstimateError: A number is outside its range.

    Source: Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, 3rd ed.,
    ch. 4, without continuity correction:
    n = deff (z_a sqrt(2 m (1 - m)) + z_b sqrt(p0 (1 - p0) + p1 (1 - p1)))^2 / (p1 - p0)^2 with
    m = (p0 + p1)/2. Worked number: 0.50 to 0.55 at power 0.8 without weights needs 1,565.
    """
    check_share("baseline", baseline)
    check_share("share to reach", reached)
    check_assumptions(power, deff)
    if baseline == reached:
        raise EstimateError(
            "planning.no-change",
            "share to reach",
            "it is the baseline, and no number of answers shows that nothing changed",
            "Give a share above or below the baseline.",
        )
    return ceil(deff * _simple_size(baseline, reached, power) - 1e-9)


def count_for_target(
    baseline: float, asked: float, true: float, *, relative: bool, power: float, deff: float
) -> int:
    """Answers that each of two rounds needs to show a target met: its lower limit reaches it.

    A true change that is just the target is shown met 2.5 times in 100 whatever the number of
    answers, so the true change has to be larger for any number to suffice.

    Args:
        baseline: The share in the first round, 0-1 exclusive.
        asked: The rise that the target asks for: of the baseline, or in shares (0.10 for 10
            points); 0 for any increase.
        true: The rise that there is, in the same terms; larger than `asked`.
        relative: Whether both are read as shares of the baseline.
        power: How often the target would be shown met, 0-1 exclusive.
        deff: Design effect of the weights, 1 or more.

    Raises:
        EstimateError: A number is outside its range, or the true rise is not above the target.

    Source: the verdict's own interval (`change.estimate_change`) turned round, with the normal for
    Student's t, which would ask for about 2 answers more. In points
    n = deff (z_a + z_b)^2 (p0 q0 + p1 q1) / (true - asked)^2 with p1 = p0 + true; relative
    n = deff (z_a + z_b)^2 (q1/p1 + q0/p0) / ln((1 + true)/(1 + asked))^2 with p1 = p0 (1 + true).
    Worked number: from 0.50 a target of 10 points, where the rise is 20 points, needs 362 at power
    0.8 without weights.
    """
    check_share("baseline", baseline)
    check_assumptions(power, deff)
    reached = baseline * (1 + true) if relative else baseline + true
    check_share("share to reach", reached)
    if true <= asked:
        raise EstimateError(
            "planning.not-above",
            "true change",
            "it is not above the target, and then no number of answers shows the target met",
            "Give a change that is larger than the target.",
        )
    z = normal_quantile(1 - LEVEL / 2) + normal_quantile(power)
    if relative:
        spread = (1 - reached) / reached + (1 - baseline) / baseline
        distance = log((1 + true) / (1 + asked))
    else:
        spread = reached * (1 - reached) + baseline * (1 - baseline)
        distance = true - asked
    return ceil(deff * z**2 * spread / distance**2 - 1e-9)


def find_smallest_rise(
    baseline: float, answers: float, *, power: float, deff: float
) -> float | None:
    """The smallest rise of a share that a number of answers in each of two rounds can show.

    None where not even a rise to everybody would be seen. It is `count_needed` turned round.
    Worked number: 400 answers from 0.50 at power 0.8 without weights show 0.099, 10 points.

    Raises:
        EstimateError: A number is outside its range.
    """
    check_share("baseline", baseline)
    check_assumptions(power, deff)
    if not 0 <= answers < float("inf"):
        raise _out_of_range("answers", answers, "a number of answers", "0 or more")
    low, high = baseline, 1.0
    if deff * _simple_size(baseline, high, power) > answers:
        return None
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        seen = middle > baseline and deff * _simple_size(baseline, middle, power) <= answers
        low, high = (low, middle) if seen else (middle, high)
    return high - baseline


def _simple_size(baseline: float, reached: float, power: float) -> float:
    mean = (baseline + reached) / 2
    alike = normal_quantile(1 - LEVEL / 2) * sqrt(2 * mean * (1 - mean))
    apart = normal_quantile(power) * sqrt(baseline * (1 - baseline) + reached * (1 - reached))
    return float((alike + apart) ** 2 / (reached - baseline) ** 2)


def check_share(name: str, value: float) -> None:
    """Refuse what is no share between nobody and everybody."""
    if not 0 < value < 1:
        raise _out_of_range(name, value, "a share", "above 0 and below 1, such as 0.45 for 45 %")


def check_assumptions(power: float, deff: float) -> None:
    """Refuse a power or a design effect that cannot be."""
    if not LEVEL < power < 1:
        raise _out_of_range("power", power, "a power", "above 0.05 and below 1, such as 0.8")
    if not (isfinite(deff) and deff >= 1):
        raise _out_of_range("deff", deff, "a design effect", "1 or more, such as 1.5")


def _out_of_range(name: str, value: float, what: str, remedy: str) -> EstimateError:
    return EstimateError("planning.range", name, f"{value:g} is not {what}", f"Give {remedy}.")
