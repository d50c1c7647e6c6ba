"""What typed text stands for: a word for a button, an answer, a number on the review card."""

from __future__ import annotations

from collections.abc import Sequence

from bot.interview_screens import find_reviewed
from bot.keyboards import find_given, is_point, word_choices
from bot.respondents import Respondent
from bot.wording import Wording, load_wording
from surveys.interview import Action, Choice, Input, Stage, find_choices
from surveys.interview.choices import LONGEST_TYPED, fold, plain_digits
from surveys.questionnaire import Kind, Layout, Question

_WORDS = {
    "words-back": Action.BACK,
    "words-stop": Action.STOP,
    "words-skip": Action.SKIP,
    "words-done": Action.DONE,
}
_OF_TEXT = {
    "words-keep": Input(Action.DONE),
    "words-write-again": Input(Action.CLEAR),
    "words-leave-out": Input(Action.SKIP),
    "words-not-right": Input(Action.CHOOSE),
}
"""What can be typed besides where a text is shown as it will be kept."""

_ON_CARD = frozenset({Action.BACK, Action.STOP})
"""What can be typed on the review card, besides the number of an answer."""


def read_typed(respondent: Respondent, text: str) -> Input | None:
    """The input that typed text stands for; None where it stands for none."""
    interview = respondent.interview
    if interview.paused:
        return None
    wording = load_wording(interview.language)
    folded = fold(text[:LONGEST_TYPED])
    asking = interview.stage is Stage.ASKING
    for key, action in _WORDS.items():
        if folded in wording.words(key) and (asking or action in _ON_CARD):
            return Input(action)
    if asking and _shows_text(respondent) and (given := _read_about_text(folded, wording)):
        return given
    if asking:
        return _read_answer(respondent, text, folded, wording)
    if interview.stage is Stage.REVIEWING and _is_among("words-submit", folded, wording):
        return Input(Action.SUBMIT)
    return _read_number(respondent, folded)


def asks_for_menu(respondent: Respondent, text: str) -> bool:
    """Whether typed text asks, on the review card, which answers can be changed."""
    interview = respondent.interview
    if interview.paused or interview.stage is not Stage.REVIEWING:
        return False
    return _is_among("words-change", fold(text[:LONGEST_TYPED]), load_wording(interview.language))


def _read_about_text(folded: str, wording: Wording) -> Input | None:
    """What is to become of the text that is shown; None where it is more of it.

    A bare "no" could mean either, so it is asked, and it is never a part of the text.
    """
    return next((_OF_TEXT[key] for key in _OF_TEXT if _is_among(key, folded, wording)), None)


def _is_among(key: str, folded: str, wording: Wording) -> bool:
    """Whether words are one of a list, perhaps with a "please" after it."""
    said = make_bare(folded)
    for polite in map(make_bare, wording.words("words-politely")):
        said = said.removesuffix(f" {polite}").strip()
    return said in map(make_bare, wording.words(key))


def make_bare(folded: str) -> str:
    """Words without apostrophes, and without the marks around them."""
    return " ".join(folded.replace("'", "").replace(",", " ").strip(" .!?").split())


def _read_answer(respondent: Respondent, text: str, folded: str, wording: Wording) -> Input:
    """An answer to the current question; choices that the chat words are read here."""
    question = _find_question(respondent)
    choices = find_choices(respondent.live.questionnaire, respondent.interview)
    words = word_choices(choices, respondent.interview.language, wording)
    for choice, worded in zip(choices, words, strict=True):
        if choice.label is None and folded == fold(worded):
            return Input(Action.CHOOSE, choice.code)
    if question.layout is Layout.ROW and plain_digits(folded).isdecimal():
        return _read_point(question, choices, plain_digits(folded), words)
    return Input(Action.TYPE, text)


def _read_point(
    question: Question, choices: Sequence[Choice], typed: str, words: Sequence[str]
) -> Input:
    """A point of a scale in one row, by its label: 4 is the point called 4, whatever its place.

    What stands below the row has no number, so a number beyond the scale is no answer at all.
    """
    for choice, label in zip(choices, words, strict=True):
        if is_point(question, choice) and plain_digits(fold(label)) == typed:
            return Input(Action.CHOOSE, choice.code)
    return Input(Action.CHOOSE, "")


def _find_question(respondent: Respondent) -> Question:
    return respondent.live.questionnaire.by_name[respondent.interview.current]


def _shows_text(respondent: Respondent) -> bool:
    """Whether a text is shown as it will be kept, which a word can confirm."""
    return _find_question(respondent).kind is Kind.TEXT and bool(find_given(respondent.interview))


def _read_number(respondent: Respondent, folded: str) -> Input | None:
    """The number of an answer on the review card that is to be changed."""
    number = plain_digits(folded)
    questions = find_reviewed(respondent.live.questionnaire, respondent.interview)
    if number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= len(questions):
        return Input(Action.CHANGE, questions[int(number[:4]) - 1].name)
    return None
