from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from analysis.dataset import open_round
from analysis.estimates import Counts, estimate_share
from analysis.participation import GroupingCompared, TookPart
from analysis.plan import Grouping, GroupingKind, Level, Plan, Weighting
from analysis.rounds import estimate_round
from analysis.took_part import (
    FEW_ANSWERS,
    FEW_EFFECTIVE,
    LARGE_WEIGHT,
    describe,
    find_cautions,
    find_row_cautions,
)
from tests.support.frozen import write_round
from tests.support.plans import make_grouping, make_measure, make_plan

RAKED = Weighting(rake=("ethnic_group",))
GROUPS = {"white": 0.5, "asian": 0.5}
DETAIL = {"bangladeshi": 0.35, "other": 0.65}


def make_check(shares: Mapping[str, float] | None = None, **changes: Any) -> Grouping:
    """Background in detail, which is not raked."""
    grouping = make_grouping("detail", shares or DETAIL)
    return grouping.model_copy(update={"kind": GroupingKind.ETHNIC, **changes})


def make_ethnic_plan(weighting: Weighting = RAKED, *checks: Grouping) -> Plan:
    group = make_grouping("ethnic_group", GROUPS).model_copy(update={"kind": GroupingKind.ETHNIC})
    return make_plan(
        domains=make_plan().domains[:1],
        groupings=(group, *(checks or (make_check(),))),
        weighting=weighting,
        measures=(make_measure(domains=("all",), breakdowns=()),),
    )


def write(folder: Path, people: Mapping[tuple[str, str], int], **more: Any) -> Path:
    """A round of so many people by ethnic group and detail; half of them feel safe."""
    each = [pair for pair, number in people.items() for _ in range(number)]
    known = {
        "ethnic_group": dict.fromkeys((*GROUPS, "mixed"), "substantive"),
        "detail": dict.fromkeys((*DETAIL, "british", "somali"), "substantive"),
        "after_dark": dict.fromkeys(("very_safe", "very_unsafe", "fairly_safe"), "substantive"),
    }
    answers = {
        "ethnic_group": [group for group, _ in each],
        "detail": [detail for _, detail in each],
        "after_dark": [("very_safe", "very_unsafe")[at % 2] for at in range(len(each))],
    }
    return write_round(folder, answers, known, **more)


def show(folder: Path, plan: Plan) -> TookPart:
    return describe(plan, estimate_round(open_round(folder), plan))


def find(shown: TookPart, name: str) -> GroupingCompared:
    return next(one for one in shown.groupings if one.name == name)


def test_each_grouping_stands_beside_its_population(tmp_path: Path) -> None:
    people = {("white", "other"): 300, ("asian", "other"): 40, ("asian", "bangladeshi"): 60}
    shown = show(write(tmp_path / "r", people), make_ethnic_plan())
    group, detail = find(shown, "ethnic_group"), find(shown, "detail")
    assert (group.raked, detail.raked) == (True, False)
    assert [level.people for level in group.levels] == [300, 100]
    assert [level.unweighted for level in group.levels] == [0.75, 0.25]
    assert [level.weighted for level in group.levels] == pytest.approx([0.5, 0.5])
    bangladeshi = detail.levels[0]
    # 60 of 100 Asian people, who have half of the weight
    assert (bangladeshi.people, bangladeshi.unweighted) == (60, 0.15)
    assert bangladeshi.weighted == pytest.approx(0.3)
    assert bangladeshi.population == 0.35
    assert not any(level.hidden for one in shown.groupings for level in one.levels)


def test_who_did_not_give_a_characteristic_is_in_none_of_its_shares(tmp_path: Path) -> None:
    people = {
        ("white", "other"): 180,
        ("asian", "other"): 20,
        ("asian", ".skipped"): 80,
        ("asian", "bangladeshi"): 100,
    }
    detail = find(show(write(tmp_path / "r", people), make_ethnic_plan()), "detail")
    assert detail.answers == 300
    assert detail.levels[0].unweighted == pytest.approx(1 / 3)
    # each Asian person has half of the weight over 200
    assert detail.levels[0].weighted == pytest.approx(100 / 200 / 2 / (1 / 2 + 120 / 200 / 2))


def test_fewer_than_ten_people_are_hidden_with_what_tells_of_them(tmp_path: Path) -> None:
    people = {("white", "other"): 200, ("asian", "other"): 100, ("asian", "bangladeshi"): 7}
    shown = show(write(tmp_path / "r", people), make_ethnic_plan())
    assert [level.hidden for level in find(shown, "detail").levels] == ["few", "protects"]
    assert [level.weighted for level in find(shown, "detail").levels] == [None, None]
    assert shown.missing == (
        "bangladeshi (detail): 35 in 100 residents, but fewer than 10 of about 305 answers.",
        "asian (ethnic_group): 50 in 100 residents, but about 35 in 100 of the answers.",
    )


def test_who_is_missing_is_told_once_and_then_only_what_weights_did(tmp_path: Path) -> None:
    people = {("white", "other"): 150, ("asian", "other"): 120, ("asian", "bangladeshi"): 30}
    shown = show(write(tmp_path / "r", people), make_ethnic_plan())
    assert shown.missing == (
        "bangladeshi (detail): 35 in 100 residents, but about 10 in 100 of the answers.",
    )
    assert shown.checks[0].startswith("bangladeshi (detail), 10 in 100 after weighting: ")


def test_no_weighted_share_of_a_check_is_shown_beside_a_hidden_level(tmp_path: Path) -> None:
    """Three levels: one of few people, one that protects it, and one that is shown."""
    shares = {"bangladeshi": 0.3, "british": 0.4, "other": 0.3}
    people = {
        ("white", "british"): 150,
        ("white", "other"): 50,
        ("asian", "other"): 50,
        ("asian", "bangladeshi"): 7,
    }
    plan = make_ethnic_plan(RAKED, make_check(shares))
    detail = find(show(write(tmp_path / "r", people), plan), "detail")
    assert [level.hidden for level in detail.levels] == ["few", "", "protects"]
    assert detail.levels[1].people == 150
    assert [level.weighted for level in detail.levels] == [None] * 3


def test_a_check_is_hidden_that_leaves_few_people_of_a_group_that_is_shown(tmp_path: Path) -> None:
    # 4 Asian people are not Bangladeshi
    people = {("white", "other"): 200, ("asian", "other"): 4, ("asian", "bangladeshi"): 96}
    shown = show(write(tmp_path / "r", people), make_ethnic_plan())
    assert [level.hidden for level in find(shown, "ethnic_group").levels] == ["", ""]
    assert [level.hidden for level in find(shown, "detail").levels] == ["protects", "protects"]


def test_like_numbers_of_different_people_hide_nothing(tmp_path: Path) -> None:
    # 100 Bangladeshi people and 104 White ones: neither is part of the other
    people = {("white", "other"): 104, ("asian", "other"): 60, ("asian", "bangladeshi"): 100}
    shown = show(write(tmp_path / "r", people), make_ethnic_plan())
    assert not any(level.hidden for level in find(shown, "detail").levels)


@pytest.mark.parametrize(
    ("weighting", "people"),
    [
        pytest.param(Weighting(), {("white", "other"): 100, ("asian", "bangladeshi"): 50}, id="no"),
        pytest.param(
            Weighting(rake=("ethnic_group",), min_respondents=200),
            {("white", "other"): 100, ("asian", "bangladeshi"): 50},
            id="too few to rake",
        ),
    ],
)
def test_without_weights_there_are_no_weighted_shares(
    tmp_path: Path, weighting: Weighting, people: dict[tuple[str, str], int]
) -> None:
    shown = show(write(tmp_path / "r", people), make_ethnic_plan(weighting))
    assert {level.weighted for one in shown.groupings for level in one.levels} == {None}
    assert not any(one.raked for one in shown.groupings)


def test_what_a_small_round_could_not_be_raked_to_is_no_check(tmp_path: Path) -> None:
    people = {("white", "other"): 80, ("asian", "other"): 20, ("asian", "bangladeshi"): 50}
    plan = make_ethnic_plan(Weighting(rake=("ethnic_group",), min_respondents=200))
    (sentence,) = show(write(tmp_path / "r", people), plan).checks
    assert sentence == (
        "bangladeshi (detail): 35 in 100 residents, 33 in 100 of the answers, not weighted: the "
        "difference is no more than chance."
    )


def test_design_weights_count_in_weighted_shares(tmp_path: Path) -> None:
    people = {("white", "other"): 45, ("asian", "other"): 15, ("asian", "bangladeshi"): 60}
    folder = write(tmp_path / "r", people, weights=[1.0] * 60 + [3.0] * 60)
    shown = show(folder, make_ethnic_plan(Weighting(design=True)))
    assert find(shown, "detail").levels[0].weighted == pytest.approx(0.75)
    assert shown.effective_base == pytest.approx((60 + 180) ** 2 / (60 + 540))
    assert shown.largest_weight == pytest.approx(3 / 2)


def test_trimming_is_told(tmp_path: Path) -> None:
    people = {("white", "other"): 285, ("asian", "bangladeshi"): 15}
    plan = make_ethnic_plan(Weighting(rake=("ethnic_group",), trim=10))
    shown = show(write(tmp_path / "r", people), plan)
    assert shown.trimmed == pytest.approx(15 / 300)
    assert shown.margin_error is not None
    assert shown.margin_error > 0.1
    untrimmed = show(tmp_path / "r", make_ethnic_plan())
    assert (untrimmed.trimmed, untrimmed.margin_error) == (None, None)


def test_a_round_that_is_like_its_population_has_no_cautions(tmp_path: Path) -> None:
    people = {("white", "other"): 200, ("asian", "bangladeshi"): 140, ("asian", "other"): 60}
    plan = make_ethnic_plan()
    assert (
        find_cautions(plan, estimate_round(open_round(write(tmp_path / "r", people)), plan)) == ()
    )


@pytest.mark.parametrize(
    ("people", "collapse", "expected"),
    [
        pytest.param({"white": 60, "asian": 39}, {}, [FEW_EFFECTIVE], id="99 answers"),
        pytest.param({"white": 19, "asian": 10}, {}, [FEW_ANSWERS], id="too few to be weighted"),
        pytest.param({"white": 50, "asian": 50}, {}, [], id="100 answers"),
        pytest.param({"white": 380, "asian": 20}, {}, [FEW_EFFECTIVE, LARGE_WEIGHT], id="uneven"),
        pytest.param(
            {"white": 200},
            {"asian": "white"},
            [
                (
                    "Nobody who answered is in the group asian (ethnic_group): answers of the "
                    "group white stand for theirs."
                )
            ],
            id="nobody in a margin's group",
        ),
    ],
)
def test_cautions(
    tmp_path: Path, people: dict[str, int], collapse: dict[str, str], expected: list[str]
) -> None:
    group = make_grouping("ethnic_group", GROUPS, collapse)
    plan = make_ethnic_plan().model_copy(update={"groupings": (group, make_check())})
    folder = write(tmp_path / "r", {(name, "other"): number for name, number in people.items()})
    shown = show(folder, plan)
    assert list(shown.cautions) == expected


@pytest.mark.parametrize(
    ("people", "weighting", "expected"),
    [
        pytest.param(
            {"mixed": 200},
            RAKED,
            (
                "Nobody who answered gave this characteristic: ethnic_group. The figure does not "
                "take it into account."
            ),
            id="nobody gave it",
        ),
        pytest.param(
            {"white": 200},
            Weighting(rake=("ethnic_group",), min_respondents=400),
            "Nobody who answered is in the group asian (ethnic_group): nobody stands for theirs.",
            id="too few to be weighted",
        ),
    ],
)
def test_a_group_that_nobody_is_in_is_a_caution_without_raking_as_well(
    tmp_path: Path, people: dict[str, int], weighting: Weighting, expected: str
) -> None:
    folder = write(tmp_path / "r", {(name, "other"): number for name, number in people.items()})
    shown = show(folder, make_ethnic_plan(weighting))
    assert shown.cautions == (expected,)
    assert find(shown, "ethnic_group").raked is False


@pytest.mark.parametrize(
    ("people", "expected"),
    [(99, (FEW_ANSWERS, LARGE_WEIGHT)), (100, (LARGE_WEIGHT,))],
    ids=["under 100", "100"],
)
def test_a_row_has_the_rounds_cautions_and_that_of_its_own_base(
    people: int, expected: tuple[str, ...]
) -> None:
    half = people / 2
    share = estimate_share(Counts(people - 50, 50, 0, half, half, 0, half, half, people))
    assert find_row_cautions(share, (LARGE_WEIGHT,)) == expected
    assert find_row_cautions(share, (FEW_EFFECTIVE,)) == (FEW_EFFECTIVE,)
    assert find_row_cautions(None, (LARGE_WEIGHT,)) == ()


def test_levels_that_are_the_same_by_definition_hide_nothing(tmp_path: Path) -> None:
    same = Grouping(
        name="again",
        label="Again",
        kind=GroupingKind.ETHNIC,
        shares=GROUPS,
        levels=tuple(
            Level(code=code, label=code, when={"ethnic_group": (code,)}) for code in GROUPS
        ),
    )
    people = {("white", "other"): 200, ("asian", "other"): 100}
    shown = show(write(tmp_path / "r", people), make_ethnic_plan(RAKED, same))
    assert not any(level.hidden for level in find(shown, "again").levels)


def test_hidden_counts_stay_hidden_from_who_knows_the_others_exactly(tmp_path: Path) -> None:
    """Of 148 people 7 and 6 are hidden: counts to the nearest 5 would do, exact ones would not.

    Together they are 13, so that neither could be nobody.
    """
    shares = dict.fromkeys(("bangladeshi", "british", "other", "somali"), 0.25)
    people = {
        ("white", "british"): 75,
        ("white", "bangladeshi"): 7,
        ("asian", "somali"): 6,
        ("asian", "other"): 60,
    }
    plan = make_ethnic_plan(Weighting(), make_check(shares, kind=GroupingKind.OTHER))
    detail = find(show(write(tmp_path / "r", people), plan), "detail")
    assert [level.hidden for level in detail.levels] == ["few", "", "protects", "few"]
