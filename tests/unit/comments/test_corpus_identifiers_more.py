"""The further comments to develop redaction with hold what they say, and name nobody who lives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from tests.comments.corpora import load_planted, plain
from tests.comments.labelled import load_clean
from tests.unit.comments import test_corpus_identifiers as first

PLANTED = load_planted("identifiers_more.csv")
CLEAN = load_clean("clean_more.csv")
WEIGHTED = {"officer": 100, "name": 100, "personal_number": 50, "handle": 50, "address": 60}


def test_ids_are_unique_and_in_order() -> None:
    assert [one.id for one in PLANTED] == [f"M{n:03}" for n in range(1, len(PLANTED) + 1)]
    assert [one.id for one in CLEAN] == [f"N{n:03}" for n in range(1, len(CLEAN) + 1)]


def test_all_are_for_development_and_none_stands_in_the_first_corpus() -> None:
    known = {one.text.casefold() for one in first.PLANTED}
    texts = [one.text.casefold() for one in PLANTED] + [one.text.casefold() for one in CLEAN]

    assert {one.split for one in PLANTED} | {one.split for one in CLEAN} == {"dev"}
    assert len(set(texts)) == len(texts)
    assert known.isdisjoint(texts)


def test_the_kinds_that_are_hardest_to_find_stand_most_often() -> None:
    kinds = Counter(plant.kind for one in PLANTED for plant in one.plants)

    assert set(kinds) == set(first.KINDS)
    assert {kind: count for kind, count in WEIGHTED.items() if kinds[kind] < count} == {}


def test_a_comment_holds_each_plant_once_and_exactly() -> None:
    for comment in PLANTED:
        assert comment.plants, comment.id
        for plant in comment.plants:
            assert comment.text.count(plant.typed) == 1, comment.id
        taken = sum(len(plant.typed) - 1 for plant in comment.plants)
        assert len(comment.without_plants()) == len(comment.text) - taken, f"{comment.id} overlaps"


@pytest.mark.parametrize(
    ("kind", "belongs_to_nobody"),
    [
        ("phone", first._is_drama_number),
        ("email", first._is_at_reserved_domain),
        ("link", first._leads_nowhere),
        ("handle", first._is_made_up_handle),
        ("postcode", first._has_made_up_unit),
        ("vehicle", first._is_unissued_mark),
        ("personal_number", first._is_test_number),
        ("address", first._is_made_up_street),
    ],
)
def test_every_identifier_is_made_up_or_kept_free_for_tests(
    kind: str, belongs_to_nobody: Callable[[str], bool]
) -> None:
    planted = [plant.typed for one in PLANTED for plant in one.plants if plant.kind == kind]

    assert [typed for typed in planted if not belongs_to_nobody(typed)] == []


def test_no_identifier_stands_outside_the_plants() -> None:
    texts = [one.without_plants() for one in PLANTED]

    assert [text for text in texts if first.LONG_NUMBER.search(plain(text))] == []


def test_a_plant_is_left_behind_where_it_is_kept_and_not_where_it_is_masked() -> None:
    for comment in PLANTED:
        masked = comment.text
        for plant in comment.plants:
            masked = masked.replace(plant.typed, f"[{plant.kind}]")
        assert comment.left_behind(comment.text) == comment.plants, comment.id
        assert comment.left_behind(masked) == (), comment.id
