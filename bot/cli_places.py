"""`canvass places`: the places that people told us about."""
# ruff: noqa: PLC0415  # imports inside commands keep `canvass --help` under half a second

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli_exports import OUTLINES, OutlinesOption, RoundOption


def places_command(
    round_name: RoundOption,
    to: Annotated[
        Path, typer.Option(help="The folder; made where it is not there. Other files in it stay.")
    ],
    outlines: OutlinesOption = OUTLINES,
) -> None:
    """Places that at least ten people named: tables, a map and GeoJSON, from a closed round.

    What is written counts as published from then on.
    """
    import asyncio

    from bot.mapping import export_places
    from bot.settings import load_settings

    for line in asyncio.run(export_places(load_settings(), round_name, to, outlines)):
        typer.echo(line)
