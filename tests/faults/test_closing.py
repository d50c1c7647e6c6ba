"""Closing a round beside a running bot, without one, late, and cut off at every step."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import bot.closing
import surveys.store.frozen
from bot.app import open_ring
from bot.closing import close_round
from bot.settings import Settings
from bot.wording import FALLBACK, load_wording
from surveys.errors import CanvassError
from surveys.keyring import KeyRing
from surveys.store.engine import Store
from tests.faults.people import PLAIN_ITEMS
from tests.faults.processes import BotProcess
from tests.faults.world import assert_exactly_once, frozen_answers, open_world
from tests.support.chat import Chat, make_settings, open_desk

WORDS = load_wording(FALLBACK)
NAME = "autumn-2026"


def rows_left(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "canvass.db")) as database:
        count: int = database.execute("SELECT count(*) FROM interviews").fetchone()[0]
        return count


def keys_left(folder: Path) -> set[str]:
    """The keys of rounds; those of what waits come and go while a bot runs."""
    return {path.name for path in (folder / "keys").glob("round-*")}


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


# -- beside a running bot and without one ----------------------------------------------------------


@pytest.mark.slow
async def test_closing_beside_the_bot_keeps_what_was_submitted_and_only_counts_the_rest(
    tmp_path: Path,
) -> None:
    async with open_world(tmp_path, seed=21) as world:
        await world.bot.start()
        await world.add_residents(3)
        await world.begin()
        await world.answer()
        finished = list(world.residents)
        late = (await world.add_residents(2, corrects=""))[0]
        for resident, stop in zip(world.residents[3:], ("in_day", "home"), strict=True):
            await resident.begin()
            await resident.answer(until=stop)

        folder = await world.close()

        assert_exactly_once(folder, finished)
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        assert manifest["counts"] == {"submitted": 3, "unsubmitted": 2}
        assert manifest["break_offs"] == {"home": 1, "in_day": 1}
        assert (rows_left(tmp_path), keys_left(tmp_path)) == (0, set())

        view = await late.phone.read()
        await late.phone.tap(view.last.labels[0], message_id=view.last.message_id)
        view = await late.phone.wait(lambda seen: WORDS("note-closed") in seen.last.text, 10)
        assert not view.last.labels
        assert_exactly_once(folder, finished)
        assert await world.bot.stop() == 0


@pytest.mark.slow
async def test_answers_that_wait_in_the_inbox_count_when_no_bot_runs(tmp_path: Path) -> None:
    async with open_world(tmp_path, seed=22) as world:
        await world.bot.start()
        await world.add_residents(3, corrects="")
        await world.begin()
        await world.answer(until=PLAIN_ITEMS[0].name)
        assert await world.bot.stop() == 0
        for resident in world.residents:
            await resident.type_ahead()
        await world.bot.start(("-m", "tests.faults.crashing", "stored-not-confirmed", "run"))
        assert await world.bot.wait() == -signal.SIGKILL

        folder = await world.close()

        # Every answer was handled: all of them broke off after the last one that they typed.
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        assert manifest["break_offs"] == {"sex": 3}
        assert (rows_left(tmp_path), keys_left(tmp_path)) == (0, set())
        await world.bot.start()
        for resident in world.residents:
            await resident.phone.send("/start")
            await resident.phone.wait(lambda seen: WORDS("no-round") in seen.last.text, 20)
        assert await world.bot.stop() == 0
        log = world.bot.log.read_text("utf-8")
        assert "update.failed" not in log
        assert "not_rendered" not in log


# -- cut off ---------------------------------------------------------------------------------------


class CutOffError(Exception):
    """Stands for the end of the process."""


async def take_part(chat: Chat, place: int, until: str = "") -> None:
    """Answer by the buttons in this place, to the end or to the question with this text."""
    await chat.say("/start")
    await chat.tap(WORDS("agree"))
    while True:
        shown = [message for message in chat.messages if message.buttons][-1]
        labels = [row[0]["text"] for row in shown.buttons]
        if until and until in shown.text:
            return
        if WORDS("submit") in labels:
            await chat.tap(WORDS("submit"))
            return
        if "How old" in shown.text:
            await chat.tap("18 or over")
        elif "Do you live" in shown.text:
            await chat.tap("Yes")
        else:
            await chat.tap(labels[place].partition(". ")[2])


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with two submitted interviews and one that is not."""
    folder = tmp_path_factory.mktemp("answered")

    async def answer() -> None:
        async with open_desk(folder) as desk:
            await take_part(desk.chat(7700900101), 0)
            await take_part(desk.chat(7700900102), 1)
            await take_part(desk.chat(7700900103), 0, until="during the day")

    asyncio.run(answer())
    return folder


@pytest.fixture
def installation(answered: Path, tmp_path: Path) -> Settings:
    """A copy of it, to be closed."""
    folder = tmp_path / "copy"
    shutil.copytree(answered, folder)
    return make_settings(folder)


async def close(settings: Settings) -> Path:
    store = await Store.open(settings.database_url)
    try:
        return await close_round(settings, store, open_ring(settings), NAME)
    finally:
        await store.close()


STEPS: list[tuple[Any, str]] = [
    (bot.closing, "begin_closing"),
    (bot.closing, "count_pending"),
    (bot.closing, "get_questionnaire"),
    (bot.closing, "freeze"),
    (surveys.store.frozen, "_write_tables"),
    (surveys.store.frozen, "_write_texts"),
    (surveys.store.frozen, "_verify"),
    (surveys.store.frozen, "_put_in_place"),
    (bot.closing, "finish_closing"),
    (KeyRing, "destroy"),
]


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(("place", "step"), STEPS, ids=[step for _, step in STEPS])
async def test_closing_that_was_cut_off_is_taken_up_to_the_same_end(
    installation: Settings,
    answered: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: Any,
    step: str,
    moment: str,
) -> None:
    folder = installation.data_dir.parent
    with monkeypatch.context() as patch:
        patch.setattr(place, step, cut(getattr(place, step), moment))
        with pytest.raises(CutOffError):
            await close(installation)

    frozen = await close(installation)

    untouched = tmp_path / "untouched"
    shutil.copytree(answered, untouched)
    assert bytes_of(frozen) == bytes_of(await close(make_settings(untouched)))
    assert len(frozen_answers(frozen)) == 2
    assert (rows_left(folder), keys_left(folder)) == (0, set())
    # The file of the lock stays: removing it would let two processes hold one each.
    left = {path.name for path in installation.data_dir.iterdir()}
    assert left - {f".{NAME}.lock"} == {NAME}


def cut(work: Callable[..., Any], moment: str) -> Callable[..., Any]:
    """The same step, cut off just before or after it."""
    if asyncio.iscoroutinefunction(work):

        async def ending(*args: Any, **kwargs: Any) -> Any:
            if moment == "after":
                await work(*args, **kwargs)
            raise CutOffError

        return ending

    def ending_at_once(*args: Any, **kwargs: Any) -> Any:
        if moment == "after":
            work(*args, **kwargs)
        raise CutOffError

    return ending_at_once


@pytest.mark.slow
async def test_closing_that_was_killed_is_taken_up_to_the_same_end(
    installation: Settings, tmp_path: Path
) -> None:
    folder = installation.data_dir.parent
    program = BotProcess(installation, folder)
    await program.start(
        ("-m", "tests.faults.crashing", "frozen-not-deleted", "round", "close", NAME, "--early")
    )
    assert await program.wait() == -signal.SIGKILL, program.log.read_text("utf-8")
    left = bytes_of(installation.data_dir / NAME)
    assert (rows_left(folder), keys_left(folder)) == (3, {f"round-{NAME}.key"})

    await program.start(("-m", "bot", "round", "close", NAME, "--early"))

    assert await program.wait() == 0, program.log.read_text("utf-8")
    assert bytes_of(installation.data_dir / NAME) == left
    assert (rows_left(folder), keys_left(folder)) == (0, set())


async def test_a_folder_that_cannot_be_written_loses_nothing(installation: Settings) -> None:
    installation.data_dir.write_text("in the way", "utf-8")
    with pytest.raises(CanvassError, match="nothing is lost"):
        await close(installation)
    assert rows_left(installation.data_dir.parent) == 3

    installation.data_dir.unlink()
    assert len(frozen_answers(await close(installation))) == 2


async def test_closing_without_the_key_of_the_round_is_refused(installation: Settings) -> None:
    key = installation.key_dir / f"round-{NAME}.key"
    kept = key.read_bytes()
    key.unlink()
    with pytest.raises(CanvassError) as refused:
        await close(installation)
    assert refused.value.code == "key.not-found"
    assert rows_left(installation.data_dir.parent) == 3

    key.write_bytes(kept)
    assert len(frozen_answers(await close(installation))) == 2


async def test_what_was_never_submitted_cannot_be_read_after_closing(
    installation: Settings,
) -> None:
    folder = installation.data_dir.parent
    with closing(sqlite3.connect(folder / "canvass.db")) as database:
        sealed = [row[0] for row in database.execute("SELECT state FROM interviews")]
    assert len(sealed) == 3
    await close(installation)
    on_disk = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert not [state for state in sealed if state in on_disk]
