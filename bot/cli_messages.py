"""`canvass round`: messages to people who asked for them."""
# ruff: noqa: PLC0415  # imports inside commands keep `canvass --help` under half a second

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli_fieldwork import rounds

__all__ = ["rounds"]


@rounds.command("remind")
def remind_command(name: str) -> None:
    """Remind people on the contact list who have not finished: twice a round at most."""
    import asyncio

    from bot.reminding import remind
    from bot.settings import load_settings

    for line in asyncio.run(remind(load_settings(), name)):
        typer.echo(line)


@rounds.command("messages")
def messages_command(
    name: str,
    pause: Annotated[int, typer.Option(help="Number of the messages to hold back.")] = 0,
    resume: Annotated[int, typer.Option(help="Number of the messages to go on with.")] = 0,
    stop: Annotated[int, typer.Option(help="Number of the messages to stop for good.")] = 0,
) -> None:
    """How far messages about a round are, and which of them have an unknown outcome."""
    import asyncio

    from bot.reminding import control, show_messages
    from bot.settings import load_settings

    asked = {word: number for word, number in _moves(pause, resume, stop) if number}
    if len(asked) > 1:
        raise typer.BadParameter("give one of --pause, --resume and --stop at a time")
    settings = load_settings()
    for word, number in asked.items():
        typer.echo(asyncio.run(control(settings, name, number, word)))
    for line in asyncio.run(show_messages(settings, name)):
        typer.echo(line)


@rounds.command("actions")
def actions_command(
    name: str,
    say: Annotated[
        list[str] | None,
        typer.Option("--say", help="What was done: LANGUAGE=TEXT. Repeatable."),
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help="Keep it, and send it to all who asked for the results.")
    ] = False,
    correct: Annotated[
        bool, typer.Option("--correct", help="Keep it as what /results shows, and tell nobody.")
    ] = False,
) -> None:
    """Say what was done about published results; without --send or --correct it is only shown."""
    import asyncio

    from bot.reminding import tell_actions
    from bot.settings import load_settings

    if send and correct:
        raise typer.BadParameter("give one of --send and --correct")
    making = tell_actions(load_settings(), name, say or (), send=send, correct=correct)
    for line in asyncio.run(making):
        typer.echo(line)


def _moves(pause: int, resume: int, stop: int) -> tuple[tuple[str, int], ...]:
    return ("pause", pause), ("resume", resume), ("stop", stop)
