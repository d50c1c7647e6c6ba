"""What a published effective base tells of a group that is not shown."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import product
from math import inf
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from analysis.claims import round_to_5
from analysis.measures import estimate_measures
from analysis.plan import Domain, Plan, Weighting
from analysis.raking import Floats
from analysis.rows import Results, Row
from analysis.shown import Status
from analysis.weights import weight_cells
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_grouping, make_measure, make_plan
from tests.support.released import release

Integers = npt.NDArray[np.int32]

SIZE = 300
FEW = range(1, 10)
ALL_FEW = set(range(10))
MORE = {
    "sex": {"female": 0.5, "male": 0.5},
    "age": {"y": 0.2, "m": 0.4, "o": 0.4},
    "origin": {"a": 0.6, "b": 0.4},
}
PEOPLE = {"sex": (210, 90), "age": (120, 120, 60), "origin": (240, 60)}
"""How many people are in each level of the other margins."""


def make_raked(
    areas: Mapping[str, float], collapse: Mapping[str, str], *, min_level: int = 10, more: bool
) -> Plan:
    """A plan raked to areas, and to three more margins where asked for."""
    others = MORE if more else {}
    return make_plan(
        domains=(Domain(name="all", label="All"),),
        groupings=(
            make_grouping("area", areas, collapse),
            *(make_grouping(name, shares) for name, shares in others.items()),
        ),
        measures=(make_measure(domains=("all",), breakdowns=("area",)),),
        weighting=Weighting(rake=("area", *others), min_level=min_level),
    )


def measure_round(folder: Path, plan: Plan, areas: Mapping[str, int], seed: int = 7) -> Results:
    """A round with so many people in each area, whose composition is left to chance."""
    chance = random.Random(seed)
    people = {
        "area": [code for code, count in areas.items() for _ in range(count)],
        **{
            name: chance.sample(list(levels), counts=PEOPLE[name], k=SIZE)
            for name, levels in MORE.items()
        },
        "after_dark": chance.choices(["very_safe", "neither"], (60, 40), k=SIZE),
    }
    write_round(folder, people, {"after_dark": SAFETY})
    return estimate_measures(folder, plan)


def compose(plan: Plan, areas: Mapping[str, int], seed: int) -> tuple[Floats, Integers]:
    """Weights and areas of the people of a round whose margins are known, and no more of them."""
    chance = np.random.default_rng(seed)
    area = np.repeat(np.arange(len(areas), dtype=np.int32), list(areas.values()))
    levels = {"area": area}
    for name in plan.weighting.rake[1:]:
        codes = np.repeat(np.arange(len(PEOPLE[name]), dtype=np.int32), PEOPLE[name])
        levels[name] = chance.permutation(codes)
    return weight_cells(plan, levels, np.ones(SIZE), np.ones(SIZE)).factor, area


def find_effective(plan: Plan, areas: Mapping[str, int], seed: int = 0) -> float:
    """The effective base that such a round has."""
    weight, _ = compose(plan, areas, seed)
    return float(weight.sum() ** 2 / (weight**2).sum())


def read_base(results: Results) -> float:
    """The effective base of everybody, as it stands in results."""
    assert results.took_part is not None
    assert results.took_part.effective_base is not None
    return results.took_part.effective_base


def read_weights(results: Results) -> tuple[object, ...]:
    """All that is published of how uneven weights are."""
    shown = results.took_part
    assert shown is not None
    rows = ((row.effective_base, row.design_effect) for row in results.rows)
    levels = (level.weighted for one in shown.groupings for level in one.levels)
    return (
        *(repr(results.method), *levels),
        *(shown.effective_base, shown.largest_weight, shown.trimmed, shown.margin_error, *rows),
    )


# -- a group of few people that has weights of its own, or counts together with another

AREAS = {"n": 0.3, "s": 0.3, "e": 0.3, "w": 0.1}


def put_together(few: int) -> dict[str, int]:
    return {"n": 115, "s": 100, "e": 85 - few, "w": few}


@pytest.mark.parametrize("few", FEW)
def test_weights_of_its_own_give_the_number_of_a_group_away(tmp_path: Path, few: int) -> None:
    plan = make_raked(AREAS, {"w": "e"}, min_level=1, more=False)
    found = round_to_5(read_base(measure_round(tmp_path / "r", plan, put_together(few))))
    possible = {
        guess for guess in FEW if round_to_5(find_effective(plan, put_together(guess))) == found
    }
    assert few in possible
    assert len(possible) == (1 if few <= 5 else min(len(possible), 2))


@pytest.mark.parametrize("more", [False, True], ids=["one margin", "four margins"])
def test_weighted_together_every_number_of_a_group_gives_the_same_to_the_nearest_5(
    tmp_path: Path, more: bool
) -> None:
    plan = make_raked(AREAS, {"w": "e"}, more=more)
    rounds = [
        release(measure_round(tmp_path / f"r{few}", plan, put_together(few))).results for few in FEW
    ]
    assert len({read_weights(one) for one in rounds}) == 1
    assert rounds[0].method.collapsed == {"area": {"w": "e"}}
    assert 100 < read_base(rounds[0]) < SIZE
    if not more:
        assert read_base(rounds[0]) == round_to_5(find_effective(plan, put_together(3)))


# -- a group that counts together with one that is shown, while a third is hidden for its sake

APART = {"n": 0.25, "s": 0.4, "e": 0.3, "w": 0.05}


def put_apart(few: int, hidden: int = 60) -> dict[str, int]:
    """So many of the hidden people are of w, which counts together with n; the others are of e."""
    return {"n": 120, "s": SIZE - 120 - hidden, "e": hidden - few, "w": few}


def guess_apart(plan: Plan, told: float, seeds: Sequence[int]) -> set[int]:
    """The numbers of w that can give what is told; everything but the split is known exactly."""
    found: set[int] = set()
    for guess in ALL_FEW:
        bases = [find_effective(plan, put_apart(guess), seed) for seed in seeds]
        if told % 5 == 0 and told not in {10, 100}:
            low, high = told - 2.5, told + 2.5
        else:
            low, high = told, 10 * told
        if min(bases) <= high and max(bases) >= low:
            found.add(guess)
    return found


def test_the_split_of_hidden_people_over_two_weights_can_be_had_from_an_effective_base() -> None:
    plan = make_raked(APART, {"w": "n"}, more=False)
    exact = [find_effective(plan, put_apart(few)) for few in ALL_FEW]
    rounded = [round_to_5(one) for one in exact]
    assert len(set(rounded)) > 1, "the nearest 5 leaves fewer than ten numbers possible"
    assert len(set(exact)) == len(ALL_FEW)


@pytest.mark.parametrize("more", [False, True], ids=["one margin", "four margins"])
def test_the_share_after_weighting_of_a_level_weighted_with_a_hidden_one_is_not_told(
    tmp_path: Path, more: bool
) -> None:
    plan = make_raked(APART, {"w": "n"}, more=more)
    told: dict[str, set[float | None]] = {}
    for few in (1, 5, 9):
        results = measure_round(tmp_path / f"r{few}", plan, put_apart(few))
        for place, took_part in enumerate((results.took_part, release(results).results.took_part)):
            assert took_part is not None
            for level in took_part.groupings[0].levels:
                told.setdefault(f"{level.code}{place}", set()).add(level.weighted)
    assert len(told["n0"]) == 3, "it tells how many are of w"
    assert (told["n1"], told["w1"], told["s1"]) == ({None}, {None}, {0.4})


@pytest.mark.parametrize("more", [False, True], ids=["one margin", "four margins"])
@pytest.mark.parametrize("few", [1, 5, 9])
def test_the_split_of_hidden_people_cannot_be_had_from_what_is_released(
    tmp_path: Path, few: int, more: bool
) -> None:
    plan = make_raked(APART, {"w": "n"}, more=more)
    public = release(measure_round(tmp_path / "r", plan, put_apart(few))).results
    assert public.took_part is not None
    hidden = {level.code for level in public.took_part.groupings[0].levels if level.hidden}
    assert hidden == {"e", "w"}
    assert guess_apart(plan, read_base(public), range(60 if more else 1)) == ALL_FEW
    assert (read_base(public) == 100) is not more, "to the nearest 5 where four margins hide it"


# -- how many of a group answered one question, where no figure on them is published

SPARSE = {"n": 115, "s": 135, "e": 24, "w": 26}
LIGHT = {"n": 0.44, "s": 0.34, "e": 0.12, "w": 0.1}
HEAVY = {"n": 0.36, "s": 0.26, "e": 0.28, "w": 0.1}


def withhold(folder: Path, plan: Plan, seed: int) -> Results:
    """A round in which e and w are too few for a figure, and some did not answer."""
    chance = random.Random(seed)
    people = {
        "area": [code for code, count in SPARSE.items() for _ in range(count)],
        **{
            name: chance.sample(list(levels), counts=PEOPLE[name], k=SIZE)
            for name, levels in MORE.items()
        },
        "after_dark": chance.choices(["very_safe", "neither", "dont_know"], (55, 35, 10), k=SIZE),
    }
    write_round(folder, people, {"after_dark": SAFETY})
    results = estimate_measures(folder, plan)
    withheld = {row.category for row in results.rows if row.status is not Status.RELEASED}
    assert withheld == {"e", "w"}
    return results


def find_width(results: Results, plan: Plan, told: float, within: float) -> int:
    """How far the number of e is left open to who knows n and s, and the base to the nearest 5."""
    seeds = 1 if plan.weighting.rake == ("area",) else 100
    counts = {row.category: row.base or 0 for row in results.rows}
    bounds: dict[tuple[int, int], list[float]] = {}
    for seed in range(seeds):
        weight, area = compose(plan, SPARSE, seed)
        sums = [
            np.cumsum([[0.0, 0.0], *((one, one**2) for one in weight[area == at])], axis=0)
            for at in range(len(SPARSE))
        ]
        for e, w in product(range(SPARSE["e"] + 1), range(SPARSE["w"] + 1)):
            sizes = (counts["n"], counts["s"], e, w)
            if abs(sum(sizes) - round_to_5(counts[None])) <= 2:
                once, twice = np.sum([one[size] for one, size in zip(sums, sizes, strict=True)], 0)
                bounds.setdefault((e, w), []).append(float(once**2 / twice))
    found = [
        e
        for (e, _), bases in bounds.items()
        if min(bases) <= told + within and max(bases) >= told - within
    ]
    return max(found) - min(found)


def find_all(results: Results) -> Row:
    """The headline row."""
    return next(row for row in results.rows if row.category is None)


def test_who_answered_of_a_withheld_category_can_be_had_of_one_margin(tmp_path: Path) -> None:
    plan = make_raked(HEAVY, {}, more=False)
    for seed in range(5):
        results = withhold(tmp_path / f"r{seed}", plan, seed)
        exact = find_all(results).effective_base
        assert exact is not None
        by_base = find_width(results, plan, 0, inf)
        assert find_width(results, plan, round_to_5(exact), 2.5) <= min(5, by_base)
        assert find_width(results, plan, exact, 0.005) <= 1


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shares", [LIGHT, HEAVY], ids=["light", "heavy"])
def test_of_one_margin_with_a_withheld_category_figures_tell_no_effective_base(
    tmp_path: Path, shares: Mapping[str, float], seed: int
) -> None:
    plan = make_raked(shares, {}, more=False)
    public = release(withhold(tmp_path / "r", plan, seed)).results
    assert (find_all(public).effective_base, find_all(public).design_effect) == (100, None)
    assert read_base(public) > 100


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shares", [LIGHT, HEAVY], ids=["light", "heavy"])
def test_of_four_margins_who_answered_of_a_withheld_category_stays_open(
    tmp_path: Path, shares: Mapping[str, float], seed: int
) -> None:
    plan = make_raked(shares, {}, more=True)
    results = withhold(tmp_path / "r", plan, seed)
    public = find_all(release(results).results)
    assert public.effective_base is not None
    assert public.design_effect is not None
    width = find_width(results, plan, public.effective_base, 2.5)
    assert width >= min(5, find_width(results, plan, 0, inf))
