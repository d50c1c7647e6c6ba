"""A small part of the simulations: what chance can explain is let through, and no more.

`python -m tests.simulations` runs enough rounds to tell 94 from 95 %.
"""

from __future__ import annotations

import pytest

from analysis.plan_loading import load_plan
from tests.simulations.__main__ import list_promises
from tests.simulations.population import Population, make_population
from tests.simulations.scenes import run_ignorable, run_selected

ROUNDS = {400: 300, 2000: 400}


@pytest.fixture(scope="module")
def population() -> Population:
    return make_population(load_plan("tower-hamlets-2025"))


@pytest.mark.parametrize("people", ROUNDS)
def test_intervals_verdicts_and_holm_keep_their_promises(
    population: Population, people: int
) -> None:
    kept = run_ignorable(population, people, ROUNDS[people], seed=1)
    missed = [text for text, _, _, reached in list_promises(kept) if not reached]
    assert not missed
    # were intervals far too wide, nothing would ever be met or clear
    assert kept.met[0.0, "points", "all"].value > 0.01
    assert kept.clear_alone["all"].value > 0.1


def test_intervals_miss_the_truth_where_people_take_part_for_what_no_margin_knows_of(
    population: Population,
) -> None:
    selected = run_selected(population, 2000, 100, seed=1)
    assert selected.kept.covered["all"].value < 0.2
    assert selected.kept.bias["all"] < -0.03
    assert selected.shifted.value > 0.5


def test_the_population_has_the_margins_of_the_plan(population: Population) -> None:
    for name, level in population.levels.items():
        shares = population.plan.get_grouping(name).shares
        found = [float(population.share[level == place].sum()) for place in range(len(shares))]
        assert found == pytest.approx(list(shares.values()), abs=1e-9)
