"""What typed text stands for: a word for a button, an answer, a number on the review card."""

from __future__ import annotations

from bot.interview_screens import find_reviewed
from bot.keyboards import word_choice
from bot.respondents import Respondent
from bot.wording import Wording, load_wording
from surveys.interview import Action, Input, Stage, find_choices
from surveys.interview.choices import LONGEST_TYPED, fold, plain_digits

_WORDS = {
    "words-back": Action.BACK,
    "words-stop": Action.STOP,
    "words-skip": Action.SKIP,
    "words-done": Action.DONE,
}
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
    if asking:
        return _read_answer(respondent, text, folded, wording)
    return _read_number(respondent, folded)


def _read_answer(respondent: Respondent, text: str, folded: str, wording: Wording) -> Input:
    """An answer to the current question; choices that the chat words are read here."""
    for choice in find_choices(respondent.live.questionnaire, respondent.interview):
        if choice.label is None and folded == fold(word_choice(choice, "", wording)):
            return Input(Action.CHOOSE, choice.code)
    return Input(Action.TYPE, text)


def _read_number(respondent: Respondent, folded: str) -> Input | None:
    """The number of an answer on the review card that is to be changed."""
    number = plain_digits(folded)
    questions = find_reviewed(respondent.live.questionnaire, respondent.interview)
    if number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= len(questions):
        return Input(Action.CHANGE, questions[int(number[:4]) - 1].name)
    return None
