"""Results as files: `canvass export`, `canvass report` and `canvass releases`."""
# ruff: noqa: PLC0415  # imports inside commands keep `canvass --help` under half a second

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.outputs import PEOPLE, Form

if TYPE_CHECKING:
    from bot.consulting import Asking

_HTML = {".html", ".htm"}
OUTLINES = "tower-hamlets"
"""Name of the ward outlines that ship."""

RoundOption = Annotated[str, typer.Option("--round", help="Name of the round.")]
OutlinesOption = Annotated[
    str,
    typer.Option(
        help="Wards after which the squares of a map are named: a name, or a GeoJSON file.",
        metavar="FILE",
    ),
]
PlanOption = Annotated[str, typer.Option(help="Another plan to measure by: a name, or a file.")]


YesOption = Annotated[
    bool,
    typer.Option(
        "--yes", help="Of a consultation: analysts have finished, so that nobody needs be asked."
    ),
]


def is_terminal() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty()


def ask_finished(*, yes: bool) -> Asking:
    """How it is asked, before themes leave for the first time, whether analysts have finished."""
    from bot.consulting import refuse_unasked, take_as_final

    if yes:
        return take_as_final
    return _ask if is_terminal() else refuse_unasked


def _ask(name: str, added: bool) -> None:  # as `Asking` has it
    typer.echo(
        f"The themes of {name} left before. Its quotes, or how many comments were read, are others "
        "since then, and leave now. After that they stand: another quote in place of one is "
        "refused, here and in chat."
        if added
        else f"The themes and quotes of {name} leave for the first time now. After that they "
        "stand: a corrected comment or a quote in place of another one is refused, here and in "
        "chat."
    )
    typer.confirm("Have analysts finished?", abort=True)


def export_command(
    round_name: RoundOption,
    to: Annotated[
        Path, typer.Option(help="The folder; made where it is not there. Other files in it stay.")
    ],
    form: Annotated[Form, typer.Option("--format", help="Which files.")] = Form.ALL,
    respondents: Annotated[
        bool,
        typer.Option(
            "--respondent-level",
            help="A row for each respondent, k-anonymous: for restricted sharing only.",
        ),
    ] = False,
    plan: PlanOption = "",
    outlines: OutlinesOption = OUTLINES,
    yes: YesOption = False,
) -> None:
    """Files for analysts from a closed round: all of them, or none.

    Only what disclosure control has released, but for --respondent-level.

    Files of the same names are replaced; what is written counts as published.
    """
    import asyncio

    from bot.exporting import export_round
    from bot.respondent_rows import export_respondents
    from bot.settings import load_settings

    if respondents and form not in {*PEOPLE, Form.ALL}:
        raise typer.BadParameter("respondent-level files are csv, sav, parquet or all of these")
    if respondents:
        making = export_respondents(load_settings(), round_name, to, form, plan=plan)
    else:
        making = export_round(
            load_settings(),
            round_name,
            to,
            form,
            plan=plan,
            outlines=outlines,
            asking=ask_finished(yes=yes),
        )
    _tell(asyncio.run(making))


def report_command(
    round_name: RoundOption,
    to: Annotated[Path, typer.Option(help="The HTML file.")],
    board: Annotated[
        Path | None, typer.Option(help="An HTML file for the page for the board.")
    ] = None,
    offences: Annotated[
        Path | None,
        typer.Option(help="A CSV file of recorded offences, shown beside; with its source."),
    ] = None,
    source: Annotated[
        str,
        typer.Option("--offences-source", help="Who published it, and when it was had; asked for."),
    ] = "",
    pairing: Annotated[
        str,
        typer.Option("--offences-pairing", help="Which offences stand beside what: a file."),
    ] = "",
    plan: PlanOption = "",
    outlines: OutlinesOption = OUTLINES,
    yes: YesOption = False,
) -> None:
    """The report of a closed round as one file, and a page for the board.

    What is written counts as published from then on.
    """
    import asyncio

    from bot.exporting import write_report
    from bot.settings import load_settings

    for file in filter(None, (to, board)):
        if file.suffix.lower() not in _HTML:
            raise typer.BadParameter(f"the file is HTML: {file.name} has to end in .html")
    if offences is not None and not source.strip():
        raise typer.BadParameter("--offences needs --offences-source: who published it, and when")
    if board is not None and board.resolve() == to.resolve():
        raise typer.BadParameter("the report and the page for the board are two files")
    making = write_report(
        load_settings(),
        round_name,
        to,
        board=board,
        offences=offences,
        source=source,
        pairing=pairing,
        plan=plan,
        outlines=outlines,
        asking=ask_finished(yes=yes),
    )
    _tell(asyncio.run(making))


def releases_command(round_name: RoundOption) -> None:
    """What was published of a round so far; when it was, `canvass audit` says."""
    from bot.releases import list_releases
    from bot.settings import load_settings

    _tell(list_releases(load_settings(), round_name))


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)
