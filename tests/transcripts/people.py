"""Somebody in a transcript: what each of their steps is as an update, by what they have seen."""

from __future__ import annotations

import re
from typing import Any

from tests.support.chat import Chat
from tests.support.telegram import Message

CONTENTS: dict[str, dict[str, Any]] = {
    "(sticker)": {"sticker": {"file_id": "PLANTED", "emoji": "x"}},
    "(photo)": {"photo": [{"file_id": "PLANTED"}], "caption": "PLANTED"},
    "(voice)": {"voice": {"file_id": "PLANTED", "duration": 3}},
    "(location)": {"location": {"latitude": 51.5155, "longitude": -0.0332}},
    "(location next door)": {"location": {"latitude": 51.5156, "longitude": -0.0331}},
    "(location in Bow)": {"location": {"latitude": 51.528, "longitude": -0.02}},
    "(location in Wapping)": {"location": {"latitude": 51.506, "longitude": -0.06}},
    "(location in Poplar)": {"location": {"latitude": 51.511, "longitude": -0.015}},
    "(location in Stepney)": {"location": {"latitude": 51.516, "longitude": -0.046}},
    "(location in Bethnal Green)": {"location": {"latitude": 51.527, "longitude": -0.055}},
    "(location in Paris)": {"location": {"latitude": 48.8566, "longitude": 2.3522}},
    "(live location)": {
        "location": {"latitude": 51.528, "longitude": -0.02, "live_period": 900, "heading": 90}
    },
    "(venue)": {
        "venue": {
            "location": {"latitude": 51.511, "longitude": -0.015},
            "title": "PLANTED",
            "address": "PLANTED",
        },
        "location": {"latitude": 51.511, "longitude": -0.015},
    },
    "(photo of something bad)": {
        "photo": [{"file_id": "PLANTED"}],
        "caption": "PLANTED my ex keeps following me home",
    },
    "(contact)": {"contact": {"phone_number": "07700900123", "first_name": "PLANTED"}},
}
TEXTS = {
    "(5,000 characters)": "PLANTED " * 625,
    "(spaces)": "  \n ",
    "(control characters)": "\x00\x07\u202e\u200b\ud800",
    "(right to left, with controls)": "\u202eالشارع مظلم\u202c \u2066(park)\u2069\x07",
    "(2,001 characters)": "Lights! " * 250 + "!",
}


class Person:
    """One person's chat, with every button that it ever showed."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self._shown: dict[tuple[str, str], int] = {}

    def look(self) -> None:
        """Remember the buttons that are there now."""
        for message in self.chat.messages:
            for row in message.buttons:
                for button in row:
                    if "url" not in button:
                        key = _bare(button["text"]), button["callback_data"]
                        self._shown[key] = message.number

    def updates(self, step: str, stranger: Chat) -> list[dict[str, Any]]:
        """The updates of a step.

        Args:
            step: What the person does.
            stranger: The chat whose keyboard a `stranger's` tap is taken from.
        """
        tapped = re.fullmatch(r"\[(?:(stale|doubled|stranger's): )?(.+)\]", step)
        if tapped:
            return self._taps(tapped[1] or "", tapped[2], stranger)
        if step.startswith("(forged "):
            newest = self.chat.messages[-1].number if self.chat.messages else 1
            return [self.chat.data_update(step.split('"')[1], newest)]
        if step == "(edits an earlier message)":
            return [self.chat.edit_update("PLANTED")]
        if step == "(edits it to something bad)":
            return [self.chat.edit_update("PLANTED my ex keeps following me home")]
        if step == "(the live location moves)":
            moved = CONTENTS["(live location)"]
            return [{"edited_message": self.chat.message_update(**moved)["message"]}]
        if step == "(10,000 characters)":
            # Telegram cuts it into messages of 4,096; they arrive one after the other.
            whole = "The lights are out again. " * 400
            cut = [whole[start : min(start + 4096, 10_000)] for start in range(0, 10_000, 4096)]
            return [self.chat.message_update(text=part) for part in cut]
        if step in CONTENTS:
            return [self.chat.message_update(**CONTENTS[step])]
        return [self.chat.message_update(text=TEXTS.get(step, step))]

    def _taps(self, how: str, label: str, stranger: Chat) -> list[dict[str, Any]]:
        if how == "stale":
            newest = [message for message in self.chat.messages if message.buttons][-1:]
            now = {data for message in newest for data in _data(message)}
            earlier = [
                (data, number)
                for (text, data), number in self._shown.items()
                if text == label and data not in now
            ]
            assert earlier, f"no button {label!r} was shown earlier"
            return [self.chat.data_update(*earlier[-1])]
        for message in reversed((stranger if how == "stranger's" else self.chat).messages):
            if data := _data(message, label):
                times = 2 if how == "doubled" else 1
                return [self.chat.data_update(data[0], message.number) for _ in range(times)]
        raise AssertionError(f"no button {label!r} is shown to {self.chat.name}")


def _bare(label: str) -> str:
    """A button's label without its number and mark."""
    return re.sub(r"^\d+\. ", "", label).removesuffix(" ✓")


def _data(message: Message, label: str | None = None) -> list[str]:
    """The callback data of the message's buttons, of all or of those with a label."""
    buttons = [button for row in message.buttons for button in row if "url" not in button]
    return [b["callback_data"] for b in buttons if label in {None, _bare(b["text"])}]
