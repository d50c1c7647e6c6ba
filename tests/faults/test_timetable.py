"""Rounds open and close on their days, once: late, after a kill at any step, never twice."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest

from bot.app import now_utc
from bot.wording import FALLBACK, load_wording
from surveys.rounds import RoundState, london_date
from surveys.store.tables import DeliveryState
from tests.faults.field import DAY, ROUND, Field, open_field
from tests.faults.people import Resident
from tests.faults.world import assert_exactly_once

pytestmark = pytest.mark.slow

WORDS = load_wording(FALLBACK)
CRASHING = ("-m", "tests.faults.crashing")
TOLD = 5


async def die(field: Field, point: str) -> None:
    """Run the bot until it dies at this point."""
    await field.bot.start((*CRASHING, point, "run"))
    ended = await field.bot.wait()
    assert ended == -signal.SIGKILL, f"{point}: {field.bot.log.read_text('utf-8')}"


async def assert_opened_once(field: Field) -> None:
    """It is open, one line says so, and everybody was told once."""
    await field.until_done()
    assert (await field.round()).state is RoundState.OPEN
    assert (await field.trail())["round.open"] == 1
    assert len(await field.broadcasts()) == 1
    counts, unknown = await field.deliveries()
    assert counts == {DeliveryState.SENT: TOLD}
    assert unknown == []
    assert set(field.messages().values()) == {1}


@pytest.mark.parametrize("days", [1, 4], ids=["on its first day", "three days late"])
async def test_a_round_opens_once_and_tells_everybody_although_no_bot_ran_on_its_day(
    tmp_path: Path, days: int
) -> None:
    async with open_field(tmp_path, told=TOLD) as field:
        await field.launch(opens_in=1)
        await field.bot.start()
        await field.bot.started(field.sandbox)
        assert (await field.round()).state is RoundState.SCHEDULED
        assert await field.bot.stop() == 0
        field.pass_days(days)

        for _ in range(2):
            await field.bot.start()
            await field.bot.started(field.sandbox)
            assert (await field.round()).state is RoundState.OPEN
            await assert_opened_once(field)
            assert await field.bot.stop() == 0

        said = [message.text for message in (await field.officer.read()).messages]
        assert said == [WORDS("timetable-opened", name=ROUND)]


@pytest.mark.parametrize("point", ["inside-an-opening", "opened-not-told"])
async def test_an_opening_that_was_killed_happens_once(tmp_path: Path, point: str) -> None:
    async with open_field(tmp_path, told=TOLD) as field:
        await field.launch(opens_in=1)
        field.pass_days(1)

        await die(field, point)
        committed = point != "inside-an-opening"
        assert (await field.trail())["round.open"] == committed
        assert len(await field.broadcasts()) == committed
        await field.bot.start()

        await assert_opened_once(field)


async def test_a_round_whose_days_went_by_without_a_bot_is_put_to_nobody(tmp_path: Path) -> None:
    async with open_field(tmp_path, told=TOLD) as field:
        await field.launch(opens_in=1, days=2)
        field.pass_days(10)
        await field.bot.start()
        await field.officer.wait(timeout_seconds=20)
        assert (await field.round()).state is RoundState.DRAFT
        assert await field.broadcasts() == []
        assert set(field.messages().values()) == {0}
        assert (await field.trail())["round.missed"] == 1


async def answer(field: Field, number: int) -> list[Resident]:
    """Let some people answer."""
    residents = []
    for place in range(number):
        phone = await field.sandbox.add_phone(f"Resident {place}")
        residents.append(Resident(phone, random.Random(place), corrects=""))
        await residents[-1].begin()
        await residents[-1].answer()
    return residents


async def assert_closed_once(field: Field, residents: list[Resident]) -> None:
    """It is closed, one line says so, and its answers are frozen, each once."""
    await field.until_state(RoundState.CLOSED)
    assert_exactly_once(field.settings.data_dir / ROUND, residents)
    trail = await field.trail()
    assert (trail["round.closing"], trail["round.closed"]) == (1, 1)


async def test_a_round_closes_once_although_no_bot_ran_after_its_last_day(tmp_path: Path) -> None:
    async with open_field(tmp_path) as field:
        await field.launch(days=1)
        await field.bot.start()
        residents = await answer(field, 2)
        assert await field.bot.stop() == 0
        field.pass_days(3)
        assert (await field.round()).closes_on < london_date(now_utc()) - DAY

        for _ in range(2):
            await field.bot.start()
            await field.bot.started(field.sandbox)
            await assert_closed_once(field, residents)
            await field.officer.wait(lambda view: bool(view.messages), 20)
            assert await field.bot.stop() == 0
        said = [message.text for message in (await field.officer.read()).messages]
        assert said == [WORDS("timetable-closed", name=ROUND)]
        assert not list((tmp_path / "keys").glob("round-*"))


@pytest.mark.parametrize(
    "point", ["closing-not-frozen", "frozen-not-deleted", "closed-key-left", "opened-not-told"]
)
async def test_a_closing_that_was_killed_happens_once(tmp_path: Path, point: str) -> None:
    async with open_field(tmp_path) as field:
        await field.launch(days=1)
        await field.bot.start()
        residents = await answer(field, 2)
        assert await field.bot.stop() == 0
        field.pass_days(3)

        await die(field, point)
        await field.bot.start()
        await field.bot.started(field.sandbox)

        await assert_closed_once(field, residents)
        await field.until(lambda left: not left, lambda: _keys(tmp_path))


async def _keys(folder: Path) -> list[Path]:
    return list((folder / "keys").glob("round-*"))
