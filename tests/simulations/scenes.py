"""The simulations that are run: by number of answers, and by why people take part."""

from __future__ import annotations

from dataclasses import dataclass

from tests.simulations.population import MEASURES, Population
from tests.simulations.promises import DOMAINS, Promises, Rate, count_kept, count_met
from tests.simulations.rounds import draw_rounds

SIZES = (400, 2000)
WORRIED = 2.0
"""How much likelier worried people take part where that is what decides."""


@dataclass(frozen=True, slots=True)
class Selected:
    """Rounds in which people take part for a reason that no margin knows of.

    Attributes:
        kept: With the same reason in every round.
        shifted: How often any increase counts as met where worried people took part more in the
            first round and like everybody else in the second, and nothing had changed.
    """

    kept: Promises
    shifted: Rate


def run_ignorable(population: Population, people: int, rounds: int, seed: int) -> Promises:
    """People take part unevenly, but only by what the weights know of."""
    drawn = draw_rounds(population, people, rounds, seed=seed, measures=MEASURES)
    return count_kept(drawn, population.find_truth())


def run_selected(population: Population, people: int, rounds: int, seed: int) -> Selected:
    """Worried people take part more often, and no weight knows of it."""
    eager = population.eager * (1 + (WORRIED - 1) * population.worried)
    selected = list(
        draw_rounds(population, people, rounds, seed=seed, measures=MEASURES, eager=eager)
    )
    others = draw_rounds(population, people, rounds // 2, seed=seed + 1, measures=MEASURES)
    shifted = list(zip(selected, others, strict=False))
    return Selected(
        count_kept(selected, population.find_truth()),
        count_met(shifted, 0.0, "relative", DOMAINS.index("all")),
    )
