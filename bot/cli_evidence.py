"""`canvass evidence`: the pack that shows later how a consultation was held."""
# ruff: noqa: PLC0415  # imports inside commands keep `canvass --help` under half a second

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli_exports import OUTLINES, OutlinesOption, RoundOption, YesOption, ask_finished


def evidence_command(
    round_name: RoundOption,
    to: Annotated[Path | None, typer.Option(help="The zip file to write.")] = None,
    check: Annotated[
        Path | None, typer.Option(help="A pack to check against the frozen round instead.")
    ] = None,
    outlines: OutlinesOption = OUTLINES,
    yes: YesOption = False,
) -> None:
    """What shows later how a consultation was held: one zip file, the same bytes every time.

    The questionnaire, the first screens, dates, counts, released results, hashes of the frozen
    files. What is written counts as published from then on.
    """
    import asyncio

    from bot.evidencing import check_evidence_pack, write_evidence
    from bot.settings import load_settings

    settings = load_settings()
    if (to is None) == (check is None):
        raise typer.BadParameter("name either --to, to write a pack, or --check")
    if to is not None:
        if to.suffix.lower() != ".zip":
            raise typer.BadParameter(f"the pack is a zip file: {to.name} has to end in .zip")
        asking = ask_finished(yes=yes)
        lines = asyncio.run(write_evidence(settings, round_name, to, outlines, asking))
    else:
        assert check is not None, "one of the two is named"
        lines = asyncio.run(check_evidence_pack(settings, round_name, check))
    for line in lines:
        typer.echo(line)
