"""Transcripts: whole conversations as text, played through the bot and compared.

A line that begins a step is the script; what follows it is what the bot did:

    # ...                        a remark
    @ rounds 2                   before the first step: how many rounds are open (0, 1 or 2)
    @ date 2026-12-01            the day changes
    R: /start                    typed
    R: {receipt 1}               typed: the first receipt code given in this conversation
    R: [Very safe]               tapped on the newest message that has it
    R: [stale: Very safe]        tapped as it stood on an earlier keyboard
    R: [doubled: Very safe]      tapped twice, both taps arriving together
    R: [stranger's: Very safe]   tapped as it stands in somebody else's chat
    R: (forged "g.0..0..")        a tap with callback data of one's own making
    R: (sticker), (edits an earlier message), (5,000 characters), ...
    R (quick): a | b | [c]       several steps whose replies are not shown

    B: a new message;  B*: a message changed in place;  B!: a short notice on the tap
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from tests.support.chat import Desk, open_desk
from tests.support.telegram import Call, Message

ROUNDS: dict[str, dict[str, str]] = {
    "0": {},
    "1": {"autumn-2026": ""},
    "2": {"autumn-2026": "", "park-2026": "Safety in Weavers Fields"},
}
CONTENTS: dict[str, dict[str, Any]] = {
    "(sticker)": {"sticker": {"file_id": "PLANTED", "emoji": "x"}},
    "(photo)": {"photo": [{"file_id": "PLANTED"}], "caption": "PLANTED"},
    "(voice)": {"voice": {"file_id": "PLANTED", "duration": 3}},
    "(location)": {"location": {"latitude": 51.5, "longitude": -0.03}},
    "(contact)": {"contact": {"phone_number": "07700900123", "first_name": "PLANTED"}},
}
TEXTS = {
    "(5,000 characters)": "PLANTED " * 625,
    "(spaces)": "  \n ",
    "(control characters)": "\x00\x07\u202e\u200b\ud800",
}
RECEIPT = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b")
SCRIPT = re.compile(r"(#|@ |R: |R \(quick\): )")


def read_script(text: str) -> list[str]:
    """The lines of a transcript that are its script; a blank line parts it from the replies."""
    return [line for line in text.splitlines() if SCRIPT.match(line)]


@asynccontextmanager
async def open_stage(folder: Path, script: list[str]) -> AsyncIterator[Stage]:
    """A bot with as many rounds as the script asks for."""
    rounds = [line.removeprefix("@ rounds ") for line in script if line.startswith("@ rounds ")]
    async with open_desk(folder, titles=ROUNDS[rounds[0] if rounds else "1"]) as desk:
        yield Stage(desk)


class Stage:
    """Plays a script and writes down what the bot does."""

    def __init__(self, desk: Desk) -> None:
        self.chat = desk.chat()
        self._desk = desk
        self._stranger = desk.chat(7700900456)
        self._shown: dict[tuple[str, str], int] = {}
        self._receipts: list[str] = []

    async def play(self, script: list[str]) -> str:
        """The whole transcript."""
        lines: list[str] = []
        for line in script:
            if not line.startswith("#") or not lines or not lines[-1].startswith("#"):
                lines.append("")
            lines.append(line)
            if line.startswith("@ date "):
                day = date.fromisoformat(line.removeprefix("@ date "))
                self._desk.clock.now = datetime.combine(day, time(10), UTC)
            elif line.startswith("R (quick): "):
                for step in line.removeprefix("R (quick): ").split(" | "):
                    await self._act(step)
            elif line.startswith("R: "):
                lines.extend(self._write(await self._act(line.removeprefix("R: "))))
        return "\n".join(lines).lstrip() + "\n"

    async def _act(self, step: str) -> list[Call]:
        if step.startswith("[stranger's") and not self._stranger.messages:
            await self._stranger.say("/start")
            await self._stranger.tap("I agree to take part")
            await self._stranger.say("3")
            await self._stranger.say("1")
        calls = await self._desk.receive(*self._updates(step))
        for message in self.chat.messages:
            self._receipts.extend(
                code for code in RECEIPT.findall(message.text) if code not in self._receipts
            )
            for row in message.buttons:
                for button in row:
                    self._shown[_bare(button["text"]), button["callback_data"]] = message.number
        return calls

    def _updates(self, step: str) -> list[dict[str, Any]]:
        tapped = re.fullmatch(r"\[(?:(stale|doubled|stranger's): )?(.+)\]", step)
        if tapped:
            return self._taps(tapped[1] or "", tapped[2])
        if step.startswith("(forged "):
            newest = self.chat.messages[-1].number if self.chat.messages else 1
            return [self.chat.data_update(step.split('"')[1], newest)]
        if step == "(edits an earlier message)":
            return [self.chat.edit_update("PLANTED")]
        if step in CONTENTS:
            return [self.chat.message_update(**CONTENTS[step])]
        receipt = re.fullmatch(r"\{receipt (\d)\}", step)
        text = self._receipts[int(receipt[1]) - 1] if receipt else TEXTS.get(step, step)
        return [self.chat.message_update(text=text)]

    def _taps(self, how: str, label: str) -> list[dict[str, Any]]:
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
        chat = self._stranger if how == "stranger's" else self.chat
        for message in reversed(chat.messages):
            if label in {_bare(button["text"]) for row in message.buttons for button in row}:
                return [
                    self.chat.data_update(_data(message, label)[0], message.number)
                    for _ in range(2 if how == "doubled" else 1)
                ]
        raise AssertionError(f"no button {label!r} is shown")

    def _write(self, calls: list[Call]) -> list[str]:
        lines: list[str] = []
        # Notices first: they leave beside the messages, in no order.
        for call in sorted(calls, key=lambda call: call.method != "answerCallbackQuery"):
            parameters = call.parameters
            text = str(parameters.get("text") or "")
            if call.method == "answerCallbackQuery":
                lines.extend([f"B!: {text}"] if text else [])
                continue
            sign = "B*" if call.method == "editMessageText" else "B"
            rows = parameters.get("reply_markup", {"inline_keyboard": []})["inline_keyboard"]
            shown = [f"{sign}: {text.splitlines()[0]}", *(_indent(text.splitlines()[1:]))]
            shown += _indent([" ".join(f"[{button['text']}]" for button in row) for row in rows])
            lines.extend(shown)
        for number, code in enumerate(self._receipts, start=1):
            lines = [line.replace(code, f"{{receipt {number}}}") for line in lines]
        return lines or ["B: (nothing)"]


def _bare(label: str) -> str:
    """A button's label without its number and mark."""
    return re.sub(r"^\d+\. ", "", label).removesuffix(" ✓")


def _data(message: Message, label: str | None = None) -> list[str]:
    buttons = [button for row in message.buttons for button in row]
    return [b["callback_data"] for b in buttons if label in {None, _bare(b["text"])}]


def _indent(lines: list[str]) -> list[str]:
    return [f"    {line}" if line else "" for line in lines]
