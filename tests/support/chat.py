"""The bot at work for tests: the real application, a real database, no network.

State is read again from the store for every update, so that each conversation also tests it.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import Bot, build_bot, open_ring, started
from bot.fieldwork import key_name
from bot.office import Office
from bot.office.people import SETTINGS, sync_administrators
from bot.settings import Settings
from surveys.keyring import KeyRing
from surveys.loading import load_catalogue
from surveys.questionnaire import Questionnaire
from surveys.rounds import Purpose, Round, RoundState
from surveys.store.engine import Store
from surveys.store.meta import BOT_USERNAME, save_fact
from surveys.store.questionnaires import save_questionnaire
from surveys.store.rounds import add_round, open_round
from tests.support.phone import Chat
from tests.support.telegram import BOT, Call, OfflineTelegram

__all__ = [
    "MASTER",
    "START",
    "TOKEN",
    "Chat",
    "Clock",
    "Desk",
    "add_open_round",
    "make_settings",
    "open_desk",
    "run_desk",
]

MASTER = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
TOKEN = "7700900000:TEST-token-of-nobody"
START = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


class Clock:
    """A clock that moves ten seconds with every look."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=10)
        return self.now

    def set(self, now: datetime) -> None:
        """Let it be another moment; one with a time zone."""
        assert now.tzinfo is not None
        self.now = now


class Desk:
    """The bot at work, fed by hand."""

    def __init__(
        self,
        bot: Bot,
        settings: Settings,
        store: Store,
        ring: KeyRing,
        telegram: OfflineTelegram,
        clock: Clock,
        random: Callable[[int], bytes],
    ) -> None:
        self.bot = bot
        self.settings = settings
        self.store = store
        self.ring = ring
        self.telegram = telegram
        self.clock = clock
        self.random = random
        self._number = 5000

    def next_number(self) -> int:
        """The next number of an update, message or tap."""
        self._number += 1
        return self._number

    def chat(self, number: int = 7700900123, name: str = "") -> Chat:
        """A chat of its own; as many at once as there are numbers."""
        return Chat(self, number, name)

    async def receive(self, *updates: dict[str, Any]) -> list[Call]:
        """Let updates arrive together; returns the calls that the bot made."""
        raw = [{"update_id": self.next_number(), **update} for update in updates]
        return await self.receive_raw(*raw)

    async def receive_raw(self, *raw: object) -> list[Call]:
        """Let raw updates arrive, malformed ones too."""
        self.telegram.take_calls()
        await self.bot.worker.inbox.receive(raw)
        await self.bot.worker.drain()
        await asyncio.wait_for(self.bot.outbox.drain(), 60)
        return self.telegram.take_calls()


def make_settings(folder: Path, **values: Any) -> Settings:
    """Settings for a test, from nowhere but here."""
    defaults: dict[str, Any] = {
        "_env_file": None,
        "telegram_bot_token": TOKEN,
        "database_url": f"sqlite+aiosqlite:///{folder / 'canvass.db'}",
        "data_dir": folder / "data",
        "key_dir": folder / "keys",
        "secret_key": MASTER,
        "send_rate": 0,
        "send_rate_per_chat": 0,
    }
    return Settings(**(defaults | values))


async def add_open_round(
    store: Store,
    ring: KeyRing,
    questionnaire: Questionnaire | None = None,
    *,
    name: str = "autumn-2026",
    title: str = "",
    opens_on: date = date(2026, 11, 1),
    closes_on: date = date(2026, 11, 30),
    **more: Any,
) -> Round:
    """An open round of the annual survey, or of another questionnaire."""
    questionnaire = questionnaire or load_catalogue("annual-perception")
    await save_questionnaire(store, questionnaire)
    draft = Round(
        0, name, title, questionnaire.hash, "", "", RoundState.DRAFT, opens_on, closes_on, **more
    )
    added = await add_round(store, draft)
    ring.create(key_name(added))
    return await open_round(store, name, START)


@asynccontextmanager
async def open_desk(
    folder: Path,
    questionnaire: Questionnaire | None = None,
    *,
    seed: int = 1,
    titles: Mapping[str, str] | None = None,
    purpose: Purpose = Purpose.SURVEY,
    **values: Any,
) -> AsyncIterator[Desk]:
    """The bot with one open round, or with rounds of these names and titles."""
    settings = make_settings(folder, **values)
    store = await Store.open(settings.database_url)
    ring = open_ring(settings)
    try:
        for name, title in ({"autumn-2026": ""} if titles is None else titles).items():
            about: dict[str, Any] = {"name": name, "title": title, "purpose": purpose}
            await add_open_round(store, ring, questionnaire, **about)
        async with run_desk(settings, store, ring, seed=seed) as desk:
            yield desk
    finally:
        await store.close()


@asynccontextmanager
async def run_desk(
    settings: Settings, store: Store, ring: KeyRing, *, seed: int = 1
) -> AsyncIterator[Desk]:
    """The bot on a database that is there already."""
    telegram = OfflineTelegram()
    randomness, clock = random.Random(seed), Clock()
    bot = build_bot(
        settings, store, ring, http=lambda: telegram, clock=clock, random=randomness.randbytes
    )
    async with store.write() as connection:
        staff = random.Random(f"staff {seed}").randbytes
        await sync_administrators(Office(connection, ring, settings, SETTINGS, START, staff))
        await save_fact(connection, BOT_USERNAME, str(BOT["username"]))
    async with started(bot, store, ring):
        sending = asyncio.create_task(bot.outbox.run())
        try:
            yield Desk(bot, settings, store, ring, telegram, clock, randomness.randbytes)
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
