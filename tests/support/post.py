"""An outbox on a store, with a sender that answers as its script says."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from bot.fieldwork import Fieldwork, LiveRound
from bot.lanes import Waiting
from bot.outbox import ABOUT, Outbox
from bot.outgoing import Outgoing
from bot.pace import LIFTED, Pace
from bot.scenes import Rendered
from bot.sending import SENT, Result
from surveys.contacts import load_contacts
from surveys.interview import Interview, begin
from surveys.keyring import KeyRing, MasterKey
from surveys.loading import load_catalogue
from surveys.partnership import load_partnership
from surveys.privacy import RoundKeys, TransitKeys
from surveys.rounds import Round, RoundState
from surveys.store.batch import Batch, commit_batch
from surveys.store.engine import Store
from surveys.store.outbox import OutboxRow

START = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


def make_keys(folder: Path) -> TransitKeys:
    ring = KeyRing(folder / "keys", MasterKey(bytes(range(32))))
    return TransitKeys(ring, "outbox", Random(1).randbytes)


def fieldwork() -> Fieldwork:
    questionnaire = load_catalogue("annual-perception")
    days = date(2026, 11, 1), date(2026, 11, 30)
    round_ = Round(1, "autumn", "", questionnaire.hash, "", "", RoundState.OPEN, *days)
    live = LiveRound(round_, questionnaire, RoundKeys(b"r" * 32))
    partnership = load_partnership("tower-hamlets")
    return Fieldwork(partnership, load_contacts("tower-hamlets"), {1: live})


def interview() -> Interview:
    questionnaire = load_catalogue("annual-perception")
    return begin(questionnaire, tag="abcd", seed="abcd", language="en", now=START)[0]


class ScriptedSender:
    """Answers each call of a chat as its script says, then as if all were well."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, str, int]] = []
        self.times: list[float] = []
        self.acknowledged: list[tuple[str, str]] = []
        self.script: defaultdict[int, deque[Result]] = defaultdict(deque)
        self.gate = asyncio.Event()
        self.gate.set()
        self.called = asyncio.Event()

    async def send(self, chat: int, rendered: Rendered, edit: int) -> Result:
        await self.gate.wait()
        self.sent.append((chat, rendered.text, edit))
        self.times.append(time.monotonic())
        self.called.set()
        return self.script[chat].popleft() if self.script[chat] else SENT

    async def acknowledge(self, query: str, text: str) -> Result:
        self.acknowledged.append((query, text))
        return SENT

    def texts(self, chat: int = 1) -> list[str]:
        return [text.splitlines()[0] for number, text, _ in self.sent if number == chat]


class Post:
    """An outbox on a store, with a scripted sender."""

    def __init__(
        self, store: Store, keys: TransitKeys, sender: ScriptedSender, pace: Pace = LIFTED
    ) -> None:
        self.store = store
        self.keys = keys
        self.sender = sender
        self.found: Interview | None = None
        self.outbox = Outbox(store, keys, sender, fieldwork(), self._find, pace=pace)

    async def _find(self, message: Outgoing) -> Interview | None:
        return self.found

    async def put(self, *messages: Outgoing, shown: Interview | None = None) -> None:
        rows = [
            OutboxRow(self.keys.lane(m.chat), self.keys.seal(m.write(), ABOUT)) for m in messages
        ]
        committed = await commit_batch(self.store, Batch(outbox=rows), 0)
        self.outbox.put(
            (row.lane, Waiting(number, message, shown))
            for row, number, message in zip(rows, committed.outbox_ids, messages, strict=True)
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.outbox.run())
        try:
            yield
            await asyncio.wait_for(self.outbox.drain(), 10)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
