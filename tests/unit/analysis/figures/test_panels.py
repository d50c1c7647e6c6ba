"""Panels of one round and of many beside years of another survey: what can be read in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import pytest

from analysis.figures import Kind
from analysis.figures.canvas import SECOND, THIRD
from analysis.figures.panel import list_panels
from analysis.figures.words import find_words
from analysis.rows import Baseline
from analysis.sheet import ACCENT, MARGIN, WIDTH
from analysis.shown import ContextPoint, Point, Status
from tests.support.figures import Picture, draw, figures
from tests.support.released import release
from tests.support.results import TARGET, TRUST, make_history, make_results, make_row

SURVEY = "London Borough of Somewhere with a Long Name, Annual Attitude Survey of Residents"
QUARTERS = tuple(
    ContextPoint(
        TRUST, "all", f"{month} {year}", date(year, month, 28), 0.7 + step, None, SURVEY, "It", ""
    )
    for year in range(2014, 2024)
    for month, step in ((3, 0.03 - 0.02 * (year % 3)), (6, 0.01), (9, -0.01 * (year % 5)))
)
SHARES = (0.39, 0.459, 0.452, 0.47, 0.44, 0.45, 0.50, 0.49)
BASELINE = Baseline(0.39, "round made-up-0, closed 2025-10-31", True, 1120, round="made-up-0")


@dataclass(frozen=True)
class Series:
    """The shares of a yearly round; None is too few."""

    shares: tuple[float | None, ...]
    target: bool = True
    others: tuple[ContextPoint, ...] = QUARTERS

    def draw(self) -> Picture:
        """Its panel as a picture."""
        points = tuple(
            Point(
                round=f"made-up-{n}",
                ended_on=date(2025 + n, 10, 31),
                status=Status.TOO_FEW if share is None else Status.RELEASED,
                estimate=share,
                ci_low=None if share is None else share - 0.033,
                ci_high=None if share is None else share + 0.034,
                base=1120,
                comparable=True,
            )
            for n, share in enumerate(self.shares)
        )
        row = make_row(
            *(TRUST, "all"),
            estimate=self.shares[-1],
            base=1120,
            baseline=BASELINE,
            history=points,
            target=replace(TARGET, relative_value=0.429, points_value=0.49)
            if self.target
            else None,
        )
        results = figures(rows=(row,), context=self.others, distributions=())
        return draw(next(one for one in results.values() if one.kind is Kind.MEASURE))


SERIES = {
    "one round": Series(SHARES[:1], target=False),
    "one round, one figure of others": Series(SHARES[:1], target=False, others=QUARTERS[15:16]),
    "three rounds": Series(SHARES[:3]),
    "three rounds alone": Series(SHARES[:3], others=()),
    "eight rounds": Series(SHARES),
    "eight rounds alone": Series(SHARES, target=False, others=()),
    "too few in the middle": Series((0.39, None, 0.452, 0.47)),
}


@pytest.fixture(scope="module")
def drawn() -> dict[str, Picture]:
    return {name: one.draw() for name, one in SERIES.items()}


def find_places(picture: Picture, colour: str) -> list[tuple[float, float]]:
    """Where dots or other marks stand in the frame, from left to right."""
    marks = [line for line in picture.lines if line.get_marker() not in ("None", "")]
    own = [line for line in marks if line.get_markeredgecolor() == colour]
    found = [(line.get_xdata()[0], line.get_ydata()[0]) for line in own]
    return sorted(place for place in found if place[0] > MARGIN + 85)


@pytest.mark.parametrize("name", SERIES)
def test_every_round_has_its_label_and_no_two_are_read_as_one(
    drawn: dict[str, Picture], name: str
) -> None:
    boxes = drawn[name].boxes
    wanted = [f"{100 * share:.1f} %" for share in SERIES[name].shares if share is not None]
    labels = [box for box in boxes if re.fullmatch(r"\d+\.\d %", box[0])]
    assert sorted(text for text, *_ in labels) == sorted(wanted)
    for one in labels:
        for other in boxes:
            apart = max(one[1], other[1]) - min(one[3], other[3])
            above = max(one[2], other[2]) - min(one[4], other[4])
            assert other is one or apart >= 10 or above >= -8, f"{one} / {other}"


@pytest.mark.parametrize("name", SERIES)
def test_dates_stand_under_their_rounds(drawn: dict[str, Picture], name: str) -> None:
    picture, rounds = drawn[name], len(SERIES[name].shares)
    middles = sorted(
        (x0 + x1) / 2 for text, x0, _, x1, _ in picture.boxes if re.match(r"Oct( 20\d\d)?$", text)
    )
    places = [x for x, _ in find_places(picture, ACCENT)]
    assert len(middles) == rounds
    assert middles == pytest.approx(places, abs=2)
    assert all(other - one > 50 for one, other in pairwise(middles))


@pytest.mark.parametrize("name", ["one round", "three rounds", "eight rounds"])
def test_of_many_figures_of_others_four_are_labelled(drawn: dict[str, Picture], name: str) -> None:
    picture = drawn[name]
    marks = find_places(picture, THIRD)
    labels = [box for box in picture.boxes if re.fullmatch(r"\d+ %", box[0]) and box[3] > 140]
    assert 2 <= len(marks) <= 4
    assert 2 <= len(labels) <= 4
    assert "the first, highest, lowest and last figures are labelled" in " ".join(picture.texts)


@pytest.mark.parametrize("name", SERIES)
def test_nothing_is_cut_off_or_written_over_another(drawn: dict[str, Picture], name: str) -> None:
    boxes = drawn[name].boxes
    for number, (text, x0, y0, x1, y1) in enumerate(boxes):
        assert x0 >= 0, text
        assert x1 <= WIDTH, text
        for other, a0, b0, a1, b1 in boxes[number + 1 :]:
            meet = min(x1, a1) - max(x0, a0) > 1 and min(y1, b1) - max(y0, b0) > 8
            assert not meet, f"{text} / {other}"


def test_a_broken_axis_of_time_is_said(drawn: dict[str, Picture]) -> None:
    for name, picture in drawn.items():
        assert ("two scales" in " ".join(picture.texts)) == bool(SERIES[name].others)


def test_a_round_without_a_figure_has_a_cross_and_its_reason_below(
    drawn: dict[str, Picture],
) -> None:
    picture = drawn["too few in the middle"]
    assert "Oct 2026: too few answers" in picture.texts
    crosses = [line for line in picture.lines if line.get_marker() == "x"]
    assert len(crosses) == 2  # on the axis and before the reason


def test_a_target_that_rounds_have_passed_stands_in_the_key(drawn: dict[str, Picture]) -> None:
    after, before = drawn["eight rounds"], drawn["three rounds"]
    whole = "10 % more, read as points: 49.0 % by 31 March 2028"
    assert whole in after.texts
    assert whole not in before.texts  # broken into lines beside the mark
    thin = [a for a in after.lines if a.get_color() == SECOND and a.get_linewidth() < 2]
    assert not thin  # no leader crosses the rounds after the deadline


@pytest.mark.parametrize(
    ("earlier", "labels"),
    [
        (587, ["10 % more, read relatively: 59 %", "10 % more, read as points: 64 %"]),
        (998, ["10 % more, read relatively: 59.2 %", "10 % more, read as points: 63.8 %"]),
    ],
)
@pytest.mark.parametrize("base", [998, 1204])
def test_what_the_target_asks_for_has_the_decimals_of_both_bases(
    base: int, earlier: int, labels: list[str]
) -> None:
    baseline = replace(BASELINE, value=0.538, base=earlier)
    target = replace(TARGET, line_relative=None, line_points=None)
    row = make_row(base=base, baseline=baseline, target=target, history=make_history(0.538, 0.584))
    released = release(make_results(rows=(row,))).results
    (panel,) = list_panels(released, find_words("en"))
    assert [level.label for level in panel.levels] == labels
