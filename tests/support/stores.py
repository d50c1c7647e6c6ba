"""The databases that are to keep the same promises, and what the tests put into them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from surveys.questionnaire import Questionnaire
from surveys.rounds import Round, RoundState
from surveys.store import inbox, interviews, outbox
from surveys.store.engine import Store
from surveys.store.inbox import InboxRow, StoredUpdate
from surveys.store.interviews import StoredInterview
from surveys.store.outbox import StoredMessage

NOW = 1_780_000_000
MOMENT = datetime(2026, 6, 15, 12, tzinfo=UTC)
LANE = b"lane-001"
QUESTIONNAIRE = Questionnaire.model_validate(
    {
        "name": "walk",
        "version": 1,
        "languages": ["en"],
        "title": {"en": "Walking"},
        "parts": [{"name": "main", "title": {"en": "Main"}}],
        "questions": [{"name": "comment", "kind": "text", "text": {"en": "Anything else?"}}],
    }
)

# Each database that is to keep the same promises: its address, given a folder of the test's own.
STORES: dict[str, Callable[[Path], str]] = {
    "sqlite": lambda folder: f"sqlite+aiosqlite:///{folder / 'canvass.db'}",
}


def draft(name: str) -> Round:
    return Round(
        id=0,
        name=name,
        title="Summer",
        questionnaire_hash=QUESTIONNAIRE.hash,
        plan="tower-hamlets-2025",
        plan_hash="f" * 64,
        state=RoundState.DRAFT,
        opens_on=date(2026, 6, 1),
        closes_on=date(2026, 6, 30),
        synthetic=True,
    )


def updates(*numbers: int) -> list[InboxRow]:
    return [InboxRow(number, LANE, b"sealed update %d" % number) for number in numbers]


def interview(round_: Round, number: int, **changes: object) -> StoredInterview:
    made = StoredInterview(number, round_.id, number.to_bytes(16), 1, b"sealed state")
    return replace(made, **changes)  # type: ignore[arg-type]  # any field


async def everything(
    store: Store, round_: Round
) -> tuple[list[StoredUpdate], list[StoredInterview], list[StoredMessage]]:
    """All that a batch could change."""
    return (
        await inbox.find_pending(store, 100),
        [kept async for kept in interviews.iterate_interviews(store, round_.id)],
        await outbox.find_pending_messages(store, 100),
    )
