from __future__ import annotations

import pytest

from analysis.rows import Status
from analysis.suppression import Case, decide

RELEASED, SUPPRESSED, TOO_FEW = Status.RELEASED, Status.SUPPRESSED, Status.TOO_FEW


def case(yes: int, no: int, people: str = "", table: str = "") -> Case:
    return Case(("all", table) if table else None, (people or f"{yes}/{no}").encode(), yes, no)


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
        case(60, 60),
        case(55, 55, "women"),
        case(5, 5, "men", "sex"),
        case(55, 55, "women", "sex"),
    ]
    assert decide(cases, sensitive=False) == [RELEASED, SUPPRESSED, TOO_FEW, SUPPRESSED]
