"""How many answered and where others stopped: told coarsely, with nothing to subtract."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import pytest

from analysis.claims import round_to_5
from analysis.consultation.fieldwork import FEW, Fieldwork, tell_fieldwork
from surveys.store.manifest import Counts, Manifest
from tests.support.results import make_method
from tests.support.whole_consultation import Whole

MANY = 40


def tell(
    whole: Whole, stopped: Mapping[str, int], questions: int = MANY, **changes: Any
) -> Fieldwork:
    counts = Counts(submitted=600, unsubmitted=sum(stopped.values()))
    values = {"counts": counts, "break_offs": dict(stopped)} | changes
    manifest: Manifest = whole.asked.manifest.model_copy(update=values)
    return tell_fieldwork(manifest, make_method(), questions)


@pytest.mark.parametrize(
    ("people", "told"), [(0, FEW), (9, FEW), (10, 10), (12, 10), (13, 15), (1127, 1125)]
)
def test_numbers_are_to_the_nearest_5_from_10(whole: Whole, people: int, told: object) -> None:
    counts = Counts(submitted=people, unsubmitted=people)
    found = tell(whole, {}, counts=counts)
    assert (found.submitted, found.unsubmitted) == (told, told)


@pytest.mark.parametrize(
    ("stopped", "told"),
    [
        ({"focus": 31, "crime": 12, "place": 4}, {"crime": 10, "focus": 30}),
        ({"focus": 9, "crime": 9}, {}),
        ({"focus": 22}, {}),
        ({"focus": 18, "crime": 2}, {}),
        ({"focus": 20, "crime": 5}, {"focus": 20}),
    ],
    ids=["two of many", "few", "all at one", "nearly all at one", "room enough"],
)
def test_where_people_stopped_is_told_only_where_it_gives_nothing_else_away(
    whole: Whole, stopped: Mapping[str, int], told: Mapping[str, int]
) -> None:
    assert tell(whole, stopped).stopped == told


def test_of_one_question_alone_the_rest_would_tell(whole: Whole) -> None:
    stopped = {"first": 40, "second": 30, "third": 8}
    assert tell(whole, stopped, questions=3).stopped == {"first": 40}


def test_nobody_can_work_out_within_5_how_many_stopped_at_a_question_not_told(whole: Whole) -> None:
    """All sizes of two questions up to 30 people: an attacker has total and rounded number."""
    for first, second in itertools.product(range(10, 31), range(10)):
        found = tell(whole, {"first": first, "second": second})
        if not found.stopped or found.unsubmitted == FEW:
            continue
        assert isinstance(found.unsubmitted, int)
        low = max(round_to_5(first) - 2, 10)
        assert found.unsubmitted + 2 - low >= 5, (first, second)
