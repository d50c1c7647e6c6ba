"""Inline keyboards: one choice a row, numbered, with Back, Skip and Stop in one row below.

The points of a scale may stand side by side instead; whatever is no point of it stands below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.tokens import Token
from bot.wording import Wording
from surveys.grid import is_cell
from surveys.interview import Choice, Interview, find_choices
from surveys.interview.choices import NOT_SURE, PREFER_NOT_TO_SAY, YES
from surveys.interview.locating import picked_before
from surveys.questionnaire import Kind, Layout, OptionKind, Question, Questionnaire

LONGEST_LABEL = 34
"""Characters of a button that a phone shows; longer wordings also stand in the message."""

_RESERVED = {NOT_SURE: "not-sure", PREFER_NOT_TO_SAY: "prefer-not-to-say", YES: "yes"}


class Carries(Protocol):
    """What a button carries."""

    def write(self) -> str:
        """It as callback data."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button: its wording and what it carries."""

    label: str
    token: Carries


@dataclass(frozen=True, slots=True)
class Written:
    """What a button carries, written already."""

    data: str

    def write(self) -> str:
        """It as callback data."""
        return self.data


Row = tuple[Button, ...]
Keyboard = tuple[Row, ...]


def as_markup(keyboard: Keyboard) -> dict[str, Any]:
    """A keyboard in the Bot API's shape."""
    return {
        "inline_keyboard": [
            [{"text": button.label, "callback_data": button.token.write()} for button in row]
            for row in keyboard
        ]
    }


def word_choices(choices: Sequence[Choice], language: str, wording: Wording) -> list[str]:
    """The wordings of choices, from the questionnaire or, where they have none, from the chat.

    A square that somebody gave is shown by its number alone: where it lies is for nobody to read.
    """
    return [
        choice.label[language]
        if choice.label
        else wording("place-number", number=number)
        if is_cell(choice.code)
        else wording(_RESERVED[choice.code])
        for number, choice in enumerate(choices, start=1)
    ]


@dataclass(frozen=True, slots=True)
class KeyboardMaker:
    """Makes the keyboards of one interview.

    Attributes:
        round: Number of the round.
        questionnaire: The version that the interview stays on.
        interview: The interview as it stands.
        wording: The chat's words.
    """

    round: int
    questionnaire: Questionnaire
    interview: Interview
    wording: Wording

    def button(self, key: str, action: str, value: str = "", question: int = -1) -> Button:
        """A button of this interview as it stands, worded by the chat."""
        return Button(self.wording(key), self.token(action, value, question))

    def token(self, action: str, value: str = "", question: int = -1) -> Token:
        """A token of this interview as it stands."""
        return Token(
            action, self.round, self.interview.tag, self.interview.sequence, question, value
        )

    def question(self) -> Keyboard:
        """The choices of the current question, then Done where it applies, then the way out."""
        question = self.questionnaire.by_name[self.interview.current]
        return (*self._choices(question), *self._finish(question), self._ways_out(question))

    def review(self) -> Keyboard:
        """Submit, change, and a way out without submitting."""
        out = "leave" if self.interview.submitted else "stop"
        return (
            (self.button("submit", "u"),),
            (self.button("change", "m"),),
            (self.button(out, "l" if self.interview.submitted else "x"),),
        )

    def change_menu(self, questions: Sequence[Question]) -> Keyboard:
        """One row for each question that was asked."""
        language = self.interview.language
        rows = (
            (
                Button(
                    f"{number}. {title_of(question, language)}",
                    self.token("e", question.name, self.questionnaire.position[question.name]),
                ),
            )
            for number, question in enumerate(questions, start=1)
        )
        return (*rows, (self.button("back-to-review", "v"),))

    def paused(self, *, alone: bool = False) -> Keyboard:
        """Go on, let somebody else answer unless this is one person's session, or delete."""
        return (
            (self.button("resume", "r"),),
            *(() if alone else self.finished()),
            (self.button("delete-mine", "D"),),
        )

    def offer(self) -> Keyboard:
        """Whether to answer the further part."""
        return (
            (self.button("offer-yes", "a"),),
            (self.button("offer-no", "n"),),
        )

    def finished(self) -> Keyboard:
        """Another person can begin."""
        return ((Button(self.wording("another-person"), Token("p", self.round)),),)

    def _choices(self, question: Question) -> Keyboard:
        """One choice a row, or the points of a scale in one row and the other choices below."""
        choices = find_choices(self.questionnaire, self.interview)
        words = word_choices(choices, self.interview.language, self.wording)
        buttons = [
            self._choice(question, choice, number, words[number - 1])
            for number, choice in enumerate(choices, start=1)
        ]
        if question.layout is Layout.LIST:
            return tuple((button,) for button in buttons)
        points = [is_point(question, choice) for choice in choices]
        row = tuple(button for button, is_in in zip(buttons, points, strict=True) if is_in)
        below = (button for button, is_in in zip(buttons, points, strict=True) if not is_in)
        return (row, *((button,) for button in below))

    def _choice(self, question: Question, choice: Choice, number: int, words: str) -> Button:
        if question.kind is Kind.LOCATION:
            label = self.wording("take-back", number=number)
        else:
            label = words if question.layout is Layout.ROW else f"{number}. {words}"
            label = self.wording("picked", label=label) if choice.chosen else label
        return Button(label, self.token("c", choice.code, self._position(question)))

    def _finish(self, question: Question) -> Keyboard:
        done = self.button("done", "d", question=self._position(question))
        match question.kind:
            case Kind.NOTE:
                return ((self.button("go-on", "d", question=self._position(question)),),)
            case Kind.MULTIPLE | Kind.RANKING:
                return ((done,),)
            case Kind.LOCATION if self.interview.picked:
                return ((done,),)
            case Kind.TEXT if find_given(self.interview):
                keep = self.button("keep-text", "d", question=self._position(question))
                leave = self.button("leave-out", "s", question=self._position(question))
                again = self.button("write-again", "f", question=self._position(question))
                return ((keep,), (again,), (leave,))
            case _:
                return ()

    def _ways_out(self, question: Question) -> Row:
        position = self._position(question)
        row = [self.button("back", "b", question=position)]
        shows_text = question.kind is Kind.TEXT and bool(find_given(self.interview))
        if question.name in self.interview.answers and not (self.interview.picked or shows_text):
            row.append(self.button("keep", "k", question=position))
        if not (question.required or question.kind is Kind.NOTE or shows_text):
            row.append(self.button("skip", "s", question=position))
        out = ("close", "l") if self.interview.reopened else ("stop", "x")
        row.append(self.button(*out, question=position))
        return tuple(row) if not self._is_first(question) else tuple(row[1:])

    def _position(self, question: Question) -> int:
        return self.questionnaire.position[question.name]

    def _is_first(self, question: Question) -> bool:
        asked = (q for q in self.questionnaire.questions if q.kind is not Kind.DRAW)
        first = next(q for q in asked if q.part == question.part)
        return question is first and not self.interview.correcting


def is_point(question: Question, choice: Choice) -> bool:
    """Whether a choice is a point of a scale, and not a way of not answering."""
    option = question.option(choice.code)
    return option is not None and option.kind is OptionKind.SUBSTANTIVE


def find_given(interview: Interview) -> tuple[str, ...]:
    """What has been given to the current question: now, or else as its answer before."""
    return interview.picked or picked_before(interview)


def title_of(question: Question, language: str) -> str:
    """The short title of a question, or its wording where it has none."""
    return question.short[language] if question.short else question.text[language]


def needs_list(labels: Sequence[str]) -> bool:
    """Whether any wording is too long for a button and should stand in the message as well."""
    return any(len(label) > LONGEST_LABEL for label in labels)
