"""Released figures in plain words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from analysis.phrases import (
    list_comparisons,
    mark_caution,
    name_measures,
    say_comparison,
    say_dates,
    say_figure,
    say_interval,
    say_move,
    say_sentence,
    say_signed,
    say_within,
)
from analysis.rows import Baseline, Row
from analysis.shown import Status
from tests.support.released import release
from tests.support.results import CHANGE, PREVIOUS, make_results, make_row

_BASELINE = Baseline(
    0.5377, "round made-up-2025, closed 2025-05-31", True, 587, round="made-up-2025"
)


def _released(**changes: Any) -> Row:
    """A row as it leaves the gate."""
    return release(make_results(rows=(make_row(**changes),))).results.rows[0]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({}, "58 in 100, probably between 54 and 63 in 100, from about 610 people"),
        pytest.param(
            {"base": 1204},
            "58.4 in 100, probably between 53.8 and 62.8 in 100, from about 1,205 people",
            id="tenths from a base of 1,000",
        ),
        pytest.param(
            {"base": 997},
            "58 in 100, probably between 54 and 63 in 100, from about 995 people",
            id="the last base without",
        ),
        pytest.param(
            {"base": 998},
            "58.4 in 100, probably between 53.8 and 62.8 in 100, from about 1,000 people",
            id="a base that is published as 1,000",
        ),
        pytest.param({"status": Status.TOO_FEW}, "too few answers to show", id="too few"),
        pytest.param({"status": Status.SUPPRESSED}, "not shown, to protect people", id="withheld"),
    ],
)
def test_a_figure_is_said_with_its_range_and_base(changes: dict[str, Any], said: str) -> None:
    assert say_figure(_released(**changes)) == said


def test_what_people_feel_stands_within_the_sentence() -> None:
    assert say_figure(_released(), "feel safe").startswith("58 in 100 feel safe, probably between")
    assert say_within("Feel safe") == "feel safe"
    assert say_within("ASB is easy to report") == "ASB is easy to report"


def test_a_range_that_rounds_to_one_number_is_said_as_one() -> None:
    assert say_interval(0.581, 0.584, 0) == "about 58 in 100"


def test_a_change_that_is_not_clear_is_never_called_one() -> None:
    (one,) = list_comparisons(_released(previous=PREVIOUS))

    assert say_comparison(one) == (
        "No clear change since the last round (made-up-2026, ended 31 May 2026), when it was 55 in "
        "100. In points: 3 up, probably between 3 down and 9 up. In per cent of the earlier "
        "figure: 5 up, probably between 5 down and 18 up."
    )


def test_a_clear_change_says_which_way() -> None:
    change = replace(CHANGE, points=-8.2, points_low=-14.1, points_high=-2.3, clear=True)
    row = _released(estimate=0.4557, baseline=_BASELINE, change=change)
    (one,) = list_comparisons(row)

    assert say_comparison(one) == (
        "Clearly down since the baseline (round made-up-2025, closed 31 May 2025), when it was 54 "
        "in 100. In points: 8 down, probably between 2 and 14 down. In per cent of the earlier "
        "figure: 15 down, probably between 5 and 24 down."
    )


@pytest.mark.parametrize(
    ("base", "points"),
    [
        (997, "3 up, probably between 3 down and 10 up"),
        (998, "3.4 up, probably between 2.9 down and 9.7 up"),
    ],
)
def test_points_have_the_decimals_of_both_bases_and_a_relative_change_has_none(
    base: int, points: str
) -> None:
    row = _released(base=1204, previous=replace(PREVIOUS, base=base))
    (one,) = list_comparisons(row)

    assert f"In points: {points}." in say_comparison(one)
    assert say_comparison(one).endswith(
        "In per cent of the earlier figure: 6 up, probably between 5 down and 18 up."
    )


def test_the_last_round_stands_before_the_baseline() -> None:
    row = _released(baseline=_BASELINE, change=CHANGE, previous=PREVIOUS)

    assert [one.since[:14] for one in list_comparisons(row)] == ["the last round", "the baseline ("]


def test_a_baseline_that_is_the_last_round_is_compared_once() -> None:
    source = "round made-up-2026, closed 2026-05-31"
    baseline = replace(_BASELINE, source=source, round="made-up-2026")
    row = _released(baseline=baseline, change=CHANGE, previous=PREVIOUS)
    (one,) = list_comparisons(row)

    assert one.since.startswith("the last round, which is the baseline (made-up-2026")


def test_a_figure_with_cautions_never_stands_without_them() -> None:
    row = make_row(cautions=("The effective base is under 100",))

    assert mark_caution(row, "58 in 100.") == (
        "Low reliability: 58 in 100. The effective base is under 100."
    )
    assert mark_caution(make_row(), "58 in 100.") == "58 in 100."


@pytest.mark.parametrize(
    ("moves", "said"),
    [
        pytest.param((5, -2, 11), "5 up, probably between 2 down and 11 up", id="either way"),
        pytest.param((5, 1, 9), "5 up, probably between 1 and 9 up", id="up"),
        pytest.param((-5, -9, -1), "5 down, probably between 1 and 9 down", id="down"),
        pytest.param((3, 0, 6), "3 up, probably between 0 and 6 up", id="from nothing"),
        pytest.param((2, 2, 2), "2 up, probably about that", id="one number"),
    ],
)
def test_a_move_is_said_with_its_way(moves: tuple[float, float, float], said: str) -> None:
    assert say_move(*moves, 0) == said


@pytest.mark.parametrize(
    ("move", "said"), [(4.6, "+5"), (-2.9, "−3"), (0.4, "0"), (-0.4, "0")], ids=str
)
def test_a_signed_number_has_no_sign_where_it_rounds_to_nothing(move: float, said: str) -> None:
    assert say_signed(move, 0) == said


def test_notes_become_sentences_and_dates_are_written_out() -> None:
    assert say_sentence("break in series since x: moved") == "Break in series since x: moved."
    assert say_sentence("Done.") == "Done."
    assert say_sentence(" ") == ""
    assert say_dates("closed 2025-05-01, 12025-05-01") == "closed 1 May 2025, 12025-05-01"


def test_measures_are_called_by_their_labels_and_plain_words_stay() -> None:
    labels = {"trust_police": "Trust \\1", "informed": "Feel informed"}

    assert name_measures("informed by trust_police, not trust_police_x", labels) == (
        "informed by “Trust \\1”, not trust_police_x"
    )
