"""``/export`` of a consultation: its charts, workbook and report, by the gates of the terminal."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from analysis.comments.records import (
    CORRECTIONS,
    Correction,
    Corrections,
    load_coding,
    render_record,
)
from analysis.comments.store import comments_folder
from analysis.comments.told import tell
from bot.consulting import take_as_final
from bot.exported import Exports, find_results
from bot.exporting import write_report
from bot.quoting import withdraw
from bot.said import check_said
from surveys.errors import RoundError, StoreError
from surveys.staff import Role
from surveys.store.rounds import get_round
from tests.support.chat import Chat, Desk
from tests.support.consulting import change, code, find_entries, open_consultation, trail
from tests.support.staffing import make_staff
from tests.support.whole_consultation import QUOTED, ROUND, freeze_whole

ANALYST = 7700900301
SURE = "They have finished: send everything"
EXPORTED, SAID = ("results.export", "chat"), ("comments.published", "chat")


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A consultation of 120 made-up people, frozen once for all tests."""
    return freeze_whole(tmp_path_factory.mktemp("frozen") / ROUND, 120)


@pytest.fixture
async def desk(tmp_path: Path, frozen: Path) -> AsyncIterator[Desk]:
    async with open_consultation(tmp_path, frozen) as desk:
        yield desk


@pytest.fixture
async def analyst(desk: Desk) -> Chat:
    chat = desk.chat(ANALYST)
    await make_staff(chat, Role.ANALYST)
    return chat


async def export(analyst: Chat) -> None:
    """Export the round, and say yes where it is asked whether analysts have finished."""
    await analyst.say("/export")
    await analyst.tap(f"{ROUND}: closed")
    if SURE in list_buttons(analyst):
        await analyst.tap(SURE)


def list_buttons(chat: Chat) -> list[str]:
    return [button["text"] for row in chat.messages[-1].buttons for button in row]


def take_back(desk: Desk) -> Correction:
    """Take the approval of one quote back; returns what was approved."""
    folder = comments_folder(desk.settings.data_dir, ROUND)
    [approved, *_] = (one for one in load_coding(folder).corrections.values() if one.quote)
    approve(desk, approved.model_copy(update={"quote": ""}))
    return approved


def approve(desk: Desk, correction: Correction) -> None:
    """Correct one comment."""
    folder = comments_folder(desk.settings.data_dir, ROUND)
    coding = load_coding(folder)
    kept = {**coding.corrections, correction.number: correction}
    comments = tuple(kept[one] for one in sorted(kept))
    content = render_record(Corrections(frozen=coding.drafted.frozen, comments=comments))
    (folder / CORRECTIONS).write_bytes(content)


def approve_another(desk: Desk) -> None:
    """Quote something else in place of one of the quotes."""
    folder = comments_folder(desk.settings.data_dir, ROUND)
    coding = load_coding(folder)
    [gone, *_] = (one for one in coding.corrections.values() if one.quote)
    said = next(
        one
        for one in coding.drafted.comments
        if one.may_quote
        and not one.cues
        and one.text not in QUOTED
        and coding.codes_of(one)
        and "no_content" not in coding.codes_of(one)
        and one.text.isascii()
    )
    kept = {**coding.corrections, gone.number: gone.model_copy(update={"quote": ""})}
    kept[said.number] = gone.model_copy(update={"number": said.number, "quote": said.text})
    comments = tuple(kept[one] for one in sorted(kept))
    content = render_record(Corrections(frozen=coding.drafted.frozen, comments=comments))
    (folder / CORRECTIONS).write_bytes(content)


async def test_its_own_charts_come_with_workbook_and_report(desk: Desk, analyst: Chat) -> None:
    code(desk)
    await export(analyst)
    told, *sent = analyst.messages
    charts, [workbook, report] = sent[:-2], sent[-2:]
    assert f"{len(charts)} charts, the workbook and the report of {ROUND}" in told.text
    assert "not coded yet" not in told.text
    heads = [one.text.split("\n\n")[1].splitlines()[1] for one in charts]
    assert heads[0].startswith("How many call each issue a big problem")
    assert any(head.startswith("What people write of") for head in heads)
    assert all("SYNTHETIC" in one.text for one in charts)
    assert workbook.file is not None
    assert report.file is not None
    page = report.file.content.decode()
    assert "what people told us" in page
    assert all(words in page for words in QUOTED)
    book = load_workbook(io.BytesIO(workbook.file.content), read_only=True)
    assert {"themes", "equality", "place-way"} <= {*book.sheetnames}
    book.close()


async def test_before_themes_stand_it_asks_once_whether_analysts_have_finished(
    desk: Desk, analyst: Chat
) -> None:
    code(desk)
    await analyst.say("/export")
    await analyst.tap(f"{ROUND}: closed")
    assert "leave for the first time now. After that they stand" in analyst.messages[-1].text
    assert await trail(desk) == []
    assert find_entries(desk.settings) == []
    await analyst.tap(SURE)
    assert await trail(desk) == [EXPORTED, SAID]
    await analyst.say("/export")
    await analyst.tap(f"{ROUND}: closed")
    assert SURE not in list_buttons(analyst)
    assert await trail(desk) == [EXPORTED, SAID] * 2


async def test_a_quote_approved_after_themes_left_is_told_as_that(
    desk: Desk, analyst: Chat
) -> None:
    code(desk)
    approved = take_back(desk)
    await export(analyst)
    approve(desk, approved)
    await analyst.say("/export")
    await analyst.tap(f"{ROUND}: closed")
    asked = analyst.messages[-1].text
    assert asked.startswith(f"The themes of {ROUND} left before. Its quotes")
    assert "first time" not in asked
    with pytest.raises(RoundError, match="its themes left before, and quotes changed since"):
        await write_report(desk.settings, ROUND, desk.settings.data_dir / "r.html")
    await analyst.tap(SURE)
    assert await trail(desk) == [EXPORTED, SAID] * 2


async def test_all_that_leaves_is_on_record_as_from_the_terminal(desk: Desk, analyst: Chat) -> None:
    code(desk)
    await export(analyst)
    assert await trail(desk) == [EXPORTED, SAID]
    assert find_entries(desk.settings) == [("chat", False, True), ("chat", True, False)]
    found = find_results(desk.settings, await get_round(desk.store, ROUND)).consulted
    assert found is not None
    assert found.themes is not None
    assert found.quotes is not None
    other = replace(found.themes, wrote=tell(1000))
    with pytest.raises(RoundError, match="other numbers of its themes left before"):
        check_said(desk.settings, other, found.quotes, None)


async def test_comments_that_are_not_coded_are_told_and_leave_no_line(
    desk: Desk, analyst: Chat
) -> None:
    await export(analyst)
    assert f"The comments of {ROUND} are not coded yet" in analyst.messages[0].text
    assert await trail(desk) == [EXPORTED]
    report = analyst.messages[-1].file
    assert report is not None
    assert "are not coded yet, so nothing is said of them here." in report.content.decode()


@pytest.mark.parametrize("way", ["terminal first", "chat first"])
async def test_a_second_release_with_other_quotes_is_refused(
    desk: Desk, analyst: Chat, tmp_path: Path, way: str
) -> None:
    code(desk)
    if way == "terminal first":
        await write_report(desk.settings, ROUND, tmp_path / "r.html", asking=take_as_final)
        approve_another(desk)
        before = await trail(desk)
        await export(analyst)
        assert "[comments.other-quotes]" in analyst.messages[-1].text
        assert not any(one.file for one in analyst.messages)
        assert await trail(desk) == before
    else:
        await export(analyst)
        approve_another(desk)
        with pytest.raises(RoundError, match="other quotes left before"):
            await write_report(desk.settings, ROUND, tmp_path / "r.html", asking=take_as_final)


async def test_places_that_cannot_be_recorded_stop_everything(
    desk: Desk, analyst: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreError("x.y", "x", "places cannot be recorded", "x")

    code(desk)
    monkeypatch.setattr("analysis.places.record_places", fail)
    await export(analyst)
    assert "places cannot be recorded" in analyst.messages[-1].text
    assert not any(one.file for one in analyst.messages)
    assert await trail(desk) == []


async def test_a_quote_withdrawn_before_it_is_sent_is_not_sent(desk: Desk) -> None:
    code(desk)
    round_ = await get_round(desk.store, ROUND)
    seen = find_results(desk.settings, round_).seen
    coding = load_coding(comments_folder(desk.settings.data_dir, ROUND))
    quoted = next(number for number, one in coding.corrections.items() if one.quote)
    await withdraw(desk.settings, ROUND, quoted)
    with pytest.raises(RoundError) as refused:
        await Exports(desk.settings).find(round_, seen)
    assert refused.value.code == "export.changed"


async def test_what_was_done_is_in_the_report(desk: Desk, analyst: Chat) -> None:
    await change(desk, actions={"en": "New lamps in Made-up Street."})
    await export(analyst)
    report = analyst.messages[-1].file
    assert report is not None
    assert b"New lamps in Made-up Street." in report.content
