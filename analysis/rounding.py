"""Intervals as they are published: where they would tell exact counts, from rounded figures.

The interval of an unweighted share is a matter of its base and of nothing else. Rounded to a
whole per cent, it told the exact base and the exact count of two in three figures on 30 to 59
answers, and of one in four on 60 to 99. Made from the rounded share and the rounded base it tells
nothing that they do not.
"""

from __future__ import annotations

from math import isclose, sqrt

from analysis.claims import round_to_5, share_digits
from analysis.estimates import estimate_interval

ALIKE = 0.03
"""An interval that is longer or shorter than one without weights by less tells what that would."""


def round_limits(
    share: float | None, base: int, low: float | None, high: float | None
) -> tuple[float | None, float | None]:
    """The limits of a share as they may be published.

    Worked number: 62 % on a base shown as 50 is published with 0.48 to 0.75, whether 31 of 50 or 32
    of 52 people said so.

    Args:
        share: Exact, 0-1; None where there is none.
        base: Respondents, exactly.
        low: The exact lower limit.
        high: The exact upper limit.
    """
    if share is None or low is None or high is None:
        return None, None
    digits = share_digits(base)
    plain = _find_plain(share, base)
    if isclose(high - low, plain[1] - plain[0], rel_tol=ALIKE):
        low, high = _find_plain(round(share, digits), round_to_5(base))
    return round(low, digits), round(high, digits)


def round_share(value: float | None, digits: int) -> float | None:
    """A value to so many digits; None where there is none."""
    return None if value is None else round(value, digits)


def _find_plain(share: float, base: int) -> tuple[float, float]:
    """The limits of an unweighted share."""
    error = sqrt(share * (1 - share) / base)
    return estimate_interval(share, error, base, base)[:2]
