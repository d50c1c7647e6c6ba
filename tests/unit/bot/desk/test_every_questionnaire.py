"""Each questionnaire that ships: a round by the ordinary way, and no plan is named for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.plan import dump_plan
from analysis.plan_loading import load_plan
from analysis.shown import Status
from bot.consultation import OUTLINES
from bot.evidencing import write_evidence
from bot.exporting import export_round, write_report
from bot.fieldwork import key_name
from bot.measuring import find_frozen
from bot.office.cards import render_readiness
from bot.office.context import TERMINAL
from bot.office.launching import request_launch
from bot.office.preparing import record_item
from bot.outputs import Form
from surveys.errors import RoundError
from surveys.privacy import RoundKeys
from surveys.rounds import Purpose, RoundState
from surveys.sealing import open_interview, seal_interview
from surveys.store.interviews import StoredInterview, insert_interviews, iterate_interviews
from surveys.store.rounds import get_round
from tests.support.answering import close
from tests.support.chat import Chat, Desk, open_desk
from tests.support.launching import DECISION, PARTNERSHIP, ready_checklist
from tests.support.staffing import make_staff, open_office

OFFICER = 7700900201
PLANS = {
    "event-poll": "tower-hamlets-poll",
    "digital-walk": "tower-hamlets-walk",
    "young-people": "tower-hamlets-young",
    "safety-consultation": "tower-hamlets-consultation",
}
EVERY = pytest.mark.parametrize("name", PLANS)
MENDED = [name for name in PLANS if name != "safety-consultation"]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path, titles={}, partnership=str(PARTNERSHIP)) as desk:
        yield desk


@pytest.fixture
async def officer(desk: Desk) -> Chat:
    chat = desk.chat(OFFICER)
    await make_staff(chat)
    await desk.bot.book.refresh()
    return chat


async def begin(officer: Chat, name: str) -> None:
    await officer.say("/new")
    await officer.tap("From the catalogue")
    await officer.tap(name)


async def make(officer: Chat, name: str, days: str = "1") -> None:
    """Answer what ``/new`` asks, from the minimum to the languages."""
    await begin(officer, name)
    for answer in (days, "2026-11-02 2026-11-02", name, name.title(), DECISION):
        await officer.say(answer)
    await officer.tap("Everybody")
    await officer.tap("All languages of the questionnaire")


async def launch(desk: Desk, name: str) -> None:
    async with open_office(desk, TERMINAL) as office:
        for item, words in (ready_checklist() | {"short_window": "One evening"}).items():
            await record_item(office, name, item, words)
        await request_launch(office, name, invite=False)


def labels(chat: Chat) -> Sequence[str]:
    shown = [one for one in chat.messages if one.buttons][-1]
    return [one["text"] for row in shown.buttons for one in row if "url" not in one]


async def answer(chat: Chat, name: str, pick: int) -> None:
    """Take the answer in that place wherever there are so many, and write nothing."""
    await chat.say(f"/start {name}")
    while "Someone else on this phone" not in (shown := labels(chat)):
        options = [label for label in shown if label[0].isdigit()]
        if any(label.endswith("✓") for label in shown):
            await chat.tap("Done")
        elif options and not {"1. Yes", "1. No"} & set(options):
            await chat.tap(options[min(pick, len(options) - 1)])
        else:
            await chat.tap("Skip" if shown[0] == "Back" else shown[0])


async def multiply(desk: Desk, name: str, times: int) -> None:
    """Let so many more people answer as each did."""
    round_ = await get_round(desk.store, name)
    keys = RoundKeys(desk.ring.get(key_name(round_)))
    rows: list[StoredInterview] = []
    for stored in [one async for one in iterate_interviews(desk.store, round_.id)]:
        interview = open_interview(keys, round_.id, stored.pseudonym, 1, stored.state)
        for _ in range(times):
            nobody = bytes([len(rows)] * 16)
            state = seal_interview(keys, round_.id, nobody, 1, interview)
            fresh = replace(stored, id=1_000_000 + len(rows), state=state)
            rows.append(replace(fresh, pseudonym=nobody, receipt=nobody))
    async with desk.store.write() as connection:
        await insert_interviews(connection, rows)


async def hold(desk: Desk, officer: Chat, name: str, picks: Sequence[int]) -> None:
    """Hold a round from its draft to its close; with each pick 20 people answer."""
    await make(officer, name)
    await launch(desk, name)
    for pick in picks:
        await answer(desk.chat(7700900300 + pick), name, pick)
    await multiply(desk, name, 19)
    await close(desk, name)


@EVERY
async def test_the_round_gets_the_plan_that_ships_for_it(
    desk: Desk, officer: Chat, name: str
) -> None:
    await make(officer, name)
    made = await get_round(desk.store, name)
    assert (made.plan, made.purpose, made.minimum_days) == (PLANS[name], Purpose.CONSULTATION, 1)


async def test_a_plan_of_another_purpose_is_refused_before_anything_is_asked(
    desk: Desk, officer: Chat, tmp_path: Path
) -> None:
    plan = load_plan(PLANS["event-poll"]).model_copy(update={"purpose": Purpose.SURVEY})
    (tmp_path / "mine.json").write_text(dump_plan(plan), "utf-8")
    desk.settings.plan = str(tmp_path / "mine.json")
    await begin(officer, "event-poll")
    refused = officer.messages[-1].text
    assert "the new round: event-poll asks for a consultation" in refused
    assert "`purpose: consultation`" in refused


@pytest.mark.parametrize("name", MENDED)
async def test_what_people_answered_is_measured_reported_and_published(
    desk: Desk, officer: Chat, tmp_path: Path, name: str
) -> None:
    await hold(desk, officer, name, (1, 3))
    measured = find_frozen(desk.settings, name).measure()
    headlines = [one for one in measured.released.results.rows if one.breakdown is None]
    assert {(one.status, one.base) for one in headlines} == {(Status.RELEASED, 40)}
    await write_report(desk.settings, name, tmp_path / "report.html")
    await export_round(desk.settings, name, tmp_path / "csv", Form.CSV)
    await write_evidence(desk.settings, name, tmp_path / "evidence.zip", OUTLINES)
    assert (tmp_path / "report.html").stat().st_size
    await officer.say("/publish")
    await officer.tap(name)
    await officer.tap("Publish")
    assert (await get_round(desk.store, name)).state is RoundState.PUBLISHED


async def test_what_nobody_answered_is_refused_without_blaming_the_plan(
    desk: Desk, officer: Chat, tmp_path: Path
) -> None:
    await hold(desk, officer, "event-poll", ())
    with pytest.raises(RoundError, match="nobody finished an interview") as refused:
        await write_report(desk.settings, "event-poll", tmp_path / "report.html")
    assert "eligible" not in str(refused.value)


async def test_the_minimum_of_a_consultation_is_asked_and_has_to_be_a_day(
    desk: Desk, officer: Chat
) -> None:
    await begin(officer, "event-poll")
    assert officer.messages[-1].text.startswith("Question 1 of 7.")
    assert labels(officer) == ["84"]
    await officer.say("0")
    assert officer.messages[-1].text.startswith("the new round: it is a consultation, and no")
    await officer.say("3")
    await officer.say("2026-11-02 2026-11-03")
    assert officer.messages[-1].text == (
        "the new round: it is open for 2 days, and has to be for at least 3. Close it on "
        "2026-11-04 or later; for another minimum, begin again with /new. [round.window]"
    )


async def test_a_survey_is_asked_for_no_minimum_and_nobody_for_a_purpose(
    desk: Desk, officer: Chat
) -> None:
    await begin(officer, "annual-perception")
    asked = officer.messages[-1].text
    assert asked.startswith("Question 1 of 6.")
    assert "First and last day" in asked


async def test_a_plan_that_does_not_fit_is_told_at_once_by_its_first_fault(
    desk: Desk, officer: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = load_plan("tower-hamlets-young")
    unfit = plan.model_copy(update={"questionnaire": "event-poll"})
    monkeypatch.setattr("bot.desk.drafting.choose_plan", lambda *_: unfit)
    await begin(officer, "event-poll")
    told = officer.messages[-1].text
    assert told.startswith("plan tower-hamlets-young on event-poll version 1: measure safe_day: ")
    assert told.endswith("[plan.no-item] There are 20 more faults.")
    assert len(told) < 250


async def test_the_card_of_a_draft_speaks_of_shares_and_compares_nothing(
    desk: Desk, officer: Chat
) -> None:
    await make(officer, "event-poll")
    async with open_office(desk, TERMINAL) as office:
        told = await render_readiness(office, await get_round(desk.store, "event-poll"))
    assert "A consultation, with no round before it: nothing is compared." in told
    assert "a share is uncertain by up to 5 points" in told
    assert "design effect" not in told
