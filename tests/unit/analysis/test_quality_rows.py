"""Figures without answers marked for quality: beside the headline, where nobody is given away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from analysis.dataset import open_round
from analysis.groups import QUALITY
from analysis.plan import Weighting
from analysis.plan_faults import find_faults
from analysis.rounds import Figure, estimate_round
from analysis.shown import Status
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_grouping, make_measure, make_plan

KEY = ("all", QUALITY, "unflagged")
PEOPLE = 200


def find(
    tmp_path: Path,
    flagged: tuple[int, int],
    *,
    dont_know: int = 0,
    weighting: Weighting | None = None,
    sensitive: Sequence[str] = (),
) -> Figure | None:
    """The row of 100 who feel safe and 100 who do not; of each so many are marked."""
    half = PEOPLE // 2
    flags = [
        mark for people in flagged for mark in ["burst,speeder"] * people + [""] * (half - people)
    ]
    codes = {
        "sex": (["female", "male"] * PEOPLE)[: PEOPLE + dont_know],
        "after_dark": ["very_safe"] * half + ["neither"] * half + ["dont_know"] * dont_know,
    }
    folder = write_round(
        tmp_path / "r",
        codes,
        {"after_dark": SAFETY},
        flags=[*flags, *["speeder"] * dont_know],
        sensitive=sensitive,
    )
    plan = make_plan(weighting=weighting or Weighting())
    return estimate_round(open_round(folder), plan).figures["safe"].get(KEY)


@pytest.mark.parametrize(
    ("flagged", "status"),
    [
        ((7, 3), Status.RELEASED),
        ((3, 20), Status.RELEASED),
        ((6, 3), Status.SUPPRESSED),
        ((18, 2), Status.SUPPRESSED),
        ((0, 20), Status.SUPPRESSED),
        ((1, 0), Status.SUPPRESSED),
    ],
    ids=["ten", "more", "nine", "two on one side", "none on one side", "one"],
)
def test_it_is_withheld_where_it_would_give_the_marked_away(
    tmp_path: Path, flagged: tuple[int, int], status: Status
) -> None:
    figure = find(tmp_path, flagged)
    assert figure is not None
    assert figure.status is status


def test_a_sensitive_item_asks_for_ten_on_either_side(tmp_path: Path) -> None:
    figure = find(tmp_path, (9, 30), sensitive=("after_dark",))
    assert figure is not None
    assert figure.status is Status.SUPPRESSED


def test_where_no_marked_answer_is_in_the_base_it_is_the_headline(tmp_path: Path) -> None:
    figure = find(tmp_path, (0, 0), dont_know=5)
    assert figure is not None
    assert figure.status is Status.RELEASED
    assert figure.share is not None
    assert figure.share.base == PEOPLE


def test_a_round_without_marks_has_no_such_row(tmp_path: Path) -> None:
    assert find(tmp_path, (0, 0)) is None


def test_the_unmarked_keep_their_weights(tmp_path: Path) -> None:
    # 50 women and 50 men of each answer, raked to one quarter of women: 0.5 and 1.5
    raked = Weighting(rake=("sex",))
    plan = make_plan(
        weighting=raked, groupings=(make_grouping("sex", {"female": 0.25, "male": 0.75}),)
    )
    codes = {
        "sex": ["female"] * 100 + ["male"] * 100,
        "after_dark": (["very_safe"] * 50 + ["neither"] * 50) * 2,
    }
    flags = ["speeder"] * 20 + [""] * 75 + ["speeder"] * 5 + [""] * 100
    folder = write_round(tmp_path / "r", codes, {"after_dark": SAFETY}, flags=flags)
    figure = estimate_round(open_round(folder), plan).figures["safe"][KEY]
    assert figure.share is not None
    safe, unsafe = 0.5 * 30 + 1.5 * 50, 0.5 * 45 + 1.5 * 50
    assert figure.share.estimate == pytest.approx(safe / (safe + unsafe))
    assert figure.group.label == "All, without answers marked for quality"


def test_only_the_first_domain_has_the_row(tmp_path: Path) -> None:
    codes = {
        "sex": ["female"] * 100 + ["male"] * 100,
        "after_dark": ["very_safe", "neither"] * 100,
    }
    flags = ["speeder"] * 40 + [""] * 160
    folder = write_round(tmp_path / "r", codes, {"after_dark": SAFETY}, flags=flags)
    plan = make_plan(measures=(make_measure(domains=("women", "all")),))
    figures = estimate_round(open_round(folder), plan).figures["safe"]
    women = ("women", QUALITY, "unflagged")
    assert [key for key in figures if key[1] == QUALITY] == [women]
    share = figures[women].share
    assert share is not None
    assert share.base == 60


def test_a_plan_cannot_have_a_breakdown_of_that_name() -> None:
    plan = make_plan(
        groupings=(make_grouping(QUALITY, {"good": 0.5, "bad": 0.5}),),
        measures=(make_measure(breakdowns=()),),
    )
    assert "plan.reserved" in {fault.code for fault in find_faults(plan, "plan")}
