"""``/export``: charts, workbook and report of a closed round, recorded before they leave."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import analysis.report
import bot.outputs
from analysis.ledger import Ledger
from analysis.shown import ContextPoint
from bot.exported import LONGEST_CAPTION, SEEN, Exports, write_caption
from bot.measuring import LEDGER, find_frozen, find_ledger, hash_results
from bot.office.ending import withdraw
from bot.pictures import FOR_STAFF, MAKERS
from bot.wording import load_wording
from surveys.errors import RoundError
from surveys.rounds import RoundState
from surveys.staff import Role
from surveys.store.audit import read_entries
from surveys.store.rounds import get_round
from tests.support.answering import change_round, close, give_answers, plan_round
from tests.support.chat import Chat, Desk, open_desk
from tests.support.released import release
from tests.support.results import TARGET, TRUST, make_history, make_results, make_row
from tests.support.staffing import make_staff, open_office

NAME = "autumn-2026"
ANALYST = 7700900301
WORDS = load_wording("en")
ELSEWHERE = ("A survey", "A publisher", "")
HOLD = "the rest of the words are left out here so that the caption is as long as it may be "


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """One chart and a short report, where it does not matter what is in them: drawing is slow."""
    monkeypatch.setattr(bot.outputs, "MOST_CHARTS", 1)
    monkeypatch.setattr(analysis.report, "render_report", lambda _: "<html></html>")


@pytest.fixture
async def analyst(desk: Desk) -> Chat:
    chat = desk.chat(ANALYST)
    await make_staff(chat, Role.ANALYST)
    return chat


async def exported(desk: Desk) -> list[tuple[str, str]]:
    """Who exported, and as what, by the audit trail."""
    async with desk.store.write() as connection:
        entries = await read_entries(connection)
    return [(one.who, one.after) for one in entries if one.action == "results.export"]


def kinds(desk: Desk) -> list[str]:
    return [entry.kind for entry in find_ledger(desk.settings).find(NAME)]


async def test_charts_come_first_then_the_workbook_and_the_report(
    desk: Desk, analyst: Chat
) -> None:
    await analyst.say("/export")
    await analyst.tap(f"{NAME}: closed")
    told, *sent = analyst.messages
    charts, files = sent[:-2], sent[-2:]
    assert len(charts) == 9
    assert f"{len(charts)} charts, the workbook and the report of {NAME}" in told.text
    for chart in charts:
        assert chart.file is not None
        assert chart.kind == "photo"
        assert chart.file.content.startswith(b"\x89PNG")
        assert len(chart.text) <= LONGEST_CAPTION
        assert chart.text.startswith("Not published yet:")
    names = [one.file.name for one in files if one.file]
    assert [name.rpartition(".")[2] for name in names] == ["xlsx", "html"]
    assert all(NAME in name for name in names)
    assert all("Not published yet:" in one.text for one in files)


async def test_the_card_of_a_round_has_a_button_for_it(
    few: None, desk: Desk, analyst: Chat
) -> None:
    await analyst.say("/rounds")
    await analyst.tap(NAME)
    await analyst.tap("Export")
    assert [one.file.name.rpartition(".")[2] for one in analyst.messages if one.file][-2:] == [
        "xlsx",
        "html",
    ]
    assert len(await exported(desk)) == 1


@pytest.mark.parametrize(
    "changes",
    [{"state": RoundState.OPEN}, {"state": RoundState.WITHDRAWN}, {"rehearsal": True}],
    ids=["open", "withdrawn", "rehearsal"],
)
async def test_a_card_without_results_has_no_button_for_it(
    desk: Desk, analyst: Chat, changes: dict[str, Any]
) -> None:
    await change_round(desk, **changes)
    await desk.receive(analyst.data_update("+round:1", 1))
    assert NAME in analyst.messages[-1].text
    labels = [button["text"] for row in analyst.messages[-1].buttons for button in row]
    assert "All rounds" in labels
    assert "Export" not in labels


async def test_it_is_on_record_before_it_leaves(
    few: None, desk: Desk, analyst: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    real = Exports.find

    async def watched(self: Exports, *arguments: object) -> object:
        seen.append(kinds(desk))
        return await real(self, *arguments)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(Exports, "find", watched)
    await analyst.say("/export")
    assert kinds(desk) == []
    await analyst.tap(f"{NAME}: closed")
    assert seen
    assert all(one == ["chat"] for one in seen)
    [(who, what)] = await exported(desk)
    assert who.startswith("S-")
    assert what == "chat"


async def test_what_cannot_be_recorded_does_not_leave(
    desk: Desk, analyst: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    await analyst.say("/export")
    monkeypatch.setattr(Ledger, "add", full)
    await analyst.tap(f"{NAME}: closed")
    assert "[ledger.not-written]" in analyst.messages[-1].text
    assert {message.kind for message in analyst.messages} == {"text"}
    assert await exported(desk) == []


async def test_beside_what_nobody_knows_any_more_nothing_leaves(
    few: None, desk: Desk, analyst: Chat
) -> None:
    for told in (f"Report of {NAME}", "[ledger.missing]"):
        await analyst.say("/export")
        await analyst.tap(f"{NAME}: closed")
        assert told in analyst.messages[-1].text
        shutil.rmtree(desk.settings.data_dir / LEDGER, ignore_errors=True)
    assert len(await exported(desk)) == 1
    assert kinds(desk) == []


async def test_once_published_nothing_says_that_it_is_not(
    few: None, desk: Desk, analyst: Chat
) -> None:
    await change_round(desk, state=RoundState.PUBLISHED)
    await analyst.say("/export")
    await analyst.tap(f"{NAME}: published")
    assert not any("Not published" in message.text for message in analyst.messages)


async def test_made_up_answers_are_marked_everywhere(few: None, tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await plan_round(desk)
        await give_answers(desk, 60)
        await change_round(desk, synthetic=True)
        await close(desk)
        chat = desk.chat(ANALYST)
        await make_staff(chat, Role.ANALYST)
        await chat.say("/export")
        await chat.tap(f"{NAME}: closed")
        _, *sent = chat.messages
        assert len(sent) > 2
        assert all("SYNTHETIC" in message.text for message in sent)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": RoundState.OPEN},
        {"state": RoundState.WITHDRAWN},
        {"rehearsal": True},
    ],
    ids=["open", "withdrawn", "rehearsal"],
)
async def test_other_rounds_are_not_offered_and_not_exported(
    desk: Desk, analyst: Chat, changes: dict[str, Any]
) -> None:
    await change_round(desk, **changes)
    await analyst.say("/export")
    assert analyst.messages[-1].text == "No closed round has results to export."
    await desk.receive(analyst.data_update("+export:1", 1))
    assert "[round.no-results]" in analyst.messages[-1].text
    assert (kinds(desk), await exported(desk)) == ([], [])


async def test_damaged_files_are_told_and_the_bot_goes_on(desk: Desk, analyst: Chat) -> None:
    (desk.settings.data_dir / NAME / "responses.parquet").write_bytes(b"damaged")
    await analyst.say("/export")
    await analyst.tap(f"{NAME}: closed")
    assert "[store.frozen-damaged]" in analyst.messages[-1].text
    await analyst.say("/staff")
    assert analyst.messages[-1].text.startswith("You are")


class TestWhenItIsSent:
    """Messages that wait while something else is done, as after a restart."""

    async def test_results_are_measured_once_for_all_of_them(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        round_, exports = await get_round(desk.store, NAME), Exports(desk.settings)
        measured: list[str] = []
        real = Exports._measure

        def watched(self: Exports, *arguments: object) -> object:
            measured.append("once")
            return real(self, *arguments)  # type: ignore[arg-type]  # as it was called

        monkeypatch.setattr(Exports, "_measure", watched)
        seen = await find_seen(desk)
        for _ in range(3):
            await exports.find(round_, seen)
        assert measured == ["once"]

    async def test_what_has_changed_is_not_sent(self, desk: Desk) -> None:
        round_ = await get_round(desk.store, NAME)
        with pytest.raises(RoundError) as refused:
            await Exports(desk.settings).find(round_, "0" * 12)
        assert refused.value.code == "export.changed"

    async def test_what_was_withdrawn_is_not_sent(self, desk: Desk) -> None:
        exports, seen = Exports(desk.settings), await find_seen(desk)
        await exports.find(await get_round(desk.store, NAME), seen)
        async with open_office(desk) as office:
            gone = await withdraw(office, NAME, "asked to")
        with pytest.raises(RoundError) as refused:
            await exports.find(gone, seen)
        assert refused.value.code == "round.not-closed"


async def find_seen(desk: Desk) -> str:
    """The digest that the messages of an export carry."""
    return hash_results(find_frozen(desk.settings, NAME).measure().released)[:SEEN]


@pytest.mark.parametrize("length", [LONGEST_CAPTION - 9, LONGEST_CAPTION - 8])
def test_words_that_fit_stay_as_they_are(length: int) -> None:
    words = (HOLD * 20)[:length]
    assert write_caption(["MARKED"], words, WORDS) == f"MARKED\n\n{words}"


@pytest.mark.parametrize("length", [LONGEST_CAPTION - 7, 5000])
def test_longer_words_end_where_the_rest_is(length: int) -> None:
    cut = write_caption(["MARKED"], (HOLD * 100)[:length], WORDS)
    assert len(cut) <= LONGEST_CAPTION
    kept, end = cut.removeprefix("MARKED\n\n").split(" … ")
    assert end == "The whole text is in the report."
    assert HOLD.startswith(kept.rpartition(HOLD)[2])


def test_what_is_cut_off_is_neither_the_result_nor_what_qualifies_it() -> None:
    context = tuple(
        ContextPoint(TRUST, "all", f"Year {year}", date(year, 5, 9), 0.5, None, *ELSEWHERE)
        for year in range(1980, 2020)
    )
    row = make_row(
        TRUST, target=TARGET, cautions=("It can be far off.",), history=make_history(0.6)
    )
    released = release(make_results(rows=(row,), context=context))
    [chart] = bot.outputs.list_charts(released)
    cut = write_caption(["MARKED"], chart.alt * 2, WORDS)
    assert len(cut) <= LONGEST_CAPTION
    needed = (
        "60 %, 55 to 64 %, about 585 answers.",
        "It can be far off.",
        "Read relatively: on track. Read as points: not shown. Indicative only",
        "People who chose to take part.",
        "A survey (another method): Year 1980 50 % (first), Year 2019 50 % (highest, lowest, last)",
    )
    places = [cut.index(words) for words in needed]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("state", "rule"),
    [
        (RoundState.CLOSED, "is not published: keep these within the staff of the partnership"),
        (RoundState.PUBLISHED, "is published: you may pass these on"),
    ],
)
async def test_one_rule_says_who_may_have_them(
    few: None, desk: Desk, analyst: Chat, state: RoundState, rule: str
) -> None:
    await change_round(desk, state=state)
    await analyst.say("/export")
    await analyst.tap(f"{NAME}: {state}")
    told, *sent = analyst.messages
    assert f"{NAME} {rule}" in told.text
    assert ("may pass" in told.text) == (state is RoundState.PUBLISHED)
    staff_only = ["for the staff of the partnership only" in one.text for one in sent]
    assert set(staff_only) == {state is RoundState.CLOSED}


def test_why_nothing_comes_is_told_to_staff() -> None:
    kinds = {kind for kind in MAKERS if kind.startswith("export-")}
    assert len(kinds) == 3
    assert kinds <= FOR_STAFF
