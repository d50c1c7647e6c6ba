from __future__ import annotations

from pathlib import Path

import pytest

from analysis.measures import estimate_measures
from analysis.plan import Weighting
from analysis.rows import Results
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_plan
from tests.support.released import release
from tests.unit.analysis.test_measures import measure


def publish(results: Results) -> Results:
    return release(results).results


def test_the_method_tells_no_exact_counts(tmp_path: Path) -> None:
    method = publish(measure(tmp_path, make_plan(), (70, 42))).method
    assert (method.respondents, method.ineligible, dict(method.modes)) == (
        230,
        None,
        {"chat": None},
    )
    assert (method.raking_iterations, method.raking_error) == (None, None)


def test_a_mode_of_few_people_is_not_named(tmp_path: Path) -> None:
    answers = {"sex": ["female", "male"] * 60, "after_dark": ["very_safe", "neither"] * 60}
    folder = write_round(
        tmp_path / "r",
        answers,
        {"after_dark": SAFETY},
        modes={"paper": 110, "telephone": 9, "f2f": 1},
    )
    exact = estimate_measures(folder, make_plan())
    assert dict(publish(exact).method.modes) == {"paper": None}
    assert exact.method.modes["telephone"] == 9


def test_the_share_who_did_not_say_is_a_whole_per_cent(tmp_path: Path) -> None:
    answers = {"sex": ["female", "male"] * 60 + ["x"] * 15, "after_dark": ["very_safe"] * 135}
    folder = write_round(tmp_path / "r", answers, {"after_dark": SAFETY})
    exact = estimate_measures(folder, make_plan(weighting=Weighting(rake=("sex",))))
    assert exact.method.raking_error is not None
    assert exact.method.not_given["sex"] == pytest.approx(1 / 9)
    assert publish(exact).method.not_given["sex"] == 0.11


@pytest.mark.parametrize(("people", "told"), [(9, None), (10, 0.08), (15, 0.11)])
def test_the_share_who_did_not_say_is_not_told_where_it_tells_how_few_they_are(
    tmp_path: Path, people: int, told: float | None
) -> None:
    answers = {"sex": ["female", "male"] * 60 + ["x"] * people}
    answers["after_dark"] = ["very_safe"] * (120 + people)
    folder = write_round(tmp_path / "r", answers, {"after_dark": SAFETY})
    exact = estimate_measures(folder, make_plan(weighting=Weighting(rake=("sex",))))
    assert publish(exact).method.not_given.get("sex") == told
    public = publish(exact).took_part
    assert public is not None
    assert [one.answers for one in public.groupings] == [None if told is None else 120]
