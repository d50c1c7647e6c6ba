"""Reaching people, watching and publishing on the command line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.reaching import add_venues, write_codes, write_posters
from bot.reporting import publish_round, report_progress
from surveys.errors import CanvassError, RefusedFile
from surveys.rounds import Audience, RoundState
from surveys.store.audit import read_entries
from surveys.store.codes import count_codes
from surveys.store.meta import BOT_USERNAME, save_fact
from surveys.store.publications import find_publications
from surveys.store.rounds import get_round, save_round
from surveys.store.venues import find_venues
from tests.support.answering import close, give_answers, plan_round
from tests.support.chat import Desk, open_desk
from tests.support.launching import PARTNERSHIP

NAME = "autumn-2026"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path, partnership=str(PARTNERSHIP)) as desk:
        yield desk


async def change(desk: Desk, **changes: object) -> None:
    round_ = replace(await get_round(desk.store, NAME), **changes)  # type: ignore[arg-type]  # any
    async with desk.store.write() as connection:
        await save_round(connection, round_)


def find(folder: Path, pattern: str) -> list[Path]:
    return list(folder.glob(pattern))


async def trail(desk: Desk) -> list[tuple[str, str]]:
    async with desk.store.write() as connection:
        entries = await read_entries(connection)
    return [(entry.who, entry.action) for entry in entries if entry.who == "terminal"]


class TestReaching:
    async def test_posters_and_links_go_into_files(self, desk: Desk, tmp_path: Path) -> None:
        pdf, links = tmp_path / "posters.pdf", tmp_path / "links.csv"
        told = await write_posters(
            desk.settings, NAME, pdf, venues=["Idea Store", "Market"], links=links
        )
        assert told == [f"2 pages in {pdf}", f"links in {links}"]
        assert len(pypdf.PdfReader(pdf).pages) == 2
        rows = list(csv.DictReader(io.StringIO(links.read_text("utf-8"))))
        codes = {venue.name: venue.code for venue in await find_venues(desk.store, 1)}
        assert [row["venue"] for row in rows] == ["Idea Store", "Market"]
        for row in rows:
            assert row["link"] == f"https://t.me/canvass_test_bot?start=v_{codes[row['venue']]}"
        assert await trail(desk) == [("terminal", "venue.add")] * 2

    async def test_another_bot_can_be_named(self, desk: Desk, tmp_path: Path) -> None:
        links = tmp_path / "links.csv"
        await write_posters(
            desk.settings, NAME, tmp_path / "one.pdf", links=links, bot="ExampleSafetyBot"
        )
        assert f"https://t.me/ExampleSafetyBot?start={NAME}" in links.read_text("utf-8")

    async def test_without_a_folder_for_the_file_nothing_is_done(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        with pytest.raises(CanvassError) as refused:
            await write_posters(desk.settings, NAME, tmp_path / "no" / "x.pdf", venues=["Market"])
        assert refused.value.code == "file.folder"
        assert await find_venues(desk.store, 1) == []

    async def test_a_file_that_cannot_be_written_is_told(self, desk: Desk, tmp_path: Path) -> None:
        (tmp_path / "taken.pdf").mkdir()
        with pytest.raises(CanvassError) as refused:
            await write_posters(desk.settings, NAME, tmp_path / "taken.pdf")
        assert refused.value.code == "file.not-written"
        assert not find(tmp_path, "*.draft")

    async def test_venues_are_listed_with_links_and_no_small_count(self, desk: Desk) -> None:
        none = await add_venues(desk.settings, NAME, [], "")
        assert none == [f"round {NAME} has no venues yet; add one with --add"]
        [line] = await add_venues(desk.settings, NAME, ["Idea Store"], "")
        [venue] = await find_venues(desk.store, 1)
        assert line == (
            f"Idea Store ({venue.code}): fewer than 10 began here, "
            f"https://t.me/canvass_test_bot?start=v_{venue.code}"
        )

    async def test_codes_go_into_a_file_and_nowhere_else(self, desk: Desk, tmp_path: Path) -> None:
        await change(desk, audience=Audience.INVITED)
        file = tmp_path / "letters.csv"
        told = await write_codes(desk.settings, NAME, file, number=25)
        assert told[0] == f"25 codes are in {file}, and nowhere else"
        rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
        assert len({row["code"] for row in rows}) == 25
        assert [one.issued for one in await count_codes(desk.store, 1)] == [25]
        stored = b"".join(path.read_bytes() for path in find(tmp_path, "canvass.db*"))
        assert not any(row["code"].encode() in stored for row in rows)

    async def test_strata_come_from_a_file(self, desk: Desk, tmp_path: Path) -> None:
        await change(desk, audience=Audience.BOTH)
        strata = tmp_path / "strata.csv"
        strata.write_text("stratum,codes,design_weight\nNorth,12,1.5\nSouth,10,2\n", "utf-8")
        file = tmp_path / "letters.csv"
        await write_codes(desk.settings, NAME, file, strata=strata)
        counts = await count_codes(desk.store, 1)
        assert [(one.stratum, one.issued) for one in counts] == [("North", 12), ("South", 10)]

    @pytest.mark.parametrize("both", [True, False], ids=["both", "neither"])
    async def test_how_many_has_to_be_said_once(
        self, desk: Desk, tmp_path: Path, both: bool
    ) -> None:
        strata = tmp_path / "strata.csv"
        making = write_codes(
            desk.settings,
            NAME,
            tmp_path / "letters.csv",
            number=10 if both else None,
            strata=strata if both else None,
        )
        with pytest.raises(CanvassError) as refused:
            await making
        assert refused.value.code == "codes.how-many"

    async def test_too_few_codes_are_refused_and_leave_nothing(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        await change(desk, audience=Audience.INVITED)
        with pytest.raises(RefusedFile):
            await write_codes(desk.settings, NAME, tmp_path / "letters.csv", number=9)
        assert not find(tmp_path, "letters*")

    async def test_where_no_bot_ever_ran_its_name_is_asked_for(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        async with desk.store.write() as connection:
            await save_fact(connection, BOT_USERNAME, "")
        with pytest.raises(CanvassError) as refused:
            await write_posters(desk.settings, NAME, tmp_path / "x.pdf")
        assert refused.value.code == "reach.bot-unknown"


class TestReporting:
    async def test_progress_is_that_of_the_chat_with_who_is_missing(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        await plan_round(desk)
        await give_answers(desk, 60)
        picture = tmp_path / "who.png"
        lines = await report_progress(desk.settings, NAME, picture)
        assert "Started: 60. Finished: 60." in lines
        assert any(line.startswith("Sex: Female") for line in lines)
        assert lines[-1] == f"picture in {picture}"
        assert picture.read_bytes().startswith(b"\x89PNG")

    async def test_a_round_without_a_plan_has_progress_all_the_same(self, desk: Desk) -> None:
        assert "Started: fewer than 10. Finished: fewer than 10." in await report_progress(
            desk.settings, NAME
        )

    async def test_publishing_tells_what_is_published_and_is_on_record(self, desk: Desk) -> None:
        await plan_round(desk)
        await give_answers(desk, 120)
        await close(desk)
        lines = await publish_round(desk.settings, NAME, send=False)
        assert lines[0] == "In en:"
        assert lines[-1] == f"round {NAME} is published"
        assert set(await find_publications(desk.store)) == {1}
        assert ("terminal", "round.published") in await trail(desk)
        with pytest.raises(CanvassError) as refused:
            await publish_round(desk.settings, NAME, send=False)
        assert refused.value.code == "round.move"
        sent = await publish_round(desk.settings, NAME, send=True)
        assert sent == [
            "the results are being sent to those who asked for them, while the bot runs"
        ]

    @pytest.mark.parametrize("send", [True, False], ids=["send", "keep"])
    async def test_an_open_round_is_not_published(self, desk: Desk, send: bool) -> None:
        with pytest.raises(CanvassError) as refused:
            await publish_round(desk.settings, NAME, send=send)
        assert refused.value.code == "round.move"
        assert (await get_round(desk.store, NAME)).state is RoundState.OPEN


@pytest.mark.parametrize("command", ["progress", "publish", "poster", "venue", "codes"])
def test_each_command_explains_itself(command: str) -> None:
    told = CliRunner().invoke(app, ["round", command, "--help"])
    assert told.exit_code == 0
    assert f"Usage: canvass round {command}" in re.sub(r"\s+", " ", told.output)
