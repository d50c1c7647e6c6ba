"""Somebody who knows the rule and asks of an output which rounds could have led to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from analysis.claims import round_to_5
from analysis.places import PlaceCounts, release_places
from analysis.places.counting import PlaceKind, PlaceQuestion
from tests.unit.analysis.places.conftest import make_counts

LEAST = 5
"""A number that is hidden has to be left open over this width."""

MOST = 37
"""People in the largest rounds that are gone through."""

World = tuple[int, int, int, int]
"""Who named no place, who chose to name a ward, and who named the one ward and the other."""

NAMES = (("place", "no"), ("place", "ward"), ("place_ward", "0"), ("place_ward", "1"))

Output = tuple[int | None, frozenset[tuple[tuple[str, str], int]]]


BLURRED = tuple(max(round_to_5(one), 10) if one >= 10 else 0 for one in range(2 * MOST + 1))
"""A number of the same output: the gate knows tens from fewer, and fives from each other."""


def list_worlds(most: int, places: int) -> Iterator[tuple[int, World]]:
    """Every round of up to so many people; each can name so many wards."""
    for people in range(10, most + 1):
        for no in range(people + 1):
            for ward in range(people - no + 1):
                for first in range(ward + 1):
                    for second in range(min(ward, places * ward - first) + 1):
                        yield people, (no, ward, first, second)


def describe(name: str, kind: PlaceKind, counts: dict[str, int], most: int) -> PlaceQuestion:
    labels = {(kind, code): code for code in counts}
    people = {(kind, code): number for code, number in counts.items() if number}
    return PlaceQuestion(name, name, labels, people, most, "" if kind is PlaceKind.WAY else "ward")


@pytest.mark.parametrize(
    ("most", "places"),
    [pytest.param(MOST, 1, id="one-each"), pytest.param(MOST - 10, 2, id="two-each")],
)
def test_of_nothing_hidden_all_rounds_behind_an_output_agree(
    counts: PlaceCounts, most: int, places: int
) -> None:
    @cache
    def publish(people: int, world: World) -> Output:
        no, ward, first, second = world
        made = replace(
            make_counts(counts, people, {}, {}),
            ways=describe("place", PlaceKind.WAY, {"no": no, "ward": ward}, 1),
            questions=(describe("place_ward", PlaceKind.WARD, {"0": first, "1": second}, places),),
        )
        released = release_places(made)
        assert released.ways is not None
        shown = [(("place", one.code), one.people) for one in released.ways.shown]
        shown += [(("place_ward", one.code), one.people) for one in released.questions[0].shown]
        return released.respondents, frozenset(shown)

    behind: dict[Output, list[tuple[int, ...]]] = {}
    for people, world in list_worlds(most, places):
        no, ward, first, second = world
        blurred = (BLURRED[no], BLURRED[ward], BLURRED[first], BLURRED[second])
        ends = behind.setdefault(publish(BLURRED[people], blurred), [world, world])
        ends[0], ends[1] = tuple(map(min, ends[0], world)), tuple(map(max, ends[1], world))
    hidden = [
        (output, name, low, high)
        for output, ends in behind.items()
        for name, low, high in zip(NAMES, *ends, strict=True)
        if name not in dict(output[1])
    ]
    assert len(hidden) > 50, "or nothing was tried"
    assert [one for one in hidden if one[3] - one[2] < LEAST] == []


def test_the_wards_that_are_shown_say_how_many_chose_to_name_one(counts: PlaceCounts) -> None:
    # 41 people at least named a ward, not 38, which leaves 3 of 102 for a kind of place, not 6
    made = replace(
        make_counts(counts, 100, {}, {}),
        ways=describe("place", PlaceKind.WAY, {"no": 59, "ward": 41, "kind": 0}, 1),
        questions=(describe("place_ward", PlaceKind.WARD, {"0": 23, "1": 18}, 1),),
    )
    released = release_places(made)
    assert released.ways is not None
    assert (released.ways.shown, released.questions[0].shown) == ((), ())
