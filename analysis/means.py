"""The mean of a numbered scale with its uncertainty, from weighted counts of its points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from analysis.distributions import t_quantile
from analysis.estimates import CONFIDENCE

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mean:
    """An estimate in points of the scale; no error and no limits on one answer."""

    estimate: float
    standard_error: float | None
    ci_low: float | None
    ci_high: float | None


def estimate_mean(
    scores: Sequence[float], base: int, weight: Floats, squared: Floats, rows: int
) -> Mean | None:
    """The weighted mean of a scale, or None where nobody answered.

    Args:
        scores: What each of the points counts.
        base: Respondents who gave one of them.
        weight: Shape (points,): sums of final weights.
        squared: Shape (points,): sums of squared final weights.
        rows: All rows of the design, in the domain or not, answering or not.

    Source: linearised domain mean (Särndal, Swensson & Wretman 1992, 5.8; R survey svymean):
    m = sum W_k s_k / W with W = sum W_k, and Var = n/(n-1) * sum S_k (s_k - m)^2 / W^2, where S_k
    are sums of squared weights and n all rows of the design; limits m -/+ t * SE with t on base - 1
    degrees of freedom. Worked number: 30 people score 1, 40 score 3 and 30 score 5, weights 1,
    n = 100: m = 3, SE = sqrt(100/99 * (30 * 4 + 30 * 4)) / 100 = 0.155700, 2.6911 to 3.3089.
    """
    total = float(weight.sum())
    if base == 0 or total <= 0:
        return None
    points = np.asarray(scores, dtype=np.float64)
    mean = float(weight @ points) / total
    if base == 1:
        return Mean(mean, None, None, None)
    spread = float(squared @ (points - mean) ** 2)
    error = sqrt(rows / max(rows - 1, 1) * spread) / total
    half = t_quantile((1 + CONFIDENCE) / 2, base - 1) * error
    return Mean(mean, error, mean - half, mean + half)
