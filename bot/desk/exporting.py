"""Exporting in chat: charts, workbook and report of a closed round, for whoever works with them."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.desk.errands import Entry, Errand
from bot.desk.rounds import MOST_SHOWN, get_tapped_round
from bot.desk.tokens import StaffToken
from bot.exported import Results, find_results
from bot.leaving import COMMENTS, EXPORT, check_kept, list_said
from surveys.errors import RoundError
from surveys.rounds import FROZEN, Round, RoundState
from surveys.staff import Permission
from surveys.store.audit import read_entries
from surveys.store.rounds import find_rounds, find_rounds_within

if TYPE_CHECKING:
    from bot.said import Said

LEAVES_AS = "chat"
"""The kind of release in the ledger and in the audit trail."""

_SURE = "sure"
"""What the button carries that sends themes which then stand."""


@dataclass(frozen=True, slots=True)
class Export:
    """What is about to be sent.

    Attributes:
        results: The results, and the way to record that they leave.
        charts: Names of the charts.
    """

    results: Results
    charts: tuple[str, ...]


async def choose_round(errand: Errand) -> None:
    """``/export``: which of the closed rounds."""
    errand.forget()
    rounds = await find_rounds_within(errand.office.connection)
    closed = [one for one in reversed(rounds) if _has_results(one)][:MOST_SHOWN]
    if not closed:
        errand.say(errand.words("export-none"))
        return
    rows = [[(f"{one.name}: {one.state}", StaffToken("export", (str(one.id),)))] for one in closed]
    errand.say(errand.words("export-which"), rows)


async def measure(errand: Errand) -> None:
    """Work out what may leave, before the transaction: it takes a second or so."""
    number = errand.argument(0)
    found = [one for one in await find_rounds(errand.store) if str(one.id) == number]
    if found and _has_results(found[0]):
        errand.prepared = await asyncio.to_thread(_prepare, errand, found[0])


def _prepare(errand: Errand, round_: Round) -> Export:
    from bot.outputs import list_charts  # noqa: PLC0415  # numpy, seldom needed

    results = find_results(errand.settings, round_)
    charts = tuple(figure.name for figure in list_charts(results.released, results.consulted))
    return Export(results, charts)


async def send(errand: Errand) -> None:
    """Record that the results leave, and send them: each is made when it is sent.

    Themes that leave for the first time cannot be corrected afterwards, so that is asked before.
    """
    errand.forget()
    round_ = await get_tapped_round(errand)
    export = errand.prepared
    if not isinstance(export, Export) or not _has_results(round_):
        raise RoundError(
            "round.no-results",
            f"round {round_.name!r}",
            "only a closed round that asked residents has results",
            "Send /export to see which can be exported.",
        )
    left = list_said(await read_entries(errand.office.connection), round_.name)
    said = await asyncio.to_thread(export.results.draft_said, errand.settings, left)
    if said and said.new and errand.argument(1) != _SURE:
        sure = StaffToken("export", (str(round_.id), _SURE))
        key = "export-final-added" if said.added else "export-final"
        text = errand.words(key, name=round_.name)
        errand.say(text, [[(errand.words("export-final-yes"), sure)]])
        return
    await _record(errand, round_, export.results, said)
    _tell(errand, round_, export)
    seen = export.results.seen
    for name in export.charts:
        errand.picture("export-chart", round=round_.id, seen=seen, figure=name)
    for kind in ("export-workbook", "export-report"):
        errand.picture(kind, round=round_.id, seen=seen)


async def _record(errand: Errand, round_: Round, results: Results, said: Said | None) -> None:
    """Put on record that results leave, of a consultation its comments and places as well.

    Raises:
        CanvassError: It cannot be recorded, or more would be told than may be; nothing leaves then.
    """
    await check_kept(errand.office.connection, results.measured)
    with said.drafts if said else nullcontext() as drafts:
        await errand.office.record(EXPORT, round_.name, after=LEAVES_AS)
        leaving = results.consultation or results.measured
        await asyncio.to_thread(leaving.record, LEAVES_AS)
        if said and drafts:
            await errand.office.record(COMMENTS, round_.name, after=said.describe(LEAVES_AS))
            drafts.keep()


def _tell(errand: Errand, round_: Round, export: Export) -> None:
    """What comes, what is lacking, and who may have it."""
    consultation = export.results.consultation
    told = [errand.words("export-coming", charts=len(export.charts), name=round_.name)]
    if consultation and consultation.lacks_coding:
        told.append(errand.words("export-uncoded", name=round_.name))
    published = round_.state is RoundState.PUBLISHED
    rule = "export-public" if published else "export-staff-only"
    errand.say("\n\n".join([*told, errand.words(rule, name=round_.name)]))


def _has_results(round_: Round) -> bool:
    return round_.state in FROZEN and not round_.rehearsal


COMMANDS = {
    "export": Entry(choose_round, Permission.EXPORT, menu="menu-export"),
}
TAPS = {
    "export": Entry(send, Permission.EXPORT, prepare=measure),
}
STEPS: dict[str, Entry] = {}
