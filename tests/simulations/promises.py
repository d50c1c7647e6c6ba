"""What intervals and verdicts promise, counted over simulated rounds.

All rounds are of one population, so that a true value is known and nothing changes between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from analysis.change import LEVEL, Change, Reading, Verdict, estimate_change, find_verdict, holm
from analysis.estimates import Share
from analysis.raking import Floats
from tests.simulations.rounds import Estimates

ASKED = (0.0, 0.08, 0.10)
"""Any increase, and the increases that the plan asks for."""

DOMAINS = ("all", "women")
READINGS = ("relative", "points")


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something happened, 0-1.

    Attributes:
        error: Standard error of the simulation itself, from rounds as they are independent.
    """

    value: float
    error: float


@dataclass(slots=True)
class Promises:
    """What simulated rounds kept.

    Attributes:
        covered: By domain: the interval held the true share.
        met: By what is asked, reading and domain: a target was shown met though nothing changed.
        any_clear: By domain: any of the measures changed clearly.
        clear_alone: The same without Holm's adjustment.
        bias: By domain: mean distance of the estimate from the true share.
    """

    covered: dict[str, Rate]
    met: dict[tuple[float, str, str], Rate]
    any_clear: dict[str, Rate]
    clear_alone: dict[str, Rate]
    bias: dict[str, float]


def count_kept(rounds: Iterable[Estimates], truth: Floats) -> Promises:
    """Count what was kept.

    Args:
        rounds: Drawn independently of each other; each and the next are a pair.
        truth: Shape (measures, domains).
    """
    found = list(rounds)
    pairs = list(zip(found[::2], found[1::2], strict=False))
    changes = {domain: list(_compare(pairs, at)) for at, domain in enumerate(DOMAINS)}
    return Promises(
        covered={domain: _cover(found, truth, at) for at, domain in enumerate(DOMAINS)},
        met={
            (asked, reading, domain): count_met(pairs, asked, reading, at)
            for asked in ASKED
            for reading in READINGS
            for at, domain in enumerate(DOMAINS)
        },
        any_clear={
            domain: _rate([min(holm([one.p_value for one in each])) < LEVEL for each in found])
            for domain, found in changes.items()
        },
        clear_alone={
            domain: _rate([min(one.p_value for one in each) < LEVEL for each in found])
            for domain, found in changes.items()
        },
        bias={
            domain: float(
                np.mean([[one[at].estimate for one in each] for each in found])
                - truth[:, at].mean()
            )
            for at, domain in enumerate(DOMAINS)
        },
    )


def count_met(
    pairs: Sequence[tuple[Estimates, Estimates]], asked: float, reading: str, domain: int
) -> Rate:
    """How often a target counts as met, over all measures of each pair."""
    return _rate(
        [
            np.mean([_is_met(m[domain], n[domain], asked, reading) for m, n in _join(*pair)])
            for pair in pairs
        ]
    )


def _join(before: Estimates, now: Estimates) -> Iterator[tuple[list[Share], list[Share]]]:
    return zip(before, now, strict=True)


def _is_met(before: Share, now: Share, asked: float, reading: str) -> bool:
    change = estimate_change(now, before)
    if reading == "relative":
        limits, value = (change.relative_low, change.relative_high), before.estimate * (1 + asked)
    else:
        limits = (change.points_low, change.points_high)
        value, asked = before.estimate + asked, 100 * asked
    verdict = find_verdict(
        Reading(*limits, asked, value),
        estimate=now.estimate,
        baseline=before.estimate,
        downward=False,
        elapsed=1.0,
    )
    return verdict is Verdict.MET


def _compare(pairs: Iterable[tuple[Estimates, Estimates]], domain: int) -> Iterator[list[Change]]:
    for before, now in pairs:
        yield [estimate_change(n[domain], m[domain]) for m, n in _join(before, now)]


def _cover(rounds: Sequence[Estimates], truth: Floats, domain: int) -> Rate:
    return _rate(
        [
            np.mean(
                [
                    one[domain].ci_low <= true <= one[domain].ci_high
                    for one, true in zip(each, truth[:, domain], strict=True)
                ]
            )
            for each in rounds
        ]
    )


def _rate(kept: Sequence[npt.ArrayLike]) -> Rate:
    """The mean over rounds or pairs; measures of the same round are not independent."""
    values = np.asarray(kept, dtype=np.float64)
    return Rate(float(values.mean()), float(values.std(ddof=1)) / sqrt(len(values)))
