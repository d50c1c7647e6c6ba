"""What `canvass export` and `canvass report` do, behind the command line.

Files are made in memory and written beside their places; then it is recorded, in the audit trail
and in the ledger of what was published, that they leave; then they are moved to their places. So
what is there is on record, and where anything fails nothing is there.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from bot.auditing import note_leaving
from bot.consultation import OUTLINES, Consultation, is_consultation
from bot.consulting import Asking, gather, let_all_leave, refuse_unasked, say_uncoded
from bot.exportable import check_exportable
from bot.files import Drafts, check_folder_to_be, list_files
from bot.measuring import Measured, find_frozen
from bot.outputs import Form, render_outputs
from bot.reaching import check_folder
from bot.settings import Settings
from surveys.errors import RoundError
from surveys.rounds import Round, RoundState

if TYPE_CHECKING:
    from analysis.tables import Table


async def export_round(
    settings: Settings,
    name: str,
    to: Path,
    form: Form,
    *,
    plan: str = "",
    outlines: str = OUTLINES,
    asking: Asking = refuse_unasked,
) -> list[str]:
    """Write the released results of a round as files for analysts; which, a line each.

    Args:
        settings: Where everything is.
        name: The round.
        to: The folder; made where it is not there. Files of other names in it stay.
        form: Which files.
        plan: A name or file of another plan to measure it by.
        outlines: Name or file of the ward outlines of a consultation's map.
        asking: Asks whether analysts have finished, before its themes leave for the first time.
    """
    check_folder_to_be(to)
    check_folder(to)
    round_ = await check_exportable(settings, name)
    measured = await asyncio.to_thread(find_frozen(settings, name, plan).measure)
    said = await _find_said(settings, measured, round_, outlines)
    consulted = said.consulted if said else None
    made = await asyncio.to_thread(render_outputs, measured.released, form, consulted)
    files = {to / one: content for one, content in made.items()}
    drafts = Drafts(files, to)
    await _let_leave_with(settings, measured, said, form.value, drafts, asking)
    return [
        *list_files(files, to),
        *(say_uncoded(said) if said else ()),
        *say_marks(measured, round_),
    ]


async def _find_said(
    settings: Settings, measured: Measured, round_: Round | None, outlines: str
) -> Consultation | None:
    """What a consultation has beside its results; None for any other round."""
    if not is_consultation(measured.frozen):
        return None
    return await gather(settings, measured, round_, outlines)


async def _let_leave_with(
    settings: Settings,
    measured: Measured,
    said: Consultation | None,
    kind: str,
    drafts: Drafts,
    asking: Asking,
) -> None:
    """Put files in their places once everything that is in them is recorded."""
    if said is None:
        await let_leave(settings, measured, kind, drafts)
    else:
        await let_all_leave(settings, said, kind, drafts, asking)


async def write_report(
    settings: Settings,
    name: str,
    to: Path,
    *,
    board: Path | None = None,
    offences: Path | None = None,
    source: str = "",
    pairing: str = "",
    plan: str = "",
    outlines: str = OUTLINES,
    asking: Asking = refuse_unasked,
) -> list[str]:
    """Write the report of a round, and the page for the board where asked; which, a line each.

    A consultation has a report of its own, and neither a page for the board nor offences beside.

    Args:
        settings: Where everything is.
        name: The round.
        to: The HTML file.
        board: The HTML file of the page for the board.
        offences: Recorded offences as CSV, to stand beside what people perceive.
        source: Who published these, and when they were had; offences without it are refused.
        pairing: Which offences stand beside which measure: a file, or the name of a plan that has
            one; that of the round's plan where it is empty.
        plan: A name or file of another plan to measure it by.
        outlines: Name or file of the ward outlines of a consultation's map.
        asking: Asks whether analysts have finished, before its themes leave for the first time.
    """
    from analysis.board import render_board  # noqa: PLC0415  # jinja2, and needed here only
    from analysis.report import render_report  # noqa: PLC0415  # the same

    for place in filter(None, (to, board)):
        check_folder(place)
    round_ = await check_exportable(settings, name)
    frozen = find_frozen(settings, name, plan)
    if is_consultation(frozen):
        _check_alone(name, board, offences)
    measured = await asyncio.to_thread(frozen.measure)
    if is_consultation(frozen):
        said = await gather(settings, measured, round_, outlines)
        return await _report_consultation(settings, said, to, round_, asking)
    released = measured.released
    table = _set_beside(measured, offences, source, pairing) if offences else None
    files = {to: (await asyncio.to_thread(render_report, released, beside=table)).encode()}
    if board is not None:
        files[board] = render_board(released).encode()
    kind = "report and board" if board else "report"
    await let_leave(settings, measured, kind, Drafts(files))
    return [*map(str, files), *say_marks(measured, round_)]


def _check_alone(name: str, board: Path | None, offences: Path | None) -> None:
    """See that nothing is asked for that a consultation has not.

    Raises:
        RoundError: It is.
    """
    if board is None and offences is None:
        return
    what = "the page for the board follows targets" if board else "offences stand beside measures"
    raise RoundError(
        "report.consultation",
        f"round {name!r}",
        f"{what} of the annual plan, and this is a consultation",
        "Make its report alone.",
    )


async def _report_consultation(
    settings: Settings, said: Consultation, to: Path, round_: Round | None, asking: Asking
) -> list[str]:
    from analysis.consultation import render_consultation  # noqa: PLC0415  # jinja2, here only

    page = await asyncio.to_thread(render_consultation, said.consulted)
    await let_all_leave(settings, said, "report", Drafts({to: page.encode()}), asking)
    return [str(to), *say_uncoded(said), *say_marks(said.measured, round_)]


def _set_beside(measured: Measured, offences: Path, source: str, pairing: str) -> Table:
    """Recorded offences beside what people perceive."""
    from analysis.offences import (  # noqa: PLC0415  # needed here only
        beside,
        load_pairing,
        read_offences,
    )

    pairs = load_pairing(pairing or measured.frozen.plan.name)
    return beside(
        read_offences(offences, source=source, places=pairs.places), measured.released, pairs
    )


async def let_leave(settings: Settings, measured: Measured, kind: str, drafts: Drafts) -> None:
    """Put files in their places once it is recorded, in the trail and in the ledger.

    Args:
        settings: Where everything is.
        measured: The results that the files are made of.
        kind: As what they leave.
        drafts: The files.

    Raises:
        CanvassError: When they cannot be written or that cannot be recorded; nothing is changed.
    """
    with drafts:
        await note_leaving(settings, measured, kind)
        drafts.keep()


def say_marks(measured: Measured, round_: Round | None) -> list[str]:
    """What has to be known of files that were written."""
    made_up = measured.released.results.synthetic
    lines = ["SYNTHETIC: the answers are made up."] if made_up else []
    if round_ is not None and round_.state is not RoundState.PUBLISHED:
        lines.append(
            f"Round {round_.name} is not published yet. Later releases count what is in these "
            "files as known."
        )
    return lines
