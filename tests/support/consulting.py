"""A closed consultation of made-up people beside a database with its audit trail."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from analysis.comments.records import CODING, CORRECTIONS, Corrections, render_record
from analysis.comments.store import comments_folder
from bot.measuring import find_ledger
from bot.office.moves import move
from bot.rounds import at_work
from bot.settings import Settings
from surveys.loading import load_catalogue
from surveys.rounds import Purpose, RoundState
from surveys.store.audit import read_entries
from surveys.store.rounds import get_round, save_round
from tests.support.chat import Desk, open_desk
from tests.support.whole_consultation import DECISION, ROUND, code_whole


@asynccontextmanager
async def open_consultation(folder: Path, frozen: Path) -> AsyncIterator[Desk]:
    """A closed consultation; nobody has coded its comments yet.

    Args:
        folder: Where its database and its files are put.
        frozen: The frozen round.
    """
    questionnaire = load_catalogue("safety-consultation")
    titles = {ROUND: "Made-up safety consultation"}
    purpose = Purpose.CONSULTATION
    async with open_desk(folder, questionnaire, titles=titles, purpose=purpose) as desk:
        shutil.copytree(frozen, desk.settings.data_dir / ROUND)
        await change(desk, decision=DECISION, minimum_days=84, checklist={"language:en": "yes"})
        async with at_work(desk.settings) as office:
            round_ = await get_round(desk.store, ROUND)
            await move(office, round_, RoundState.CLOSED)
        yield desk


async def change(desk: Desk, **changes: object) -> None:
    """Change the round as it is stored."""
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
    """What left by the audit trail: results and comments, and as what."""
    async with desk.store.write() as connection:
        entries = await read_entries(connection)
    leaving = {"results.export", "comments.published"}
    return [(one.action, one.after.split()[0]) for one in entries if one.action in leaving]
