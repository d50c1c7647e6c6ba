"""Consultations in which groups do not differ, to count how often something is called clear.

People are worried or not, so that their answers to all issues go together, but no group is more
worried than another. Groups are as large as in a made-up round, small ones included.
"""

from __future__ import annotations

import argparse
from math import sqrt

import numpy as np
import numpy.typing as npt

from analysis.change import LEVEL
from analysis.clearing import compare_groups
from analysis.contrasts import Side
from analysis.plan import Plan
from analysis.plan_loading import load_plan
from tests.simulations.promises import Rate

PLAN = "tower-hamlets-consultation"
SIZES = (200, 600, 2000)

_RARE = 0.08
"""Share of the least common group of a grouping, the others dividing what is left unevenly."""

Floats = npt.NDArray[np.float64]


def count_false_alarms(plan: Plan, people: int, rounds: int, seed: int) -> Rate:
    """How often anything at all is called clear, over rounds of so many residents.

    Args:
        plan: Its measures and groupings are compared.
        people: Who answered what is asked of groups.
        rounds: How many.
        seed: Of the draws.
    """
    random = np.random.default_rng(seed)
    shares = random.uniform(0.1, 0.7, len(plan.measures))
    alarms = sum(_is_alarmed(plan, people, shares, random) for _ in range(rounds))
    rate = alarms / rounds
    return Rate(rate, sqrt(max(rate * (1 - rate), 1 / rounds) / rounds))


def _is_alarmed(plan: Plan, people: int, shares: Floats, random: np.random.Generator) -> bool:
    worry = random.normal(0, 1, people)
    limits = np.quantile(random.normal(0, sqrt(2), 4000), 1 - shares)
    yes = worry[:, None] + random.normal(0, 1, (people, len(shares))) > limits
    asked = random.random((people, len(shares))) < np.where(_find_drawn(plan), 4 / 9, 0.95)
    sides: dict[tuple[str, str], dict[str, Side]] = {}
    for name in plan.equality:
        codes = [level.code for level in plan.get_grouping(name).levels]
        sizes = np.append(np.geomspace(1, 0.3, len(codes) - 1), 0.3)
        sizes[:-1] *= (1 - _RARE) / sizes[:-1].sum()
        sizes[-1] = _RARE
        level = random.choice(len(codes), people, p=sizes)
        for at, measure in enumerate(plan.measures):
            base = np.bincount(level[asked[:, at]], minlength=len(codes))
            positive = np.bincount(level[asked[:, at] & yes[:, at]], minlength=len(codes))
            sides[measure.name, name] = {
                code: Side(int(positive[place]), int(base[place]))
                for place, code in enumerate(codes)
            }
    return any(one.p_value < LEVEL for one in compare_groups(sides))


def _find_drawn(plan: Plan) -> npt.NDArray[np.bool_]:
    """Which measures not everybody is asked about."""
    return np.array(["drawn" in one.note for one in plan.measures])


def main() -> int:
    """Simulate and print; 1 where something is called clear more often than promised."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulations.groups", description=__doc__)
    parser.add_argument("--rounds", type=int, default=4000, help="for each number of people")
    parser.add_argument("--people", type=int, nargs="+", default=SIZES)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    plan, missed = load_plan(PLAN), 0
    for people in chosen.people:
        rate = count_false_alarms(plan, people, chosen.rounds, chosen.seed)
        missed += rate.value > LEVEL + 3 * rate.error
        print(  # noqa: T201  # what the command says
            f"{people:,} residents, {chosen.rounds:,} rounds without any difference: something "
            f"called clear in {100 * rate.value:.2f} % ± {100 * rate.error:.2f} (promised: 5 %)"
        )
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
