from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.exports.anonymity import (
    NOT_GIVEN,
    WITHHELD,
    Anonymised,
    Category,
    Characteristic,
    anonymise,
    find_smallest,
)
from surveys.errors import EstimateError

AGES = (
    Category("16_24", "16 to 24", 1),
    Category("25_34", "25 to 34", 2),
    Category("35_44", "35 to 44", 3),
    Category("45_over", "45 and over", 2),
)


def make(
    name: str, index: Sequence[int] | npt.NDArray[np.int64], *joins: int | None
) -> Characteristic:
    categories = tuple(
        Category(f"{name}{at}", f"{name} {at}", join) for at, join in enumerate(joins)
    )
    return Characteristic(name, name.capitalize(), categories, np.array(index, dtype=np.int32))


def make_ages(*people: int) -> Characteristic:
    return Characteristic("age", "Age", AGES, np.repeat(np.arange(4, dtype=np.int32), people))


def run(*characteristics: Characteristic, k: int = 10) -> Anonymised:
    return anonymise(characteristics, len(characteristics[0].index), k, "round spring")


def count(found: Anonymised) -> Counter[tuple[int, ...]]:
    """People in each class, counted without the code that is tested."""
    return Counter(zip(*(one.index.tolist() for one in found.kept), strict=True))


def test_what_is_safe_already_is_left_as_it_is() -> None:
    found = run(make("sex", [0] * 30 + [1] * 20, None, None))

    assert (found.steps, found.withheld, found.smallest) == ((), 0, 20)


def test_few_people_under_k_are_withheld_with_the_smallest_other_class() -> None:
    found = run(make("sex", [0] * 60 + [1] * 55 + [2] * 5, None, None, None))

    assert found.steps == ()
    assert found.withheld == 60
    assert count(found) == {(0,): 60, (WITHHELD,): 60}


def test_the_smallest_category_is_merged_with_the_one_that_the_plan_names() -> None:
    found = run(make_ages(6, 40, 40, 30))

    (age,) = found.kept
    assert found.steps == ("Age: 16 to 24 was merged with 25 to 34.",)
    assert [c.code for c in age.categories] == ["16_24_or_25_34", "35_44", "45_over"]
    assert [c.label for c in age.categories] == ["16 to 24 or 25 to 34", "35 to 44", "45 and over"]
    assert count(found) == {(0,): 46, (1,): 40, (2,): 30}


def test_merged_categories_can_be_merged_again() -> None:
    found = run(make_ages(3, 4, 43, 50))

    (age,) = found.kept
    assert [c.code for c in age.categories] == ["16_24_or_25_34_or_35_44", "45_over"]
    assert count(found) == {(0,): 50, (1,): 50}


def test_categories_that_join_each_other_take_in_who_joins_them_next() -> None:
    found = run(make_ages(60, 50, 4, 5))

    (age,) = found.kept
    assert found.steps == (
        "Age: 35 to 44 was merged with 45 and over.",
        "Age: 35 to 44 or 45 and over was merged with 25 to 34.",
    )
    assert [c.code for c in age.categories] == ["16_24", "25_34_or_35_44_or_45_over"]
    assert count(found) == {(0,): 60, (1,): 59}


def test_the_finest_characteristic_goes_first_and_of_equal_ones_the_last() -> None:
    random = np.random.default_rng(1)
    sex = make("sex", random.integers(2, size=200), None, None)
    detail = make("detail", random.integers(8, size=200), *[None] * 8)
    later = make("later", random.integers(8, size=200), *[None] * 8)

    found = run(sex, detail, later)

    assert found.steps == ("Later was left out.", "Detail was left out.")
    assert [one.name for one in found.kept] == ["sex"]


def test_not_giving_a_characteristic_is_a_class_too() -> None:
    found = run(make("sex", [0] * 40 + [1] * 40 + [NOT_GIVEN] * 12, None, None))

    assert count(found) == {(0,): 40, (1,): 40, (NOT_GIVEN,): 12}
    assert find_smallest(found.kept, 92) == 12


def test_without_any_characteristic_left_all_are_alike() -> None:
    found = run(make("sex", [0] * 9 + [1] * 6, None, None))

    assert found.kept == ()
    assert found.smallest == 15


@pytest.mark.parametrize(
    ("k", "size", "code", "message"),
    [
        (9, 50, "export.low-k", "round spring: respondents were to be one of 9. Ask for k = 10"),
        (10, 9, "export.too-few-respondents", "9 respondents can never be 10 alike"),
    ],
    ids=["k under 10", "fewer people than k"],
)
def test_what_cannot_be_protected_is_refused(k: int, size: int, code: str, message: str) -> None:
    with pytest.raises(EstimateError, match=message) as refused:
        run(make("sex", [0] * size, None), k=k)
    assert refused.value.code == code


@settings(max_examples=60, deadline=None)
@given(
    size=st.integers(10, 300),
    fineness=st.lists(st.integers(1, 7), min_size=1, max_size=5),
    k=st.integers(10, 25),
    seed=st.integers(0, 10_000),
)
def test_everybody_is_one_of_k_whatever_the_round(
    size: int, fineness: list[int], k: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    characteristics = [
        make(f"c{at}", random.integers(-1, fine, size=size), *[*range(1, fine), None])
        for at, fine in enumerate(fineness)
    ]
    if size < k:
        with pytest.raises(EstimateError):
            run(*characteristics, k=k)
        return

    found = run(*characteristics, k=k)

    classes = count(found) if found.kept else Counter({(): size})
    assert min(classes.values()) >= k
    assert found.smallest == min(classes.values())
    assert sum(classes.values()) == size
    hidden = [people for values, people in classes.items() if WITHHELD in values]
    assert sum(hidden) == (found.withheld if found.kept else 0)
