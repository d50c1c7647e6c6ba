"""`canvass comments`, as staff use it: on record, and nothing half-written."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook
from typer.testing import CliRunner

import bot.settings
from analysis.comments.codebook_loading import load_codebook
from analysis.comments.records import (
    CODING,
    CORRECTIONS,
    RISKS,
    Correction,
    Corrections,
    RiskState,
    load_coding,
    render_record,
)
from analysis.comments.store import comments_folder
from analysis.comments.told import Read, tell
from bot import commenting, quoting
from bot.cli import app
from bot.comments_printing import describe_agreement, describe_publishable, describe_risks
from bot.office.ending import destroy_files, find_files
from bot.said import check_said, draft_said
from bot.settings import Settings
from surveys.errors import CanvassError, RoundError
from surveys.rounds import RoundState
from surveys.store.audit import read_entries
from surveys.store.rounds import get_round, save_round
from tests.support.chat import Desk, open_desk
from tests.support.consultation import NAME, find_said, freeze_comments

CORRECTED = "street lighting"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A closed consultation in which eight made-up people wrote something."""
    async with open_desk(tmp_path, titles={NAME: ""}) as desk:
        freeze_comments(desk.settings.data_dir)
        await change(desk, state=RoundState.CLOSED)
        yield desk


async def change(desk: Desk, **changes: object) -> None:
    round_ = replace(await get_round(desk.store, NAME), **changes)  # type: ignore[arg-type]  # any
    async with desk.store.write() as connection:
        await save_round(connection, round_)


async def code(settings: Settings) -> list[str]:
    return await commenting.code_comments(settings, NAME, "", lambda _: lambda _: None)


async def test_each_comment_is_counted_once_in_the_progress(desk: Desk) -> None:
    totals: list[int] = []
    done: list[int] = []

    def begin(total: int) -> Callable[[int], None]:
        totals.append(total)
        return done.append

    [told, *_] = await commenting.code_comments(desk.settings, NAME, "", begin)
    assert told.startswith(f"{totals[0]} comments coded")
    assert sum(done) == totals[0]


async def trail(desk: Desk) -> list[tuple[str, str, str]]:
    async with desk.store.write() as connection:
        entries = await read_entries(connection)
    return [
        (entry.who, entry.action, entry.after)
        for entry in entries
        if entry.action.startswith("comments.")
    ]


def list_kept(desk: Desk) -> dict[str, bytes]:
    folder = comments_folder(desk.settings.data_dir, NAME)
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def write_without(folder: Path, code: str) -> str:
    """The codebook that ships without one of its codes, as a file."""
    content = load_codebook("tower-hamlets-consultation").model_dump(mode="json")
    content["themes"] = [one for one in content["themes"] if one["code"] != code]
    file = folder / "themes.yaml"
    file.write_text(yaml.safe_dump(content), "utf-8")
    return str(file)


def is_written(sheet: Path) -> bool:
    """Whether there is anything of a sheet, hidden or not."""
    return any(sheet.name in path.name for path in sheet.parent.iterdir())


def fill(sheet: Path, words: str, column: str, text: str) -> None:
    book = load_workbook(sheet)
    rows = list(book["Comments"].iter_rows())
    at = [cell.value for cell in rows[0]].index(column)
    [row] = [row for row in rows[1:] if words in str(row[3].value)]
    row[at].value = text
    book.save(sheet)


class TestWorkflow:
    async def test_comments_are_coded_corrected_and_the_corrections_win(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        sheet = tmp_path / "sheet.xlsx"
        told = await code(desk.settings)
        assert told[0].startswith("9 comments coded by")
        await commenting.export_comments(desk.settings, NAME, sheet, blind=False)
        fill(sheet, CORRECTED, "codes", "cctv (ask)")
        fill(sheet, "no police", "quote approved", "yes")
        told = await commenting.import_comments(desk.settings, NAME, sheet)
        assert told[0] == "1 read, 1 with codes of an analyst, 1 quotes approved"
        coding = load_coding(comments_folder(desk.settings.data_dir, NAME))
        assert list(coding.codes_of(find_said(coding, CORRECTED))) == ["cctv"]

    async def test_who_did_what_is_on_record_and_nothing_of_any_comment(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        sheet = tmp_path / "sheet.csv"
        await code(desk.settings)
        await commenting.export_comments(desk.settings, NAME, sheet, blind=False)
        await commenting.find_risks(desk.settings, NAME)
        await commenting.decide(desk.settings, NAME, 5, RiskState.PASSED_ON, "told the lead")
        await quoting.approve(desk.settings, NAME, 4, "", "")
        await quoting.withdraw(desk.settings, NAME, 4)
        lines = await trail(desk)
        assert {who for who, _, _ in lines} == {"terminal"}
        assert [(action, after) for _, action, after in lines][1:] == [
            ("comments.export", ""),
            ("comments.risks", "1 in the queue"),
            ("comments.risk", "comment 5: new -> passed_on"),
            ("comments.approve", "comment 4: quote approved"),
            ("comments.approve", "comment 4: quote withdrawn"),
        ]

    async def test_no_file_says_who_or_when(self, desk: Desk, tmp_path: Path) -> None:
        await code(desk.settings)
        await commenting.decide(desk.settings, NAME, 5, RiskState.NO_ACTION, "")
        await quoting.approve(desk.settings, NAME, 4, "", "")
        kept = list_kept(desk)
        assert kept.keys() == {CODING, CORRECTIONS, RISKS}
        assert not any(b"terminal" in content for content in kept.values())
        assert not any(b"2026-11-2" in content for content in kept.values())

    async def test_a_sheet_with_a_fault_changes_nothing(self, desk: Desk, tmp_path: Path) -> None:
        sheet = tmp_path / "sheet.xlsx"
        await code(desk.settings)
        await commenting.export_comments(desk.settings, NAME, sheet, blind=False)
        fill(sheet, CORRECTED, "codes", "cctv (ask)")
        fill(sheet, "no police", "codes", "lamps (ask)")
        before = list_kept(desk), await trail(desk)
        with pytest.raises(CanvassError, match="column codes"):
            await commenting.import_comments(desk.settings, NAME, sheet)
        assert (list_kept(desk), await trail(desk)) == before

    async def test_where_it_cannot_be_recorded_nothing_is_kept(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        await code(desk.settings)
        before = list_kept(desk)
        (desk.settings.key_dir / "audit.key").write_bytes(b"x" * 60)
        with pytest.raises(CanvassError):
            await quoting.approve(desk.settings, NAME, 4, "", "")
        sheet = tmp_path / "sheet.xlsx"
        with pytest.raises(CanvassError):
            await commenting.export_comments(desk.settings, NAME, sheet, blind=False)
        assert list_kept(desk) == before
        assert not is_written(sheet)

    async def test_the_same_sheet_twice_changes_nothing_more(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        sheet = tmp_path / "sheet.xlsx"
        await code(desk.settings)
        await commenting.export_comments(desk.settings, NAME, sheet, blind=False)
        fill(sheet, CORRECTED, "checked", "yes")
        await commenting.import_comments(desk.settings, NAME, sheet)
        before = list_kept(desk), await trail(desk)
        told = await commenting.import_comments(desk.settings, NAME, sheet)
        assert told[0] == "Nothing is new in this file."
        assert (list_kept(desk), await trail(desk)) == before

    async def test_coding_again_keeps_corrections(self, desk: Desk) -> None:
        await code(desk.settings)
        await quoting.approve(desk.settings, NAME, 4, "", "")
        before = list_kept(desk)
        await code(desk.settings)
        assert list_kept(desk) == before

    async def test_coding_anew_never_drops_an_analysts_code(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        sheet = tmp_path / "sheet.xlsx"
        await code(desk.settings)
        await commenting.export_comments(desk.settings, NAME, sheet, blind=False)
        fill(sheet, CORRECTED, "codes", "cctv (ask)")
        await commenting.import_comments(desk.settings, NAME, sheet)
        before = list_kept(desk)
        with pytest.raises(CanvassError, match="gave it the code cctv"):
            await commenting.code_comments(
                desk.settings, NAME, write_without(tmp_path, "cctv"), lambda _: lambda _: None
            )
        assert list_kept(desk) == before

    async def test_what_is_written_is_for_its_owner_alone(self, desk: Desk, tmp_path: Path) -> None:
        sheet = tmp_path / "sheet.xlsx"
        await code(desk.settings)
        await commenting.export_comments(desk.settings, NAME, sheet, blind=False)
        kept = comments_folder(desk.settings.data_dir, NAME) / CODING
        assert {path.stat().st_mode & 0o077 for path in (sheet, kept)} == {0}


class TestPublishable:
    async def test_themes_and_quotes_are_shown_as_they_would_leave(self, desk: Desk) -> None:
        await code(desk.settings)
        await quoting.approve(desk.settings, NAME, 4, "", "")
        lines = list(describe_publishable(await quoting.find_publishable(desk.settings, NAME)))
        assert lines[0].startswith("SYNTHETIC")
        assert '    "Better street lighting on our road please."' in lines
        assert "read by an analyst: comments of nobody; elsewhere" in lines[2]
        assert all("fewer than 10" in line for line in lines[3:] if '"' not in line)
        assert "fewer than 10" in lines[1]

    async def test_what_leaves_is_recorded_before_it_does(self, desk: Desk) -> None:
        await code(desk.settings)
        found = await quoting.find_publishable(desk.settings, NAME)
        digest = await quoting.note_said(desk.settings, found.themes, found.quotes, "report")
        assert (await trail(desk))[-1] == ("terminal", "comments.published", f"report {digest}")
        [said] = (comments_folder(desk.settings.data_dir, NAME) / "said").iterdir()
        assert said.name.startswith(digest)

    async def test_what_was_approved_is_shown_with_its_codes(self, desk: Desk) -> None:
        await code(desk.settings)
        told = await quoting.approve(desk.settings, NAME, 4, "", "")
        assert told[:3] == [
            "comment 4: quote approved",
            '    "Better street lighting on our road please."',
            "    under lighting; coded lighting (ask)",
        ]

    async def test_other_numbers_of_the_same_comments_do_not_leave(self, desk: Desk) -> None:
        await code(desk.settings)
        found = await quoting.find_publishable(desk.settings, NAME)
        await quoting.note_said(desk.settings, found.themes, found.quotes, "report")
        before = await trail(desk)
        await quoting.note_said(
            desk.settings, replace(found.themes, read=Read.EVERYBODY), found.quotes, "report"
        )
        first, *others = found.themes.themes
        changed = replace(found.themes, themes=(replace(first, people=tell(10)), *others))
        with pytest.raises(RoundError, match="other numbers of its themes left before"):
            await quoting.note_said(desk.settings, changed, found.quotes, "report")
        assert len(await trail(desk)) == len(before) + 1

    async def test_quotes_may_be_more_or_fewer_and_not_others(self, desk: Desk) -> None:
        await code(desk.settings)
        found = await quoting.find_publishable(desk.settings, NAME)
        for texts in (("a",), ("a", "b"), ("a",)):
            quotes = replace(found.quotes, by_theme={"lighting": texts})
            await quoting.note_said(desk.settings, found.themes, quotes, "report")
        quotes = replace(found.quotes, by_theme={"lighting": ("a", "c")})
        with pytest.raises(RoundError, match="other quotes left before"):
            await quoting.note_said(desk.settings, found.themes, quotes, "report")

    async def test_what_left_has_to_be_kept_before_more_leaves(self, desk: Desk) -> None:
        await code(desk.settings)
        found = await quoting.find_publishable(desk.settings, NAME)
        digest = await quoting.note_said(desk.settings, found.themes, found.quotes, "report")
        shutil.rmtree(comments_folder(desk.settings.data_dir, NAME) / "said")
        before = await trail(desk)
        with pytest.raises(RoundError, match=digest) as refused:
            await quoting.note_said(desk.settings, found.themes, found.quotes, "report")
        assert refused.value.code == "comments.said-missing"
        assert await trail(desk) == before

    async def test_what_was_kept_and_never_left_refuses_no_correction(self, desk: Desk) -> None:
        await code(desk.settings)
        found = await quoting.find_publishable(desk.settings, NAME)
        given_up = draft_said(desk.settings, found.themes, found.quotes, frozenset())
        with given_up.drafts as drafts:  # a process that is killed before its line is in the trail
            drafts.keep()
        first, *others = found.themes.themes
        changed = replace(found.themes, themes=(replace(first, people=tell(10)), *others))
        await quoting.note_said(desk.settings, changed, found.quotes, "report")
        assert draft_said(desk.settings, changed, found.quotes, frozenset()).new
        with pytest.raises(RoundError, match="other numbers of its themes left before"):
            check_said(desk.settings, changed, found.quotes, None)

    async def test_agreement_is_for_staff_and_says_so(self, desk: Desk, tmp_path: Path) -> None:
        sheet = tmp_path / "sheet.xlsx"
        await code(desk.settings)
        await commenting.export_comments(desk.settings, NAME, sheet, blind=True)
        fill(sheet, CORRECTED, "codes", "lighting (ask)")
        await commenting.import_comments(desk.settings, NAME, sheet)
        compared = await commenting.find_agreement(desk.settings, NAME, blind=True)
        lines = list(describe_agreement(compared))
        assert lines[0].startswith("INTERNAL")
        assert lines[1] == "1 comments read by analysts, 1 of them blind"
        assert [line.split()[:3] for line in lines[4:6]] == [
            ["all", "codes", "together"],
            ["codes", "with", "their"],
        ]
        assert "same stances where both give the code: 100%" in lines

    async def test_the_queue_says_that_nobody_can_be_found(self, desk: Desk) -> None:
        await code(desk.settings)
        lines = list(describe_risks(await commenting.find_risks(desk.settings, NAME)))
        assert "Nobody can find out who wrote these comments" in lines[1]
        assert lines[2].startswith("comment 5, new: ")


class TestRefused:
    async def test_an_open_round_has_no_comments_yet(self, desk: Desk) -> None:
        await change(desk, state=RoundState.OPEN)
        with pytest.raises(RoundError, match="only a closed round"):
            await code(desk.settings)

    async def test_before_coding_there_is_nothing_to_export(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        with pytest.raises(RoundError, match="canvass comments code"):
            await commenting.export_comments(
                desk.settings, NAME, tmp_path / "sheet.xlsx", blind=False
            )

    async def test_a_file_that_is_not_there_is_told(self, desk: Desk, tmp_path: Path) -> None:
        await code(desk.settings)
        with pytest.raises(RoundError, match="cannot be read"):
            await commenting.import_comments(desk.settings, NAME, tmp_path / "none.xlsx")

    async def test_a_withdrawn_round_keeps_nothing_of_its_comments(self, desk: Desk) -> None:
        await code(desk.settings)
        await change(desk, state=RoundState.WITHDRAWN)
        round_ = await get_round(desk.store, NAME)
        folder = comments_folder(desk.settings.data_dir, NAME)
        assert folder in find_files(desk.settings, round_)
        await destroy_files(desk.settings, desk.ring, round_)
        assert not folder.exists()
        assert find_files(desk.settings, round_) == []


@pytest.fixture
def run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The command line on this desk; gives what it prints."""
    monkeypatch.setattr(bot.settings, "load_settings", lambda: desk.settings)

    def run(*words: object) -> str:
        told = CliRunner().invoke(app, ["comments", *map(str, words)])
        if told.exception is not None and not isinstance(told.exception, SystemExit):
            raise told.exception
        return f"{told.exit_code} {told.output}"

    return run


async def test_the_whole_way_on_the_command_line(run: Callable[..., str], tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.xlsx"
    commands: list[tuple[tuple[object, ...], str]] = [
        (("code", "--round", NAME), "9 comments coded"),
        (("export", "--round", NAME, "--to", sheet), "INTERNAL"),
        (("import", sheet, "--round", NAME), "Nothing is new"),
        (("risks", "--round", NAME), "Nobody can find out"),
        (
            ("risks", "--round", NAME, "--comment", 5, "--state", "no_action"),
            "comment 5: new -> no_action",
        ),
        (("approve", "--round", NAME, "--comment", 5, "--quote", "My ex [...]"), "approved"),
        (("approve", "--round", NAME), '"My ex [...]"'),
        (("approve", "--round", NAME, "--comment", 5, "--withdraw"), "withdrawn"),
    ]
    for words, wanted in commands:
        told = await asyncio.to_thread(run, *words)
        assert told.startswith("0 "), told
        assert wanted in told


@pytest.mark.parametrize(
    "words",
    [
        ("export", "--round", NAME, "--to", "sheet.ods"),
        ("risks", "--round", NAME, "--comment", 5),
        ("approve", "--round", NAME, "--quote", "x"),
    ],
    ids=["another kind of file", "half a decision", "a quote of nothing"],
)
async def test_what_is_half_said_is_a_usage_error(
    run: Callable[..., str], words: tuple[object, ...]
) -> None:
    assert (await asyncio.to_thread(run, *words)).startswith("2 ")


class TestAtOnce:
    """Two members of staff who say something of one round's comments at the same moment."""

    async def test_no_approval_is_lost(self, desk: Desk) -> None:
        await code(desk.settings)
        folder = comments_folder(desk.settings.data_dir, NAME)
        said = load_coding(folder).drafted.comments
        both = [one.number for one in said if one.may_quote and one.codes and one.number != 1][:2]
        approving = (
            quoting.approve(desk.settings, NAME, one, "", "", despite=True) for one in both
        )
        await asyncio.gather(*approving)
        kept = load_coding(folder).corrections
        assert all(kept[one].quote for one in both)
        await asyncio.gather(
            quoting.withdraw(desk.settings, NAME, both[0]),
            quoting.withdraw(desk.settings, NAME, both[1]),
        )
        kept = load_coding(folder).corrections
        assert not any(one.quote for one in kept.values())

    async def test_no_decision_on_a_risk_is_lost_and_each_line_of_the_trail_holds(
        self, desk: Desk
    ) -> None:
        await code(desk.settings)
        folder = comments_folder(desk.settings.data_dir, NAME)
        frozen = load_coding(folder).drafted.frozen
        marked = tuple(Correction(number=one, checked=True, risk=True) for one in (1, 2))
        (folder / CORRECTIONS).write_bytes(
            render_record(Corrections(frozen=frozen, comments=marked))
        )
        await asyncio.gather(
            commenting.decide(desk.settings, NAME, 1, RiskState.PASSED_ON, "told the lead"),
            commenting.decide(desk.settings, NAME, 2, RiskState.NO_ACTION, "of long ago"),
        )
        coding = load_coding(folder)
        found = [coding.find_state(one) for one in (1, 2)]
        assert found == [RiskState.PASSED_ON, RiskState.NO_ACTION]
        lines = [after for _, action, after in await trail(desk) if action == "comments.risk"]
        assert len(lines) == 2
