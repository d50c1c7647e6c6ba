"""Who is missing: nobody is called present of whom there are too few answers, or none shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from analysis.consultation.missing import FEW, HIDDEN, say_missing
from analysis.participation import GroupingCompared, LevelCompared
from analysis.representation import NOBODY_MISSING
from analysis.rows import Results
from tests.support.whole_consultation import Whole

Shown = tuple[int | None, str]
"""People and why they are hidden."""


def make_grouping(name: str, answers: int | None, *levels: Shown) -> GroupingCompared:
    shown = tuple(
        LevelCompared(str(number), f"Group {number}", 0.5, people, None, None, hidden)
        for number, (people, hidden) in enumerate(levels)
    )
    return GroupingCompared(name, name.title(), False, "", "", answers, shown)


def make_results(
    whole: Whole,
    groupings: Sequence[GroupingCompared],
    missing: Sequence[str] = (),
    respondents: int = 300,
) -> Results:
    results = whole.released.results
    assert results.took_part is not None
    took_part = replace(results.took_part, groupings=tuple(groupings), missing=tuple(missing))
    method = replace(results.method, respondents=respondents, not_given={})
    return replace(results, took_part=took_part, method=method)


ENOUGH = make_grouping("sex", 100, (50, ""), (50, ""))
FEW_GAVE = make_grouping("origin", 20, (None, "protects"), (None, "few"))
NOT_SHOWN = make_grouping("area", 60, (None, "protects"), (None, "protects"))
ALMOST_ALL_GAVE = make_grouping("age", None, (20, ""), (None, "few"))


@pytest.mark.parametrize(
    ("groupings", "said"),
    [
        pytest.param([ENOUGH], [NOBODY_MISSING], id="enough"),
        pytest.param([FEW_GAVE], [f"{FEW}Origin."], id="too few"),
        pytest.param([NOT_SHOWN], [f"{HIDDEN}Area."], id="not shown"),
        pytest.param(
            [ENOUGH, FEW_GAVE, NOT_SHOWN],
            [NOBODY_MISSING, f"{FEW}Origin.", f"{HIDDEN}Area."],
            id="some of each",
        ),
        pytest.param(
            [make_grouping("sex", 25, (15, ""), (10, "")), FEW_GAVE],
            [f"{FEW}Sex; Origin."],
            id="too few although they are shown",
        ),
        pytest.param([ALMOST_ALL_GAVE], [NOBODY_MISSING], id="untold for almost all gave it"),
        pytest.param(
            [make_grouping("age", None, (None, "few"), (None, "few"))],
            [f"{FEW}Age."],
            id="untold for fewer than ten gave it",
        ),
    ],
)
def test_nobody_is_called_present_where_nobody_can_say(
    whole: Whole, groupings: Sequence[GroupingCompared], said: Sequence[str]
) -> None:
    assert list(say_missing(make_results(whole, groupings)))[1:] == said


def test_where_almost_all_of_few_gave_it_they_are_too_few(whole: Whole) -> None:
    few = make_results(whole, [ALMOST_ALL_GAVE], respondents=35)
    assert list(say_missing(few))[1:] == [f"{FEW}Age."]


def test_a_characteristic_of_which_somebody_is_missing_is_not_one_of_which_nobody_can_say(
    whole: Whole,
) -> None:
    missing = "Group 1 (Area): 44 in 100 residents, but fewer than 10 of about 60 answers."
    results = make_results(whole, [NOT_SHOWN, FEW_GAVE], [missing])
    assert list(say_missing(results))[1:] == [missing, f"{FEW}Origin."]
