"""`canvass round`: launching, opening, closing and withdrawing on the command line."""
# ruff: noqa: PLC0415  # imports inside commands keep `canvass --help` under half a second

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli_rounds import rounds, tell_round

__all__ = ["rounds"]


@rounds.command("launch")
def launch_round_command(
    name: str,
    invite: Annotated[
        bool,
        typer.Option(help="Tell everybody on the contact list; asks a second officer to approve."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask on a terminal.")] = False,
) -> None:
    """Launch a draft: it opens on its first day, after all checks and the launch checklist.

    On a terminal it shows the round with its checklist, trend guard and sample planner, and asks.
    """
    import asyncio
    import sys

    from bot.settings import load_settings
    from bot.steering import launch_round, show_round

    settings = load_settings()
    if sys.stdin.isatty() and not yes:
        typer.echo(asyncio.run(show_round(settings, name)))
        typer.confirm(f"Launch round {name}?", abort=True)
    for line in asyncio.run(launch_round(settings, name, invite=invite)):
        typer.echo(line)


@rounds.command("approve")
def approve_command(number: int) -> None:
    """Approve what somebody else asked for, by its number; it is done at once.

    The command line counts as one person of its own: it can approve what was asked for in chat,
    whoever types here, and never what was asked for on the command line.
    """
    import asyncio

    from bot.settings import load_settings
    from bot.steering import approve_request

    typer.echo(asyncio.run(approve_request(load_settings(), number)))


@rounds.command("decline")
def decline_command(number: int) -> None:
    """Decline a request by its number, or take back your own."""
    import asyncio

    from bot.settings import load_settings
    from bot.steering import decline_request

    typer.echo(asyncio.run(decline_request(load_settings(), number)))


@rounds.command("unschedule")
def unschedule_command(name: str) -> None:
    """Make a scheduled round a draft again."""
    import asyncio

    from bot.settings import load_settings
    from bot.steering import unschedule_round

    tell_round(asyncio.run(unschedule_round(load_settings(), name)), "is a draft again")


@rounds.command("open")
def open_round_command(name: str) -> None:
    """Open a draft: from its first to its last day it can be answered."""
    import asyncio

    from bot.rounds import open_for_answers
    from bot.settings import load_settings

    tell_round(asyncio.run(open_for_answers(load_settings(), name)), "is open")


@rounds.command("close")
def close_round_command(
    name: str,
    early: Annotated[
        bool, typer.Option("--early", help="Although people can still answer.")
    ] = False,
) -> None:
    """Close a round for good: freeze its answers, delete them here, destroy its key."""
    import asyncio

    from bot.rounds import close_for_good
    from bot.settings import load_settings

    folder = asyncio.run(close_for_good(load_settings(), name, typer.echo, early=early))
    typer.echo(f"round {name} is closed; its answers are frozen in {folder}")


@rounds.command("withdraw")
def withdraw_command(
    name: str, reason: Annotated[str, typer.Option(help="Why; kept in the audit trail.")]
) -> None:
    """Withdraw a round: its answers are destroyed, and that it was stays on record."""
    import asyncio

    from bot.settings import load_settings
    from bot.steering import withdraw_round

    typer.echo(asyncio.run(withdraw_round(load_settings(), name, reason)))


@rounds.command("delete")
def delete_command(name: str) -> None:
    """Delete a round that has no answers and was never opened."""
    import asyncio

    from bot.settings import load_settings
    from bot.steering import delete_round

    typer.echo(asyncio.run(delete_round(load_settings(), name)))
