"""Rounds drawn from a made-up population, estimated as real ones are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from analysis.cells import Response, Tally
from analysis.estimates import Share, count_domains, estimate_share
from analysis.raking import Floats
from analysis.weights import weight_cells
from tests.simulations.population import Population

DONT_KNOW = 0.06
_BLOCK = 500
"""Rounds drawn at once: what is drawn does not depend on how many are asked for."""

Estimates = list[list[Share]]
"""By measure, and by domain: everybody and women."""


def draw_rounds(
    population: Population,
    people: int,
    rounds: int,
    *,
    seed: int,
    measures: int = 1,
    eager: Floats | None = None,
) -> Iterator[Estimates]:
    """Rounds of people who choose to take part, one after another.

    Args:
        population: Who they are drawn from.
        people: Respondents of each round.
        rounds: How many.
        seed: Decides the draws.
        measures: How many of the population's measures.
        eager: Shape (cells,): how likely people take part; by default the population's own.
    """
    random = np.random.default_rng(seed)
    chances = population.share * (population.eager if eager is None else eager)
    chances /= chances.sum()
    agree = population.agree[:measures, None, :]
    for first in range(0, rounds, _BLOCK):
        drawn = random.multinomial(people, chances, size=_BLOCK)
        unsure = random.binomial(drawn, DONT_KNOW, size=(measures, *drawn.shape))
        yes = random.binomial(drawn - unsure, agree)
        for place in range(min(_BLOCK, rounds - first)):
            yield _estimate(population, drawn[place], yes[:, place], unsure[:, place])


def _estimate(
    population: Population,
    drawn: npt.NDArray[np.int64],
    yes: npt.NDArray[np.int64],
    unsure: npt.NDArray[np.int64],
) -> Estimates:
    """Shapes (cells,) and twice (measures, cells): people, who agrees, who does not know."""
    people = drawn.astype(np.float64)
    factors = weight_cells(population.plan, population.levels, people, people)
    found: Estimates = []
    for agreed, other in zip(yes, unsure, strict=True):
        count = np.zeros((len(people), len(Response)))
        count[:, Response.YES] = agreed
        count[:, Response.DONT_KNOW] = other
        count[:, Response.NO] = people - agreed - other
        tally = Tally(count, count, count)
        domains = count_domains(tally, factors.factor, population.members, int(people.sum()))
        shares = [estimate_share(counts) for counts in domains]
        found.append([share for share in shares if share is not None])
    return found
