from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.ledger import Ledger
from analysis.measures import estimate_measures
from analysis.plan import Plan
from analysis.provenance import AuditShown
from analysis.rounds import Estimated
from analysis.rows import Results, Row
from analysis.shown import Status
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_measure, make_plan
from tests.support.released import AUDITED, release
from tests.unit.analysis.test_measures import find, targeted, with_names, write_small

SAFE = ["very_safe", "very_safe", "very_unsafe", "very_unsafe"]
"""Of a woman, a man, a woman and a man."""

Women = tuple[int, int]
"""Very safe, very unsafe."""


def measure(
    tmp_path: Path, now: Women, *before: Women, plan: Plan | None = None, **changes: Any
) -> Results:
    """A round after others, the earliest first, a year apart; all of one series."""
    tmp_path.mkdir(exist_ok=True)
    earlier = [
        write_small(tmp_path / f"round-{year}", women, closes_on=f"{2020 + year}-05-31", **changes)
        for year, women in enumerate(before)
    ]
    return estimate_measures(write_small(tmp_path / "now", now), plan or make_plan(), earlier)


def write_year(folder: Path, year: int, **changes: Any) -> Path:
    """A round of 300 in which half of women and of men are very safe."""
    answers = {"sex": ["female", "male"] * 150, "after_dark": SAFE * 75}
    changes |= {"opens_on": f"{year}-05-01", "closes_on": f"{year}-05-31"}
    return write_round(folder, answers, {"after_dark": SAFETY}, **changes)


def write_telephone(folder: Path, year: int) -> Path:
    """Such a round by telephone, which is another series than chat."""
    return write_year(folder, year, modes={"telephone": 300})


class TestTheRoundBefore:
    def test_it_is_the_last_and_the_baseline_the_first(self, tmp_path: Path) -> None:
        row = find(measure(tmp_path, (90, 60), (60, 60), (65, 60), (75, 60)))
        assert row.baseline is not None
        assert row.previous is not None
        assert row.baseline.source.startswith("round round-0,")
        assert (row.previous.round, row.previous.base) == ("round-2", 135)
        assert row.previous.value == pytest.approx(75 / 135)
        assert row.previous.points == pytest.approx(100 * (90 / 150 - 75 / 135))
        assert row.previous.relative == pytest.approx((90 / 150) / (75 / 135) - 1)
        assert row.previous.points_low < row.previous.points < row.previous.points_high

    def test_of_two_rounds_it_is_the_baseline_as_well(self, tmp_path: Path) -> None:
        row = find(measure(tmp_path, (90, 60), (60, 60)))
        assert row.change is not None
        assert row.previous is not None
        assert row.previous.points == row.change.points
        assert row.previous.points_low == row.change.points_low
        assert row.previous.clear is row.change.clear

    def test_a_first_round_has_none(self, tmp_path: Path) -> None:
        assert find(measure(tmp_path, (90, 60))).previous is None

    def test_a_companion_has_none(self, tmp_path: Path) -> None:
        plan = make_plan(measures=(make_measure(companion=True),))
        row = find(measure(tmp_path, (90, 60), (60, 60), plan=plan))
        assert (row.previous, row.history) == (None, ())

    def test_one_of_another_series_is_not_replaced_by_an_older_one(self, tmp_path: Path) -> None:
        same = write_small(tmp_path / "one", (60, 60), closes_on="2024-05-31")
        other = write_telephone(tmp_path / "two", 2025)
        now = write_small(tmp_path / "now", (90, 60))
        row = find(estimate_measures(now, make_plan(), [same, other]))
        assert row.change is not None
        assert row.previous is None

    def test_one_that_was_withheld_is_not_replaced_by_an_older_one(self, tmp_path: Path) -> None:
        results = measure(tmp_path, (90, 60), (60, 60), (120, 0))
        inside, row = find(results), find(release(results).results)
        assert inside.previous is not None
        assert (inside.previous.round, inside.previous.status) == ("round-1", Status.SUPPRESSED)
        assert row.change is not None
        assert row.previous is None

    def test_one_with_few_answers_is_not_replaced_by_an_older_one(self, tmp_path: Path) -> None:
        results = measure(tmp_path, (90, 60), (60, 60), (10, 5))
        inside = find(results).previous
        assert inside is not None
        assert (inside.round, inside.base, inside.status) == ("round-1", 15, Status.TOO_FEW)
        assert find(release(results).results).previous is None

    def test_this_round_withheld_has_one_for_staff_only(self, tmp_path: Path) -> None:
        results = measure(tmp_path, (120, 0), (60, 60))
        assert find(results).previous is not None
        assert find(release(results).results).previous is None

    def test_a_round_that_nobody_of_a_group_answered_gives_none(self, tmp_path: Path) -> None:
        assert find(measure(tmp_path, (90, 60), (0, 0))).previous is None

    def test_parts_have_one_too(self, tmp_path: Path) -> None:
        row = find(measure(tmp_path, (90, 60), (60, 60)), "all", "sex", "female")
        assert row.previous is not None
        assert row.history == ()


class TestClear:
    def test_it_is_decided_for_the_two_comparisons_apart(self, tmp_path: Path) -> None:
        # far from the baseline, close to the round before
        row = find(measure(tmp_path, (120, 60), (60, 120), (119, 61)))
        assert row.change is not None
        assert row.previous is not None
        assert (row.change.clear, row.previous.clear) == (True, False)

    def test_and_the_other_way_round(self, tmp_path: Path) -> None:
        row = find(measure(tmp_path, (120, 60), (119, 61), (60, 120)))
        assert row.change is not None
        assert row.previous is not None
        assert (row.change.clear, row.previous.clear) == (False, True)

    @pytest.mark.parametrize(("names", "clear"), [("a", True), ("abc", False)])
    def test_since_the_round_before_it_is_after_holm(
        self, tmp_path: Path, names: Sequence[str], clear: bool
    ) -> None:
        # p about 0.03: clear alone, not among three measures
        plan = with_names(make_plan(), *names)
        row = find(measure(tmp_path, (165, 135), (120, 120), (100, 120), plan=plan))
        assert row.previous is not None
        assert row.previous.clear is clear

    @pytest.mark.parametrize("round_", ["now", "before"])
    def test_what_is_withheld_is_one_of_the_measures_looked_at(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, round_: str
    ) -> None:
        # p about 0.03 each: of three measures two are withheld, and the third is not clear alone
        def protect(estimated: Estimated, *_: Any) -> tuple[Estimated, AuditShown]:
            return _withhold(estimated, "b", "c", round_=round_), AUDITED

        monkeypatch.setattr("analysis.measures.protect", protect)
        before = write_small(tmp_path / "before", (100, 120), closes_on="2025-05-31")
        now = write_small(tmp_path / "now", (165, 135))
        plan = with_names(make_plan(), "a", "b", "c")
        results = estimate_measures(now, plan, [before], ledger=Ledger(tmp_path / "ledger"))
        row = find(release(results).results)
        assert row.measure == "a"
        assert row.change is not None
        assert row.previous is not None
        assert (row.change.clear, row.previous.clear) == (False, False)


def _withhold(estimated: Estimated, *measures: str, round_: str) -> Estimated:
    """Some measures withheld in one round."""
    if estimated.dataset.manifest.round != round_:
        return estimated
    hidden = {
        name: {key: replace(one, status=Status.SUPPRESSED) for key, one in figures.items()}
        for name, figures in estimated.figures.items()
        if name in measures
    }
    return replace(estimated, figures={**estimated.figures, **hidden})


class TestHistory:
    def points(self, row: Row) -> list[tuple[str, Status, bool]]:
        return [(point.round, point.status, point.comparable) for point in row.history]

    def test_it_has_every_round_and_this_one_last(self, tmp_path: Path) -> None:
        row = find(measure(tmp_path, (90, 60), (60, 60), (10, 5), (120, 0)))
        assert self.points(row) == [
            ("round-0", Status.RELEASED, True),
            ("round-1", Status.TOO_FEW, True),
            ("round-2", Status.SUPPRESSED, True),
            ("now", Status.RELEASED, True),
        ]
        last = row.history[-1]
        assert (last.estimate, last.ci_low, last.ci_high, last.base) == (
            row.estimate,
            row.ci_low,
            row.ci_high,
            row.base,
        )
        assert [point.ended_on.year for point in row.history] == [2020, 2021, 2022, 2026]

    def test_a_round_of_another_series_is_marked(self, tmp_path: Path) -> None:
        other = write_telephone(tmp_path / "other", 2024)
        same = write_small(tmp_path / "same", (60, 60), closes_on="2025-05-31")
        row = find(
            estimate_measures(write_small(tmp_path / "now", (90, 60)), make_plan(), [other, same])
        )
        assert [point.comparable for point in row.history] == [False, True, True]

    def test_a_recorded_break_marks_every_round_before_it(self, tmp_path: Path) -> None:
        first = write_small(tmp_path / "first", (60, 60), closes_on="2024-05-31")
        breaks = {"breaks": {"safe": "asked later in the interview"}}
        second = write_year(tmp_path / "second", 2025, about=breaks)
        row = find(
            estimate_measures(write_small(tmp_path / "now", (90, 60)), make_plan(), [first, second])
        )
        assert [point.comparable for point in row.history] == [False, True, True]
        assert row.previous is not None

    def test_a_round_that_did_not_ask_is_not_in_it(self, tmp_path: Path) -> None:
        old = write_small(tmp_path / "old", (60, 60), closes_on="2025-05-31")
        answers = {"sex": ["female", "male"] * 150, "in_day": SAFE * 75}
        new = write_round(tmp_path / "new", answers, {"in_day": SAFETY})
        plan = make_plan(measures=(make_measure(name="day", item="in_day"),))
        assert self.points(find(estimate_measures(new, plan, [old]))) == [
            ("new", Status.RELEASED, True)
        ]


def test_an_earlier_round_that_nobody_answered_hinders_nothing(tmp_path: Path) -> None:
    empty = write_round(
        tmp_path / "empty",
        {"sex": [], "after_dark": []},
        {"sex": dict.fromkeys(("female", "male"), "substantive"), "after_dark": SAFETY},
        opens_on="2025-05-01",
        closes_on="2025-05-31",
    )
    row = find(estimate_measures(write_small(tmp_path / "now", (90, 60)), targeted(), [empty]))
    assert (row.baseline, row.previous) == (None, None)
    assert row.notes == (
        "Round empty is not compared: nobody of the plan's population answered it.",
    )


def test_a_plan_with_tabulations_measures_earlier_rounds_that_did_not_ask_them(
    tmp_path: Path,
) -> None:
    old = write_small(tmp_path / "old", (60, 60), closes_on="2025-05-31")
    size = 240
    now = write_round(
        tmp_path / "now",
        {
            "sex": ["female", "male"] * (size // 2),
            "after_dark": ["very_safe", "very_safe", "very_unsafe"] * (size // 3),
            "in_day": ["very_safe", "neither"] * (size // 2),
        },
        {
            "after_dark": SAFETY,
            "in_day": SAFETY,
            "sex": dict.fromkeys(("female", "male"), "substantive"),
        },
    )
    tabulation = {"name": "day", "label": "Day", "item": "in_day", "domains": ("all",)}
    plan = Plan.model_validate(make_plan().model_dump() | {"tabulations": [tabulation]})
    results = estimate_measures(now, plan, [old])
    assert find(results).change is not None
    assert [one.name for one in results.distributions] == ["day"]
