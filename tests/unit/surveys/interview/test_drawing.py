"""Draws: made once, recorded, as likely as each other, and never asked."""

from __future__ import annotations

import itertools
import json
import math
from collections import Counter

import pytest

from surveys.answers import Answered, Missing, NonResponse
from surveys.interview import EventKind, Stage, read_interview, write_interview
from surveys.interview.drawing import draw, draw_all
from surveys.loading import load_catalogue
from surveys.questionnaire import Question
from surveys.routing import count_questions, find_path
from tests.support.questionnaires import load_apart
from tests.support.steps import Step, choose, do, start

FORM = load_apart()
DRAWN = FORM.by_name["drawn"]
ISSUES = load_catalogue("safety-consultation").by_name["drawn_issues"]
BOTH = "abcd"
"""A seed that draws noise and litter, as the first test says."""

TO_THE_END: tuple[Step, ...] = (
    choose("yes"), choose("1"), choose("2"), "skip", choose("no"), "submit", "decline",
)  # fmt: skip


def test_the_draw_of_a_seed_is_the_same_for_ever() -> None:
    assert draw(DRAWN, BOTH) == Answered(("noise", "litter"))
    assert draw(ISSUES, "abcd").values == (
        "nitrous_oxide", "burglary", "drunk_disorderly", "rough_sleeping",
    )  # fmt: skip


def seeds(count: int) -> list[str]:
    """Seeds, all different."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    return ["".join(seed) for seed in itertools.islice(itertools.product(letters, repeat=4), count)]


@pytest.mark.parametrize("question", [DRAWN, ISSUES], ids=["2 of 3", "4 of 9"])
def test_every_set_of_options_is_as_likely_as_any_other(question: Question) -> None:
    """Chi-squared over all sets; for 2 of 3 and 4 of 9 the 99.9 % points are 13.8 and 179.6.

    Source: percentage points of chi-squared with 2 degrees of freedom (13.816) and with 125 (by
    Wilson and Hilferty's approximation, 125 (1 - 2/1125 + 3.0902 sqrt(2/1125))^3 = 179.6).
    """
    size, most = 20_000, int(question.maximum or 0)
    sets = math.comb(len(question.options), most)
    counts = Counter(draw(question, seed).values for seed in seeds(size))
    assert len(counts) == sets
    expected = size / sets
    statistic = sum((count - expected) ** 2 / expected for count in counts.values())
    assert statistic < {3: 13.816, 126: 179.6}[sets]
    singles = Counter(code for drawn, count in counts.items() for code in drawn * count)
    share = most / len(question.options)
    error = math.sqrt(share * (1 - share) / size)
    assert all(abs(count / size - share) < 4 * error for count in singles.values())


def test_two_draws_of_one_interview_are_independent() -> None:
    other = DRAWN.model_copy(update={"name": "other"})
    pairs = Counter((draw(DRAWN, seed).values, draw(other, seed).values) for seed in seeds(9_000))
    assert len(pairs) == 9
    assert all(abs(count - 1_000) < 4 * math.sqrt(1_000 * 8 / 9) for count in pairs.values())


def test_it_is_recorded_when_the_interview_begins_and_kept_when_it_is_submitted() -> None:
    begun = start(FORM)
    assert begun.answers == draw_all(FORM, BOTH) == {"drawn": Answered(("noise", "litter"))}
    assert begun.current == "lives"
    done = start(FORM, *TO_THE_END)
    assert done.stage is Stage.FINISHED
    assert done.saved["drawn"] == Answered(("noise", "litter"))
    assert read_interview(json.loads(json.dumps(write_interview(done)))) == done


@pytest.mark.parametrize("seed", ["abcd", "abcf", "zzzz", "0000"])
def test_only_what_was_drawn_is_asked_and_so_has_a_base_of_its_own(seed: str) -> None:
    drawn = draw(DRAWN, seed).values
    path = [question.name for question in find_path(FORM, {"drawn": Answered(drawn)}, ["main"])]
    assert [name for name in path if name in {"noise", "theft", "litter"}] == list(drawn)
    assert "drawn" not in path


def test_a_draw_is_neither_counted_nor_shown_nor_changed() -> None:
    interview = start(FORM, choose("yes"))
    assert count_questions(FORM, interview.answers, "main", "noise") == (2, 9)
    reviewing = start(FORM, *TO_THE_END[:-2])
    assert reviewing.stage is Stage.REVIEWING
    after, events = do(FORM, reviewing, ("change", "drawn"))
    assert after is reviewing
    assert events == [(EventKind.INVALID, ("drawn", "not_offered"))]


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param([choose("yes"), "back", choose("no")], id="going back"),
        pytest.param([choose("yes"), choose("1"), "back", "back", choose("no")], id="further back"),
        pytest.param([*TO_THE_END, "reopen", ("change", "lives"), choose("no")], id="reopened"),
        pytest.param([*TO_THE_END, "reopen", ("change", "lives"), "skip", "leave"], id="left"),
        pytest.param([*TO_THE_END[:-1], "accept", choose("old"), "submit"], id="further part"),
        pytest.param([choose("yes"), "stop", "resume", ("language", "en")], id="paused"),
    ],
)
def test_it_stays_what_it_was_whatever_is_done(steps: list[Step]) -> None:
    interview = start(FORM, *steps)
    assert interview.answers["drawn"] == Answered(("noise", "litter"))
    assert interview.saved.get("drawn") in {None, Answered(("noise", "litter"))}
    if interview.submitted:
        assert "drawn" in interview.saved


@pytest.mark.parametrize("last", ["withdraw", choose("abroad")], ids=["withdrawn", "screened out"])
def test_it_goes_with_everything_else(last: Step) -> None:
    interview = start(FORM, last)
    assert not interview.answers
    assert not interview.saved


def test_skipping_what_was_drawn_is_item_non_response_and_not_a_smaller_draw() -> None:
    steps = (choose("yes"), "skip", "skip", "skip", "skip", "submit")
    interview = start(FORM, *steps)
    assert interview.saved["noise"] == Missing(NonResponse.SKIPPED)
    assert interview.saved["drawn"] == Answered(("noise", "litter"))
    assert "theft" not in interview.saved
