"""`canvass report`, `export` and `evidence` of a consultation: gathered whole, and on record."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner, Result

import bot.evidencing
import bot.settings
from analysis.comments.records import (
    CORRECTIONS,
    Correction,
    Corrections,
    load_coding,
    render_record,
)
from analysis.comments.store import comments_folder
from bot.app import now_utc
from bot.cli import app
from bot.consulting import take_as_final
from bot.evidencing import check_evidence_pack, write_evidence
from bot.exporting import export_round, write_report
from bot.mapping import export_places
from bot.office.noticing import NOTICE, note_notices
from bot.outputs import Form
from bot.releases import list_releases
from bot.rounds import at_work
from bot.settings import Settings
from surveys.errors import AuditError, RoundError, StoreError
from surveys.rounds import london_date
from surveys.store.rounds import get_round
from tests.support.answering import close, give_answers, plan_round
from tests.support.chat import Desk, open_desk
from tests.support.consulting import change, code, find_entries, open_consultation, trail
from tests.support.whole_consultation import DECISION, QUOTED, ROUND, freeze_whole

OUTLINES = "tower-hamlets"


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A consultation of 120 made-up people, frozen once for all tests."""
    return freeze_whole(tmp_path_factory.mktemp("frozen") / ROUND, 120)


@pytest.fixture
async def desk(tmp_path: Path, frozen: Path) -> AsyncIterator[Desk]:
    async with open_consultation(tmp_path, frozen) as desk:
        yield desk


async def test_the_report_is_the_consultations_and_says_what_is_lacking(
    desk: Desk, tmp_path: Path
) -> None:
    told = await write_report(desk.settings, ROUND, tmp_path / "r.html", asking=take_as_final)
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
    told = await write_report(desk.settings, ROUND, tmp_path / "r.html", asking=take_as_final)
    page = (tmp_path / "r.html").read_text("utf-8")
    assert all(words in page for words in QUOTED)
    assert "New lamps in Made-up Street." in page
    assert not any("not coded" in line for line in told)
    said = [("results.export", "report"), ("comments.published", "report")]
    assert await trail(desk) == said


def correct(desk: Desk) -> None:
    """An analyst gives a comment other codes."""
    folder = comments_folder(desk.settings.data_dir, ROUND)
    coding = load_coding(folder)
    codes = {"fire": ("problem",)}
    kept = dict(coding.corrections)
    for said in coding.drafted.comments[:30]:
        kept[said.number] = Correction.model_validate(
            {"number": said.number, "checked": True, "codes": codes}
        )
    comments = tuple(kept[one] for one in sorted(kept))
    content = render_record(Corrections(frozen=coding.drafted.frozen, comments=comments))
    (folder / CORRECTIONS).write_bytes(content)


@pytest.mark.parametrize(
    ("command", "terminal"),
    [("report", True), ("export", False), ("evidence", False)],
    ids=["report, asked", "export in a script", "evidence in a script"],
)
async def test_before_themes_stand_it_is_asked_whether_analysts_have_finished(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, *, terminal: bool
) -> None:
    code(desk)
    monkeypatch.setattr(bot.settings, "load_settings", lambda: desk.settings)
    monkeypatch.setattr("bot.cli_exports.is_terminal", lambda: terminal)
    to = tmp_path / {"report": "r.html", "evidence": "e.zip"}.get(command, "out")
    words = [command, "--round", ROUND, "--to", str(to)]
    words += ["--format", "csv"] if command == "export" else []

    async def run(*more: str, typed: str = "") -> Result:
        return await asyncio.to_thread(CliRunner().invoke, app, [*words, *more], input=typed)

    told = await run(typed="n\n")
    assert told.exit_code != 0
    if terminal:
        assert "leave for the first time now. After that they stand" in told.output
    else:
        assert isinstance(told.exception, RoundError)
        assert told.exception.code == "comments.not-said-final"
        assert "--yes" in told.exception.fault.remedy
    assert (to.exists(), await trail(desk), find_entries(desk.settings)) == (False, [], [])
    correct(desk)  # nothing has left, so this still counts
    told = await run(typed="y\n") if terminal else await run("--yes")
    assert told.exit_code == 0, told.output
    assert to.exists()
    again = await run()
    assert again.exit_code == 0
    assert "Have analysts finished" not in again.output


@pytest.mark.parametrize("command", ["report", "evidence"])
async def test_what_has_no_themes_yet_leaves_without_a_question(
    desk: Desk, tmp_path: Path, command: str
) -> None:
    if command == "report":
        await write_report(desk.settings, ROUND, tmp_path / "r.html")
    else:
        await write_evidence(desk.settings, ROUND, tmp_path / "e.zip", OUTLINES)
    assert not any(action == "comments.published" for action, _ in await trail(desk))


async def test_each_release_is_listed_once_in_order_with_its_places(
    desk: Desk, tmp_path: Path
) -> None:
    settings = desk.settings
    await write_report(settings, ROUND, tmp_path / "r.html")
    await export_places(settings, ROUND, tmp_path / "places", OUTLINES)
    await export_round(settings, ROUND, tmp_path / "all", Form.CSV)
    told = list_releases(settings, ROUND)
    assert [re.sub(r", by .*?, results \w+", "", one) for one in told] == [
        "1. report, 20 figures, 8 places",
        "2. places, 8 places",
        "3. csv, 20 figures, 8 places",
    ]


async def test_nothing_leaves_once_what_left_of_comments_is_lost(
    desk: Desk, tmp_path: Path
) -> None:
    code(desk)
    await write_report(desk.settings, ROUND, tmp_path / "r.html", asking=take_as_final)
    before = await trail(desk)
    shutil.rmtree(comments_folder(desk.settings.data_dir, ROUND))
    with pytest.raises(RoundError, match="without it nobody knows what is public"):
        await write_report(desk.settings, ROUND, tmp_path / "again.html", asking=take_as_final)
    assert not (tmp_path / "again.html").exists()
    assert await trail(desk) == before


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
    await export_round(desk.settings, ROUND, tmp_path / "csv", Form.CSV, asking=take_as_final)
    names = {path.name.removeprefix(f"{ROUND}-") for path in (tmp_path / "csv").iterdir()}
    assert {"themes.csv", "equality.csv", "places-place-way.csv"} <= names
    themes = (tmp_path / "csv" / f"{ROUND}-themes.csv").read_text("utf-8")
    assert "fewer than 10,not told" in themes
    await export_round(desk.settings, ROUND, tmp_path / "xlsx", Form.XLSX, asking=take_as_final)
    from openpyxl import load_workbook  # noqa: PLC0415  # needed once

    [file] = (tmp_path / "xlsx").iterdir()
    book = load_workbook(file, read_only=True)
    tabs = {*book.sheetnames}
    book.close()
    assert {"themes", "equality", "place-way"} <= tabs


async def test_its_charts_are_its_own_with_map_and_squares(desk: Desk, tmp_path: Path) -> None:
    code(desk)
    await export_round(desk.settings, ROUND, tmp_path / "out", Form.CHARTS, asking=take_as_final)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"issues.png", "themes.svg", "themes.csv", "took-part-sex.png"} <= names
    assert {"places.geojson", "places-place-spot.png", "text-alternatives.txt"} <= names
    assert not any(name.startswith(("measure-", "groups-")) for name in names)
    words = (tmp_path / "out" / "text-alternatives.txt").read_text("utf-8")
    assert "How many call each issue a big problem" in words
    said = [("results.export", "charts"), ("comments.published", "charts")]
    assert await trail(desk) == said


async def test_all_forms_together_have_them_too(desk: Desk, tmp_path: Path) -> None:
    await export_round(desk.settings, ROUND, tmp_path / "out", Form.ALL, asking=take_as_final)
    names = {path.name for path in (tmp_path / "out" / "charts").iterdir()}
    assert {"issues.png", "places.geojson"} <= names
    assert not any(name.startswith(("measure-", "themes")) for name in names)


def write_wards(folder: Path) -> str:
    """One made-up ward around the whole borough."""
    ring = [[-0.2, 51.4], [0.2, 51.4], [0.2, 51.6], [-0.2, 51.6], [-0.2, 51.4]]
    ward = {
        "type": "Feature",
        "properties": {"code": "X1", "name": "Sample ward"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    content = {"features": [ward], "attribution": "Outlines: made up for a test."}
    path = folder / "wards.geojson"
    path.write_text(json.dumps(content), "utf-8")
    return str(path)


async def test_other_wards_are_those_of_report_and_files(desk: Desk, tmp_path: Path) -> None:
    wards = write_wards(tmp_path)
    await write_report(
        desk.settings, ROUND, tmp_path / "r.html", outlines=wards, asking=take_as_final
    )
    await export_round(
        desk.settings, ROUND, tmp_path / "out", Form.CHARTS, outlines=wards, asking=take_as_final
    )
    squares = (tmp_path / "out" / "places.geojson").read_text("utf-8")
    for text in ((tmp_path / "r.html").read_text("utf-8"), squares):
        assert "Sample ward" in text
        assert "Outlines: made up for a test." in text
        assert "Bow West" not in text


@pytest.mark.parametrize("command", ["report", "export", "places", "evidence"])
async def test_wards_that_are_not_there_are_told_and_nothing_leaves(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(bot.settings, "load_settings", lambda: desk.settings)
    to = tmp_path / {"report": "r.html", "evidence": "e.zip"}.get(command, "out")
    words = [command, "--round", ROUND, "--to", str(to), "--outlines", "nowhere.geojson"]
    told = await asyncio.to_thread(CliRunner().invoke, app, words)
    assert isinstance(told.exception, RoundError)
    assert told.exception.code == "places.no-outlines"
    assert not to.exists()
    assert await trail(desk) == []


async def test_other_numbers_of_its_places_stop_everything_that_has_them(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreError("x", "x", "places cannot be recorded", "x")

    monkeypatch.setattr("analysis.places.record_places", fail)
    with pytest.raises(StoreError, match="places cannot be recorded"):
        await write_report(desk.settings, ROUND, tmp_path / "r.html", asking=take_as_final)
    assert not (tmp_path / "r.html").exists()
    assert await trail(desk) == []


async def test_the_pack_has_the_screens_and_the_rounds_own_line_of_the_trail(
    desk: Desk, tmp_path: Path
) -> None:
    code(desk)
    await write_evidence(desk.settings, ROUND, tmp_path / "e.zip", OUTLINES, asking=take_as_final)
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
    assert lines[0].endswith("files of the pack are those of its own list.")
    assert ("results.export", "evidence") in await trail(desk)


async def test_the_pack_says_where_the_draft_is_and_which_words_were_shown_when(
    desk: Desk, tmp_path: Path
) -> None:
    await change(desk, checklist={"draft": "https://example.org/draft"})
    async with at_work(desk.settings) as office:
        await office.record(NOTICE, ROUND, "", f"start-en.txt sha256:{'0' * 64}")
        await note_notices(office, await get_round(desk.store, ROUND))
    await write_evidence(desk.settings, ROUND, tmp_path / "e.zip", OUTLINES, asking=take_as_final)
    with zipfile.ZipFile(tmp_path / "e.zip") as pack:
        told = json.loads(pack.read("round.json"))
        lines = list(csv.DictReader(io.StringIO(pack.read("shown.csv").decode())))
        shown = hashlib.sha256(pack.read("start-en.txt")).hexdigest()
        readme = pack.read("README.txt").decode()
    assert told["draft"] == "https://example.org/draft"
    assert [(one["file"], one["same_as_here"]) for one in lines] == [
        ("start-en.txt", "no"),
        ("start-en.txt", "yes"),
        ("privacy-en.txt", "yes"),
    ]
    assert lines[1]["sha256"] == shown
    assert {one["from"] for one in lines} == {london_date(now_utc()).isoformat()}
    assert "Which words people were shown" in readme
    assert "one that\n  says no" in readme
    assert "worded so on every day" not in readme


async def test_where_the_words_never_changed_the_pack_proves_them(
    desk: Desk, tmp_path: Path
) -> None:
    async with at_work(desk.settings) as office:
        await note_notices(office, await get_round(desk.store, ROUND))
    await write_evidence(desk.settings, ROUND, tmp_path / "e.zip", OUTLINES, asking=take_as_final)
    with zipfile.ZipFile(tmp_path / "e.zip") as pack:
        readme = pack.read("README.txt").decode()
    assert "Which words people were shown" in readme
    assert "says no" not in readme


async def test_a_pack_without_such_lines_says_that_it_cannot_prove_the_words(
    desk: Desk, tmp_path: Path
) -> None:
    await write_evidence(desk.settings, ROUND, tmp_path / "e.zip", OUTLINES, asking=take_as_final)
    with zipfile.ZipFile(tmp_path / "e.zip") as pack:
        assert "shown.csv" not in pack.namelist()
        readme = pack.read("README.txt").decode()
    assert "worded so on every day" in readme
    assert "shown.csv" not in readme


async def test_lines_of_a_deleted_draft_of_that_name_are_not_the_rounds(
    desk: Desk, tmp_path: Path
) -> None:
    async with at_work(desk.settings) as office:
        await office.record(NOTICE, ROUND, "", f"start-en.txt sha256:{'0' * 64}")
        await office.record("round.delete", ROUND)
        await office.record("round.closed", ROUND)
    await write_evidence(desk.settings, ROUND, tmp_path / "e.zip", OUTLINES, asking=take_as_final)
    with zipfile.ZipFile(tmp_path / "e.zip") as pack:
        assert "shown.csv" not in pack.namelist()
        assert len(json.loads(pack.read("round.json"))["steps"]) == 1


async def test_a_pack_made_again_is_the_same_file(desk: Desk, tmp_path: Path) -> None:
    code(desk)
    for name in ("one.zip", "two.zip"):
        await write_evidence(desk.settings, ROUND, tmp_path / name, OUTLINES, asking=take_as_final)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


async def test_no_pack_stands_on_a_trail_that_does_not_verify(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read(_: Settings) -> object:
        return (), None, AuditError("audit.changed", "the trail", "a line was changed", "x")

    monkeypatch.setattr(bot.evidencing, "read_trail", read)
    with pytest.raises(AuditError, match="a line was changed"):
        await write_evidence(
            desk.settings, ROUND, tmp_path / "e.zip", OUTLINES, asking=take_as_final
        )
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
        await write_report(desk.settings, "autumn-2026", tmp_path / "r.html", asking=take_as_final)
        assert "what residents told us" in (tmp_path / "r.html").read_text("utf-8")
        with pytest.raises(RoundError, match="it is no consultation"):
            await write_evidence(
                desk.settings, "autumn-2026", tmp_path / "e.zip", OUTLINES, asking=take_as_final
            )


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
