"""What comes of a demo: figures on the terminal, and everything that is made of them in a folder.

All of it is made from the answers of nobody and marked SYNTHETIC. It leaves as it would from a real
round: put on record first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from pathlib import Path

from rich.console import Console

from analysis.board import render_board
from analysis.comments.records import Coding
from analysis.consultation import Consulted, load_asked, render_consultation
from analysis.disclosure import Released
from analysis.report import render_report
from analysis.results import render_csv, render_json, render_table
from bot.commenting import code_comments, find_coding
from bot.consultation import OUTLINES, Consultation, is_consultation
from bot.consulting import gather, let_all_leave, take_as_final
from bot.evidencing import write_evidence
from bot.exporting import let_leave
from bot.files import Drafts
from bot.mapping import render_places
from bot.measuring import find_frozen
from bot.outputs import Form, render_outputs
from bot.quoting import approve
from bot.rounds import opened
from bot.settings import Settings
from surveys.redaction.finds import TOKEN
from surveys.rounds import Round
from surveys.store.rounds import get_round

CHARTS, PLACES = "charts", "places"
EVIDENCE = "evidence.zip"
QUOTES = 6
_NO_THEMES = frozenset({"no_content", "other", "untranslated"})

DEMO = "demo"
"""As what it leaves, in trail and ledger."""


async def show_results(settings: Settings, name: str, out: Path, console: Console) -> None:
    """Show the figures of a closed round, and write everything that is made of them.

    Args:
        settings: Where the round is.
        name: The round.
        out: The folder.
        console: Where it is shown.
    """
    frozen = find_frozen(settings, name)
    if is_consultation(frozen):
        if load_asked(frozen.folder, frozen.plan).asks_for_words:
            await _read_comments(settings, name, console)
        made = await _show_consultation(settings, name, out, console)
    else:
        made = await _show_survey(settings, name, out, console)
    console.print("SYNTHETIC results, made from the answers of nobody:")
    for path in made:
        if path.parent == out:
            console.print(f"  {path}", soft_wrap=True)
    folders = {path.parent for path in made} - {out}
    for folder in sorted(folders):
        count = sum(path.parent == folder for path in made)
        console.print(f"  {folder}: {count} files", soft_wrap=True)


async def _show_survey(
    settings: Settings, name: str, out: Path, console: Console
) -> Collection[Path]:
    """Measures, workbook, report, page for the board and charts of a survey."""
    measured = await asyncio.to_thread(find_frozen(settings, name).measure)
    released = measured.released
    console.print(render_table(released))
    files = _place(await asyncio.to_thread(_render_survey, released), out)
    await let_leave(settings, measured, DEMO, Drafts(files))
    return files


async def _show_consultation(
    settings: Settings, name: str, out: Path, console: Console
) -> Collection[Path]:
    """Measures, workbook, places, report and evidence pack of a consultation."""
    measured = await asyncio.to_thread(find_frozen(settings, name).measure)
    console.print(render_table(measured.released))
    said = await gather(settings, measured, await _find_round(settings, name))
    files = _place(await asyncio.to_thread(_render_consultation, said), out)
    await let_all_leave(settings, said, DEMO, Drafts(files), take_as_final)
    pack = out / EVIDENCE
    await write_evidence(settings, name, pack, OUTLINES, take_as_final)
    return [*files, pack]


async def _read_comments(settings: Settings, name: str, console: Console) -> None:
    """Let the machine read the comments, and a made-up analyst approve the first few quotes."""
    for line in await code_comments(settings, name, "", lambda _: lambda _: None):
        console.print(f"  {line}")
    coding = await find_coding(settings, name)
    approved = _choose_quotes(coding)
    for number, theme in approved.items():
        await approve(settings, name, number, "", theme)
    console.print(f"  {len(approved)} quotes approved by a made-up analyst")


def _choose_quotes(coding: Coding) -> Mapping[int, str]:
    """One comment that may be quoted for each of the themes most written of, by their numbers."""
    fit: dict[str, list[int]] = {}
    for said in coding.drafted.comments:
        if said.may_quote and not said.cues and not TOKEN.search(said.text):
            for code in coding.codes_of(said).keys() - _NO_THEMES:
                fit.setdefault(code, []).append(said.number)
    most = sorted(fit, key=lambda code: (-len(fit[code]), code))
    chosen: dict[int, str] = {}
    for code in most[:QUOTES]:
        left = [number for number in fit[code] if number not in chosen]
        chosen.update(dict.fromkeys(left[:1], code))
    return chosen


async def _find_round(settings: Settings, name: str) -> Round:
    async with opened(settings) as (store, _):
        return await get_round(store, name)


def _place(made: Mapping[str, bytes], out: Path) -> dict[Path, bytes]:
    return {out / name: content for name, content in made.items()}


def _render_survey(released: Released) -> dict[str, bytes]:
    """The files of a survey by name; the charts are in a folder of their own."""
    [workbook] = render_outputs(released, Form.XLSX).values()
    return {
        **_render_figures(released),
        "results.xlsx": workbook,
        "report.html": render_report(released).encode(),
        "board.html": render_board(released).encode(),
    }


def _render_consultation(said: Consultation) -> dict[str, bytes]:
    """The files of a consultation by name; charts and places are in folders of their own."""
    consulted = said.consulted
    [workbook] = render_outputs(consulted.released, Form.XLSX, consulted).values()
    places = render_places(consulted.places, consulted.outlines) if consulted.places else {}
    return {
        **_render_figures(consulted.released, consulted),
        "results.xlsx": workbook,
        "report.html": render_consultation(consulted).encode(),
        **{f"{PLACES}/{one}": content for one, content in places.items()},
    }


def _render_figures(released: Released, consulted: Consulted | None = None) -> dict[str, bytes]:
    """Measures as JSON and CSV, and the charts, of a consultation its own."""
    charts = render_outputs(released, Form.CHARTS, consulted)
    return {
        "measures.json": (render_json(released) + "\n").encode(),
        "measures.csv": render_csv(released).encode(),
        **{f"{CHARTS}/{chart}": picture for chart, picture in charts.items()},
    }
