"""Random people at their phones: every update is handled once, and nothing of them is kept."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pyarrow.parquet as pq
import pytest
from sqlalchemy import func, select

from bot.closing import close_round
from bot.wording import load_wording
from surveys.store.engine import Store
from surveys.store.tables import InboxState, inbox
from tests.support.chat import Chat, Desk, open_desk
from tests.support.questionnaires import load_all

CHATS = (7700900123, 7700900456, 7700900789)
PLANTED = ("Planted-Name", "planted_username", "PLANTED", *map(str, CHATS))
COMMANDS = ("/start", "/start", "/start x", "/help", "/privacy", "/stop", "/delete", "/language")
PERSONAL = ("07700 900777", "07700900777", "Planted@example.org", "51.5155", "-0.0332")
TEXTS = (
    "1", "2", "3", "2 3", "PLANTED", "back", "skip", "stop", "keep it", "0000-0000-00",
    "\x00\ud800", " ", "/x", "Anti-social", "😡", "x" * 4096,
    "Ring 07700 900777 or Planted@example.org", "someone is breaking in right now",
)  # fmt: skip
ENDINGS = ("Under 16", "No", "Abroad")
HALTS = ("Back", "Stop", "Not now", "Delete my answers", "Yes, delete", "Delete all of them")
FORGED = (
    "",
    "x" * 64,
    "c.1.zzzz.1.0.east",
    "u.1.zzzz.1..",
    "Y.1.zzzz.1..all",
    "g.0..0..en",
    "G.0..0..en",
    "w.0..0..en",
    "p.0..0..",
    "z.0..0..",
    "o.0..0..xx+*",
    "g.1..0..xx",
    "o.1..0..xx+*",
)
CONTENTS: tuple[dict[str, Any], ...] = (
    {"sticker": {"file_id": "PLANTED"}},
    {"voice": {"file_id": "PLANTED"}},
    {"contact": {"phone_number": "07700900123", "first_name": "PLANTED"}},
    {"location": {"latitude": 51.5, "longitude": 0.0}},
    {"location": {"latitude": 51.5155, "longitude": -0.0332}},
    {"location": {"latitude": 51.5155, "longitude": -0.0332}, "venue": {"title": "PLANTED"}},
)


CLEARED = load_wording("en")("cleared")


def draw_update(random: Random, chat: Chat) -> dict[str, Any]:
    """Something a person could do, most often a tap on what was just shown."""
    buttons = [
        (button["callback_data"], message.number)
        for message in chat.messages
        for row in message.buttons
        for button in row
        if button["text"].partition(". ")[2] not in ENDINGS or random.random() < 0.02
        if button["text"] not in HALTS or random.random() < 0.15
    ]
    draw = random.random()
    if buttons and draw < 0.9:
        # The newest message has the last buttons; older ones are tapped now and then.
        recent = buttons[-8:] if random.random() < 0.85 else buttons
        return chat.data_update(*random.choice(recent))
    if draw < 0.94:
        return chat.message_update(text=random.choice(TEXTS))
    if draw < 0.96:
        return chat.message_update(text=random.choice(COMMANDS))
    if draw < 0.98:
        return chat.message_update(**random.choice(CONTENTS))
    if draw < 0.985:
        return chat.edit_update("PLANTED")
    return chat.data_update(random.choice(FORGED), random.choice([101, 999]))


async def count_inbox(store: Store) -> Counter[InboxState]:
    async with store.read() as connection:
        rows = await connection.execute(select(inbox.c.state, func.count()).group_by(inbox.c.state))
        return Counter({InboxState(state): count for state, count in rows})


async def live_through(desk: Desk, random: Random, rounds: int) -> int:
    """Let updates come, some together and some twice; returns how many different ones came."""
    chats = [desk.chat(number) for number in CHATS]
    came = 0
    before: dict[str, Any] = {}
    for _ in range(rounds):
        batch: list[dict[str, Any]] = []
        for _ in range(random.choice([1, 1, 1, 2, 5])):
            update = draw_update(random, random.choice(chats))
            batch.append({"update_id": desk.next_number(), **update})
        came += len(batch)
        again = [before] if before and random.random() < 0.2 else []
        calls = await desk.receive_raw(*batch, *again, *batch[:1])
        before = batch[-1]
        messages = sum(
            call.method != "answerCallbackQuery" and call.parameters.get("text") != CLEARED
            for call in calls
        )
        # A tap on "keep" shows two messages, as submitting does; nothing shows three.
        assert messages <= 2 * len(batch)
    return came


def read_files(folder: Path) -> bytes:
    """The database, its WAL and the keys, as bytes."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", load_all())
@pytest.mark.parametrize("number", [1, 2])
async def test_random_updates_are_handled_once_and_leave_no_trace_of_people(
    name: str, number: int, tmp_path: Path
) -> None:
    random = Random(f"{name} {number}")
    async with open_desk(tmp_path, load_all()[name], seed=number) as desk:
        came = await live_through(desk, random, 150)
        assert desk.bot.worker.handled == came
        assert await count_inbox(desk.store) == {InboxState.DONE: came}
        assert set(desk.bot.outbox.counts) == {"sent"}
        shown = [
            message.text for chat in desk.telegram.messages.values() for message in chat.values()
        ]
        assert not any("went wrong" in text for text in shown)
        assert not any(word in text for text in shown for word in PERSONAL)
        kept = read_files(tmp_path)
        frozen = await close_round(desk.settings, desk.store, desk.ring, "autumn-2026")
        tables = [pq.read_table(path).to_pylist() for path in frozen.glob("*.parquet")]
        assert not any(word in str(tables) for word in PERSONAL)
    kept += read_files(tmp_path)
    assert len(kept) > 10_000
    assert [word for word in PERSONAL if word.encode() in kept] == []
    assert [word for word in PLANTED if word.encode() in kept] == []
    for chat in CHATS:
        assert chat.to_bytes(8, "big") not in kept
        assert chat.to_bytes(8, "little") not in kept
