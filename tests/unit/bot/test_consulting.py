"""`canvass report`, `export` and `evidence` of a consultation: gathered whole, and on record."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

import bot.evidencing
from analysis.comments.records import CODING, CORRECTIONS, Corrections, render_record
from analysis.comments.store import comments_folder
from bot.cli import app
from bot.evidencing import check_evidence_pack, write_evidence
from bot.exported import Exports
from bot.exporting import export_round, write_report
from bot.measuring import find_ledger
from bot.office.moves import move
from bot.outgoing import Outgoing, Show
from bot.outputs import Form
from bot.rounds import at_work
from bot.settings import Settings
from surveys.errors import AuditError, RoundError, StoreError
from surveys.loading import load_catalogue
from surveys.rounds import Purpose, RoundState
from surveys.store.audit import read_entries
from surveys.store.rounds import get_round, save_round
from tests.support.answering import close, give_answers, plan_round
from tests.support.chat import Desk, open_desk
from tests.support.whole_consultation import DECISION, QUOTED, ROUND, code_whole, freeze_whole

OUTLINES = "tower-hamlets"


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A consultation of 120 made-up people, frozen once for all tests."""
    return freeze_whole(tmp_path_factory.mktemp("frozen") / ROUND, 120)


@pytest.fixture
async def desk(tmp_path: Path, frozen: Path) -> AsyncIterator[Desk]:
    """A closed consultation; nobody has coded its comments yet."""
    questionnaire = load_catalogue("safety-consultation")
    titles = {ROUND: "Made-up safety consultation"}
    purpose = Purpose.CONSULTATION
    async with open_desk(tmp_path, questionnaire, titles=titles, purpose=purpose) as desk:
        shutil.copytree(frozen, desk.settings.data_dir / ROUND)
        await change(desk, decision=DECISION, minimum_days=84, checklist={"language:en": "yes"})
        async with at_work(desk.settings) as office:
            round_ = await get_round(desk.store, ROUND)
            await move(office, round_, RoundState.CLOSED)
        yield desk


async def change(desk: Desk, **changes: object) -> None:
    round_ = replace(await get_round(desk.store, ROUND), **changes)  # type: ignore[arg-type]  # any
    async with desk.store.write() as connection:
        await save_round(connection, round_)


def code(desk: Desk) -> None:
    """Code the comments, with two quotes approved."""
    folder = comments_folder(desk.settings.data_dir, ROUND)
    coding = code_whole(desk.settings.data_dir / ROUND)
    corrections = tuple(coding.corrections[one] for one in sorted(coding.corrections))
    folder.mkdir(parents=True)
    (folder / CODING).write_bytes(render_record(coding.drafted))
    kept = Corrections(frozen=coding.drafted.frozen, comments=corrections)
    (folder / CORRECTIONS).write_bytes(render_record(kept))


def find_entries(settings: Settings) -> list[tuple[str, bool, bool]]:
    """Kind, whether it has figures and whether it has places, of everything in the ledger."""
    found = find_ledger(settings).find(ROUND)
    return sorted((one.kind, bool(one.figures), bool(one.places)) for one in found)


async def trail(desk: Desk) -> list[tuple[str, str]]:
    async with desk.store.write() as connection:
        entries = await read_entries(connection)
    leaving = {"results.export", "comments.published"}
    return [(one.action, one.after.split()[0]) for one in entries if one.action in leaving]


async def test_the_report_is_the_consultations_and_says_what_is_lacking(
    desk: Desk, tmp_path: Path
) -> None:
    told = await write_report(desk.settings, ROUND, tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text("utf-8")
    assert "what people told us" in page
    assert "are not coded yet, so nothing is said of them here." in page
    assert told[1].startswith("Its comments are not coded yet")
    assert find_entries(desk.settings) == [("report", False, True), ("report", True, False)]
    assert await trail(desk) == [("results.export", "report")]


async def test_comments_and_what_was_done_are_in_it_and_that_they_left_is_on_record(
    desk: Desk, tmp_path: Path
) -> None:
    code(desk)
    await change(desk, actions={"en": "New lamps in Made-up Street."})
    told = await write_report(desk.settings, ROUND, tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text("utf-8")
    assert all(words in page for words in QUOTED)
    assert "New lamps in Made-up Street." in page
    assert not any("not coded" in line for line in told)
    said = [("results.export", "report"), ("comments.published", "report")]
    assert await trail(desk) == said


@pytest.mark.parametrize("also", ["board", "offences"])
async def test_what_belongs_to_the_annual_plan_is_refused(
    desk: Desk, tmp_path: Path, also: str
) -> None:
    more = {also: tmp_path / "more.html"}
    with pytest.raises(RoundError, match="and this is a consultation"):
        await write_report(desk.settings, ROUND, tmp_path / "r.html", **more)  # type: ignore[arg-type]  # by name
    assert find_entries(desk.settings) == []


async def test_themes_places_and_groups_are_among_the_files(desk: Desk, tmp_path: Path) -> None:
    code(desk)
    await export_round(desk.settings, ROUND, tmp_path / "csv", Form.CSV)
    names = {path.name.removeprefix(f"{ROUND}-") for path in (tmp_path / "csv").iterdir()}
    assert {"themes.csv", "equality.csv", "places-place-way.csv"} <= names
    themes = (tmp_path / "csv" / f"{ROUND}-themes.csv").read_text("utf-8")
    assert "fewer than 10,not told" in themes
    await export_round(desk.settings, ROUND, tmp_path / "xlsx", Form.XLSX)
    from openpyxl import load_workbook  # noqa: PLC0415  # needed once

    [file] = (tmp_path / "xlsx").iterdir()
    book = load_workbook(file, read_only=True)
    tabs = {*book.sheetnames}
    book.close()
    assert {"themes", "equality", "place-way"} <= tabs


async def test_other_numbers_of_its_places_stop_everything_that_has_them(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreError("x", "x", "places cannot be recorded", "x")

    monkeypatch.setattr("analysis.places.record_places", fail)
    with pytest.raises(StoreError, match="places cannot be recorded"):
        await write_report(desk.settings, ROUND, tmp_path / "r.html")
    assert not (tmp_path / "r.html").exists()
    assert await trail(desk) == []


async def test_the_pack_has_the_screens_and_the_rounds_own_line_of_the_trail(
    desk: Desk, tmp_path: Path
) -> None:
    code(desk)
    await write_evidence(desk.settings, ROUND, tmp_path / "e.zip", OUTLINES)
    with zipfile.ZipFile(tmp_path / "e.zip") as pack:
        start, privacy = (pack.read(f"{one}-en.txt").decode() for one in ("start", "privacy"))
        told = json.loads(pack.read("round.json"))
        translations = pack.read("translations.csv").decode()
    assert DECISION in start
    assert "30 November 2026" in start
    assert "Privacy notice" in privacy
    assert told["minimum_days"] == 84
    assert told["steps"][-1]["what"] == "closed"
    assert translations.splitlines()[1] == "en,yes,0,recorded"
    lines = await check_evidence_pack(desk.settings, ROUND, tmp_path / "e.zip")
    assert lines[0].endswith("files of the pack are as they were made.")
    assert ("results.export", "evidence") in await trail(desk)


async def test_a_pack_made_again_is_the_same_file(desk: Desk, tmp_path: Path) -> None:
    code(desk)
    for name in ("one.zip", "two.zip"):
        await write_evidence(desk.settings, ROUND, tmp_path / name, OUTLINES)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


async def test_no_pack_stands_on_a_trail_that_does_not_verify(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read(_: Settings) -> object:
        return (), None, AuditError("audit.changed", "the trail", "a line was changed", "x")

    monkeypatch.setattr(bot.evidencing, "read_trail", read)
    with pytest.raises(AuditError, match="a line was changed"):
        await write_evidence(desk.settings, ROUND, tmp_path / "e.zip", OUTLINES)
    assert not (tmp_path / "e.zip").exists()
    assert find_entries(desk.settings) == []


async def test_without_its_database_there_is_no_pack(desk: Desk, tmp_path: Path) -> None:
    url = "sqlite+aiosqlite:////no/such/folder/x.db"
    alone = desk.settings.model_copy(update={"database_url": url, "secret_key": SecretStr("")})
    with pytest.raises(RoundError, match="the database does not know it"):
        await write_evidence(alone, ROUND, tmp_path / "e.zip", OUTLINES)


async def test_an_annual_round_keeps_its_report_and_has_no_pack(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await plan_round(desk)
        await give_answers(desk, 40)
        await close(desk)
        await write_report(desk.settings, "autumn-2026", tmp_path / "r.html")
        assert "what residents told us" in (tmp_path / "r.html").read_text("utf-8")
        with pytest.raises(RoundError, match="it is no consultation"):
            await write_evidence(desk.settings, "autumn-2026", tmp_path / "e.zip", OUTLINES)


async def test_in_chat_its_report_is_refused_because_half_of_it_would_be_missing(
    desk: Desk,
) -> None:
    round_ = await get_round(desk.store, ROUND)
    message = Outgoing(chat=0, show=Show.PICTURE, language="en", round=round_.id)
    with pytest.raises(RoundError, match="is not made in chat"):
        await Exports(desk.settings).make_report(round_, message)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ([], "name either --to"),
        (["--to", "e.zip", "--check", "e.zip"], "name either --to"),
        (["--to", "e.html"], "has to end in .zip"),
    ],
    ids=["neither", "both", "no zip"],
)
def test_the_command_says_what_it_needs(words: list[str], wrong: str) -> None:
    told = CliRunner().invoke(app, ["evidence", "--round", ROUND, *words], env={"COLUMNS": "200"})
    assert told.exit_code == 2
    assert wrong in " ".join(told.output.replace("│", " ").split())
