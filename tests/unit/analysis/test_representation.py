from __future__ import annotations

import pytest

from analysis.masking import Hidden
from analysis.plan_loading import load_plan
from analysis.representation import (
    LevelShown,
    Representation,
    compare_to_population,
    describe_missing,
    describe_representation,
    in_100,
    show_groupings,
)
from surveys.errors import EstimateError
from tests.support.plans import make_grouping, make_plan

TOWER = load_plan("tower-hamlets-2025")


def compare(counts: dict[str, int], shares: dict[str, float] | None = None) -> Representation:
    """Answers by sex, of a population half and half unless said otherwise."""
    grouping = make_grouping("sex", shares or {"female": 0.5, "male": 0.5})
    return compare_to_population(make_plan(groupings=(grouping,)), {"sex": counts})


def test_counts_and_shares_come_rounded() -> None:
    (sex,) = compare({"female": 262, "male": 141}).groupings
    assert sex.answers == 405
    assert [(level.people, level.hidden) for level in sex.levels] == [(260, None), (140, None)]
    # the share is that of the rounded counts, so it tells no more than they do
    assert [level.share for level in sex.levels] == [260 / 405, 140 / 405]
    assert [level.population for level in sex.levels] == [0.5, 0.5]


def test_a_level_under_ten_has_no_count_and_no_share() -> None:
    (age,) = compare(
        {"a": 60, "b": 60, "c": 60, "d": 9}, {"a": 0.3, "b": 0.3, "c": 0.3, "d": 0.1}
    ).groupings
    few = age.levels[3]
    assert (few.people, few.share, few.hidden) == (None, None, Hidden.FEW)
    assert all(level.people == 60 for level in age.levels[:3] if level.hidden is None)


def test_ten_is_shown() -> None:
    (sex,) = compare({"female": 10, "male": 50}).groupings
    assert sex.levels[0].people == 10


@pytest.mark.parametrize("counts", [{"female": 4, "male": 5}, {"female": 10, "male": 3}, {}])
def test_a_grouping_that_cannot_be_protected_is_not_shown(counts: dict[str, int]) -> None:
    found = compare(counts)
    assert found.groupings[0].levels == ()
    assert "too few answers to show" in describe_representation(found)


def test_a_total_under_ten_is_not_shown() -> None:
    assert compare({"female": 4, "male": 5}).groupings[0].answers is None
    assert compare({"female": 5, "male": 5}).groupings[0].answers == 10


@pytest.mark.parametrize("people", [5, 9, 12])
def test_no_other_count_can_be_put_into_a_picture(people: int) -> None:
    with pytest.raises(ValueError, match="nearest 5"):
        LevelShown("a", "A", people, 0.1, 0.1)


def test_who_is_missing_is_said_in_plain_words() -> None:
    assert describe_missing(compare({"female": 262, "male": 141})) == (
        "male (sex): 50 in 100 residents, but about 35 in 100 of the answers so far.",
    )


def test_a_hidden_level_is_missing_where_even_nine_were_too_few() -> None:
    shares = {"a": 0.4, "b": 0.4, "c": 0.2}
    said = describe_missing(compare({"a": 100, "b": 90, "c": 4}, shares))
    assert said == ("c (sex): 20 in 100 residents, but fewer than 10 of about 195 answers so far.",)
    assert describe_missing(compare({"a": 19, "b": 19, "c": 4}, shares)) == ()


@pytest.mark.parametrize(
    "counts",
    [{"female": 50, "male": 50}, {"female": 55, "male": 45}, {"female": 25, "male": 15}],
    ids=["even", "near", "within chance"],
)
def test_nobody_is_called_missing_without_reason(counts: dict[str, int]) -> None:
    assert describe_missing(compare(counts)) == ()


def test_under_30_answers_nobody_is_called_missing() -> None:
    shares = {"female": 0.2, "male": 0.8}
    assert describe_missing(compare({"female": 17, "male": 10}, shares)) == ()
    assert describe_missing(compare({"female": 20, "male": 10}, shares)) != ()


def test_a_small_gap_is_none_however_many_answer() -> None:
    assert describe_missing(compare({"female": 5500, "male": 4500})) == ()
    assert describe_missing(compare({"female": 6050, "male": 3950})) != ()


def test_the_largest_gap_comes_first() -> None:
    shares = {"a": 0.2, "b": 0.3, "c": 0.5}
    said = describe_missing(compare({"a": 20, "b": 20, "c": 160}, shares))
    assert [line.partition(":")[0] for line in said] == ["b (sex)", "a (sex)"]


def test_it_is_told_when_it_is_too_early_to_say() -> None:
    assert "Too few have said who they are" in describe_representation(
        compare({"female": 13, "male": 14})
    )
    assert "Nobody is clearly missing" in describe_representation(
        compare({"female": 15, "male": 15})
    )


def test_of_what_it_is_too_early_to_say_is_named_beside_that_nobody_is_missing() -> None:
    halves = {"a": 0.5, "b": 0.5}
    groupings = [make_grouping(name, halves) for name in ("sex", "origin", "area")]
    answers = {"sex": {"a": 30, "b": 30}, "origin": {"a": 13, "b": 12}, "area": {"a": 9, "b": 60}}
    shown = show_groupings(make_plan(groupings=tuple(groupings)), answers, {"area"})
    assert describe_representation(shown).endswith(
        "Nobody is clearly missing among the groups shown. Too few answers to say: origin; area."
    )


@pytest.mark.parametrize(
    ("counts", "place"),
    [
        ({"shoe_size": {"41": 3}}, "grouping 'shoe_size'"),
        ({"sex": {"femail": 3}}, "grouping 'sex', level 'femail'"),
        ({"sex": {"female": -1}}, "grouping 'sex', level 'female'"),
    ],
)
def test_counts_that_do_not_fit_the_plan_are_refused(
    counts: dict[str, dict[str, int]], place: str
) -> None:
    with pytest.raises(EstimateError) as refused:
        compare_to_population(TOWER, counts)
    assert refused.value.fault.place == place


def test_only_margins_that_were_counted_are_compared() -> None:
    found = compare_to_population(TOWER, {"area": {"north_west": 40, "south_west": 40}})
    assert [one.name for one in found.groupings] == ["area"]
    assert found.attribution == TOWER.attribution
    bare = TOWER.groupings[0].model_copy(update={"shares": {}})
    plan = make_plan(groupings=(bare,))
    assert compare_to_population(plan, {"sex": {"female": 40}}).groupings == ()


def test_everything_shown_is_in_the_words() -> None:
    counts = {"sex": {"female": 262, "male": 141}, "ethnic_group": {"white": 300, "asian": 60}}
    said = describe_representation(compare_to_population(TOWER, counts))
    assert "Female about 64 in 100 answers, 50 in 100 residents" in said
    assert "Black fewer than 10 answers, 7 in 100 residents" in said
    assert "Male (Sex): 50 in 100 residents, but about 35 in 100 of the answers so far." in said


@pytest.mark.parametrize(
    ("share", "said"), [(0.505, "51"), (0.504, "50"), (0.004, "under 1"), (0.0, "0"), (1.0, "100")]
)
def test_shares_are_numbers_in_a_hundred(share: float, said: str) -> None:
    assert in_100(share) == said


def test_what_is_not_raked_is_compared_too() -> None:
    counts = {"bangladeshi": {"bangladeshi": 40, "other": 160}}
    (check,) = compare_to_population(TOWER, counts).groupings
    assert [level.people for level in check.levels] == [40, 160]
    assert describe_missing(compare_to_population(TOWER, counts)) == (
        "Bangladeshi background: 35 in 100 residents, but about 20 in 100 of the answers so far.",
    )


@pytest.mark.parametrize(
    ("bangladeshi", "shown"), [(34, True), (36, False), (50, False), (45, False)]
)
def test_a_finer_division_is_not_shown_where_it_may_leave_few_people(
    bangladeshi: int, shown: bool
) -> None:
    # of 45 Asian people
    counts = {
        "ethnic_group": {"white": 100, "mixed": 11, "asian": 45, "black": 12, "other": 12},
        "bangladeshi": {"bangladeshi": bangladeshi, "other": 150},
    }
    found = {one.name: one for one in compare_to_population(TOWER, counts).groupings}
    assert found["ethnic_group"].levels
    assert bool(found["bangladeshi"].levels) is shown


def test_like_numbers_hide_nothing_where_it_is_known_who_is_in_both() -> None:
    counts = {
        "ethnic_group": {"white": 100, "mixed": 11, "asian": 120, "black": 34, "other": 12},
        "bangladeshi": {"bangladeshi": 36, "other": 150},
    }
    both = [
        (("ethnic_group", group), ("bangladeshi", detail))
        for group, detail in (("asian", "bangladeshi"), ("asian", "other"), ("black", "other"))
    ]
    assert not compare_to_population(TOWER, counts).groupings[1].levels
    assert compare_to_population(TOWER, counts, both).groupings[1].levels
    few = counts | {"ethnic_group": counts["ethnic_group"] | {"asian": 45}}
    assert not compare_to_population(TOWER, few, both).groupings[1].levels


def test_of_a_closed_round_nothing_is_said_to_be_so_far() -> None:
    found = compare({"female": 90, "male": 310})
    assert describe_missing(found, so_far=False) == (
        "female (sex): 50 in 100 residents, but about 23 in 100 of the answers.",
    )
