from __future__ import annotations

import asyncio
from contextlib import nullcontext
from pathlib import Path

import pytest
from pydantic import SecretStr

import bot.running
from bot.fieldwork import Fieldwork
from bot.rounds import opened
from bot.running import _sync, run
from bot.settings import Settings
from surveys.errors import CanvassError, ServiceError, SettingsError
from surveys.keyring import KeyRing
from surveys.store.audit import read_entries
from surveys.store.engine import Store
from surveys.store.lock import WriterLock
from surveys.store.meta import SHOWN_WORDS, find_fact
from tests.support.chat import make_settings
from tests.support.launching import load_example


@pytest.mark.parametrize("missing", ["telegram_bot_token", "secret_key"])
def test_settings_are_checked_before_anything_is_written(tmp_path: Path, missing: str) -> None:
    settings = make_settings(tmp_path).model_copy(update={missing: SecretStr("")})
    with pytest.raises(CanvassError):
        asyncio.run(run(settings))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "values", [{"sending_hours": "20-9"}, {"admin_telegram_ids": "@somebody"}], ids=str
)
def test_hours_and_ids_are_checked_before_anything_is_written(
    tmp_path: Path, values: dict[str, str]
) -> None:
    with pytest.raises(SettingsError):
        asyncio.run(run(make_settings(tmp_path, **values)))
    assert list(tmp_path.iterdir()) == []


async def test_the_lock_is_given_back_when_the_bot_cannot_start(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, telegram_api_url="http://127.0.0.1:1")
    with pytest.raises(ServiceError):
        await run(settings)
    with WriterLock(settings.database_url):
        pass


@pytest.mark.parametrize("fails", [False, True], ids=["stopped", "failed"])
async def test_a_bot_that_stopped_shows_no_words_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    settings = make_settings(tmp_path)
    seen: list[str | None] = []

    async def run_bot(_: Settings, store: Store, ring: KeyRing, __: object) -> None:
        await _sync(settings, store, ring, Fieldwork(*load_example()))
        async with store.read() as connection:
            seen.append(await find_fact(connection, SHOWN_WORDS))
        if fails:
            raise ServiceError("x", "x", "Telegram cannot be reached", "x")

    monkeypatch.setattr(bot.running, "run_bot", run_bot)
    with nullcontext() if not fails else pytest.raises(ServiceError):
        await run(settings)
    async with opened(settings) as (store, _), store.read() as connection:
        seen.append(await find_fact(connection, SHOWN_WORDS))
    assert [bool(one) for one in seen] == [True, False]


async def read_changes(settings: Settings) -> list[tuple[str, str, str]]:
    async with opened(settings) as (store, _), store.write() as connection:
        entries = await read_entries(connection)
    return [(one.subject, one.before, one.after) for one in entries if one.who == "settings"]


async def test_a_start_that_telegram_refuses_notes_nothing(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, telegram_api_url="http://127.0.0.1:1")
    with pytest.raises(ServiceError):
        await run(settings)
    assert await read_changes(settings) == []


async def test_what_the_settings_decide_is_in_the_audit_trail_once(tmp_path: Path) -> None:
    for hours in ("9-20", "9-20", "10-18"):
        settings = make_settings(tmp_path, sending_hours=hours)
        async with opened(settings, create=True) as (store, ring):
            await _sync(settings, store, ring, Fieldwork(*load_example()))
    assert await read_changes(settings) == [
        ("SECOND_APPROVAL", "", "True"),
        ("SENDING_HOURS", "", "9-20"),
        ("SENDING_HOURS", "9-20", "10-18"),
    ]
