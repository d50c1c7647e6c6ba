"""Run every simulation and print what was kept: ``python -m tests.simulations``.

Nothing is asserted here; 1 is returned where a promise was missed by more than chance explains.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from analysis.plan_loading import load_plan
from tests.simulations.population import make_population
from tests.simulations.promises import Promises, Rate
from tests.simulations.scenes import SIZES, WORRIED, Selected, run_ignorable, run_selected

_ASKED = {0.0: "any increase", 0.08: "8 %", 0.10: "10 %"}
_CHANCE = 3
"""Standard errors of the simulation that count as chance."""

Line = tuple[str, str, Rate, bool]


def main() -> int:
    """Simulate and report; 1 where a promise was missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulations", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10000, help="for each number of answers")
    parser.add_argument("--people", type=int, nargs="+", default=SIZES, help="answers in a round")
    parser.add_argument("--seed", type=int, default=1, help="of the draws")
    chosen = parser.parse_args()
    console = Console(width=110)
    population = make_population(load_plan("tower-hamlets-2025"))
    missed = 0
    for people in chosen.people:
        kept = run_ignorable(population, people, chosen.rounds, chosen.seed)
        lines = list(list_promises(kept))
        missed += sum(not reached for *_, reached in lines)
        console.print(_tabulate(f"{people:,} answers, {chosen.rounds:,} rounds", lines))
    for people in chosen.people:
        selected = run_selected(population, people, chosen.rounds // 4, chosen.seed)
        console.print(_describe(people, selected))
    return 1 if missed else 0


def list_promises(kept: Promises) -> Iterator[Line]:
    """What is promised, what was wanted and found, and whether chance can explain the rest."""
    for domain, rate in kept.covered.items():
        slack = _CHANCE * rate.error
        reached = 0.94 - slack <= rate.value <= 0.96 + slack
        yield f"95 % interval holds the truth, {domain}", "94 to 96 %", rate, reached
    for (asked, reading, domain), rate in kept.met.items():
        text = f"met though nothing changed, {_ASKED[asked]}, {reading}, {domain}"
        yield text, "<= 2.5 %", rate, rate.value <= 0.025 + _CHANCE * rate.error
    for domain, rate in kept.any_clear.items():
        text = f"any of the measures clear though nothing changed, {domain}"
        yield text, "<= 5 %", rate, rate.value <= 0.05 + _CHANCE * rate.error


def _tabulate(title: str, lines: list[Line]) -> Table:
    table = Table("Promise", "Wanted", "Found", "Kept", title=title)
    for text, wanted, rate, reached in lines:
        table.add_row(text, wanted, _say(rate), "yes" if reached else "no")
    return table


def _describe(people: int, selected: Selected) -> str:
    kept, bias = selected.kept.covered["all"], 100 * selected.kept.bias["all"]
    return (
        f"{people:,} answers, worried people {WORRIED:g} times as likely to take part, which no "
        f"margin knows of: the 95 % interval holds the truth in {_say(kept)} of rounds, and "
        f"estimates are {bias:+.1f} points off. Where they took part so in one round and like "
        f"everybody else in the next, any increase counts as met in {_say(selected.shifted)}, "
        "though nothing changed. That is why verdicts on open samples are indicative."
    )


def _say(rate: Rate) -> str:
    return f"{100 * rate.value:.2f} % ± {100 * rate.error:.2f}"


if __name__ == "__main__":
    raise SystemExit(main())
