"""A message that is to be sent: what it shows and where, not yet its words.

Messages are rendered when they are sent. What waits in the outbox therefore names a screen and an
interview, and no answer of an interview that is kept waits beside a chat. One message tells more:
an interview that was screened out is gone by then, so its message names the ending reached (under
16, not a resident), sealed like every other and wiped once sent. So does a card that offers help,
which names what it is about.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class Show(StrEnum):
    """The screens of a chat; the last two are for staff and for pictures."""

    CURRENT = "current"
    CHANGE_MENU = "change_menu"
    THANKS = "thanks"
    START = "start"
    CHOOSE_ROUND = "choose_round"
    ALREADY = "already"
    OPTIONS = "options"
    HELP = "help"
    PRIVACY = "privacy"
    SCREENED_OUT = "screened_out"
    SUPPORT = "support"
    DELETE_CONFIRM = "delete_confirm"
    PLAIN = "plain"
    NOTHING = "nothing"
    UPDATES = "updates"
    WITHDRAW_CONFIRM = "withdraw_confirm"
    STAFF = "staff"
    PICTURE = "picture"


SURFACES = frozenset({Show.CURRENT, Show.CHANGE_MENU, Show.THANKS})
"""Screens that show where an interview is; the message that does so is its surface."""

Note = tuple[str, dict[str, str | int]]
"""A wording key with its variables, put above the screen."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to be sent, or one message to be edited.

    Attributes:
        chat: The chat it goes to.
        show: The screen that it shows.
        language: Language of the wording.
        round: Number of the round it concerns; 0 for none.
        interview: Number of the interview it shows; 0 for none.
        edit: Number of the message to edit; 0 sends a new one.
        query: Tap to be acknowledged; empty where nothing was tapped.
        toast: Wording key shown briefly with the acknowledgement; may be empty.
        notes: Notes put above the screen.
        details: What the screen needs besides: receipt, counts, flags, the ending reached. Never an
            answer that is kept.
    """

    chat: int
    show: Show
    language: str
    round: int = 0
    interview: int = 0
    edit: int = 0
    query: str = ""
    toast: str = ""
    notes: tuple[Note, ...] = ()
    details: dict[str, str | int] = field(default_factory=dict)

    def after(self, earlier: Outgoing) -> Outgoing:
        """This message in place of an earlier one that was never sent; no note is lost."""
        missing = tuple(note for note in earlier.notes if note not in self.notes)
        return replace(self, notes=(*missing, *self.notes))

    def write(self) -> bytes:
        """The message as bytes, to be sealed; fields at their default are left out."""
        data: dict[str, Any] = {"c": self.chat, "s": self.show.value, "l": self.language}
        for key, name in _FIELDS.items():
            if value := getattr(self, name):
                data[key] = value
        return json.dumps(data, separators=(",", ":")).encode()

    @classmethod
    def read(cls, written: bytes) -> Outgoing:
        """The message behind `write`."""
        data = json.loads(written)
        fields = {name: data[key] for key, name in _FIELDS.items() if key in data}
        fields["notes"] = tuple((key, variables) for key, variables in data.get("n", ()))
        return cls(chat=data["c"], show=Show(data["s"]), language=data["l"], **fields)


_FIELDS = {
    "r": "round",
    "i": "interview",
    "e": "edit",
    "q": "query",
    "t": "toast",
    "n": "notes",
    "d": "details",
}
