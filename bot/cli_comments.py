"""`canvass comments`: coding, the analysts' sheet, the queue of risks, and quotes."""
# ruff: noqa: PLC0415  # imports inside commands keep `canvass --help` under half a second

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli_exports import RoundOption

_SHEETS = {".xlsx", ".csv"}

comments = typer.Typer(
    help="Comments of a closed consultation: code, correct, approve. For staff alone.",
    no_args_is_help=True,
)

BlindOption = Annotated[bool, typer.Option("--blind", help="Without the machine's codes.")]


class State(StrEnum):
    """What became of a comment that may tell of a risk."""

    NEW = "new"
    PASSED_ON = "passed_on"
    NO_ACTION = "no_action"


@comments.command("code")
def code_command(
    round_name: RoundOption,
    codebook: Annotated[
        str, typer.Option(help="A plan's name, or a file; the round's plan by default.")
    ] = "",
) -> None:
    """Let the machine read all comments by the codebook: a draft for analysts.

    Corrections made before are kept, and refused where they no longer fit.
    """
    import asyncio

    from bot.commenting import code_comments
    from bot.comments_printing import show_progress
    from bot.settings import load_settings

    with show_progress() as begin:
        lines = asyncio.run(code_comments(load_settings(), round_name, codebook, begin))
    _tell(lines)


@comments.command("export")
def export_command(
    round_name: RoundOption,
    to: Annotated[Path, typer.Option(help="The sheet: .xlsx, or .csv.")],
    blind: BlindOption = False,
) -> None:
    """Write the analysts' sheet: a row for each comment. INTERNAL."""
    import asyncio

    from bot.commenting import export_comments
    from bot.settings import load_settings

    if to.suffix.lower() not in _SHEETS:
        raise typer.BadParameter(f"the sheet is a workbook or CSV: {to.name} has to end in .xlsx")
    _tell(asyncio.run(export_comments(load_settings(), round_name, to, blind=blind)))


@comments.command("import")
def import_command(file: Path, round_name: RoundOption) -> None:
    """Take in a corrected sheet: all of it, or nothing and every reason."""
    import asyncio

    from bot.commenting import import_comments
    from bot.settings import load_settings

    _tell(asyncio.run(import_comments(load_settings(), round_name, file)))


@comments.command("agreement")
def agreement_command(
    round_name: RoundOption,
    blind: Annotated[
        bool, typer.Option("--blind", help="Only comments that were coded blind.")
    ] = False,
) -> None:
    """How far the machine reads as the analysts do: precision, recall, kappa. INTERNAL."""
    import asyncio

    from bot.commenting import find_agreement
    from bot.comments_printing import describe_agreement
    from bot.settings import load_settings

    _tell(describe_agreement(asyncio.run(find_agreement(load_settings(), round_name, blind=blind))))


@comments.command("risks")
def risks_command(
    round_name: RoundOption,
    comment: Annotated[int, typer.Option(min=0, help="Number of the comment to decide.")] = 0,
    state: Annotated[State | None, typer.Option(help="What is done about it.")] = None,
    words: Annotated[str, typer.Option("--note", help="In a few words, about nobody.")] = "",
) -> None:
    """The queue of comments that may tell of a risk; with --comment and --state, decide one.

    INTERNAL. Nobody can find out who wrote a comment.
    """
    import asyncio

    from analysis.comments.records import RiskState
    from bot.commenting import decide, find_risks
    from bot.comments_printing import describe_risks
    from bot.settings import load_settings

    if bool(comment) != (state is not None):
        raise typer.BadParameter("--comment and --state go together")
    settings = load_settings()
    if state is not None:
        _tell(asyncio.run(decide(settings, round_name, comment, RiskState(state), words)))
    else:
        _tell(describe_risks(asyncio.run(find_risks(settings, round_name))))


@comments.command("approve")
def approve_command(
    round_name: RoundOption,
    comment: Annotated[int, typer.Option(min=0, help="Number of the comment to quote.")] = 0,
    quote: Annotated[
        str, typer.Option(help="The words, with [...] for what is left out; else all of them.")
    ] = "",
    under: Annotated[str, typer.Option(help="The code under which; else its first.")] = "",
    despite: Annotated[
        bool, typer.Option("--despite", help="Though it may name, insult or mean the opposite.")
    ] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take the approval back.")] = False,
) -> None:
    """Approve a quote; without --comment, show what may be published of the comments."""
    import asyncio

    from bot import quoting
    from bot.comments_printing import describe_publishable
    from bot.settings import load_settings

    if not comment and (quote or under or despite or withdraw):
        raise typer.BadParameter("--quote, --under, --despite and --withdraw need --comment")
    settings = load_settings()
    if withdraw:
        _tell(asyncio.run(quoting.withdraw(settings, round_name, comment)))
    elif comment:
        approving = quoting.approve(settings, round_name, comment, quote, under, despite=despite)
        _tell(asyncio.run(approving))
    else:
        found = asyncio.run(quoting.find_publishable(settings, round_name))
        _tell(describe_publishable(found))


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)
