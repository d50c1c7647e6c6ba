"""When an effective base tells who is hidden in a margin."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pytest

from analysis.participation import GroupingCompared, LevelCompared
from analysis.raked_margin import RakedMargin, are_safe, find_unknown
from analysis.raking import Margin, rake

Levels = Mapping[str, tuple[int | None, float, str]]
"""Code to people, mean weight, and why it is hidden."""

WITH_E = {"w": "e"}
WITH_N = {"w": "n"}
EVEN: Levels = {"n": (140, 1.0, ""), "s": (100, 1.0, ""), "e": (60, 1.0, "")}
HALVES = [
    RakedMargin(
        GroupingCompared(
            "one",
            "One",
            raked=True,
            source="",
            note="",
            answers=300,
            levels=(
                LevelCompared("a", "A", 0.5, 200, 2 / 3, 0.5),
                LevelCompared("b", "B", 0.5, 100, 1 / 3, 0.5),
            ),
        ),
        {},
        set(),
    )
] * 3
"""Three more margins, in which people count 0.75 and 1.5 times."""


def make_margin(
    levels: Levels, heirs: Mapping[str, str] | None = None, withheld: Collection[str] = ()
) -> RakedMargin:
    total = sum(people or 0 for people, _, _ in levels.values())
    compared = tuple(
        LevelCompared(
            code=code,
            label=code,
            population=weight * (people or 0) / total,
            people=people,
            unweighted=(people or 0) / total,
            weighted=weight * (people or 0) / total,
            hidden=hidden,
        )
        for code, (people, weight, hidden) in levels.items()
    )
    grouping = GroupingCompared("area", "Area", True, "", "", total, compared)
    return RakedMargin(grouping, heirs or {}, set(withheld))


def few(people: int, *, of_n: str = "", of_e: str = "protects", weight: float = 1.0) -> Levels:
    return {
        "n": (140, 0.8, of_n),
        "s": (100, 1.1, ""),
        "e": (60 - people, weight, of_e),
        "w": (people, weight, "few"),
    }


@pytest.mark.parametrize(
    ("margin", "alone", "among_others"),
    [
        (make_margin(EVEN), True, True),
        (make_margin(few(4), WITH_E), True, True),
        (make_margin(few(4)), False, False),
        (make_margin(few(4, weight=1.3), WITH_N), False, True),
        (make_margin(few(4, weight=3.0), WITH_N), False, False),
        (make_margin(few(0, of_e="")), True, True),
        (make_margin(few(4), WITH_E, {"e"}), False, True),
        (make_margin(few(4, weight=6.0), WITH_E, {"e"}), False, False),
        (make_margin({**EVEN, "e": (60, 1.2, "protects")}), False, True),
        (make_margin({**EVEN, "e": (60, 6.0, "protects")}), False, False),
        (make_margin({**EVEN, "e": (None, 1.0, "few")}), False, False),
    ],
    ids=[
        "all are shown",
        "few count together with who is hidden for their sake",
        "few have weights of their own",
        "few count together with who is shown, weights are alike",
        "few count together with who is shown, weights are not alike",
        "nobody is no secret",
        "a figure is withheld of people who count as others do",
        "a figure is withheld of people who count for much",
        "hidden for the sake of a figure, weights are alike",
        "hidden for the sake of a figure, weights are not alike",
        "how many is not known",
    ],
)
def test_whether_an_effective_base_is_told(
    margin: RakedMargin, alone: bool, among_others: bool
) -> None:
    assert are_safe([margin], 300, 240) is alone
    assert are_safe([margin, *HALVES], 300, 240) is among_others


def test_what_the_composition_is_worth_is_what_it_is_worth_in_made_up_rounds() -> None:
    chance = np.random.default_rng(5)
    levels = np.repeat(np.array([0, 1], dtype=np.int32), (200, 100))
    targets = np.array([150.0, 150.0, 0.0])
    found = []
    for _ in range(200):
        margins = [Margin(f"{at}", chance.permutation(levels), targets, 0.0, ()) for at in range(3)]
        weight = rake(np.ones(300), margins, tolerance=1e-9, max_iterations=100).factor
        found.append(float(weight.sum() ** 2 / (weight**2).sum()))
    expected = find_unknown(HALVES, 300, float(np.mean(found)))
    assert float(np.std(found)) == pytest.approx(expected, rel=0.15)


def test_one_margin_has_no_composition_that_is_unknown() -> None:
    assert find_unknown([make_margin(EVEN)], 300, 280) == 0
