"""A share with its uncertainty, from weighted counts.

Standard errors are linearised (Taylor) with the final weights taken as fixed. They are model-based
where people chose to take part: they assume that the weights make taking part ignorable.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
import numpy.typing as npt

from analysis.cells import Response, Tally
from analysis.distributions import normal_quantile, t_quantile

CONFIDENCE = 0.95
MIN_BASE_LOGIT = 30

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counts:
    """One domain's answers to one item.

    Attributes:
        yes, no, dont_know: Respondents.
        weight_yes, weight_no, weight_dont_know: Sums of final weights.
        square_yes, square_no: Sums of squared final weights.
        rows: All rows of the design, in the domain or not, answering or not.
    """

    yes: int
    no: int
    dont_know: int
    weight_yes: float
    weight_no: float
    weight_dont_know: float
    square_yes: float
    square_no: float
    rows: int

    @property
    def base(self) -> int:
        """Respondents in the domain with a substantive answer."""
        return self.yes + self.no


@dataclass(frozen=True, slots=True)
class Share:
    """An estimate; shares are 0-1.

    Attributes:
        interval: How the limits were made: ``logit`` or ``wilson``.
        unweighted: The share without weights.
        all_asked: The weighted share with "don't know" in the base.
        effective_base: Kish's (sum w)^2 / sum w^2 of the base.
        design_effect: Kish's, base * sum w^2 / (sum w)^2: the base over the effective base.
        calibrated_error: From `analysis.calibration`; None where nothing was raked.
        bootstrap_error: From `analysis.replicates`; None where not asked for, or not to be had.
    """

    estimate: float
    standard_error: float
    ci_low: float
    ci_high: float
    interval: str
    base: int
    effective_base: float
    unweighted: float
    all_asked: float
    design_effect: float | None = None
    calibrated_error: float | None = None
    bootstrap_error: float | None = None


def count_domains(
    tally: Tally, factor: Floats, members: npt.NDArray[np.bool_], rows: int
) -> list[Counts]:
    """Add cells up to domains.

    Args:
        tally: Answers by cell and response.
        factor: Shape (cells,): what multiplies the base weights in each cell.
        members: Shape (domains, cells): which cells belong to each domain.
        rows: All rows of the design.

    Returns:
        A `Counts` for each domain, in order.
    """
    kept = [Response.YES, Response.NO, Response.DONT_KNOW]
    weight = tally.weight[:, kept] * factor[:, None]
    square = tally.weight_squared[:, kept] * (factor**2)[:, None]
    # one product for everything: domains x cells times cells x nine sums
    sums = members.astype(np.float64) @ np.hstack([tally.count[:, kept], weight, square])
    return [
        Counts(
            yes=round(row[0]),
            no=round(row[1]),
            dont_know=round(row[2]),
            weight_yes=row[3],
            weight_no=row[4],
            weight_dont_know=row[5],
            square_yes=row[6],
            square_no=row[7],
            rows=rows,
        )
        for row in sums.tolist()
    ]


def estimate_share(counts: Counts) -> Share | None:
    """The weighted share of yes, or None where nobody gave a substantive answer.

    Source: linearised domain proportion (Woodruff 1971; Särndal, Swensson & Wretman 1992, 5.8;
    R survey svymean): p = W_yes / W with W = W_yes + W_no, and
    Var = n/(n-1) * ((1-p)^2 * S_yes + p^2 * S_no) / W^2, where S are sums of squared weights and
    n all rows of the design. Worked number: 60 yes, 40 no, weights 1, n = 100:
    p = 0.6, SE = sqrt(100/99 * (0.16*60 + 0.36*40)) / 100 = 0.049237.
    """
    weight = counts.weight_yes + counts.weight_no
    if counts.base == 0 or weight <= 0:
        return None
    p = counts.weight_yes / weight
    spread = (1 - p) ** 2 * counts.square_yes + p**2 * counts.square_no
    error = sqrt(counts.rows / max(counts.rows - 1, 1) * spread) / weight
    effective = weight**2 / (counts.square_yes + counts.square_no)
    low, high, interval = estimate_interval(p, error, counts.base, effective)
    return Share(
        estimate=p,
        standard_error=error,
        ci_low=low,
        ci_high=high,
        interval=interval,
        base=counts.base,
        effective_base=effective,
        unweighted=counts.yes / counts.base,
        all_asked=counts.weight_yes / (weight + counts.weight_dont_know),
        design_effect=counts.base / effective,
    )


def estimate_interval(
    p: float, error: float, base: int, effective: float
) -> tuple[float, float, str]:
    """The 95 % interval of a share and the name of its method.

    Logit (Korn & Graubard 1999; R svyciprop "logit") with t on base - 1 degrees of freedom;
    Wilson where the share is 0 or 1 or the base is under 30.
    """
    if 0 < p < 1 and base >= MIN_BASE_LOGIT and error > 0:
        return (*logit_interval(p, error, base - 1), "logit")
    return (*wilson_interval(p, error, base, effective), "wilson")


def logit_interval(p: float, error: float, df: int) -> tuple[float, float]:
    """L = ln(p/(1-p)), L +/- t * SE/(p(1-p)), transformed back.

    Worked number: p = 0.6, SE = 0.049237, 99 degrees of freedom: 0.4996 to 0.6926.
    """
    centre = log(p / (1 - p))
    half = t_quantile((1 + CONFIDENCE) / 2, df) * error / (p * (1 - p))
    return 1 / (1 + exp(half - centre)), 1 / (1 + exp(-half - centre))


def wilson_interval(p: float, error: float, base: int, effective: float) -> tuple[float, float]:
    """Wilson's interval at n* = min(base, p(1-p)/SE^2), or Kish's base where the SE is 0.

    Source: centre (p + z^2/2n)/(1 + z^2/n), half z/(1 + z^2/n) * sqrt(p(1-p)/n + z^2/4n^2).
    Worked number: 46 of 59 gives 0.659 to 0.867.
    """
    size = min(base, p * (1 - p) / error**2) if error > 0 else effective
    z = normal_quantile((1 + CONFIDENCE) / 2)
    scale = 1 + z**2 / size
    centre = (p + z**2 / (2 * size)) / scale
    half = z / scale * sqrt(p * (1 - p) / size + z**2 / (4 * size**2))
    return max(0.0, centre - half), min(1.0, centre + half)
