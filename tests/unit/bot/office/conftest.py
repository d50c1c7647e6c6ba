"""An office for tests: a database with its keys, a partnership that lacks nothing, and a clock."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analysis.plan_loading import load_plan
from bot.office.context import TERMINAL, Office
from bot.office.drafts import make_draft
from bot.settings import Settings
from surveys.audit import verify
from surveys.keyring import KeyRing, MasterKey
from surveys.loading import load_catalogue
from surveys.privacy import AUDIT_KEY
from surveys.questionnaire import Questionnaire
from surveys.rounds import Round, RoundState
from surveys.store.audit import find_head, read_entries
from surveys.store.engine import Store
from surveys.store.rounds import find_rounds, get_round, save_round
from tests.support.chat import MASTER, make_settings
from tests.support.launching import DECISION, PARTNERSHIP, ready_checklist
from tests.support.subscribers import add_subscribers

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
TODAY = date(2026, 11, 21)
ANNUAL = load_catalogue("annual-perception")
PLAN = load_plan("tower-hamlets-2025")
ASKER, OTHER = "S-AAAA", "S-BBBB"


class Workplace:
    """Where staff act in a test."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store, self.settings = store, settings
        self.ring = KeyRing(settings.key_dir, MasterKey.from_text(MASTER))
        self.now = NOW
        self.random = random.Random(11).randbytes

    @asynccontextmanager
    async def office(self, who: str = ASKER) -> AsyncIterator[Office]:
        async with self.store.write() as connection:
            yield Office(connection, self.ring, self.settings, who, self.now, self.random)

    async def draft(
        self, name: str = "winter", questionnaire: Questionnaire = ANNUAL, **changes: Any
    ) -> Round:
        """A draft of the annual survey from today on that lacks nothing."""
        content: dict[str, Any] = {
            "id": 0,
            "name": name,
            "title": "",
            "questionnaire_hash": "",
            "plan": "",
            "plan_hash": "",
            "state": RoundState.DRAFT,
            "opens_on": TODAY,
            "closes_on": TODAY + timedelta(days=27),
            "decision": DECISION,
            "checklist": ready_checklist(questionnaire.languages),
        }
        async with self.office(TERMINAL) as office:
            return await make_draft(office, Round(**(content | changes)), questionnaire, PLAN)

    async def put(self, round_: Round, **changes: Any) -> Round:
        """Make a round what it could only become in time."""
        async with self.store.write() as connection:
            return await save_round(connection, replace(round_, **changes))

    async def subscribers(self, number: int) -> None:
        """So many people on the contact list."""
        await add_subscribers(self.store, range(7_000_000_001, 7_000_000_001 + number))

    async def round(self, name: str = "winter") -> Round:
        return await get_round(self.store, name)

    async def names(self) -> list[str]:
        return [one.name for one in await find_rounds(self.store)]

    async def trail(self) -> list[tuple[str, str, str, str, str]]:
        """The audit trail, which verifies whatever happened."""
        key = self.ring.ensure(AUDIT_KEY)
        async with self.store.write() as connection:
            entries, head = await read_entries(connection), await find_head(connection, key)
        verify(key, entries, head)
        return [(e.who, e.action, e.subject, e.before, e.after) for e in entries]

    async def actions(self) -> list[str]:
        return [action for _, action, *_ in await self.trail()]


@pytest.fixture
async def workplace(tmp_path: Path) -> AsyncIterator[Workplace]:
    settings = make_settings(tmp_path, partnership=str(PARTNERSHIP))
    store = await Store.open(settings.database_url)
    yield Workplace(store, settings)
    await store.close()
