"""Who has taken part, as staff may see it: counts and never answers, and none under ten."""

from __future__ import annotations

import random
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.plan_loading import load_plan
from bot.turnout import SteppedMargins, Turnout, read_turnout
from surveys.errors import RoundError
from surveys.rounds import RoundState
from surveys.store.interviews import iterate_interviews, save_interviews
from surveys.store.rounds import get_round, save_round
from surveys.store.venues import add_venue, count_venue_start
from tests.support.answering import PLAN, close, give_answers, plan_round
from tests.support.chat import Desk, open_desk
from tests.unit.analysis.test_margin_counts import FORM, answered


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        await plan_round(desk)
        yield desk


async def look(desk: Desk) -> Turnout:
    round_ = await get_round(desk.store, "autumn-2026")
    return await read_turnout(desk.settings, desk.store, desk.ring, round_)


def counts_in(turnout: Turnout) -> list[int]:
    """The counts of people in the lines; not the days, and not the least count itself."""
    said = [
        re.sub(r"fewer than 10|under 10|nearest 5|^ +\d+ \w+:", "", one) for one in turnout.lines
    ]
    return [int(found) for line in said for found in re.findall(r"(?<![\d.])\d+(?![\d.]*\d)", line)]


async def test_no_count_under_ten_is_shown_and_the_others_are_rounded(desk: Desk) -> None:
    await give_answers(desk, 43)
    await give_answers(desk, 7, seed=2, submitted=False)
    await give_answers(desk, 4, seed=3, mode="assisted")
    turnout = await look(desk)
    assert "Started: 55. Finished: 45." in turnout.lines
    assert "  assisted: fewer than 10, fewer than 10" in turnout.lines
    lines = [line for line in turnout.lines if "minutes or less" not in line]
    shown = counts_in(replace(turnout, lines=tuple(lines)))
    assert shown
    assert all(count >= 10 and count % 5 == 0 for count in shown)


async def test_a_preview_is_never_counted(desk: Desk) -> None:
    await give_answers(desk, 20)
    before = await look(desk)
    await give_answers(desk, 60, seed=2, mode="preview")
    await give_answers(desk, 60, seed=3, mode="preview", submitted=False)
    assert await look(desk) == before


async def test_where_others_stopped_and_how_they_came_is_told(desk: Desk) -> None:
    await give_answers(desk, 20, sample="invited")
    await give_answers(desk, 15, seed=2, submitted=False)
    turnout = await look(desk)
    assert f"  {FORM.questions[3].short['en']}: 15" in turnout.lines  # type: ignore[index]  # it has
    assert "  invited: 20, 20" in turnout.lines
    assert "  open: 15, fewer than 10" in turnout.lines


async def test_venues_are_counted_by_what_began_there(desk: Desk) -> None:
    round_ = await give_answers(desk, 12)
    async with desk.store.write() as connection:
        await add_venue(connection, round_.id, "7QK4M2", "Library")
        for _ in range(12):
            await count_venue_start(connection, round_.id, "7QK4M2")
    assert "  Library: 10" in (await look(desk)).lines


async def test_who_answered_changes_with_every_ten_answers_only(desk: Desk) -> None:
    await give_answers(desk, 40, only={"sex": "male"})
    before = (await look(desk)).representation
    await give_answers(desk, 9, seed=2, only={"sex": "female"}, day=1)
    assert (await look(desk)).representation == before
    await give_answers(desk, 1, seed=3, only={"sex": "female"}, day=2)
    assert (await look(desk)).representation != before


async def test_what_interviewers_take_counts_by_tens_once_its_day_is_over(desk: Desk) -> None:
    await give_answers(desk, 40, only={"sex": "male"})
    before = (await look(desk)).representation
    await give_answers(desk, 10, seed=2, only={"sex": "female"}, mode="assisted", day=1)
    assert (await look(desk)).representation == before
    await give_answers(desk, 1, seed=3, only={"sex": "male"}, day=2)
    after = (await look(desk)).representation
    assert after != before
    await give_answers(desk, 9, seed=4, only={"sex": "female"}, mode="assisted", day=2)
    await give_answers(desk, 1, seed=5, only={"sex": "male"}, day=3)
    assert (await look(desk)).representation == after


def test_the_last_answers_are_those_that_wait() -> None:
    margins = SteppedMargins(load_plan(PLAN), FORM)
    people = [
        replace(answered(sex="female" if place < 20 else "male"), began=place, minutes=1.0)
        for place in range(29)
    ]
    random.Random(3).shuffle(people)
    for number, person in enumerate(people):
        margins.add(person, number)
    assert margins.finish()["sex"] == {"female": 20, "male": 0}


async def test_what_people_think_changes_nothing_of_it(tmp_path: Path) -> None:
    """Two towns whose people differ in their opinions, and in nothing else, look the same."""
    seen = []
    for opinion in ("very_safe", "very_unsafe"):
        folder = tmp_path / opinion
        folder.mkdir()
        async with open_desk(folder) as desk:
            await plan_round(desk)
            opinions = dict.fromkeys(("after_dark", "in_day"), opinion)
            await give_answers(desk, 60, only=opinions)
            seen.append(await look(desk))
    assert seen[0] == seen[1]


async def test_one_damaged_interview_does_not_hide_the_others(desk: Desk) -> None:
    await give_answers(desk, 21)
    [first, *_] = [one async for one in iterate_interviews(desk.store, 1)]
    async with desk.store.write() as connection:
        await save_interviews(connection, [replace(first, state=b"damaged" * 9)])
    assert "Started: 20. Finished: 20." in (await look(desk)).lines


async def test_a_closed_round_is_told_from_its_manifest(desk: Desk) -> None:
    await give_answers(desk, 33)
    await give_answers(desk, 12, seed=2, submitted=False)
    await close(desk)
    turnout = await look(desk)
    assert turnout.title.startswith("autumn-2026: closed")
    assert "Started: 45. Finished: 35." in turnout.lines
    assert any("minutes or less" in line for line in turnout.lines)
    assert turnout.lines[-2:] == ("By mode (finished):", "  chat: 35")
    assert turnout.representation is None


async def test_the_minutes_of_a_few_are_not_told_beside_many_without(desk: Desk) -> None:
    await give_answers(desk, 4)
    await give_answers(desk, 30, seed=2, mode="paper")
    await close(desk)
    assert not any("minutes" in line for line in (await look(desk)).lines)


@pytest.mark.parametrize(
    "state", [RoundState.DRAFT, RoundState.SCHEDULED, RoundState.WITHDRAWN], ids=str
)
async def test_a_round_that_nobody_took_part_in_is_refused(desk: Desk, state: RoundState) -> None:
    round_ = replace(await get_round(desk.store, "autumn-2026"), state=state)
    async with desk.store.write() as connection:
        await save_round(connection, round_)
    with pytest.raises(RoundError) as refused:
        await look(desk)
    assert refused.value.code == "round.no-turnout"


@pytest.mark.parametrize(
    ("field", "mark"), [("rehearsal", "REHEARSAL"), ("synthetic", "SYNTHETIC")]
)
async def test_it_is_marked_where_no_resident_was_asked(desk: Desk, field: str, mark: str) -> None:
    round_ = replace(await get_round(desk.store, "autumn-2026"), **{field: True})  # type: ignore[arg-type]  # both are flags
    async with desk.store.write() as connection:
        await save_round(connection, round_)
    assert (await look(desk)).marks == mark
