"""The gate for places, and somebody who tries to work out by programming what it hides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import highspy
import numpy as np
import pytest

from analysis.places import PlaceCounts, ReleasedPlaces, release_places
from analysis.places.counting import PlaceKind
from analysis.places.releasing import PlaceShown, QuestionShown, _Pass
from tests.unit.analysis.places.conftest import make_counts

LEAST = 5
"""A number that is hidden has to be left open over this width."""


def list_questions(released: ReleasedPlaces) -> list[QuestionShown]:
    return [*([released.ways] if released.ways else []), *released.questions]


def test_ten_people_are_shown_and_nine_are_not(counts: PlaceCounts) -> None:
    ways = {"no": 100, "ward": 60}
    released = release_places(make_counts(counts, 200, ways, {"0": 10, "1": 9, "2": 23, "3": 0}))
    wards = next(one for one in released.questions if one.name == "place_ward").shown
    assert [one.people for one in wards] == [25, 10]


def test_every_number_is_to_the_nearest_5_and_of_ten_people(
    released: ReleasedPlaces, counts: PlaceCounts
) -> None:
    assert counts.ways is not None
    exact = {one.name: one.people for one in (counts.ways, *counts.questions)}
    for asked in list_questions(released):
        for one in asked.shown:
            assert exact[asked.name][one.kind, one.code] >= 10
            assert one.people == pytest.approx(exact[asked.name][one.kind, one.code], abs=2)
            assert one.people % 5 == 0


@pytest.mark.parametrize("people", [pytest.param(9, id="few"), pytest.param(12, id="exact")])
def test_a_place_of_few_people_or_an_exact_number_cannot_be_made(people: int) -> None:
    with pytest.raises(ValueError, match="nearest 5"):
        PlaceShown(PlaceKind.WARD, "E05009319", "Bow East", people)


def test_nothing_but_the_gate_makes_released_places(released: ReleasedPlaces) -> None:
    fields = {name: getattr(released, name) for name in ReleasedPlaces.__slots__}
    with pytest.raises(TypeError, match="release_places"):
        ReleasedPlaces(**(fields | {"passed": _Pass()}))


@pytest.mark.parametrize("wards", [[10, 2], [12], [11, 1]], ids=str)
def test_where_what_is_shown_would_leave_no_room_no_ward_is_and_its_way_stays(
    counts: PlaceCounts, wards: list[int]
) -> None:
    # 12 people at most named a ward, and one that were shown would have 10 of them at least
    ways = {"no": 300, "kind": 120, "ward": 12, "location": 60}
    named = {str(at): people for at, people in enumerate(wards)}
    released = release_places(make_counts(counts, 500, ways, named))
    assert released.ways is not None
    assert {one.code for one in released.ways.shown} == {"no", "kind", "ward", "location"}
    assert [one.shown for one in released.questions] == [(), (), ()]


def test_everybody_who_took_part_bounds_a_way_too(counts: PlaceCounts) -> None:
    # 147 people at most, 118 of them at least in other ways: 29 wards at most, and not 32
    ways = {"no": 98, "kind": 10, "ward": 28, "location": 10}
    released = release_places(make_counts(counts, 146, ways, {"0": 14, "1": 14}))
    assert [one.shown for one in released.questions] == [(), (), ()]


def test_where_the_ways_go_what_they_lead_to_goes(counts: PlaceCounts) -> None:
    # nearly everybody named a ward, so that a way which is not shown would have 4 people at most
    released = release_places(make_counts(counts, 20, {"ward": 20}, {"0": 12, "1": 8}))
    assert released.ways is not None
    assert released.ways.shown == ()
    assert [one.shown for one in released.questions] == [(), (), ()]


def draw_tables() -> Iterator[tuple[int, dict[str, int], dict[str, int]]]:
    """Rounds of every shape: large and small, with few and with many who named a ward."""
    random = np.random.default_rng(20)
    for _ in range(150):
        people = int(random.integers(10, 260))
        shares = random.dirichlet([1, 0.4, 1.5, 0.3])
        ways = dict(
            zip(("no", "kind", "ward", "skipped"), random.multinomial(people, shares), strict=True)
        )
        named = int(ways["ward"] - random.integers(0, 3))
        size = int(random.integers(1, 20))
        spread = random.multinomial(max(named, 0), random.dirichlet([0.5] * size))
        wards = {str(at): int(number) for at, number in enumerate(spread)}
        yield people, {k: int(n) for k, n in ways.items() if k != "skipped"}, wards


def find_range(
    shown: Mapping[str, int], ways: Mapping[str, int], respondents: int
) -> tuple[float, float]:
    """Between which numbers a ward that is not shown must lie, for somebody who knows the rule.

    Unknown are every ward, everybody without one, the ways, and who chose none.
    """
    codes = [*shown, "hidden", "others"]
    all_ways = ("no", "kind", "ward", "location", "none")
    names = [*codes, *(f"way-{one}" for one in all_ways)]
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its class has no annotations
    solver.setOptionValue("output_flag", False)
    for name in names:
        if name in shown:
            low, high = bound(shown[name])
        elif name == "hidden":
            low, high = 0.0, 9.0
        elif name.removeprefix("way-") in ways:
            low, high = bound(ways[name.removeprefix("way-")])
        else:
            low, high = 0.0, float(respondents + 2)
        solver.addVar(low, high)
    place = {name: at for at, name in enumerate(names)}
    # whoever named a ward had chosen to, and some of them named none
    wards = [place[one] for one in codes]
    solver.addRow(
        -np.inf, 0, len(wards) + 1, [*wards, place["way-ward"]], [1.0] * len(wards) + [-1.0]
    )
    every = [place[f"way-{one}"] for one in all_ways]
    solver.addRow(respondents - 2, respondents + 2, len(every), every, [1.0] * len(every))
    ends = []
    for sign in (1.0, -1.0):
        cost = np.zeros(len(names))
        cost[place["hidden"]] = sign
        solver.changeColsCost(len(names), np.arange(len(names), dtype=np.int32), cost)
        solver.run()
        assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        ends.append(sign * solver.getInfo().objective_function_value)
    return ends[0], ends[1]


def bound(people: int) -> tuple[float, float]:
    return float(max(people - 2, 10)), float(people + 2)


def test_somebody_who_programmes_leaves_every_hidden_ward_open(counts: PlaceCounts) -> None:
    looked, narrowest = 0, 9.0
    for people, ways, wards in draw_tables():
        released = release_places(make_counts(counts, people, ways, wards))
        asked = next(one for one in released.questions if one.name == "place_ward")
        shown = {one.code: one.people for one in asked.shown}
        if not shown:
            continue
        told = {one.code: one.people for one in released.ways.shown} if released.ways else {}
        low, high = find_range(shown, told, released.respondents or 0)
        looked += 1
        narrowest = min(narrowest, high - low)
        assert high - low >= LEAST, (people, ways, wards, shown, told)
        assert low == 0, "nobody can be sure that anybody named it"
    assert looked > 60
    assert narrowest < 9, "some rounds are tight, or nothing was tried"
