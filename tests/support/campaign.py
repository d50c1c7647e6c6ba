"""A broadcaster at work in a test, with a sender that answers as its script says."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from random import Random

from bot.broadcasting import Broadcaster
from bot.office import Office
from bot.office.outcomes import BROADCASTER
from bot.scenes import Rendered
from surveys.keyring import KeyRing, MasterKey
from surveys.messages import Broadcast, BroadcastKind, BroadcastState
from surveys.staff import Permission
from surveys.store.audit import read_entries
from surveys.store.broadcasts import move_broadcast, start_broadcast
from surveys.store.deliveries import count_deliveries
from surveys.store.engine import Store, Transaction
from surveys.store.tables import DeliveryState
from tests.support.chat import make_settings
from tests.support.post import Post, ScriptedSender, make_keys
from tests.support.stores import MOMENT
from tests.support.subscribers import CONTACTS, only_broadcast

PATIENCE = 20.0


class Campaign:
    """A broadcaster at work on a store; another one on the same store is the bot after a crash."""

    def __init__(self, store: Store, folder: Path, sender: ScriptedSender) -> None:
        self.store = store
        self.sender = sender
        self.now = MOMENT
        self.finished: set[int] = set()
        self.asked: list[int] = []
        self.broken = False
        self.post = Post(store, make_keys(folder), sender)
        self.told: list[str] = []
        self._settings = make_settings(folder)
        self._ring = KeyRing(folder / "keys", MasterKey(bytes(range(32))))
        self.broadcaster = Broadcaster(
            store,
            CONTACTS,
            self.post.outbox,
            self._render,
            self._finished,
            open_office=self._act,
            tell=self._tell,
            clock=lambda: self.now,
        )
        self._tasks: list[asyncio.Task[None]] = []

    async def _render(self, broadcast: Broadcast, language: str) -> Rendered:
        if self.broken:
            raise LookupError("no such wording")
        return Rendered(f"{broadcast.kind} {language}", None)

    def _act(self, connection: Transaction) -> Office:
        random = Random(3).randbytes
        return Office(connection, self._ring, self._settings, BROADCASTER, self.now, random)

    async def _tell(self, permission: Permission, text: str) -> None:
        assert permission is Permission.CONTROL_MESSAGES
        self.told.append(text)

    async def trail(self) -> list[tuple[str, str, str]]:
        """Who did what, and what it is since."""
        async with self.store.write() as connection:
            return [(line.who, line.action, line.after) for line in await read_entries(connection)]

    async def _finished(self, round_id: int, chats: Collection[int]) -> Collection[int]:
        self.asked.append(len(chats))
        return self.finished & set(chats)

    def begin(self) -> None:
        parts = (self.post.outbox.run, self.broadcaster.run)
        self._tasks = [asyncio.create_task(part()) for part in parts]

    async def end(self) -> None:
        """As a signal ends the bot: everything in order."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def crash(self) -> None:
        """As SIGKILL ends it: nothing is put in order."""

        async def nothing() -> None:
            return

        self.broadcaster._leave = nothing  # type: ignore[method-assign]  # the fault
        for task in (*self.post.outbox._tasks, *self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        self.begin()
        try:
            yield
        finally:
            await self.end()

    async def until(self, state: BroadcastState = BroadcastState.DONE) -> None:
        """Let time go by, a lot of it, until the broadcast is in that state."""
        async with asyncio.timeout(PATIENCE):
            while (await only_broadcast(self.store)).state is not state:
                self.now += timedelta(seconds=0.2)
                self.broadcaster.wake()
                await asyncio.sleep(0.01)

    async def until_told(self) -> None:
        """Until staff were told something, which comes after what it is about."""
        async with asyncio.timeout(PATIENCE):
            while not self.told:
                self.broadcaster.wake()
                await asyncio.sleep(0.01)

    async def until_settled(self) -> None:
        """Let time go by until the broadcast has come to a pause, or is done."""
        async with asyncio.timeout(PATIENCE):
            while (await only_broadcast(self.store)).state is BroadcastState.SENDING:
                self.now += timedelta(seconds=0.2)
                self.broadcaster.wake()
                await asyncio.sleep(0.01)

    async def until_sent(self, number: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while len(self.sender.sent) < number:
                self.sender.called.clear()
                await self.sender.called.wait()

    async def start(self, kind: BroadcastKind = BroadcastKind.INVITATION) -> Broadcast:
        async with self.store.write() as connection:
            return await start_broadcast(connection, 1, kind, self.now)

    async def move(self, to: BroadcastState) -> None:
        number = (await only_broadcast(self.store)).id
        async with self.store.write() as connection:
            await move_broadcast(connection, number, to)
        self.broadcaster.wake()

    async def counts(self) -> dict[DeliveryState, int]:
        return await count_deliveries(self.store, (await only_broadcast(self.store)).id)

    def reached(self) -> Counter[int]:
        return Counter(chat for chat, _, _ in self.sender.sent)
