"""Progress: counted one by one, shown to the nearest 5, and never a result."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from analysis.suppression import MIN_HIDDEN
from surveys.answers import Answered
from surveys.interview import Interview, Stage
from surveys.progress import (
    LAST_DAYS,
    LEAST_SHOWN,
    REVIEW,
    Progress,
    Tally,
    publish,
    render_progress,
    show_count,
)
from tests.support.questionnaires import load_every_kind

FORM = load_every_kind()
EVENING = datetime(2026, 6, 30, 22, 50, tzinfo=UTC)
"""Ten minutes to midnight in London, where it is summer."""


def interview(**changes: Any) -> Interview:
    content: dict[str, Any] = {
        "questionnaire": FORM.hash,
        "tag": "abcd",
        "language": "en",
        "stage": Stage.ASKING,
        "part": "first",
        "current": "area",
        "began": int(EVENING.timestamp()),
    }
    return Interview(**(content | changes))


def finished(**changes: Any) -> Interview:
    content: dict[str, Any] = {
        "stage": Stage.FINISHED,
        "current": "",
        "submitted": ("first",),
        "minutes": 5.0,
    }
    return interview(**(content | changes))


def tally(*interviews: Interview, mode: str = "chat", sample: str = "open") -> Tally:
    counted = Tally()
    for one in interviews:
        counted.add(one, mode=mode, sample=sample)
    return counted


def show(counted: Tally, **venues: int) -> Progress:
    return publish(counted, FORM, venues)


class TestCounting:
    def test_who_submitted_the_first_part_has_finished(self) -> None:
        further = finished(stage=Stage.ASKING, part="second", current="years")
        counted = tally(interview(), finished(), further)
        assert (counted.started, counted.finished) == (3, 2)
        assert dict(counted.stopped) == {"area": 1}

    def test_break_off_is_where_people_are(self) -> None:
        review = interview(stage=Stage.REVIEWING, current="")
        counted = tally(interview(), interview(current="agree"), interview(), review)
        assert dict(counted.stopped) == {"area": 2, "agree": 1, REVIEW: 1}

    @pytest.mark.parametrize("stage", [Stage.SCREENED_OUT, Stage.WITHDRAWN])
    def test_who_is_gone_is_not_counted(self, stage: Stage) -> None:
        assert tally(interview(stage=stage)) == Tally()

    def test_days_are_london_days_and_an_interview_can_end_on_the_next(self) -> None:
        later = int(EVENING.timestamp()) + 20 * 60
        counted = tally(finished(), finished(minutes=20.0), interview(began=later))
        assert counted.days == {date(2026, 6, 30): (2, 1), date(2026, 7, 1): (1, 1)}

    def test_what_came_on_paper_has_no_day_and_no_minutes(self) -> None:
        counted = tally(finished(began=0, minutes=None), mode="paper", sample="imported")
        assert (counted.days, counted.minutes, counted.finished) == ({}, [], 1)
        assert (counted.modes, counted.samples) == ({"paper": (1, 1)}, {"imported": (1, 1)})

    def test_marks_are_counted_and_nobody_is_left_out_for_one(self) -> None:
        counted = tally(finished(flags=("speeder", "burst")), finished(flags=("burst",)))
        assert (dict(counted.flags), counted.finished) == ({"speeder": 1, "burst": 2}, 2)

    def test_no_answer_is_kept(self) -> None:
        answers = {"area": Answered(("east",)), "comment": Answered(("My neighbour",))}
        kept = repr(tally(interview(answers=answers), finished(saved=answers, answers=answers)))
        assert "east" not in kept
        assert "neighbour" not in kept


class TestShowing:
    @pytest.mark.parametrize(
        ("count", "shown"), [(0, None), (9, None), (10, 10), (12, 10), (13, 15), (1127, 1125)]
    )
    def test_counts_are_to_the_nearest_five_and_none_is_under_ten(
        self, count: int, shown: int | None
    ) -> None:
        assert show_count(count) == shown

    def test_the_least_is_that_of_disclosure_control(self) -> None:
        assert LEAST_SHOWN == MIN_HIDDEN

    def test_every_count_is_held_to_it(self) -> None:
        few = [finished(language="bn", flags=("speeder",))] * 9
        many = [finished(flags=("burst",))] * 13
        progress = show(tally(*few, *many, *[interview()] * 9), market=9, library=12)
        assert (progress.started, progress.finished, progress.unfinished) == (30, 20, None)
        assert progress.languages == {"en": (20, 15), "bn": (None, None)}
        assert progress.samples == {"open": (30, 20)}
        assert progress.modes == {"chat": (30, 20)}
        assert progress.days == {date(2026, 6, 30): (30, 20)}
        assert progress.flags == {"speeder": None, "straight_lining": None, "burst": 15}
        assert progress.venues == {"market": None, "library": 10}
        assert progress.stopped == {}

    def test_a_question_where_few_stopped_is_not_named(self) -> None:
        people = [interview()] * 12 + [interview(current="agree")] * 9
        assert show(tally(*people)).stopped == {"area": 10}

    def test_break_off_is_in_the_order_asked(self) -> None:
        review = [interview(stage=Stage.REVIEWING, current="")] * 20
        people = [*review, *[interview()] * 10, *[interview(current="agree")] * 10]
        assert list(show(tally(*people)).stopped) == ["agree", "area", REVIEW]

    @pytest.mark.parametrize(("people", "minutes"), [(9, None), (10, 5.5)])
    def test_the_median_is_of_ten_at_least(self, people: int, minutes: float | None) -> None:
        quick, slow = [finished(minutes=5.0)] * 5, [finished(minutes=6.0)] * (people - 5)
        assert show(tally(*quick, *slow)).median_minutes == minutes

    def test_a_day_without_anybody_is_shown_like_one_with_few(self) -> None:
        later = int(datetime(2026, 7, 2, 12, tzinfo=UTC).timestamp())
        counted = tally(*[interview()] * 10, *[interview(began=later)] * 10)
        assert show(counted).days == {
            date(2026, 6, 30): (10, None),
            date(2026, 7, 1): (None, None),
            date(2026, 7, 2): (10, None),
        }


class TestLines:
    def test_nothing_is_a_page_as_well(self) -> None:
        lines = render_progress(show(Tally()), FORM)
        assert lines[0] == "Started: fewer than 10. Finished: fewer than 10."
        assert "  any one question: fewer than 10" in lines

    def test_the_lines_say_who_began_and_where_they_stopped(self) -> None:
        people = [finished()] * 30 + [interview()] * 20 + [interview(current="agree")] * 3
        lines = render_progress(show(tally(*people), market=14), FORM)
        assert lines[:3] == [
            "Started: 55. Finished: 30.",
            "Half of them took 5 minutes or less.",
            "",
        ]
        for line in (
            "Not finished: 25. Where they are:",
            "  area: 20",
            "  any other question: fewer than 10",
            "  en: 55, 30",
            "  chat: 55, 30",
            "  30 June: 55, 30",
            "  market: 15",
            "  fewer than 10 came as one of many within minutes",
        ):
            assert line in lines

    def test_only_the_last_days_are_listed(self) -> None:
        people = [
            interview(began=int(datetime(2026, month, 1, 12, tzinfo=UTC).timestamp()))
            for month in (5, 6)
        ]
        lines = render_progress(show(tally(*people)), FORM)
        days = [line for line in lines if " May:" in line or " June:" in line]
        assert len(days) == LAST_DAYS
        assert days[-1].startswith("  1 June:")
