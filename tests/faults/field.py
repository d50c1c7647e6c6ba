"""A launched round, people who asked to be told of it, and what became of both."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bot.app import now_utc
from bot.auditing import read_trail
from bot.office.launching import request_launch
from bot.rounds import at_work, new_round, opened
from bot.sandbox import Pace, Phone, Sandbox
from bot.settings import Settings
from surveys.messages import Broadcast, BroadcastState, Topic
from surveys.privacy import CONTACTS_KEY, ContactKeys
from surveys.rounds import Round, london_date
from surveys.sealing import seal_contact
from surveys.store.broadcasts import find_broadcasts
from surveys.store.deliveries import UnknownDelivery, count_deliveries, find_unknown
from surveys.store.interviews import new_interview_id
from surveys.store.rounds import get_round
from surveys.store.subscriptions import Subscription, subscribe
from surveys.store.tables import DeliveryState
from tests.faults.people import ANNUAL
from tests.faults.processes import BotProcess, make_settings
from tests.support.launching import DECISION, PARTNERSHIP, ready_checklist

ROUND = "autumn"
PATIENCE_SECONDS = 40.0
DAY = timedelta(days=1)


@dataclass(slots=True)
class Field:
    """Everything of one test.

    Attributes:
        folder: Where the installation is.
        sandbox: What stands for Telegram.
        settings: Its settings; nobody has to approve, and messages may leave at any hour.
        bot: The bot, not yet started.
        officer: The phone of an administrator, who hears what officers hear.
        told: The phones of those who asked to be told of the next round.
    """

    folder: Path
    sandbox: Sandbox
    settings: Settings
    bot: BotProcess
    officer: Phone
    told: list[Phone]

    # -- before ------------------------------------------------------------------------------------

    async def add_told(self, number: int) -> None:
        """People who asked to be told, when an earlier round was asked."""
        phones = [await self.sandbox.add_phone(f"Told {place}") for place in range(number)]
        async with opened(self.settings, create=True) as (store, ring):
            keys = ContactKeys(ring.ensure(CONTACTS_KEY))
            async with store.write() as connection:
                for phone in phones:
                    person, chat = seal_contact(keys, phone.user_id)
                    new_id = new_interview_id(os.urandom)
                    await subscribe(
                        connection, Subscription(new_id, person, Topic.ROUNDS, 0, chat, "en")
                    )
                    self.sandbox.service.chats.get_chat(phone.user_id).started = True
        self.told += phones

    async def launch(self, *, opens_in: int = 0, days: int = 20) -> None:
        """Launch a round that tells everybody; it is open at once where its first day has come."""
        first = london_date(now_utc()) + opens_in * DAY
        await new_round(
            self.settings,
            ROUND,
            ANNUAL,
            self.settings.plan,
            title="",
            opens_on=first,
            closes_on=first + days * DAY,
            decision=DECISION,
            checklist=ready_checklist(),
        )
        async with at_work(self.settings) as office:
            await request_launch(office, ROUND, invite=True)

    def pass_days(self, days: int) -> None:
        """Let days go by: the round's first and last day are that much longer ago."""
        with closing(sqlite3.connect(self.folder / "canvass.db")) as database:
            rows = database.execute("SELECT id, opens_on, closes_on FROM rounds").fetchall()
            for number, *written in rows:
                earlier = [date.fromisoformat(day) - days * DAY for day in written]
                values = (*(str(day) for day in earlier), number)
                database.execute("UPDATE rounds SET opens_on=?, closes_on=? WHERE id=?", values)
            database.commit()

    # -- meanwhile ---------------------------------------------------------------------------------

    async def until(self, holds: Callable[[Any], bool], find: Callable[[], Any]) -> None:
        """Wait until what is found is as it should be."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                if holds(await find()):
                    return
                await asyncio.sleep(0.05)

    async def until_done(self, kind: str = "invitation") -> None:
        """Wait until nobody is left to be sent a message of a kind."""

        def done(found: list[Broadcast]) -> bool:
            states = [one.state for one in found if one.kind.value == kind]
            return states == [BroadcastState.DONE]

        await self.until(done, self.broadcasts)

    async def until_reached(self, number: int) -> None:
        """Wait until so many messages have come to those to be told."""

        async def count() -> int:
            return self.messages().total()

        await self.until(lambda total: total >= number, count)

    async def until_state(self, state: str) -> None:
        """Wait until the round is in that state."""
        await self.until(lambda round_: round_.state == state, self.round)

    # -- afterwards --------------------------------------------------------------------------------

    async def round(self) -> Round:
        """The round as it is now."""
        async with opened(self.settings) as (store, _):
            return await get_round(store, ROUND)

    async def broadcasts(self) -> list[Broadcast]:
        """All messages to many, so far."""
        async with opened(self.settings) as (store, _):
            return await find_broadcasts(store)

    async def deliveries(self) -> tuple[dict[DeliveryState, int], list[UnknownDelivery]]:
        """How many of the first broadcast came to what, and those of which nobody knows."""
        async with opened(self.settings) as (store, _):
            (first, *_) = await find_broadcasts(store)
            return await count_deliveries(store, first.id), await find_unknown(store, first.id)

    def messages(self) -> Counter[int]:
        """How many messages each of those to be told has got."""
        chats = self.sandbox.service.chats
        return Counter(
            {
                phone.user_id: len(list(chats.get_chat(phone.user_id).list_messages()))
                for phone in self.told
            }
        )

    async def trail(self) -> Counter[str]:
        """How often each action about the round is in the audit trail, which verifies."""
        entries, head, trouble = await read_trail(self.settings)
        assert trouble is None, trouble
        assert head is not None
        return Counter(entry.action for entry in entries if entry.subject == ROUND)


@asynccontextmanager
async def open_field(folder: Path, *, told: int = 0, **values: Any) -> AsyncIterator[Field]:
    """A sandbox, and an installation with people on its contact list."""
    async with Sandbox(pace=Pace.unlimited()) as sandbox:
        officer = await sandbox.add_phone("Officer")
        usual = {
            "partnership": str(PARTNERSHIP),
            "sending_hours": "0-24",
            "second_approval": False,
            "admin_telegram_ids": str(officer.user_id),
        }
        settings = make_settings(folder, sandbox.url, **(usual | values))
        bot = BotProcess(settings, folder)
        field = Field(folder, sandbox, settings, bot, officer, [])
        await field.add_told(told)
        sandbox.service.chats.get_chat(officer.user_id).started = True
        try:
            yield field
        finally:
            await bot.kill()
