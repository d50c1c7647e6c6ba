"""What a button carries: round, interview, sequence, action, question and value in 64 bytes.

A tap is understood from its token alone, so a keyboard that is old, doubled or from another
interview is recognised. A token holds no answer given, only the choice it offers.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import Self

from bot.wording import FALLBACK, NAMES
from surveys.reach import normalise_invitation_code

MOST_BYTES = 64
_SESSIONS = {"assisted": "!", "preview": "?"}
_DIGITS = string.digits + string.ascii_lowercase


@dataclass(frozen=True, slots=True)
class Token:
    """The meaning of one button.

    Attributes:
        action: One letter; see `bot.taps` for what each does.
        round: The round's number; 0 where no round is concerned.
        tag: The interview's tag; empty where no interview is concerned.
        sequence: The interview's sequence number when the button was made.
        question: The question's position in the questionnaire; -1 where none is concerned.
        value: Option code, part, language or the like.
    """

    action: str
    round: int = 0
    tag: str = ""
    sequence: int = 0
    question: int = -1
    value: str = ""

    def write(self) -> str:
        """The token as callback data.

        Raises:
            ValueError: When it is longer than Telegram allows.
        """
        question = "" if self.question < 0 else _in_base_36(self.question)
        fields = [_in_base_36(self.round), self.tag, _in_base_36(self.sequence)]
        text = ".".join([self.action, *fields, question, self.value])
        if len(text.encode()) > MOST_BYTES:
            raise ValueError("a button carries at most 64 bytes")
        return text

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The token behind callback data; None when it is not one of ours."""
        fields = text.split(".", 5)
        if len(fields) != 6 or len(fields[0]) != 1:
            return None
        action, round_, tag, sequence, question, value = fields
        try:
            numbers = int(round_, 36), int(sequence, 36), int(question or "-1", 36)
        except ValueError:
            return None
        return cls(action, numbers[0], tag, numbers[1], numbers[2], value)


@dataclass(frozen=True, slots=True)
class Display:
    """How the first screens are shown, before there is an interview that could remember it.

    Attributes:
        language: Language of the wording.
        separate: Each question is to come as a new message, for screen readers.
        another: The screens are for a further person on the same phone.
        venue: Code of the venue whose link was followed; counted, never kept beside an answer.
        code: Invitation code that was given, in its one spelling.
        session: Kind of the session that the screens belong to; empty in an ordinary chat.
    """

    language: str = FALLBACK
    separate: bool = False
    another: bool = False
    venue: str = ""
    code: str = ""
    session: str = ""

    def write(self) -> str:
        """The display as the value of a token."""
        code = self.code.replace("-", "")
        source = f"~i{code}" if code else f"~v{self.venue}" if self.venue else ""
        flags = "+" * self.separate + "*" * self.another + _SESSIONS.get(self.session, "")
        return self.language + flags + source

    @classmethod
    def read(cls, value: str) -> Self:
        """The display behind `write`; the plain one where it is none of ours."""
        shown, _, source = value.partition("~")
        language = shown.rstrip("+*!?")
        known = language if language in NAMES else FALLBACK
        code = normalise_invitation_code(source[1:]) if source.startswith("i") else None
        venue = source[1:] if source.startswith("v") else ""
        session = next((kind for kind, mark in _SESSIONS.items() if mark in shown), "")
        return cls(known, "+" in shown, "*" in shown, venue, code or "", session)


def _in_base_36(number: int) -> str:
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
        if number == 0:
            return text
