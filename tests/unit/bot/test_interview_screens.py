"""The words of an interview's own screens: texts as they will be kept, and what fits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.interview_screens import LONGEST_ON_CARD, question_text, review_text
from bot.keyboards import KeyboardMaker
from bot.screens import LONGEST_MESSAGE
from bot.wording import FALLBACK, load_wording
from surveys.loading import load_catalogue
from surveys.questionnaire import Kind
from surveys.redaction.finds import TOKEN
from tests.support.questionnaires import load_consultation
from tests.support.steps import Step, choose, say, send, start

WORDS = load_wording(FALLBACK)
CONSULTATION = load_consultation()
TO_COMMENT: tuple[Step, ...] = (choose("3"), choose("3"), choose("dont_know"))
CELLS = CONSULTATION.by_name["spot"].cells[:2]
TOKENS = sorted(token.replace("\\", "").strip("[]") for token in TOKEN.pattern.split("|"))


def screen(*steps: Step) -> str:
    interview = start(CONSULTATION, *steps)
    return question_text(CONSULTATION, interview, WORDS)


def labels(*steps: Step) -> list[list[str]]:
    maker = KeyboardMaker(1, CONSULTATION, start(CONSULTATION, *steps), WORDS)
    return [[button.label for button in row] for row in maker.question()]


@pytest.mark.parametrize("token", TOKENS)
def test_whatever_can_be_taken_out_is_named_in_words(token: str) -> None:
    shown = screen(*TO_COMMENT, say(f"see [{token}] there"))
    assert f"We took out: {WORDS(f'taken-out-{token}')}." in shown


def test_each_kind_that_was_taken_out_is_named_once() -> None:
    shown = screen(*TO_COMMENT, say("Ring 07700 900123, or later 07700 900456, or sam@example.org"))
    assert "We took out: phone numbers, email addresses." in shown
    assert "07700" not in shown


def test_where_nothing_was_taken_out_nothing_is_said_of_it() -> None:
    assert "took out" not in screen(*TO_COMMENT, say("The lights [all of them] are out"))


def test_that_all_that_apply_can_be_chosen_is_said_once() -> None:
    walk = load_catalogue("digital-walk")
    several = [one for one in walk.questions if one.kind is Kind.MULTIPLE and not one.maximum]
    interview = start(walk)
    for name, codes in ((one.name, [two.code for two in one.options]) for one in several):
        asked = replace(interview, current=name, picked=(codes[0],))
        assert question_text(walk, asked, WORDS).count("Choose all that apply") == 1


def test_the_longest_text_fits_its_message() -> None:
    longest = "é" * 1992 + " [name]"
    shown = screen(*TO_COMMENT, say(longest))
    assert len(shown) < LONGEST_MESSAGE
    assert shown.endswith(WORDS("text-confirm"))


def test_the_card_shows_the_beginning_of_a_text_on_one_line() -> None:
    text = "The lights\nare out. " * 50
    steps = (*TO_COMMENT, say(text), "done", choose("yes"), "skip")
    card = review_text(CONSULTATION, start(CONSULTATION, *steps), WORDS)
    (line,) = [line for line in card.splitlines() if "Your comment" in line]
    assert line.startswith("4. Your comment: “The lights are out. The")
    assert line.endswith(" …”")
    assert len(line) < LONGEST_ON_CARD + 30


def test_nothing_says_where_a_square_lies() -> None:
    steps = (*TO_COMMENT, "skip", send(CELLS[0]), send(CELLS[1]))
    shown = screen(*steps) + str(labels(*steps))
    card = review_text(CONSULTATION, start(CONSULTATION, *steps, "done"), WORDS)
    assert "Place 2 (a 250 m square)" in shown
    assert not any(cell in shown + card for cell in CELLS)


def test_what_is_drawn_is_on_no_card_and_in_no_count() -> None:
    interview = start(CONSULTATION, *TO_COMMENT, "skip", "skip")
    card = review_text(CONSULTATION, interview, WORDS)
    assert "drawn" in interview.answers
    assert "drawn at random" not in card
    assert [line[0] for line in card.splitlines() if line[:1].isdigit()] == list("12345")
    assert screen().startswith("Question 1 of 6")


def test_a_draw_before_the_first_question_gives_it_no_way_back() -> None:
    assert labels()[-1] == ["Skip", "Stop"]


def test_points_stand_side_by_side_and_the_rest_below() -> None:
    assert labels()[:2] == [["1", "2", "3", "4", "5"], ["Don't know"]]
    assert labels(choose("4"), "back")[:2] == [["1", "2", "3", "4 ✓", "5"], ["Don't know"]]


def at_place(most: int, *steps: Step) -> str:
    """The question for a place, of which so many can be given."""
    spot = CONSULTATION.by_name["spot"].model_copy(update={"maximum": most})
    others = [spot if one.name == "spot" else one for one in CONSULTATION.questions]
    form = CONSULTATION.model_copy(update={"questions": tuple(others)})
    return question_text(form, start(form, *TO_COMMENT, "skip", *steps), WORDS)


def test_one_place_is_not_many() -> None:
    assert "You can send one place, or tap Skip. We keep only the square" in at_place(1)
    assert "around it, never" in at_place(1)
    assert "You can send up to 5, or tap Skip." in at_place(5)
    assert "around each, never" in at_place(5)
    assert "given one place, which is the most. To give another, take it back" in WORDS(
        "note-most-places", most=1
    )


def test_how_many_can_be_chosen_is_said_once() -> None:
    hinted = CONSULTATION.by_name["concerns"].model_copy(update={"hint": {"en": "Choose three."}})
    others = [hinted if one.name == "concerns" else one for one in CONSULTATION.questions]
    form = CONSULTATION.model_copy(update={"questions": tuple(others)})
    shown = question_text(form, start(form, *TO_COMMENT[:2]), WORDS)
    assert shown.endswith(f"Choose three.\n\n{WORDS('then-done')}")
    assert "Choose up to 3" in screen(*TO_COMMENT[:2])
