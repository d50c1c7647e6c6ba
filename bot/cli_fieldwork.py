"""`canvass round`: reaching people, watching who takes part, and publishing."""
# ruff: noqa: PLC0415  # imports inside commands keep `canvass --help` under half a second

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli_moves import rounds

__all__ = ["rounds"]

BotOption = Annotated[
    str, typer.Option("--bot", help="Name of the bot in Telegram; that of its last run by default.")
]


@rounds.command("progress")
def progress_command(
    name: str,
    picture: Annotated[
        Path | None, typer.Option(help="A PNG file for the picture of who is missing.")
    ] = None,
) -> None:
    """Who has taken part so far, where others stopped, and who is missing. Never a result."""
    import asyncio

    from bot.reporting import report_progress
    from bot.settings import load_settings

    for line in asyncio.run(report_progress(load_settings(), name, picture)):
        typer.echo(line)


@rounds.command("publish")
def publish_command(
    name: str,
    send: Annotated[
        bool, typer.Option("--send", help="Send the results to everybody who asked for them.")
    ] = False,
) -> None:
    """Publish the results of a closed round: only what disclosure control has released."""
    import asyncio

    from bot.reporting import publish_round
    from bot.settings import load_settings

    for line in asyncio.run(publish_round(load_settings(), name, send=send)):
        typer.echo(line)


@rounds.command("poster")
def poster_command(
    name: str,
    to: Annotated[Path, typer.Option("--to", help="The PDF file.")],
    venues: Annotated[
        list[str] | None,
        typer.Option("--venue", help="Name of a venue, added if it is new. Repeatable."),
    ] = None,
    links: Annotated[Path | None, typer.Option(help="A CSV file for the links.")] = None,
    bot: BotOption = "",
) -> None:
    """Posters to print, each with a QR code: of these venues, of all, or one for no venue."""
    import asyncio

    from bot.reaching import write_posters
    from bot.settings import load_settings

    making = write_posters(load_settings(), name, to, venues=venues or (), links=links, bot=bot)
    for line in asyncio.run(making):
        typer.echo(line)


@rounds.command("venue")
def venue_command(
    name: str,
    add: Annotated[
        list[str] | None, typer.Option("--add", help="Name of a new venue. Repeatable.")
    ] = None,
    bot: BotOption = "",
) -> None:
    """The venues of a round, with their links and how many began there."""
    import asyncio

    from bot.reaching import add_venues
    from bot.settings import load_settings

    for line in asyncio.run(add_venues(load_settings(), name, add or (), bot)):
        typer.echo(line)


@rounds.command("codes")
def codes_command(
    name: str,
    to: Annotated[Path, typer.Option("--to", help="A new CSV file: code, link, stratum.")],
    number: Annotated[int | None, typer.Option(min=1, help="How many, all alike.")] = None,
    strata: Annotated[
        Path | None, typer.Option(help="Or a CSV file: stratum, codes, design_weight.")
    ] = None,
    bot: BotOption = "",
) -> None:
    """Single-use invitation codes for letters; they are nowhere but in that file."""
    import asyncio

    from bot.reaching import write_codes
    from bot.settings import load_settings

    making = write_codes(load_settings(), name, to, number=number, strata=strata, bot=bot)
    for line in asyncio.run(making):
        typer.echo(line)
