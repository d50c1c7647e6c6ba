from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.shown import Status
from analysis.suppression import Case, decide

RELEASED, SUPPRESSED, TOO_FEW = Status.RELEASED, Status.SUPPRESSED, Status.TOO_FEW


EVERYBODY = (1 << 4096) - 1


def case(yes: int, no: int, people: str = "", table: str = "") -> Case:
    """People of different names are different people, and all of them are part of everybody."""
    name = people or f"{table} {yes}/{no}"
    mask = EVERYBODY if people == "all" else 1 << int.from_bytes(name.encode()) % 4093
    return Case("all" if table or people == "all" else name, table or None, mask, yes, no)


@pytest.mark.parametrize(
    ("yes", "no", "expected"),
    [
        (15, 15, RELEASED),
        (15, 14, TOO_FEW),
        (0, 0, TOO_FEW),
        (3, 97, RELEASED),
        (2, 98, SUPPRESSED),
        (98, 2, SUPPRESSED),
        (0, 100, SUPPRESSED),
        (100, 0, SUPPRESSED),
    ],
)
def test_primary_rules(yes: int, no: int, expected: Status) -> None:
    assert decide([case(yes, no)], sensitive=False) == [expected]


@pytest.mark.parametrize(("yes", "expected"), [(9, SUPPRESSED), (10, RELEASED)])
def test_a_sensitive_item_needs_ten(yes: int, expected: Status) -> None:
    assert decide([case(yes, 90)], sensitive=True) == [expected]


def test_the_smallest_other_category_goes_with_a_lone_one() -> None:
    cases = [case(5, 5, table="sex"), case(50, 50, table="sex"), case(20, 20, table="sex")]
    assert decide(cases, sensitive=False) == [TOO_FEW, RELEASED, SUPPRESSED]


@pytest.mark.parametrize(
    ("raked", "expected"),
    [((), [TOO_FEW, RELEASED, RELEASED]), (("area",), [TOO_FEW, RELEASED, SUPPRESSED])],
    ids=["not raked", "raked"],
)
def test_those_who_did_not_say_hide_a_lone_category_unless_weights_give_it_back(
    raked: tuple[str, ...], expected: list[Status]
) -> None:
    whole, parts = (65, 65), [(8, 8), (30, 30), (20, 20)]
    cases = table_of(whole, *parts)
    assert decide(cases, sensitive=False, raked=raked)[1:] == expected


def test_two_withheld_categories_hide_each_other() -> None:
    cases = [case(5, 5, table="sex"), case(1, 50, table="sex"), case(20, 20, table="sex")]
    assert decide(cases, sensitive=False) == [TOO_FEW, SUPPRESSED, RELEASED]


def test_a_category_without_answers_has_nothing_to_hide() -> None:
    cases = [case(0, 0, table="sex"), case(50, 50, table="sex")]
    assert decide(cases, sensitive=False) == [TOO_FEW, RELEASED]


def test_tables_do_not_hide_for_each_other() -> None:
    cases = [
        case(5, 5, table="sex"),
        case(50, 50, table="sex"),
        case(40, 40, table="area"),
        case(30, 30, table="area"),
    ]
    assert decide(cases, sensitive=False) == [TOO_FEW, SUPPRESSED, RELEASED, RELEASED]


def test_the_same_people_under_two_names_are_withheld_under_both() -> None:
    # men are too few, so women are withheld in the breakdown, and so as a domain
    cases = [
        case(60, 60, "all"),
        case(55, 55, "women"),
        case(5, 5, "men", "sex"),
        case(55, 55, "women", "sex"),
    ]
    assert decide(cases, sensitive=False) == [RELEASED, SUPPRESSED, TOO_FEW, SUPPRESSED]


def table_of(whole: tuple[int, int], *parts: tuple[int, int]) -> list[Case]:
    """Everybody, and the categories of one breakdown."""
    named = [case(*part, f"part {n}", "area") for n, part in enumerate(parts)]
    return [case(*whole, "all"), *named]


@pytest.mark.parametrize(
    ("whole", "parts", "expected"),
    [
        ((39, 29), [(20, 13), (16, 15), (1, 1), (2, 0)], [RELEASED, SUPPRESSED, TOO_FEW, TOO_FEW]),
        ((53, 44), [(20, 11), (15, 17), (14, 16), (4, 0)], [RELEASED] * 2 + [SUPPRESSED, TOO_FEW]),
        ((44, 40), [(20, 13), (16, 15), (5, 6), (3, 6)], [RELEASED] * 2 + [TOO_FEW] * 2),
        ((48, 30), [(20, 13), (16, 15), (6, 1), (6, 1)], [RELEASED, SUPPRESSED, TOO_FEW, TOO_FEW]),
    ],
    ids=["four people", "34 people", "20 people", "two who said no"],
)
def test_what_subtraction_leaves_of_a_breakdown_is_ten_people_on_both_sides(
    whole: tuple[int, int], parts: list[tuple[int, int]], expected: list[Status]
) -> None:
    assert decide(table_of(whole, *parts), sensitive=False)[1:] == expected


@pytest.mark.parametrize(
    ("not_given", "expected"),
    [
        ((0, 0), [RELEASED, RELEASED]),
        ((2, 2), [RELEASED, SUPPRESSED]),
        ((8, 2), [RELEASED, SUPPRESSED]),
        ((5, 5), [RELEASED, RELEASED]),
    ],
    ids=["nobody", "four", "ten on one side", "ten"],
)
def test_those_in_no_category_are_hidden_too(
    not_given: tuple[int, int], expected: list[Status]
) -> None:
    whole = (60 + not_given[0], 60 + not_given[1])
    assert decide(table_of(whole, (35, 35), (25, 25)), sensitive=False)[1:] == expected


def test_a_category_that_is_a_domain_goes_last() -> None:
    cases = [
        *table_of((62, 62), (35, 35), (25, 25)),
        Case("women", None, case(25, 25, "part 1").people, 25, 25),
    ]
    assert decide(cases, sensitive=False) == [RELEASED, SUPPRESSED, RELEASED, RELEASED]


@pytest.mark.parametrize(
    ("others", "sensitive", "expected"),
    [
        ((0, 0), False, RELEASED),
        ((4, 5), False, SUPPRESSED),
        ((5, 5), False, RELEASED),
        ((60, 2), False, SUPPRESSED),
        ((60, 9), True, SUPPRESSED),
        ((60, 10), True, RELEASED),
    ],
)
def test_a_domain_differs_from_everybody_by_nobody_or_by_enough(
    others: tuple[int, int], sensitive: bool, expected: Status
) -> None:
    cases = [case(50 + others[0], 50 + others[1], "all"), case(50, 50, "women")]
    assert decide(cases, sensitive=sensitive) == [RELEASED, expected]


def test_parts_that_overlap_leave_nobody_over() -> None:
    whole = case(60, 60, "all")
    parts = [Case("all", "component", 1 << n, 40, 40, parts=False) for n in range(2)]
    assert decide([whole, *parts], sensitive=False) == [RELEASED] * 3


def weigh_areas(*areas: tuple[int, int, int, float]) -> list[Status]:
    """The statuses of areas raked to: yes, no, what each is weighted as, and the sum of weights."""
    cases = [
        replace(case(yes, no, table="area"), people=1 << at, heir=heir, weight=weight)
        for at, (yes, no, heir, weight) in enumerate(areas)
    ]
    return decide(cases, sensitive=False, raked=("area",))


def test_weighted_together_with_one_that_is_shown_is_no_company_for_a_withheld_category() -> None:
    # n, s, e, and w that is weighted as n: else the weighted shares give that of e
    areas = [(70, 50, 0, 100.8), (80, 71, 1, 105.0), (8, 16, 2, 90.0), (2, 3, 0, 4.2)]
    assert weigh_areas(*areas) == [SUPPRESSED, RELEASED, TOO_FEW, TOO_FEW]


@pytest.mark.parametrize(
    ("weight", "expected"), [(18.0, SUPPRESSED), (20.0, RELEASED)], ids=["under 5", "5 people"]
)
def test_what_is_withheld_with_a_category_weighs_as_much_as_five_of_its_people(
    weight: float, expected: Status
) -> None:
    areas = [(70, 50, 0, 100.0), (60, 60, 1, 90.0), (8, 16, 2, 96.0), (4, 6, 3, weight)]
    assert expected in weigh_areas(*areas)[:2]
    assert (SUPPRESSED in weigh_areas(*areas)) is (expected is SUPPRESSED)
