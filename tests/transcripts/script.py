"""Transcripts: whole conversations as text, played through the bot and compared.

A line that begins a step is the script; what follows it is what the bot did (see `writing`):

    # ...                        a remark
    @ rounds 2                   before the first step: how many rounds are open (0, 1 or 2)
    @ administrator O            before the first step: who is an administrator by the settings
    @ staff O officer            this person is staff from now on: officer, analyst, interviewer
    @ questionnaire consultation before the first step: the small made-up consultation is asked
    @ held 120                   before the first step: so many made-up people were consulted
    @ partnership example        before the first step: the made-up one that lacks nothing asks
    @ date 2026-12-01            the day changes
    @ audience both              the open round asks these people: open, invited, both
    @ venue Idea Store           the open round has this venue; its link is the next {link}
    @ code E1 1.5                a letter of this stratum and weight: the next {code} and {link}
    @ time 2026-12-01 20:30      the moment changes (UTC)
    @ answers 187                so many made-up people answer the round, which gets its plan
    @ unfinished 30              so many more stop at a question
    @ closed                     the round is closed for good
    @ coded                      what was written in the consultation is coded
    @ blocks R                   this person blocks the bot; or "unblocks"
    @ published autumn-2026      the results of this round are published
    @ messages go out            as far as they may; what people get is written down
    R: /start                    typed
    R: {receipt 1}               typed: the first receipt code given in this conversation
    R: {code 1}                  typed: the first code of a letter
    R: {link 1}                  follows the first link into the bot given in this conversation
    R: [Very safe]               tapped on the newest message that has it
    R: [stale: Very safe]        tapped as it stood on an earlier keyboard
    R: [doubled: Very safe]      tapped twice, both taps arriving together
    R: [stranger's: Very safe]   tapped as it stands in somebody else's chat
    R: (forged "g.0..0..")        a tap with callback data of one's own making
    R: (sticker), (edits an earlier message), (5,000 characters), ...
    R (quick): a | b | [c]       several steps whose replies are not shown

Who acts: R a resident, O an officer, A an analyst, I an interviewer, AD an administrator; R2, O2
and so on are further ones. Their roles are what the script makes them: nobody is born with one.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from surveys.rounds import Audience, Purpose
from surveys.staff import Role
from tests.support.answering import close, give_answers, plan_round
from tests.support.chat import Chat, Desk, open_desk
from tests.support.consulting import code as code_comments
from tests.support.consulting import open_consultation
from tests.support.launching import PARTNERSHIP
from tests.support.letters import change_audience, post_letter, put_venue
from tests.support.messaging import publish, send_messages
from tests.support.questionnaires import load_all
from tests.support.staffing import make_staff
from tests.support.telegram import BOT
from tests.support.whole_consultation import ROUND as CONSULTATION
from tests.support.whole_consultation import freeze_whole
from tests.transcripts.people import Person
from tests.transcripts.writing import Writer

ROUNDS: dict[str, dict[str, str]] = {
    "0": {},
    "1": {"autumn-2026": ""},
    "2": {"autumn-2026": "", "park-2026": "Safety in Weavers Fields"},
}
NUMBERS = {
    "R": 7700900123,
    "R2": 7700900124,
    "R3": 7700900125,
    "O": 7700900201,
    "O2": 7700900202,
    "A": 7700900301,
    "I": 7700900401,
    "I2": 7700900402,
    "AD": 7700900501,
}
STRANGER = 7700900456
RECEIPT = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b")
LINK = re.compile(rf"(?:https://)?t\.me/{BOT['username']}\?start=([A-Za-z0-9_-]+)")
STEP = re.compile(rf"({'|'.join(NUMBERS)})( \(quick\))?: (.*)")
SETTING = re.compile(r"@ (rounds|administrator|partnership|questionnaire|held) (.+)")


def read_script(text: str) -> list[str]:
    """The lines of a transcript that are its script; a blank line parts it from the replies."""
    return [line for line in text.splitlines() if line.startswith(("#", "@ ")) or STEP.match(line)]


@asynccontextmanager
async def open_stage(folder: Path, script: list[str]) -> AsyncIterator[Stage]:
    """A bot with as many rounds, and with the settings, that the script asks for."""
    asked = {found[1]: found[2] for line in script if (found := SETTING.fullmatch(line))}
    labels = {found[1] for line in script if (found := STEP.match(line))}
    async with _open_desk(folder, asked) as desk:
        yield Stage(desk, labels)


def _open_desk(folder: Path, asked: dict[str, str]) -> AbstractAsyncContextManager[Desk]:
    if "held" in asked:
        return open_consultation(folder, freeze_whole(folder / CONSULTATION, int(asked["held"])))
    settings: dict[str, Any] = {}
    if "administrator" in asked:
        settings["admin_telegram_ids"] = str(NUMBERS[asked["administrator"]])
    if asked.get("partnership") == "example":
        settings["partnership"] = str(PARTNERSHIP)
    if "questionnaire" in asked:
        settings |= {"questionnaire": load_all()[asked["questionnaire"]]}
        settings |= {"purpose": Purpose.CONSULTATION}
    return open_desk(folder, titles=ROUNDS[asked.get("rounds", "1")], **settings)


class Stage:
    """Plays a script and writes down what the bot does.

    Args:
        desk: The bot at work.
        labels: Who acts in the script.
    """

    def __init__(self, desk: Desk, labels: set[str]) -> None:
        self._desk = desk
        self._people = {
            label: Person(desk.chat(number, label)) for label, number in NUMBERS.items()
        }
        self._stranger = desk.chat(STRANGER)
        names = {number: label for label, number in NUMBERS.items()} | {STRANGER: "stranger"}
        self._writer = Writer(names, several=bool(labels - {"R"}))
        self._receipts: list[str] = []
        self._links: list[str] = []
        self._codes: list[str] = []

    @property
    def chat(self) -> Chat:
        """The chat of the resident."""
        return self._people["R"].chat

    @property
    def chats(self) -> list[Chat]:
        """Everybody's chats."""
        return [person.chat for person in self._people.values()]

    async def play(self, script: list[str]) -> str:
        """The whole transcript."""
        lines: list[str] = []
        for line in script:
            if not line.startswith("#") or not lines or not lines[-1].startswith("#"):
                lines.append("")
            lines.append(line)
            step = STEP.match(line)
            if step is None:
                lines.extend(await self._direct(line))
            elif step[2]:
                for quick in step[3].split(" | "):
                    await self._act(self._people[step[1]], quick)
            else:
                lines.extend(await self._act(self._people[step[1]], step[3]))
        return "\n".join(lines).lstrip() + "\n"

    async def _direct(self, line: str) -> list[str]:
        """What a line says that nobody does in chat: the time, who is staff, who blocks the bot."""
        match line.split(" "):
            case ["@", "date", day]:
                self._desk.clock.set(datetime.combine(date.fromisoformat(day), time(10), UTC))
            case ["@", "time", day, clock]:
                self._desk.clock.set(datetime.fromisoformat(f"{day}T{clock}+00:00"))
            case ["@", "staff", label, role]:
                await make_staff(self._people[label].chat, Role(role))
            case ["@", "answers", number]:
                await plan_round(self._desk)
                await give_answers(self._desk, int(number))
            case ["@", "unfinished", number]:
                await give_answers(self._desk, int(number), seed=2, submitted=False)
            case ["@", "closed"]:
                await close(self._desk)
            case ["@", "coded"]:
                code_comments(self._desk)
            case ["@", "audience", audience]:
                await change_audience(self._desk, Audience(audience))
            case ["@", "venue", *name]:
                self._links.append(await put_venue(self._desk, " ".join(name)))
            case ["@", "code", stratum, weight]:
                code, link = await post_letter(self._desk, stratum, float(weight))
                self._codes.append(code)
                self._links.append(link)
            case ["@", "blocks", label]:
                self._people[label].chat.block()
            case ["@", "unblocks", label]:
                self._people[label].chat.unblock()
            case ["@", "published", name]:
                await publish(self._desk, name)
            case ["@", "messages", "go", "out"]:
                # In one order, for they leave to several people at once.
                calls = await send_messages(self._desk)
                calls.sort(key=lambda call: int(call.parameters["chat_id"]))
                for each in self._people.values():
                    each.look()
                return self._writer.write(calls, {}) or ["B: (nothing)"]
            case _:
                assert line.startswith("#") or SETTING.fullmatch(line), f"what is {line!r}?"
        return []

    async def _act(self, person: Person, step: str) -> list[str]:
        """Take one step; returns the lines of what the bot did."""
        if step.startswith("[stranger's") and not self._stranger.messages:
            await self._stranger.say("/start")
            await self._stranger.tap("I agree to take part")
            await self._stranger.say("3")
            await self._stranger.say("1")
        updates = person.updates(self._fill_in(step), self._stranger)
        taps = [update["callback_query"] for update in updates if "callback_query" in update]
        calls = await self._desk.receive(*updates)
        for each in self._people.values():
            each.look()
        lines = self._writer.write(calls, {tap["id"]: tap["from"]["id"] for tap in taps})
        for line in lines:
            _note(self._receipts, RECEIPT.findall(line))
            _note(self._links, LINK.findall(line))
        return [self._take_out(line) for line in lines] or ["B: (nothing)"]

    def _fill_in(self, step: str) -> str:
        """The step with a receipt, link or code of this conversation in place of its number."""
        found = re.fullmatch(r"\{(receipt|link|code) (\d+)\}", step)
        if found is None:
            return step
        known = {"receipt": self._receipts, "link": self._links, "code": self._codes}[found[1]]
        value = known[int(found[2]) - 1]
        return f"/start {value}" if found[1] == "link" else value

    def _take_out(self, line: str) -> str:
        """The line with numbers in place of receipts and links, which are random."""
        for number, code in enumerate(self._receipts, start=1):
            line = line.replace(code, f"{{receipt {number}}}")
        return LINK.sub(lambda found: f"{{link {self._links.index(found[1]) + 1}}}", line)


def _note(known: list[str], found: list[str]) -> None:
    known.extend(value for value in dict.fromkeys(found) if value not in known)
