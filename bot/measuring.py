"""`canvass measures`: from a frozen round to its measures on standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable

from rich.console import Console

from analysis.dataset import find_earlier_rounds
from analysis.disclosure import Internal, release
from analysis.ledger import Ledger
from analysis.measures import estimate_measures
from analysis.plan_loading import load_plan
from analysis.results import Renderable, render_csv, render_json, render_table
from bot.settings import Settings
from surveys.errors import RoundError
from surveys.rounds import ROUND_NAME

LEDGER = "releases"
"""The folder of what was published, beside the frozen rounds."""


def make_console() -> Console:
    """A console; where there is no terminal to ask, wide enough for the table."""
    console = Console()
    return console if console.is_terminal else Console(width=120)


def find_measures(settings: Settings, name: str, *, internal: bool, plan: str = "") -> Renderable:
    """The measures of a frozen round, by the plan that was frozen with it.

    Args:
        settings: Where frozen rounds are.
        name: The round.
        internal: Every row at full precision, for staff.
        plan: A name or file of another plan to measure it by; its hash is in the results.

    Raises:
        RoundError: When that is no name of a round, or no round of that name is frozen.
    """
    if not ROUND_NAME.fullmatch(name):
        raise RoundError(
            "round.name",
            f"round {name!r}",
            "that is no name of a round",
            "See the names with `canvass round list`.",
        )
    folder = settings.data_dir / name
    if not folder.is_dir():
        raise RoundError(
            "round.not-frozen",
            f"round {name!r}",
            f"there are no frozen answers in {folder}",
            "Close the round first with `canvass round close`.",
        )
    pinned = folder / "plan.json"
    chosen = load_plan(plan or (pinned if pinned.exists() else settings.plan))
    ledger = Ledger(settings.data_dir / LEDGER)
    earlier = find_earlier_rounds(settings.data_dir, folder)
    results = estimate_measures(folder, chosen, earlier, ledger=ledger)
    return Internal(results) if internal else release(results)


def write_measures(
    settings: Settings,
    name: str,
    form: str,
    *,
    internal: bool,
    breakdowns: bool = False,
    plan: str = "",
    before: Callable[[], object] = lambda: None,
) -> None:
    """Write the measures as a table, JSON or CSV; a table has its breakdowns only where asked.

    Args:
        settings: Where frozen rounds are.
        name: The round.
        form: ``table``, ``json`` or ``csv``.
        internal: Every row at full precision, for staff.
        breakdowns: Whether a table has them.
        plan: A name or file of another plan to measure it by.
        before: Called once there is something to write, before any of it is written.
    """
    found = find_measures(settings, name, internal=internal, plan=plan)
    before()
    match form:
        case "json":
            sys.stdout.write(render_json(found) + "\n")
        case "csv":
            sys.stdout.write(render_csv(found))
        case _:
            make_console().print(render_table(found, breakdowns=breakdowns))
