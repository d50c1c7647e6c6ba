"""What the weighted shares of a raked breakdown tell of a category that is withheld."""

from __future__ import annotations

import random
from pathlib import Path
from statistics import median

from analysis.ledger import Ledger
from analysis.measures import estimate_measures
from analysis.plan import Domain, Weighting
from analysis.rows import Results, Row
from analysis.shown import Status
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_grouping, make_measure, make_plan

AREAS = {"n": 0.28, "s": 0.19, "e": 0.26, "w": 0.27}
AGES = {"a": 0.2, "b": 0.35, "c": 0.3, "d": 0.15}
SAFE = {"a": 0.7, "b": 0.6, "c": 0.5, "d": 0.35}
PLAN = make_plan(
    domains=(Domain(name="all", label="All"),),
    groupings=(make_grouping("area", AREAS), make_grouping("age", AGES)),
    measures=(make_measure(domains=("all",), breakdowns=("area", "age")),),
    weighting=Weighting(rake=("area", "age")),
)
SIZE = 600


def measure_round(folder: Path, seed: int) -> Results:
    """A round in which about 20 people are of area w, and about 25 did not give theirs."""
    chance = random.Random(seed)
    ages = chance.choices(list(AGES), (30, 40, 20, 10), k=SIZE)
    answers = {
        "area": chance.choices([*AREAS, "x"], (40, 33, 19, 4, 4), k=SIZE),
        "age": ages,
        "after_dark": ["very_safe" if chance.random() < SAFE[age] else "neither" for age in ages],
    }
    kinds = {
        "area": dict.fromkeys([*AREAS, "x"], "substantive"),
        "age": dict.fromkeys(AGES, "substantive"),
    }
    write_round(folder, answers, {"after_dark": SAFETY, **kinds})
    return estimate_measures(folder, PLAN, ledger=Ledger(folder.parent / "releases"))


def list_areas(results: Results) -> dict[str | None, Row]:
    return {row.category: row for row in results.rows if row.breakdown in {None, "area"}}


def guess_share(results: Results, withheld: str) -> float:
    """The weighted share of one area out of those of all and of the other areas, as printed.

    Those who did not give their area are taken to be like everybody.
    """
    shares = {code: round(row.estimate or 0, 2) for code, row in list_areas(results).items()}
    others = sum(AREAS[code] * shares[code] for code in AREAS if code != withheld)
    return (shares[None] - others) / AREAS[withheld]


def test_a_lone_area_is_given_away_by_the_weighted_shares_of_the_others(tmp_path: Path) -> None:
    errors: list[float] = []
    for seed in range(20):
        results = measure_round(tmp_path / f"r{seed}", seed)
        true = list_areas(results)["w"].estimate
        assert true is not None
        errors.append(abs(guess_share(results, "w") - true))
    assert median(errors) < 0.02


def test_an_area_of_few_answers_is_never_withheld_alone(tmp_path: Path) -> None:
    withheld: list[int] = []
    for seed in range(20):
        rows = list_areas(measure_round(tmp_path / f"r{seed}", seed))
        if (rows["w"].base or 0) < 30:
            withheld.append(sum(row.status is not Status.RELEASED for row in rows.values()))
    assert withheld
    assert min(withheld) >= 2
