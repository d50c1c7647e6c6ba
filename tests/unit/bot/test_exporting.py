"""`canvass export`, `report` and `releases`: what leaves is on record, or nothing leaves."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

import analysis.report
import bot.office.context
import bot.settings
from analysis.ledger import Ledger
from bot.cli import app
from bot.exporting import (
    export_round,
    let_leave,
    write_report,
)
from bot.files import Drafts
from bot.measuring import LEDGER, find_frozen, find_ledger
from bot.office.ending import destroy_files, withdraw
from bot.outputs import Form
from bot.releases import list_releases
from bot.reporting import publish_round
from bot.respondent_rows import export_respondents
from bot.settings import Settings
from surveys.errors import AuditError, CanvassError, RoundError
from surveys.rounds import RoundState
from surveys.store.audit import read_entries
from surveys.store.rounds import get_round, save_round
from tests.support.answering import close, give_answers, plan_round
from tests.support.chat import Desk, open_desk
from tests.support.staffing import open_office

NAME = "autumn-2026"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A closed round of 120 answers that are made up."""
    async with open_desk(tmp_path) as desk:
        await plan_round(desk)
        await give_answers(desk, 120)
        await close(desk)
        yield desk


@pytest.fixture
async def unanswered(tmp_path: Path) -> AsyncIterator[Desk]:
    """A round that nobody has answered."""
    async with open_desk(tmp_path) as desk:
        yield desk


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


async def change(desk: Desk, **changes: object) -> None:
    round_ = replace(await get_round(desk.store, NAME), **changes)  # type: ignore[arg-type]  # any
    async with desk.store.write() as connection:
        await save_round(connection, round_)


async def trail(desk: Desk) -> list[tuple[str, str, str]]:
    """What was exported, by the audit trail."""
    async with desk.store.write() as connection:
        entries = await read_entries(connection)
    return [
        (entry.who, entry.subject, entry.after)
        for entry in entries
        if entry.action == "results.export"
    ]


def list_files(folder: Path) -> list[Path]:
    """Everything in a folder and below it, hidden or not."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def kinds(settings: Settings) -> list[str]:
    """What left, by the ledger."""
    return sorted(entry.kind for entry in find_ledger(settings).find(NAME))


def without_database(settings: Settings) -> Settings:
    """The same where only the frozen files are."""
    url = "sqlite+aiosqlite:////no/such/folder/x.db"
    return settings.model_copy(update={"database_url": url, "secret_key": SecretStr("")})


class TestExport:
    async def test_it_writes_the_files_and_says_which(self, desk: Desk, out: Path) -> None:
        told = await export_round(desk.settings, NAME, out, Form.JSON)
        [file] = list_files(out)
        assert told[0] == str(file)
        assert json.loads(file.read_text("utf-8"))["round"] == NAME
        [note] = told[1:]
        assert note.startswith(f"Round {NAME} is not published yet.")

    async def test_many_files_are_told_by_their_number_and_few_by_their_names(
        self, desk: Desk, out: Path
    ) -> None:
        told = await export_round(desk.settings, NAME, out, Form.CSV)
        assert told[0] == f"{len(list_files(out))} files in {out}"
        assert not any(line.endswith(".csv") for line in told)

    async def test_a_file_in_place_of_the_folder_is_refused_before_anything_is_measured(
        self, desk: Desk, out: Path
    ) -> None:
        taken = out.with_name("off.csv")
        taken.write_text("own", "utf-8")
        for export in (export_round, export_respondents):
            with pytest.raises(RoundError, match="it is a file"):
                await export(desk.settings, NAME, taken, Form.CSV)
        assert taken.read_text("utf-8") == "own"
        assert kinds(desk.settings) == []

    async def test_it_is_in_the_trail_and_in_the_ledger(self, desk: Desk, out: Path) -> None:
        await export_round(desk.settings, NAME, out, Form.JSON)
        assert await trail(desk) == [("terminal", NAME, "json")]
        assert kinds(desk.settings) == ["json"]

    async def test_again_gives_the_same_bytes(self, desk: Desk, out: Path, tmp_path: Path) -> None:
        again = tmp_path / "again"
        for folder in (out, again):
            await export_round(desk.settings, NAME, folder, Form.CSV)
        content = [
            {path.name: path.read_bytes() for path in folder.iterdir()} for folder in (out, again)
        ]
        assert content[0] == content[1]

    async def test_of_published_and_made_up_results_it_says_so(
        self, desk: Desk, out: Path, tmp_path: Path
    ) -> None:
        await change(desk, state=RoundState.PUBLISHED)
        manifest = desk.settings.data_dir / NAME / "manifest.json"
        content = json.loads(manifest.read_text("utf-8")) | {"synthetic": True}
        manifest.write_text(json.dumps(content), "utf-8")
        told = await export_round(desk.settings, NAME, out, Form.JSON)
        assert told[1:] == ["SYNTHETIC: the answers are made up."]

    async def test_without_a_database_the_ledger_alone_has_it(self, desk: Desk, out: Path) -> None:
        told = await export_round(without_database(desk.settings), NAME, out, Form.JSON)
        assert told == [str(one) for one in list_files(out)]
        assert kinds(desk.settings) == ["json"]
        assert await trail(desk) == []

    async def test_measures_that_are_printed_are_on_record_as_well(
        self, desk: Desk, out: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bot.settings, "load_settings", lambda: desk.settings)
        words = ["measures", "--round", NAME, "--format", "csv"]
        told = await asyncio.to_thread(CliRunner().invoke, app, words)
        assert told.output.startswith("round,")
        assert await trail(desk) == [("terminal", NAME, "measures")]
        assert kinds(desk.settings) == ["measures"]
        await export_round(desk.settings, NAME, out, Form.JSON)
        assert kinds(desk.settings) == ["json", "measures"]

    def test_there_is_no_way_past_disclosure_control(self, out: Path) -> None:
        for command in ("export", "report"):
            told = CliRunner().invoke(
                app, [command, "--round", NAME, "--to", str(out), "--internal"]
            )
            assert told.exit_code == 2
            assert "--internal" in told.output
        assert not out.exists()


Act = Callable[[Settings, Path], Awaitable[list[str]]]


def report(settings: Settings, out: Path) -> Awaitable[list[str]]:
    return write_report(settings, NAME, out, board=out.with_suffix(".board"))


def export(settings: Settings, out: Path) -> Awaitable[list[str]]:
    return export_round(settings, NAME, out, Form.CSV)


def respondents(settings: Settings, out: Path) -> Awaitable[list[str]]:
    return export_respondents(settings, NAME, out, Form.CSV)


ACTS = pytest.mark.parametrize(
    "act", [export, report, respondents], ids=["export", "report", "respondent-level"]
)
PUBLIC = pytest.mark.parametrize("act", [export, report], ids=["export", "report"])


@pytest.fixture
def short_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that is made at once, where it does not matter what is in it."""
    monkeypatch.setattr(analysis.report, "render_report", lambda *_, **__: "<html></html>")


@pytest.mark.usefixtures("short_report")
class TestNothingLeaves:
    @ACTS
    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"state": RoundState.OPEN}, "round.not-closed"),
            ({"state": RoundState.CLOSING}, "round.not-closed"),
            ({"state": RoundState.WITHDRAWN}, "round.withdrawn"),
            ({"rehearsal": True}, "round.rehearsal"),
        ],
        ids=["open", "closing", "withdrawn", "rehearsal"],
    )
    async def test_of_a_round_without_results(
        self, act: Act, changes: dict[str, Any], code: str, unanswered: Desk, out: Path
    ) -> None:
        await change(unanswered, **changes)
        await self.refused(unanswered, act, out, code)

    @ACTS
    async def test_once_the_answers_are_destroyed(self, act: Act, desk: Desk, out: Path) -> None:
        async with open_office(desk) as office:
            gone = await withdraw(office, NAME, "asked to")
        await destroy_files(desk.settings, desk.ring, gone)
        await self.refused(desk, act, out, "round.withdrawn")

    @pytest.mark.parametrize("name", ["spring-2020", "../autumn-2026", ""])
    async def test_of_a_round_that_nobody_knows(
        self, name: str, unanswered: Desk, out: Path
    ) -> None:
        with pytest.raises(RoundError) as refused:
            await export_round(unanswered.settings, name, out, Form.JSON)
        assert refused.value.code in {"round.not-frozen", "round.name"}
        assert list_files(out) == []

    @ACTS
    async def test_into_a_folder_that_is_not_there(
        self, act: Act, unanswered: Desk, out: Path
    ) -> None:
        await self.refused(unanswered, act, out / "deeper", "file.folder")

    @PUBLIC
    async def test_that_the_ledger_cannot_record(
        self, act: Act, desk: Desk, out: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Ledger, "add", full)
        await self.refused(desk, act, out, "ledger.not-written")

    @ACTS
    async def test_that_the_trail_cannot_record(
        self, act: Act, desk: Desk, out: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def broken(*_: object, **__: object) -> None:
            raise AuditError("audit.end", "the audit trail", "it does not fit", "Restore it.")

        monkeypatch.setattr(bot.office.context, "append", broken)
        await self.refused(desk, act, out, "audit.end")

    async def test_that_was_measured_before_something_else_left(
        self, desk: Desk, out: Path
    ) -> None:
        measured = find_frozen(desk.settings, NAME).measure()
        await export_round(desk.settings, NAME, out, Form.JSON)
        drafts = Drafts({out / "late.txt": b"late"}, out)
        with pytest.raises(RoundError) as refused:
            await let_leave(desk.settings, measured, "late", drafts)
        assert refused.value.code == "ledger.moved-on"
        assert kinds(desk.settings) == ["json"]
        assert [one for _, _, one in await trail(desk)] == ["json"]
        assert not (out / "late.txt").exists()

    async def refused(self, desk: Desk, act: Act, out: Path, code: str, *, before: int = 0) -> None:
        """Nothing is written, nothing is recorded, and it is said why."""
        with pytest.raises(CanvassError) as refused:
            await act(desk.settings, out)
        assert refused.value.code == code
        assert list_files(out) == []
        assert [path for path in list_files(out.parent) if "canvass-" in path.name] == []
        assert kinds(desk.settings) == []
        assert await trail(desk) == []


def publish(settings: Settings, out: Path) -> Awaitable[list[str]]:
    return publish_round(settings, NAME, send=False)


@pytest.mark.usefixtures("short_report")
class TestLedgerIsGone:
    @pytest.mark.parametrize(
        "act", [export, report, publish], ids=["export", "report", "publication"]
    )
    @pytest.mark.parametrize("published", [False, True], ids=["exported", "published"])
    async def test_nothing_leaves_beside_what_nobody_knows_any_more(
        self, act: Act, published: bool, desk: Desk, out: Path, tmp_path: Path
    ) -> None:
        first = publish if published else export
        await first(desk.settings, tmp_path / "before")
        shutil.rmtree(desk.settings.data_dir / LEDGER)
        if published:
            await change(desk, state=RoundState.CLOSED)
        with pytest.raises(RoundError) as refused:
            await act(desk.settings, out)
        assert refused.value.code == "ledger.missing"
        assert ("publication" if published else "csv") in refused.value.fault.problem
        assert list_files(out) == []
        assert kinds(desk.settings) == []
        assert (await get_round(desk.store, NAME)).state is RoundState.CLOSED

    async def test_files_of_respondents_were_never_in_it(self, desk: Desk, tmp_path: Path) -> None:
        await respondents(desk.settings, tmp_path / "before")
        await export(desk.settings, tmp_path / "after")
        assert kinds(desk.settings) == ["csv"]


class TestReport:
    async def test_it_is_one_file_and_the_page_for_the_board_another(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        to, board = tmp_path / "report.html", tmp_path / "board.html"
        told = await write_report(desk.settings, NAME, to, board=board)
        assert told[:2] == [str(to), str(board)]
        assert all("<html" in one.read_text("utf-8") for one in (to, board))
        assert kinds(desk.settings) == ["report and board"]
        assert (await trail(desk))[-1] == ("terminal", NAME, "report and board")

    async def test_recorded_offences_stand_beside(self, desk: Desk, tmp_path: Path) -> None:
        rows = [
            f"{year}-{month:02},E05009317,robbery of personal property,3"
            for year in (2024, 2025, 2026)
            for month in range(1, 13)
        ]
        offences = tmp_path / "offences.csv"
        offences.write_text("\n".join(["month,ward,offence,count", *rows]), "utf-8")
        to = tmp_path / "report.html"
        await write_report(desk.settings, NAME, to, offences=offences, source="MADE UP")
        assert "MADE UP" in to.read_text("utf-8")

    async def test_a_file_of_offences_with_faults_stops_everything(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        offences, to = tmp_path / "offences.csv", tmp_path / "report.html"
        offences.write_text("month,ward,offence,count\n2026-13,Bow East,robbery,3\n", "utf-8")
        with pytest.raises(CanvassError) as refused:
            await write_report(desk.settings, NAME, to, offences=offences, source="MADE UP")
        assert refused.value.code == "record.month"
        assert not to.exists()
        assert kinds(desk.settings) == []

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            pytest.param(["--to", "x.pdf"], "x.pdf has to end in .html", id="report"),
            pytest.param(
                ["--to", "x.html", "--board", "b.docx"], "b.docx has to end in .html", id="board"
            ),
            pytest.param(
                ["--to", "x.html", "--offences", "o.csv"], "--offences-source", id="no source"
            ),
        ],
    )
    def test_what_it_cannot_write_or_show_is_a_usage_error(
        self, words: list[str], said: str
    ) -> None:
        told = CliRunner().invoke(app, ["report", "--round", NAME, *words], env={"COLUMNS": "200"})
        assert told.exit_code == 2
        assert said in told.output

    def test_report_and_page_cannot_be_one_file(self, tmp_path: Path) -> None:
        place = str(tmp_path / "x.html")
        told = CliRunner().invoke(
            app, ["report", "--round", NAME, "--to", place, "--board", f"{tmp_path}/./x.html"]
        )
        assert told.exit_code == 2
        assert "two files" in told.output


class TestRespondents:
    async def test_it_is_in_the_trail_and_no_publication(self, desk: Desk, out: Path) -> None:
        told = await export_respondents(desk.settings, NAME, out, Form.CSV)
        assert told[-1] == "Restricted: a row for each respondent. Not for publication."
        assert await trail(desk) == [("terminal", NAME, "respondent-level csv")]
        assert kinds(desk.settings) == []

    async def test_its_files_are_their_owners_alone(self, desk: Desk, out: Path) -> None:
        await export_respondents(desk.settings, NAME, out, Form.ALL)
        files = list_files(out)
        assert {".csv", ".sav", ".parquet"} <= {path.suffix for path in files}
        assert {path.stat().st_mode & 0o077 for path in files} == {0}

    @pytest.mark.parametrize("form", ["xlsx", "json", "datapackage", "charts"])
    def test_other_forms_have_none(self, form: str, out: Path) -> None:
        words = ["export", "--round", NAME, "--to", str(out), "--respondent-level"]
        told = CliRunner().invoke(app, [*words, "--format", form])
        assert told.exit_code == 2
        assert "respondent-level files are" in told.output
        assert not out.exists()


async def test_releases_are_listed(
    desk: Desk, out: Path, tmp_path: Path, short_report: None
) -> None:
    assert list_releases(desk.settings, NAME) == [
        f"Nothing of round {NAME} has been published or exported."
    ]
    await export_round(desk.settings, NAME, out, Form.JSON)
    await write_report(desk.settings, NAME, tmp_path / "report.html")
    told = list_releases(desk.settings, NAME)
    assert [line.partition(", results")[0] for line in told] == [
        "1. json, by plan tower-hamlets-2025",
        "2. report, by plan tower-hamlets-2025",
    ]
