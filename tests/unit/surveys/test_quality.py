"""Marks of quality: each where it is due, nowhere else, and none that takes an answer away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from surveys.answers import Answer, Answered, Missing, NonResponse, Outside
from surveys.interview import Interview, Stage
from surveys.quality import FLAG_WORDS, MANY, WINDOW, BurstWatch, Flag, find_flags, find_sets
from surveys.questionnaire import Questionnaire

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
SCALE = ("high", "middle", "low")
UNSURE = Missing(NonResponse.DONT_KNOW, "unsure")
SKIPPED = Missing(NonResponse.SKIPPED)


def item(name: str, codes: tuple[str, ...] = SCALE, **fields: Any) -> dict[str, Any]:
    options = [{"code": code, "label": {"en": code}} for code in codes]
    options += [{"code": "unsure", "label": {"en": "Unsure"}, "kind": "dont_know"}]
    return {"name": name, "kind": "scale", "text": {"en": name}, "options": options, **fields}


def build(*questions: dict[str, Any]) -> Questionnaire:
    return Questionnaire.model_validate(
        {
            "name": "form",
            "version": 1,
            "languages": ["en"],
            "title": {"en": "Form"},
            "parts": [
                {"name": "main", "title": {"en": "Main"}},
                {"name": "more", "title": {"en": "More"}},
            ],
            "questions": list(questions),
        }
    )


FIVE = build(*(item(f"q{number}") for number in range(5)))
SEVEN = build(*(item(f"q{number}") for number in range(7)))
LONG = build(*(item(f"q{number}", (f"a{number}", f"b{number}")) for number in range(20)))


def submitted(
    questionnaire: Questionnaire,
    answers: dict[str, Answer],
    minutes: float | None = 10,
    **more: Any,
) -> Interview:
    return Interview(
        questionnaire=questionnaire.hash,
        tag="abcd",
        language="en",
        stage=Stage.FINISHED,
        part="main",
        saved=answers,
        submitted=("main",),
        minutes=minutes,
        **more,
    )


def give(*codes: str | Answer) -> dict[str, Answer]:
    """Answers to q0, q1 and so on."""
    return {
        f"q{number}": Answered((code,)) if isinstance(code, str) else code
        for number, code in enumerate(codes)
    }


class TestSpeeders:
    @pytest.mark.parametrize(
        ("minutes", "answered", "flags"),
        [
            (0.6, 20, ("speeder",)),
            (0.7, 20, ()),
            (0.0, 1, ("speeder",)),
            (10.0, 20, ()),
            (None, 20, ()),
            (0.0, 0, ()),
        ],
        ids=["36 s for 20", "42 s for 20", "at once", "in peace", "not known", "nothing answered"],
    )
    def test_under_two_seconds_a_question_is_fast(
        self, minutes: float | None, answered: int, flags: tuple[str, ...]
    ) -> None:
        answers = give(*(f"a{number}" for number in range(answered)))
        assert find_flags(LONG, submitted(LONG, answers, minutes), 0) == flags

    def test_a_question_skipped_takes_no_reading(self) -> None:
        answers = give(*(f"a{number}" for number in range(10)), *[SKIPPED] * 10)
        assert find_flags(LONG, submitted(LONG, answers, 0.4), 0) == ()

    @pytest.mark.parametrize("answer", [UNSURE, Outside("a9")], ids=["don't know", "outside"])
    def test_any_other_answer_does(self, answer: Answer) -> None:
        answers = give(*(f"a{number}" for number in range(10)), *[answer] * 10)
        assert find_flags(LONG, submitted(LONG, answers, 0.4), 0) == ("speeder",)

    def test_nor_does_a_draw_which_nobody_answers(self) -> None:
        drawn = {"name": "drawn", "kind": "draw", "text": {"en": "drawn"}, "maximum": 1}
        form = build({**item("q0"), **drawn}, *(item(f"q{number}") for number in range(5)))
        answers: dict[str, Answer] = {"drawn": Answered(("high",)), **give("high", "low", "high")}
        assert find_flags(form, submitted(form, answers, minutes=0.1), 0) == ()
        assert find_flags(form, submitted(form, answers, minutes=0.099), 0) == ("speeder",)

    def test_a_further_part_does_not_make_the_first_one_fast(self) -> None:
        first = [item(f"q{n}", (f"a{n}", f"b{n}")) for n in range(10)]
        second = [item(f"q{n}", (f"a{n}", f"b{n}"), part="more") for n in range(10, 20)]
        form = build(*first, *second)
        answers = give(*(f"a{number}" for number in range(20)))
        interview = submitted(form, answers, 0.5)
        assert find_flags(form, interview, 0) == ()


class TestStraightLines:
    @pytest.mark.parametrize(
        ("answers", "flags"),
        [
            (give(*["high"] * 5), ("straight_lining",)),
            (give(*["high"] * 4, "low"), ()),
            (give(*["high"] * 4), ()),
            (give(*["high"] * 4, UNSURE), ()),
            (give(*[UNSURE] * 5), ()),
            (give(*["high"] * 4, SKIPPED), ()),
            (give(*[Outside("high")] * 5), ()),
        ],
        ids=[
            "all alike",
            "one differs",
            "one not asked",
            "one don't know",
            "only don't know",
            "one skipped",
            "all outside",
        ],
    )
    def test_five_answers_in_substance_and_all_alike(
        self, answers: dict[str, Answer], flags: tuple[str, ...]
    ) -> None:
        assert find_flags(FIVE, submitted(FIVE, answers), 0) == flags

    @pytest.mark.parametrize(
        ("codes", "flags"),
        [
            ([*["low"] * 5, UNSURE, UNSURE], ("straight_lining",)),
            ([*["low"] * 6, "high"], ()),
        ],
        ids=["don't know counts not", "all of the set"],
    )
    def test_in_a_longer_set(self, codes: list[str | Answer], flags: tuple[str, ...]) -> None:
        assert find_flags(SEVEN, submitted(SEVEN, give(*codes)), 0) == flags

    @pytest.mark.parametrize(
        ("questions", "sets"),
        [
            ([item(f"q{n}") for n in range(4)], []),
            ([item(f"q{n}") for n in range(5)], [5]),
            ([item(f"q{n}", kind="single") for n in range(5)], []),
            ([*(item(f"q{n}") for n in range(4)), item("q4", ("high", "low", "middle"))], []),
            (
                [*(item(f"q{n}") for n in range(3)), item("x", ("yes", "no"))]
                + [item(f"q{n}") for n in range(3, 5)],
                [],
            ),
            (
                [
                    *(item(f"q{n}") for n in range(3)),
                    {"name": "hm", "kind": "note", "text": {"en": ""}},
                ]
                + [item(f"q{n}") for n in range(3, 5)],
                [5],
            ),
            (
                [*(item(f"q{n}") for n in range(3))]
                + [item(f"q{n}", part="more") for n in range(3, 5)],
                [],
            ),
            (
                [*(item(f"q{n}") for n in range(5))]
                + [item(f"r{n}", ("yes", "no")) for n in range(6)],
                [5, 6],
            ),
        ],
        ids=[
            "four",
            "five",
            "no scale",
            "another order",
            "another scale between",
            "a note between",
            "another part",
            "two sets",
        ],
    )
    def test_sets_are_consecutive_items_on_one_scale(
        self, questions: list[dict[str, Any]], sets: list[int]
    ) -> None:
        assert [len(items) for items in find_sets(build(*questions))] == sets


class TestBursts:
    @pytest.mark.parametrize(("recent", "flags"), [(MANY - 1, ()), (MANY, ("burst",))])
    def test_more_than_thirty_are_one(self, recent: int, flags: tuple[str, ...]) -> None:
        assert find_flags(FIVE, submitted(FIVE, {}), recent) == flags

    def test_the_mark_stays_when_answers_are_submitted_again(self) -> None:
        answers = give(*["high"] * 5)
        before = submitted(FIVE, answers, flags=("burst",))
        assert find_flags(FIVE, before, 0) == ("straight_lining", "burst")

    def test_other_marks_go_with_what_they_were_for(self) -> None:
        answers = give("high", "low")
        before = submitted(FIVE, answers, flags=("straight_lining",))
        assert find_flags(FIVE, before, 0) == ()

    def test_what_came_before_within_ten_minutes_is_counted(self) -> None:
        watch = BurstWatch()
        moments = [NOW, NOW + WINDOW / 2, NOW + WINDOW - timedelta(seconds=1), NOW + WINDOW]
        assert [watch.note(1, moment) for moment in moments] == [0, 1, 2, 2]

    def test_rounds_are_counted_apart(self) -> None:
        watch = BurstWatch()
        assert [watch.note(round_id, NOW) for round_id in (1, 2, 1, 2)] == [0, 0, 1, 1]

    def test_an_interview_submitted_again_counts_once(self) -> None:
        watch = BurstWatch()
        assert [watch.note(1, NOW, number) for number in (7, 7, 8, 7, 8)] == [0, 0, 1, 1, 1]

    def test_the_thirty_first_is_the_first_that_is_marked(self) -> None:
        watch = BurstWatch()
        marked = [
            find_flags(FIVE, submitted(FIVE, {}), watch.note(1, NOW, number)) == (Flag.BURST,)
            for number in range(40)
        ]
        assert marked == [False] * 30 + [True] * 10


def test_every_mark_has_words() -> None:
    assert list(FLAG_WORDS) == list(Flag)
