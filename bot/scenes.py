"""What a screen is made from, and what it is made into."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.fieldwork import Fieldwork, LiveRound, write_date
from bot.keyboards import Keyboard
from bot.outgoing import Outgoing
from bot.tokens import Display
from bot.wording import Wording, load_wording
from surveys.interview import Interview


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready for the Bot API.

    Attributes:
        text: Plain text; no markup, so nothing needs escaping. Under a picture or a document at
            most 1,024 characters.
        markup: Inline keyboard in the Bot API's shape; None for no keyboard.
        photo: A picture that the text stands under; None for none.
        document: A file that the text stands under, its name and its bytes; None for none.
    """

    text: str
    markup: dict[str, Any] | None
    photo: bytes | None = None
    document: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What rendering draws on.

    Attributes:
        message: The message to render.
        fieldwork: The rounds and who asks.
        interview: The interview that the message shows, as it stands now; None when there is none.
    """

    message: Outgoing
    fieldwork: Fieldwork
    interview: Interview | None

    @property
    def language(self) -> str:
        """The language of the interview, or of the message where there is none."""
        return self.interview.language if self.interview else self.message.language

    @property
    def wording(self) -> Wording:
        """The chat's words in that language."""
        return load_wording(self.language)

    @property
    def live(self) -> LiveRound | None:
        """The round concerned, while it is live."""
        return self.fieldwork.rounds.get(self.message.round)

    @property
    def display(self) -> Display:
        """How the first screens are shown, where there is no interview yet."""
        written = str(self.message.details.get("display", ""))
        return replace(Display.read(written), language=self.language)

    @property
    def session(self) -> str:
        """The kind of session that the message belongs to; empty in an ordinary chat."""
        return str(self.message.details.get("session", ""))

    @property
    def until(self) -> str:
        """The last day of the round, as it follows "until" or "by"."""
        if self.live is None:
            return self.wording("no-date")
        return self.wording("planned-day", day=write_date(self.live.round.closes_on))


Shown = tuple[str, Keyboard]
