"""The measures of a round and the answers that they need: `canvass measures` and `plan-sample`."""
# ruff: noqa: PLC0415  # imports inside commands keep `canvass --help` under half a second

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_exports import RoundOption

if TYPE_CHECKING:
    from bot.measuring import Measured


class Format(StrEnum):
    """How measures are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def measures_command(
    round_name: RoundOption,
    form: Annotated[Format, typer.Option("--format", help="How to write them.")] = Format.TABLE,
    internal: Annotated[
        bool, typer.Option(help="Every row unsuppressed at full precision: for staff eyes.")
    ] = False,
    breakdowns: Annotated[
        bool,
        typer.Option(
            "--breakdowns",
            help="With --format table: also each measure by sex, age, area and the plan's other "
            "groups. JSON and CSV always have them.",
        ),
    ] = False,
    plan: Annotated[str, typer.Option(help="Another plan to measure by: a name, or a file.")] = "",
    bootstrap: Annotated[
        int, typer.Option(min=0, max=20_000, help="With --internal: replicates of a bootstrap.")
    ] = 0,
) -> None:
    """The outcome measures of a closed round, released, by the plan that was frozen with it.

    What is printed counts as published from then on, but for --internal, which is for staff eyes.
    """
    from bot.measuring import write_measures
    from bot.settings import load_settings

    if bootstrap and not internal:
        raise typer.BadParameter("--bootstrap gives errors for staff eyes: add --internal")
    settings = load_settings()

    def note(leaving: Measured | None) -> None:
        import asyncio

        from bot.auditing import note_internal, note_leaving

        if leaving is None:
            asyncio.run(note_internal(settings, round_name))
        else:
            asyncio.run(note_leaving(settings, leaving, "measures"))

    write_measures(
        settings,
        round_name,
        form.value,
        internal=internal,
        breakdowns=breakdowns,
        plan=plan,
        replicates=bootstrap,
        before=note,
    )


def plan_sample_command(
    measure: Annotated[str, typer.Option(help="Name of the measure, such as safe_after_dark.")],
    baseline: Annotated[
        float | None,
        typer.Option(help="Share to start from, such as 0.45; the last published by default."),
    ] = None,
    power: Annotated[
        float, typer.Option(help="How often a real change should be found, 0-1.")
    ] = 0.8,
    deff: Annotated[
        float, typer.Option(help="Design effect of the weights; 1 without weights.")
    ] = 1.5,
    plan: Annotated[str, typer.Option(help="Another plan: a name, or a file.")] = "",
    answers: Annotated[
        int | None, typer.Option(min=1, help="Answers expected in the whole round.")
    ] = None,
) -> None:
    """How many answers a target needs, and what a number of answers can show."""
    from bot.planning import write_sample_plan
    from bot.settings import load_settings

    write_sample_plan(
        plan or load_settings().plan,
        measure,
        baseline=baseline,
        power=power,
        deff=deff,
        answers=answers,
    )
