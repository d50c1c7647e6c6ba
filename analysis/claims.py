"""What a published figure tells of the exact counts behind it, to somebody who knows the rules.

Everything is a whole number, so that a rounded share of a rounded base leaves only some pairs of
counts. A figure that was withheld tells something as well: too few is a base under 30, any other
withheld figure is one on a base of 30 or more.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, inf

from analysis.suppression import MIN_BASE, MIN_HIDDEN

FINE_BASE = 1000
"""From this published base on, shares are published to a tenth of a per cent."""

TOOK_PART_DIGITS = 2
"""Shares of those who took part are whole per cents, however many they are."""

_ROUNDED_BY = 2
"""How far the nearest multiple of 5 can be from a whole number."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which numbers a count is; both can be reached."""

    low: float = 0
    high: float = inf


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a base and of those in it who are counted.

    Attributes:
        base, yes, no: People.
        share: Yes as a share of the base, 0-1.
    """

    base: Limits = Limits()
    yes: Limits = Limits()
    no: Limits = Limits()
    share: Limits = Limits(0, 1)


TOO_FEW = Known(base=Limits(0, MIN_BASE - 1))
WITHHELD = Known(base=Limits(MIN_BASE))


def share_digits(base: int) -> int:
    """How many decimals a share is published with.

    The base as it is published decides: then the decimals tell nothing of the exact base, and who
    prints a published share knows how many it has. Worked numbers: 997 is shown as 995 and gives
    2, 998 is shown as 1,000 and gives 3.
    """
    return 3 if round_to_5(base) >= FINE_BASE else 2


def round_to_5(count: float) -> int:
    """The nearest multiple of 5, halves upwards. Worked number: 1,127 gives 1,125."""
    return int(count / 5 + 0.5) * 5


def read_people(shown: int) -> Limits:
    """How many people a number rounded to 5 can stand for. Worked number: 110 is 108 to 112."""
    return Limits(max(0, shown - _ROUNDED_BY), shown + _ROUNDED_BY)


def find_answers(answers: int | None, respondents: int) -> int | None:
    """How many gave a characteristic, to the nearest 5; None where that tells who did not.

    Worked number: of 300 respondents 298 gave their area; both rounded would be 300, and between
    none and 4 did not. So it is not told where fewer than 10 did not.
    """
    told = answers is not None and respondents - answers >= MIN_HIDDEN
    return round_to_5(answers) if told and answers is not None else None


def read_figure(
    base: int,
    share: float | None,
    *,
    least_yes: int = 0,
    least_no: int = 0,
    least_base: int = MIN_BASE,
    yes: Limits | None = None,
    digits: int | None = None,
) -> Known | None:
    """What a published base and unweighted share tell; None where no whole numbers give them.

    Worked number: a base shown as 30 is 30 to 32, for less is too few; with 50 % of it 15 of 30,
    or 16 of 32 said yes, and it cannot have been 31.

    Args:
        base: Rounded to 5.
        share: Rounded, 0-1; None where no share stands beside the base.
        least_yes: The smallest count that may be published.
        least_no: The smallest count of the others that may be.
        least_base: The smallest base that may be published.
        yes: What else is known of those counted.
        digits: The decimals that the share was rounded to; None for those that its base asks for.
    """
    around, yes = read_people(base), yes or Limits()
    pairs: list[tuple[int, int]] = []
    for size in range(int(max(around.low, least_base)), int(around.high) + 1):
        low = max(least_yes, ceil(yes.low))
        high = min(size - least_no, floor(min(yes.high, size)))
        if share is not None:
            low, high = _narrow(size, share, digits or share_digits(size), (low, high))
        if low <= high:
            pairs += [(size, low), (size, high)]
    if not pairs:
        return None
    shares = [count / size if size else 0.0 for size, count in pairs]
    return Known(
        base=_span([size for size, _ in pairs]),
        yes=_span([count for _, count in pairs]),
        no=_span([size - count for size, count in pairs]),
        share=Limits(min(shares), max(shares)),
    )


def _narrow(size: int, share: float, digits: int, limits: tuple[int, int]) -> tuple[int, int]:
    """The fewest and the most of so many people that are rounded to a share."""
    half = 0.5 * 10**-digits
    low = max(limits[0], ceil(size * (share - half) - 1e-6))
    high = min(limits[1], floor(size * (share + half) + 1e-6))
    # which way halves were rounded is only to be had from rounding them again
    while low <= high and round(low / max(size, 1), digits) != share:
        low += 1
    while low <= high and round(high / max(size, 1), digits) != share:
        high -= 1
    return low, high


def _span(counts: list[int]) -> Limits:
    return Limits(min(counts), max(counts))
