"""Exporting in chat: charts, workbook and report of a closed round, for whoever works with them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.desk.errands import Entry, Errand
from bot.desk.rounds import MOST_SHOWN, get_tapped_round
from bot.desk.tokens import StaffToken
from bot.exported import SEEN
from bot.leaving import EXPORT, check_kept
from surveys.errors import RoundError
from surveys.rounds import FROZEN, Round, RoundState
from surveys.staff import Permission
from surveys.store.rounds import find_rounds, find_rounds_within

if TYPE_CHECKING:
    from bot.measuring import Measured

LEAVES_AS = "chat"
"""The kind of release in the ledger and in the audit trail."""


@dataclass(frozen=True, slots=True)
class Export:
    """What is about to be sent.

    Attributes:
        measured: The results, and the way to record that they leave.
        charts: Names of the charts.
        seen: The beginning of the results' digest.
    """

    measured: Measured
    charts: tuple[str, ...]
    seen: str


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
    from bot.measuring import find_frozen, hash_results  # noqa: PLC0415  # numpy, seldom needed
    from bot.outputs import list_charts  # noqa: PLC0415  # beside it

    measured = find_frozen(errand.settings, round_.name).measure()
    charts = tuple(figure.name for figure in list_charts(measured.released))
    return Export(measured, charts, hash_results(measured.released)[:SEEN])


async def send(errand: Errand) -> None:
    """Record that the results leave, and send them: each is made when it is sent."""
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
    await check_kept(errand.office.connection, export.measured)
    await errand.office.record(EXPORT, round_.name, after=LEAVES_AS)
    await asyncio.to_thread(export.measured.record, LEAVES_AS)
    coming = errand.words("export-coming", charts=len(export.charts), name=round_.name)
    published = round_.state is RoundState.PUBLISHED
    rule = errand.words("export-public" if published else "export-staff-only", name=round_.name)
    errand.say("\n\n".join([coming, rule]))
    for name in export.charts:
        errand.picture("export-chart", round=round_.id, seen=export.seen, figure=name)
    for kind in ("export-workbook", "export-report"):
        errand.picture(kind, round=round_.id, seen=export.seen)


def _has_results(round_: Round) -> bool:
    return round_.state in FROZEN and not round_.rehearsal


COMMANDS = {
    "export": Entry(choose_round, Permission.EXPORT, menu="menu-export"),
}
TAPS = {
    "export": Entry(send, Permission.EXPORT, prepare=measure),
}
STEPS: dict[str, Entry] = {}
