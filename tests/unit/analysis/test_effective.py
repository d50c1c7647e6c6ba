from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from analysis.effective import is_raked, round_design_effect, round_effective, round_trimmed
from analysis.participation import LevelCompared
from analysis.rows import ArmShown, Results
from analysis.shown import Status
from tests.support.released import release
from tests.support.results import make_results, make_row


def show_levels(results: Results) -> Results:
    """The same, with every level of a raked margin shown, and nothing withheld in a breakdown."""
    shown = results.took_part
    assert shown is not None
    groupings = tuple(
        replace(one, levels=tuple(map(show_level, one.levels))) for one in shown.groupings
    )
    rows = tuple(row for row in results.rows if row.status is Status.RELEASED)
    return replace(results, took_part=replace(shown, groupings=groupings), rows=rows)


def show_level(level: LevelCompared) -> LevelCompared:
    answered = level.unweighted or 0.08
    weighted = level.weighted or level.population
    people = level.people or 50
    return replace(level, people=people, unweighted=answered, weighted=weighted, hidden="")


def change_took_part(results: Results, **changes: Any) -> Results:
    assert results.took_part is not None
    return replace(results, took_part=replace(results.took_part, **changes))


def read(results: Results) -> list[object]:
    public = release(results).results
    shown, row, spread = public.took_part, public.rows[0], public.distributions[0]
    assert shown is not None
    return [
        *(shown.effective_base, shown.largest_weight, row.effective_base, row.design_effect),
        spread.effective_base,
    ]


@pytest.mark.parametrize(
    ("base", "told", "untold"),
    [(455.7, 455, 100), (1203.0, 1205, 1000), (100.0, 100, 100), (99.9, 100, 10), (0.0, 0, 1)],
)
def test_an_effective_base_that_is_not_told_is_a_power_of_ten(
    base: float, told: int, untold: int
) -> None:
    assert (round_effective(base, told=True), round_effective(base, told=False)) == (told, untold)


def test_there_may_be_no_effective_base() -> None:
    assert round_effective(None, told=True) is None


def test_weights_are_told_where_every_level_is_shown() -> None:
    results = show_levels(make_results())
    results = replace(results, method=replace(results.method, collapsed={}))
    largest, design_effect = 6.2, 1.3
    assert read(results)[:4] == [455, largest, 455, design_effect]


def test_weights_are_not_told_where_a_level_is_hidden() -> None:
    assert read(make_results())[:4] == [100, None, 100, None]
    assert read(make_results())[4] in {10, 100}


def test_only_effective_bases_are_told_where_levels_count_together() -> None:
    results = show_levels(make_results())
    method = replace(results.method, collapsed={"area": {"north_west": "south_west"}})
    assert read(replace(results, method=method))[:4] == [455, None, 455, 1.3]


def test_without_who_took_part_no_weights_are_told() -> None:
    results = replace(show_levels(make_results()), took_part=None)
    assert release(results).results.rows[0].effective_base == 100


@pytest.mark.parametrize(
    ("base", "effective", "shown"),
    [(37, 28.4, 1.2), (612, 455.7, 1.3), (30, 30.0, 1.0), (12, 2.0, None), (None, None, None)],
)
def test_a_design_effect_is_that_of_the_figures_beside_it(
    base: int | None, effective: float | None, shown: float | None
) -> None:
    row = make_row(base=base, effective_base=effective, design_effect=9.9)
    assert round_design_effect(row, told=True) == shown
    assert round_design_effect(row, told=False) is None


def test_a_level_of_a_check_may_be_hidden() -> None:
    results = show_levels(make_results())
    assert results.took_part is not None
    *raked, check = results.took_part.groupings
    hidden = replace(check, levels=(replace(check.levels[0], hidden="few"), *check.levels[1:]))
    results = change_took_part(results, groupings=(*raked, hidden))
    results = replace(results, method=replace(results.method, collapsed={}))
    assert read(results)[0] == 455


def test_unweighted_answers_have_no_weights_to_hide() -> None:
    results = make_results()
    plain = replace(results, method=replace(results.method, weighting="none"))
    assert read(plain)[:2] == [455, 6.2]


def test_of_who_stands_apart_no_group_is_shown() -> None:
    results = show_levels(make_results())
    apart = make_row(breakdown="sample", category="open")
    arm = ArmShown("sample", "open", ("open",), ("chat",), 500, "who", "raked: sex")
    method = replace(results.method, collapsed={}, arms=(*results.method.arms, arm))
    rows = (*results.rows, apart)
    (shown,) = [
        row
        for row in release(replace(results, rows=rows, method=method)).results.rows
        if row.breakdown == "sample"
    ]
    assert (shown.effective_base, shown.design_effect) == (100, None)


@pytest.mark.parametrize(
    ("trimmed", "respondents", "told"),
    [
        (None, 1000, None),
        (0.02, 300, None),
        (0.009, 1000, None),
        (0.01, 1000, 0.0),
        (0.0623, 1000, 0.05),
        (0.08, 300, 0.1),
    ],
)
def test_the_share_of_trimmed_weights_is_told_of_ten_people_and_more(
    trimmed: float | None, respondents: int, told: float | None
) -> None:
    shown = make_results().took_part
    assert shown is not None
    assert round_trimmed(replace(shown, trimmed=trimmed), respondents) == told


def test_what_trimming_left_is_told_only_with_what_was_trimmed() -> None:
    results = show_levels(make_results())
    results = replace(results, method=replace(results.method, collapsed={}))
    for trimmed, told in ((0.0123, (None, None)), (0.1, (0.1, 0.02))):
        shown = release(change_took_part(results, trimmed=trimmed)).results.took_part
        assert shown is not None
        assert (shown.trimmed, shown.margin_error) == told


@pytest.mark.parametrize(
    ("words", "raked"),
    [
        ("raked: sex", True),
        ("design weight; raked: sex; trimmed at 5 times the median", True),
        ("not raked: fewer than 30 answers", False),
        ("not raked to sex: nobody gave it", False),
        ("none", False),
    ],
)
def test_what_was_raked_is_read_from_its_words(words: str, raked: bool) -> None:
    assert is_raked(words) is raked
