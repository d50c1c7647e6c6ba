from __future__ import annotations

import numpy as np

from analysis.memberships import Members, find_memberships

SEX = np.array([0, 0, 0, 1, 1, 1, 2, 2])
AREA = np.array([0, 1, 2, 0, 1, 2, 0, 1])
ONE_STRATUM = np.zeros(8, dtype=np.intp)


def group(cells: np.ndarray, *columns: str) -> Members:
    return Members(cells, frozenset(columns))


def test_groups_of_other_columns_share_their_total_alone() -> None:
    found = find_memberships(
        [
            group(SEX == 0, "sex"),
            group(SEX == 1, "sex"),
            group(AREA == 0, "area"),
            group(AREA == 1, "area"),
            group(SEX >= 0),
        ],
        ONE_STRATUM,
    )
    assert found.size == 3 + 3 + 1
    assert [len(places) for _, places in found.sums] == [3, 3]
    assert {total for total, _ in found.sums} == set(found.groups[4].tolist())


def test_groups_that_share_a_column_through_others_are_one_family() -> None:
    found = find_memberships(
        [
            group(SEX == 0, "sex"),
            group((SEX == 0) | (AREA == 0), "sex", "area"),
            group(AREA == 0, "area"),
        ],
        ONE_STRATUM,
    )
    assert [len(places) for _, places in found.sums] == [4]
    union, *parts = (set(found.groups[at].tolist()) for at in (1, 0, 2))
    assert union == parts[0] | parts[1]


def test_people_of_different_arms_have_places_of_their_own() -> None:
    strata = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    found = find_memberships([group(SEX == 0, "sex"), group(strata == 1)], strata)
    assert [total for total, _ in found.sums] == [0, 3]
    assert found.groups[1].tolist() == [3]


def test_parts_are_parts_by_who_is_in_them() -> None:
    found = find_memberships(
        [group(SEX == 0, "sex"), group(SEX < 2, "sex"), group(SEX == 0, "gender")], ONE_STRATUM
    )
    assert (found.is_part(0, 1), found.is_part(1, 0)) == (True, False)
    assert found.is_same(0, 2)


def test_strata_beyond_the_first_256_are_still_apart() -> None:
    strata = np.arange(300, dtype=np.intp)
    found = find_memberships([group(np.ones(300, dtype=np.bool_))], strata)
    assert found.size == 300
