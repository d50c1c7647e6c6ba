"""The weights of a plan: raked to its margins, trimmed where it says so, and told in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from analysis.plan import Plan
from analysis.raking import Floats, Raking, build_margin, rake
from analysis.trimming import Trimming, trim


@dataclass(frozen=True, slots=True)
class Factors:
    """What makes final weights of base weights.

    Attributes:
        factor: Shape (cells,): what multiplies every base weight in the cell.
        raking: The raking; after trimming, with the distance from the margins that is left. None
            where nothing was raked.
        trimming: None where the plan asks for none, or no weights differ.
    """

    factor: Floats
    raking: Raking | None
    trimming: Trimming | None


def weight_cells(
    plan: Plan, levels: Mapping[str, npt.NDArray[np.int32]], base: Floats, people: Floats
) -> Factors:
    """Weight cells as the plan says.

    A round with fewer than `min_respondents` is not raked, and a level with fewer than `min_level`
    not by itself.

    Args:
        plan: Its weighting names the margins, tolerance, iterations and trimming.
        levels: Margin to shape (cells,): the level of each cell, -1 for none.
        base: Shape (cells,): sum of base weights; cells without respondents have 0.
        people: Shape (cells,): respondents. Where weights are trimmed, those of a cell have the
            same base weight.

    Raises:
        EstimateError: A level of the population has no respondents and nowhere to collapse, or
            raking does not converge.
    """
    weighting = plan.weighting
    raking = None
    if weighting.rake and people.sum() >= weighting.min_respondents:
        margins = [
            build_margin(plan.get_grouping(name), levels[name], base, people, weighting.min_level)
            for name in weighting.rake
        ]
        raking = rake(
            base,
            margins,
            tolerance=weighting.tolerance,
            max_iterations=weighting.max_iterations,
        )
    factor = raking.factor if raking else np.ones_like(base)
    if weighting.trim is None or not (raking or weighting.design):
        return Factors(factor, raking, None)
    weight, trimming = trim(base * factor, people, raking.margins if raking else (), weighting)
    factor = np.divide(weight, base, out=np.zeros_like(base), where=base > 0)
    if raking:
        raking = replace(raking, factor=factor, error=trimming.margin_error)
    return Factors(factor, raking, trimming)


def describe_weighting(plan: Plan, factors: Factors, *, equal: bool = False) -> str:
    """The weighting as words, such as ``raked: sex, age band``.

    Args:
        plan: Its weighting.
        factors: What came of it.
        equal: Everybody was sampled with the same chance, so that no design weight is needed.
    """
    weighting = plan.weighting
    parts = ["design weight"] if weighting.design else []
    parts += ["equal design weights"] if equal else []
    if weighting.rake and factors.raking:
        parts += _describe_margins(plan, factors.raking)
    elif weighting.rake:
        parts.append(f"not raked: fewer than {weighting.min_respondents} answers")
    if factors.trimming:
        parts.append(f"trimmed at {factors.trimming.limit:g} times the median")
    return "; ".join(parts) or "none"


def _describe_margins(plan: Plan, raking: Raking) -> Iterator[str]:
    """What was raked to, and what could not be because nobody gave it."""
    labels = {name: plan.get_grouping(name).label.lower() for name in plan.weighting.rake}
    met = [label for name, label in labels.items() if name in raking.names]
    missing = [label for name, label in labels.items() if name not in raking.names]
    if met:
        yield "raked: " + ", ".join(met)
    if missing:
        yield f"not raked to {', '.join(missing)}: nobody gave it"
