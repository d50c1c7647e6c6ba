"""What `canvass comments` does, behind the command line.

Comments and everything made of them are for staff: each command that shows or writes some leaves a
line in the audit trail, which says who and when and nothing of any comment.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from analysis.comments.agreeing import Compared, compare_readings
from analysis.comments.codebook import Codebook
from analysis.comments.codebook_loading import choose_codebook, load_codebook
from analysis.comments.correcting import read_corrections
from analysis.comments.drafting import PASSES, draft_coding
from analysis.comments.recoding import check_still_holds
from analysis.comments.records import (
    CODING,
    CORRECTIONS,
    RISKS,
    Coding,
    Corrections,
    Record,
    RiskState,
    load_corrections,
    render_record,
)
from analysis.comments.risks import Waiting, decide_risk, list_risks
from analysis.comments.sheet import render_csv
from analysis.comments.sheet_reading import SheetRow, read_sheet
from analysis.comments.sheet_workbook import render_workbook
from analysis.comments.store import Written, comments_folder, read_comments
from bot.auditing import note
from bot.consultation import read_coding
from bot.exportable import check_exportable
from bot.files import Drafts
from bot.measuring import find_frozen
from bot.reaching import check_folder
from bot.settings import Settings
from surveys.errors import RoundError
from surveys.store.lock import FolderLock


async def find_written(settings: Settings, name: str) -> Written:
    """The comments of a closed round.

    Raises:
        RoundError: It is not closed, or has no comments.
    """
    await check_exportable(settings, name)
    return await asyncio.to_thread(read_comments, find_frozen(settings, name).folder)


def find_codebook(settings: Settings, name: str, codebook: str) -> Codebook:
    """The codebook that was named, or that of the round's plan or of the settings' plan."""
    if codebook:
        return load_codebook(codebook)
    return choose_codebook(find_frozen(settings, name).plan.name, settings.plan)


async def code_comments(
    settings: Settings,
    name: str,
    codebook: str,
    begin: Callable[[int], Callable[[int], None]],
) -> list[str]:
    """Let the machine read the comments of a round; what came of it, in lines.

    Args:
        settings: Where everything is.
        name: The round.
        codebook: A name or file; that of the plan where it is empty.
        begin: Told how many comments there are; gives what is told of each.
    """
    written = await find_written(settings, name)
    found = find_codebook(settings, name, codebook)
    progress = begin(len(written.comments))
    once = partial(_count_once, progress, [0])
    drafted = await asyncio.to_thread(draft_coding, written, found, once)
    async with hold_records(settings, name):
        folder = comments_folder(settings.data_dir, name)
        check_still_holds(drafted, load_corrections(folder, written.hash))
        line = f"codebook {found.hash[:12]}"
        await keep_record(settings, name, CODING, drafted, "comments.code", line)
    waiting = sum(bool(said.cues) for said in drafted.comments)
    return [
        f"{len(drafted.comments)} comments coded by {found.title} ({found.hash[:12]})",
        f"{waiting} of them may tell of a risk: see `canvass comments risks`",
        "A draft by rules: analysts correct it, and what they say holds.",
    ]


def _count_once(progress: Callable[[int], None], steps: list[int], more: int) -> None:
    """Tell of each comment once, though the machine goes through them all `PASSES` times.

    Args:
        progress: Told how many more comments are done.
        steps: How many steps were done so far; changed.
        more: How many more steps are done.
    """
    before = steps[0] // PASSES
    steps[0] += more
    progress(steps[0] // PASSES - before)


async def find_coding(settings: Settings, name: str) -> Coding:
    """What is known of a round's comments.

    Raises:
        RoundError: They are not coded yet, or were frozen anew since.
    """
    await check_exportable(settings, name)
    return await asyncio.to_thread(read_coding, settings, find_frozen(settings, name).folder)


async def export_comments(settings: Settings, name: str, to: Path, *, blind: bool) -> list[str]:
    """Write the analysts' sheet, readable by its owner alone."""
    check_folder(to)
    coding = await find_coding(settings, name)
    render = render_csv if to.suffix.lower() == ".csv" else render_workbook
    content = await asyncio.to_thread(partial(render, coding, blind=blind))
    with Drafts({to: content}, private=True) as drafts:
        await note(settings, "comments.export", name, "blind" if blind else "")
        drafts.keep()
    return [
        f"{len(coding.drafted.comments)} comments in {to}",
        "INTERNAL: what people wrote. Not for publication, and never for the police.",
    ]


async def import_comments(settings: Settings, name: str, file: Path) -> list[str]:
    """Take in what analysts corrected: all of it, or nothing and every reason."""
    async with hold_records(settings, name):
        coding = await find_coding(settings, name)
        rows = await asyncio.to_thread(_read_file, file)
        corrections = await asyncio.to_thread(read_corrections, coding, rows, file.name)
        told = count_corrections(corrections)
        before = Corrections(
            frozen=corrections.frozen,
            comments=tuple(coding.corrections[one] for one in sorted(coding.corrections)),
        )
        if corrections == before:
            return ["Nothing is new in this file.", told]
        await keep_record(settings, name, CORRECTIONS, corrections, "comments.import", told)
    return [told, f"Delete {file} when you no longer need it: it holds what people wrote."]


def _read_file(file: Path) -> list[SheetRow]:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise RoundError(
            "comments.no-file",
            str(file),
            f"it cannot be read ({error.strerror})",
            "Name the sheet that was exported and filled in.",
        ) from error
    return read_sheet(content, file.name)


def count_corrections(corrections: Corrections) -> str:
    """How many comments were read, coded anew and approved for quoting."""
    said = corrections.comments
    return (
        f"{sum(one.checked for one in said)} read, {sum(one.codes is not None for one in said)} "
        f"with codes of an analyst, {sum(bool(one.quote) for one in said)} quotes approved"
    )


async def find_agreement(settings: Settings, name: str, *, blind: bool) -> Compared:
    """How far the machine reads the comments as analysts do; that it was asked is on record."""
    coding = await find_coding(settings, name)
    compared = compare_readings(coding, blind=blind)
    await note(settings, "comments.agreement", name)
    return compared


async def find_risks(settings: Settings, name: str) -> Sequence[Waiting]:
    """The queue of comments that may tell of a risk; that it was read is on record."""
    queue = list_risks(await find_coding(settings, name))
    await note(settings, "comments.risks", name, f"{len(queue)} in the queue")
    return queue


async def decide(
    settings: Settings, name: str, number: int, state: RiskState, words: str
) -> list[str]:
    """Say what became of a comment of the queue."""
    async with hold_records(settings, name):
        coding = await find_coding(settings, name)
        decisions = decide_risk(coding, number, state, words)
        before = coding.find_state(number)
        line = f"comment {number}: {before} -> {state}"
        await keep_record(settings, name, RISKS, decisions, "comments.risk", line)
    return [line]


@asynccontextmanager
async def hold_records(settings: Settings, name: str) -> AsyncIterator[None]:
    """Let nobody else change what is said of a round's comments: read and keep it within.

    Two who say something at once wait for each other, so that neither loses what the other said.

    Raises:
        RoundError: The round is not closed.
    """
    await check_exportable(settings, name)
    find_frozen(settings, name)  # a name of a round, before there is a file of that name
    async with FolderLock(comments_folder(settings.data_dir, name)):
        yield


async def keep_record(
    settings: Settings, name: str, file: str, record: Record, action: str, line: str
) -> None:
    """Keep a record once it is on record that it is kept; whole, or not at all."""
    place = comments_folder(settings.data_dir, name) / file
    with Drafts({place: render_record(record)}, private=True) as drafts:
        await note(settings, action, name, line)
        drafts.keep()
