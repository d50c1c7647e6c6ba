"""`canvass places`: what leaves of places is on record, or nothing leaves."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import bot.office.context
import bot.settings
from bot.cli import app
from bot.exporting import write_report
from bot.mapping import PLACES, export_places
from bot.measuring import LEDGER, find_ledger
from bot.settings import Settings
from surveys.errors import CanvassError, RoundError
from surveys.store.audit import read_entries
from tests.support.chat import Desk, make_settings, open_desk
from tests.support.consulted import freeze_consultation

NAME = "autumn"
WARDS = "tower-hamlets"


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return freeze_consultation(tmp_path_factory.mktemp("data") / NAME)


@pytest.fixture
async def desk(tmp_path: Path, frozen: Path) -> AsyncIterator[Desk]:
    """Frozen files of a consultation, beside a database with its audit trail."""
    async with open_desk(tmp_path) as desk:
        shutil.copytree(frozen, desk.settings.data_dir / NAME)
        yield desk


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def list_names(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*")}


def kinds(settings: Settings) -> list[str]:
    return [entry.kind for entry in find_ledger(settings).find(NAME)]


async def test_it_writes_map_tables_and_squares_and_says_which(desk: Desk, out: Path) -> None:
    told = await export_places(desk.settings, NAME, out, WARDS)
    files = list_names(out)
    assert {"places.png", "places.svg", "places.txt", "places.geojson"} <= files
    assert "places-place-spot-cell.csv" in files
    assert told == [*(str(out / Path(one).name) for one in told[:-1]), told[-1]]
    assert told[-1].startswith("SYNTHETIC")
    squares = json.loads((out / "places.geojson").read_text("utf-8"))["features"]
    lines = (out / "places-place-spot-cell.csv").read_text("utf-8").splitlines()
    assert len(lines) == len(squares) + 1 > 1


async def test_every_line_says_its_round_how_many_took_part_and_that_it_is_made_up(
    desk: Desk, out: Path
) -> None:
    await export_places(desk.settings, NAME, out, WARDS)
    for name in list_names(out):
        if not name.endswith(".csv"):
            continue
        lines = list(csv.DictReader((out / name).read_text("utf-8").splitlines()))
        assert {(one["round"], one["respondents"], one["synthetic"]) for one in lines} == {
            (NAME, "600", "true")
        }


async def test_the_folder_is_made_with_those_above_it(desk: Desk, out: Path) -> None:
    await export_places(desk.settings, NAME, out / "of" / "autumn", WARDS)
    assert (out / "of" / "autumn" / "places.png").exists()


async def test_of_a_handful_of_people_it_says_that_they_are_too_few(
    desk: Desk, tmp_path: Path, out: Path
) -> None:
    few = freeze_consultation(tmp_path / "few" / "handful", 5)
    shutil.copytree(few, desk.settings.data_dir / "handful")
    with pytest.raises(RoundError, match="enough people to be shown"):
        await export_places(desk.settings, "handful", out, WARDS)
    assert list_names(out) == set()
    assert find_ledger(desk.settings).find("handful") == ()


async def test_outlines_of_another_borough_are_refused_and_nothing_leaves(
    desk: Desk, tmp_path: Path, out: Path
) -> None:
    corners = [(-2.2, 53.4), (-2.1, 53.4), (-2.1, 53.5), (-2.2, 53.4)]
    ward = {
        "type": "Feature",
        "properties": {"WD24CD": "E1", "WD24NM": "Far away"},
        "geometry": {"type": "Polygon", "coordinates": [corners]},
    }
    file = tmp_path / "elsewhere.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [ward]}), "utf-8")
    for leave in (
        export_places(desk.settings, NAME, out, str(file)),
        write_report(desk.settings, NAME, tmp_path / "r.html", outlines=str(file)),
    ):
        with pytest.raises(RoundError, match=r"none of the \d+ squares") as refused:
            await leave
        assert refused.value.code == "places.other-outlines"
    assert list_names(out) == set()
    assert kinds(desk.settings) == []


async def test_it_is_in_the_trail_and_in_the_ledger(desk: Desk, out: Path) -> None:
    await export_places(desk.settings, NAME, out, WARDS)
    async with desk.store.write() as connection:
        lines = await read_entries(connection)
    assert [(one.action, one.subject, one.after) for one in lines][-1] == (
        "results.export",
        NAME,
        PLACES,
    )
    assert kinds(desk.settings) == [PLACES]


async def test_where_the_trail_cannot_be_written_nothing_leaves(
    desk: Desk, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object, **__: object) -> None:
        raise RoundError("audit.broken", "the trail", "it cannot be written", "Mend it.")

    monkeypatch.setattr(bot.office.context, "append", refuse)
    with pytest.raises(CanvassError):
        await export_places(desk.settings, NAME, out, WARDS)
    assert list_names(out) == set()
    assert kinds(desk.settings) == []


async def test_where_the_ledger_lacks_what_left_nothing_more_does(desk: Desk, out: Path) -> None:
    await export_places(desk.settings, NAME, out, WARDS)
    shutil.rmtree(desk.settings.data_dir / LEDGER)
    with pytest.raises(CanvassError, match="nothing of it"):
        await export_places(desk.settings, NAME, out / "again", WARDS)
    assert not (out / "again").exists()


def test_the_command_says_which_files(
    tmp_path: Path, frozen: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_settings(tmp_path)
    shutil.copytree(frozen, settings.data_dir / NAME)
    monkeypatch.setattr(bot.settings, "load_settings", lambda: settings)
    done = CliRunner().invoke(app, ["places", "--round", NAME, "--to", str(out)])
    assert done.exit_code == 0, done.output
    assert "places.geojson" in done.output
