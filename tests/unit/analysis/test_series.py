from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis.measures import estimate_measures
from analysis.plan import Weighting
from analysis.rows import Row
from surveys.errors import EstimateError
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_measure, make_plan
from tests.support.released import release
from tests.unit.analysis.test_measures import TARGET, find, targeted, write_small

ANSWERS = {"sex": ["female", "male"] * 150, "after_dark": ["very_safe"] * 150 + ["neither"] * 150}
EARLY = {"opens_on": "2025-05-01", "closes_on": "2025-05-31"}
OTHER_ANSWERS = {**SAFETY, "depends": "outside"}
OTHER_KINDS = {**SAFETY, "fairly_unsafe": "outside"}


def write(folder: Path, **changes: Any) -> Path:
    return write_round(folder, ANSWERS, **({"kinds": {"after_dark": SAFETY}} | changes))


def compare(tmp_path: Path, **changes: Any) -> Row:
    """Women in a round after one that differs from it by these changes."""
    before = write(tmp_path / "before", **(EARLY | changes))
    plan = targeted(weighting=Weighting(pool_modes=True))
    return find(estimate_measures(write(tmp_path / "now"), plan, [before]))


def test_two_rounds_that_asked_the_same_are_one_series(tmp_path: Path) -> None:
    row = compare(tmp_path)
    assert row.baseline is not None
    assert row.baseline.same_method
    assert row.change is not None
    assert row.notes == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"texts": {"after_dark": "Alone at night?"}}, "worded differently"),
        ({"kinds": {"after_dark": OTHER_ANSWERS}}, "answers offered were different"),
        ({"kinds": {"after_dark": OTHER_KINDS}}, "answers offered were different"),
        ({"modes": {"telephone": 300}}, "the modes were telephone and are chat"),
        ({"modes": {"chat": 290, "paper": 10}}, "the modes were chat, paper and are chat"),
        ({"sample": "invited"}, "the sample was invited and is open"),
        ({"weights": [1.0] * 300}, "design weights were left out"),
    ],
    ids=["words", "answers", "kinds", "mode", "another mode as well", "sample", "weights"],
)
def test_a_break_in_the_series_is_said_and_nothing_is_tested(
    tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    row = compare(tmp_path, **changes)
    assert row.baseline is not None
    assert not row.baseline.same_method
    assert row.baseline.source.startswith("different method: round before")
    assert row.change is None
    assert row.target is not None
    assert (row.target.verdict_relative, row.target.relative_value) == ("no_baseline", None)
    assert [
        n for n in row.notes if n.startswith("break in series: since round before") and words in n
    ]


def test_another_questions_words_break_nothing(tmp_path: Path) -> None:
    assert compare(tmp_path, texts={"sex": "Are you female or male?"}).change is not None


def test_a_later_round_of_the_series_is_preferred_to_an_earlier_one_that_breaks_it(
    tmp_path: Path,
) -> None:
    broken = write(tmp_path / "one", **EARLY, modes={"telephone": 300})
    same = write(tmp_path / "two", opens_on="2025-09-01", closes_on="2025-09-30")
    row = find(estimate_measures(write(tmp_path / "now"), make_plan(), [broken, same]))
    assert row.baseline is not None
    assert row.baseline.source == "round two, closed 2025-09-30"


def test_our_own_figure_before_a_break_is_rounded_in_public(tmp_path: Path) -> None:
    before = write_small(tmp_path / "before", (70, 43), closes_on="2025-05-31")
    row = find(
        release(
            estimate_measures(write(tmp_path / "now", sample="invited"), make_plan(), [before])
        ).results
    )
    assert row.baseline is not None
    assert (row.baseline.value, row.baseline.base) == (0.62, 115)


def test_an_early_closing_is_the_date_that_counts(tmp_path: Path) -> None:
    deadline = date(2028, 3, 31)
    plan = make_plan(measures=(make_measure(target=TARGET),), deadline=deadline)
    before = write_small(tmp_path / "before", (250, 250), closes_on="2025-05-31")
    answers = {
        "sex": ["female"] * 500 + ["male"] * 120,
        "after_dark": ["very_safe"] * 270 + ["very_unsafe"] * 230 + ["very_safe", "neither"] * 60,
    }
    dates: dict[str, Any] = {"opens_on": "2026-05-01", "closes_on": "2028-03-31"}
    verdicts = []
    for closed_on in ("2026-05-31", None):
        folder = write_round(
            tmp_path / f"{closed_on}",
            answers,
            {"after_dark": SAFETY, "sex": {"female": "substantive", "male": "substantive"}},
            **dates,
            closed_on=closed_on,
        )
        target = find(estimate_measures(folder, plan, [before])).target
        assert target is not None
        verdicts.append(target.verdict_relative)
    assert verdicts == ["on_track", "not_shown"]


def test_design_weights_that_the_plan_leaves_out_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "r", weights=[5.0] * 150 + [1.0] * 150)
    with pytest.raises(EstimateError, match="design: true") as refused:
        estimate_measures(folder, make_plan())
    assert refused.value.code == "weights.not-used"
    row = find(estimate_measures(folder, make_plan(weighting=Weighting(design=True))), "all")
    assert row.estimate == pytest.approx(5 / 6)


def test_chat_mixed_with_another_mode_is_refused_unless_the_plan_pools_them(
    tmp_path: Path,
) -> None:
    folder = write(tmp_path / "r", modes={"chat": 200, "paper": 100})
    with pytest.raises(EstimateError, match=r"mixes chat, paper.*pool_modes: true"):
        estimate_measures(folder, make_plan())
    plan = make_plan(weighting=Weighting(pool_modes=True))
    assert "counted together" in estimate_measures(folder, plan).method.who
    assert "counted together" not in estimate_measures(write(tmp_path / "s"), plan).method.who


def test_modes_without_chat_are_not_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "r", modes={"telephone": 200, "paper": 100})
    assert estimate_measures(folder, make_plan()).rows
