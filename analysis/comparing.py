"""Changes and targets as they are published: worked out again from figures that are public.

A change that was rounded after it had been worked out from exact shares told more of these than
they tell themselves: the relative change and its limits left about one in three of the counts that
the shares alone leave (rounds of 600). So the points, the relative change and the values of a
target are those of the rounded shares. What is clear and what a verdict is stays as computed, so a
rounded limit can lie on the other side of 0 or of a target.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isclose, sqrt
from typing import TypeVar

from analysis.change import estimate_change, find_line, read_values
from analysis.claims import round_to_5, share_digits
from analysis.rounding import ALIKE
from analysis.rows import ChangeShown, TargetShown
from analysis.shown import Previous

_RELATIVE = 2
"""Decimals of a relative change."""

Shown = TypeVar("Shown", ChangeShown, Previous)


@dataclass(frozen=True, slots=True)
class Told:
    """A share and what it rests on.

    Attributes:
        estimate: 0-1.
        base: Respondents.
    """

    estimate: float
    base: int

    @property
    def digits(self) -> int:
        """Decimals that it is published with."""
        return share_digits(self.base)

    @property
    def effective_base(self) -> int:
        """That of an unweighted share."""
        return self.base

    @property
    def standard_error(self) -> float:
        """That of an unweighted share; of what is rounded to nobody or everybody, of half a step.

        Worked number: 0.6 on a base of 100 has sqrt(0.6 * 0.4 / 100) = 0.049.
        """
        step = 0.5 * 10**-self.digits
        share = min(max(self.estimate, step), 1 - step)
        return sqrt(share * (1 - share) / self.base)

    def round(self) -> Told:
        """As it is published."""
        return Told(round(self.estimate, self.digits), round_to_5(self.base))


def round_change(change: Shown, now: Told, before: Told) -> Shown:
    """A change as it may be published, from two shares that are.

    Worked number: 0.55 of 300 after 0.50 of 300, unweighted: 5 points, -3 to 13, relative 0.10,
    -0.06 to 0.28, whichever of the counts that are rounded to them these were.

    Args:
        change: The change, exactly.
        now: The later share, exactly.
        before: The earlier share, exactly.
    """
    digits = min(now.digits, before.digits)
    public = now.round(), before.round()
    points = round(100 * (public[0].estimate - public[1].estimate), digits - 2)
    low, high = _find_limits(change, (now, before), public)
    relative, ratio_low, ratio_high = _find_relative(change, (now, before), public)
    return replace(
        change,
        points=points,
        points_low=round(low, digits - 2),
        points_high=round(high, digits - 2),
        relative=relative,
        relative_low=ratio_low,
        relative_high=ratio_high,
    )


def _find_limits(
    change: ChangeShown | Previous, exact: tuple[Told, Told], public: tuple[Told, Told]
) -> tuple[float, float]:
    """In points: those of the rounded shares, or the exact half width around their difference."""
    if _is_plain(change, exact):
        plain = estimate_change(*public)
        return plain.points_low, plain.points_high
    middle = 100 * (public[0].estimate - public[1].estimate)
    half = (change.points_high - change.points_low) / 2
    return middle - half, middle + half


def _find_relative(
    change: ChangeShown | Previous, exact: tuple[Told, Told], public: tuple[Told, Told]
) -> tuple[float | None, float | None, float | None]:
    """The relative change with its limits; None where a rounded share leaves none."""
    plain = estimate_change(*public)
    if plain.relative is None:
        return None, None, None
    limits = (plain.relative_low, plain.relative_high)
    if not _is_plain(change, exact):
        limits = _spread(1 + plain.relative, change)
    low, high = (None if one is None else round(one, _RELATIVE) for one in limits)
    return round(plain.relative, _RELATIVE), low, high


def _spread(ratio: float, change: ChangeShown | Previous) -> tuple[float | None, float | None]:
    """The exact factor between a ratio and its limits, around another ratio."""
    low, high = change.relative_low, change.relative_high
    if low is None or high is None or low <= -1 or ratio <= 0:
        return None, None
    factor = sqrt((1 + high) / (1 + low))
    return ratio / factor - 1, ratio * factor - 1


def _is_plain(change: ChangeShown | Previous, exact: tuple[Told, Told]) -> bool:
    """Whether its interval is, or as good as, that of two unweighted shares."""
    plain = estimate_change(*exact)
    length = plain.points_high - plain.points_low
    return isclose(change.points_high - change.points_low, length, rel_tol=ALIKE)


def round_target(target: TargetShown, baseline: Told | None) -> TargetShown:
    """The values of a target and the lines to them, from the baseline as it is published.

    Args:
        target: The target, exactly.
        baseline: The baseline, exactly; None where there is none of the same method.
    """
    if baseline is None:
        return replace(
            target, relative_value=None, points_value=None, line_relative=None, line_points=None
        )
    public, digits = baseline.round().estimate, baseline.digits
    values = read_values(target.increase, public)
    elapsed = _find_elapsed(target, baseline.estimate)
    lines = [
        None if elapsed is None or value is None else find_line(public, value, elapsed)
        for value in values
    ]
    return replace(
        target,
        relative_value=_round(values[0], digits),
        points_value=_round(values[1], digits),
        line_relative=_round(lines[0], digits),
        line_points=_round(lines[1], digits),
    )


def _find_elapsed(target: TargetShown, baseline: float) -> float | None:
    """Which part of its way a line has gone, which is a matter of dates; None without a line."""
    pairs = (
        (target.relative_value, target.line_relative),
        (target.points_value, target.line_points),
    )
    for value, line in pairs:
        if value is not None and line is not None:
            return (line - baseline) / (value - baseline) if value != baseline else 0.0
    return None


def _round(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
