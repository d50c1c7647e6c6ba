"""The command line. Each command imports what it needs when it runs, so that help is quick."""
# ruff: noqa: PLC0415  # imports inside commands keep `canvass --help` under half a second

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from surveys.rounds import Round

app = typer.Typer(
    name="canvass",
    help="Surveys of residents in Telegram for a Community Safety Partnership, "
    "and the measures of its plan.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
questionnaires = typer.Typer(help="Questionnaires: list, check, show.", no_args_is_help=True)
rounds = typer.Typer(help="Rounds of fieldwork: list, make, open, close.", no_args_is_help=True)
answers = typer.Typer(help="Answers collected another way.", no_args_is_help=True)
app.add_typer(questionnaires, name="questionnaire")
app.add_typer(rounds, name="round")
app.add_typer(answers, name="answers")

DATE_FORMATS = ["%Y-%m-%d"]
RoundOption = Annotated[str, typer.Option("--round", help="Name of the round.")]


class Format(StrEnum):
    """How measures are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def main() -> None:
    """Run the command line: one clear line on standard error when something is wrong."""
    debug = "--debug" in sys.argv
    sys.argv = [argument for argument in sys.argv if argument != "--debug"]
    from surveys.errors import CanvassError, RefusedFile

    try:
        app()
    except CanvassError as error:
        if debug:
            raise
        faults = error.faults if isinstance(error, RefusedFile) else (error.fault,)
        for fault in faults:
            _complain(str(fault))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if debug:
            raise
        # An unforeseen error's text could quote an answer; its kind cannot.
        _complain(f"Something went wrong that we did not foresee ({type(error).__name__}).")
        _complain("Run the same command with --debug to see where.")
        sys.exit(1)


def _complain(line: str) -> None:
    typer.echo(line, err=True)


# -- the bot ---------------------------------------------------------------------------------------


@app.command("run")
def run_command() -> None:
    """Run the bot until it is stopped (Ctrl-C or SIGTERM)."""
    import asyncio

    from bot.logs import configure_logs
    from bot.running import run
    from bot.settings import load_settings

    settings = load_settings()
    configure_logs(settings.log_format)
    asyncio.run(run(settings))


@app.command("new-key")
def new_key_command() -> None:
    """Print a new master key for SECRET_KEY. Keep it apart from the database."""
    from surveys.privacy import new_master_key

    typer.echo(new_master_key())


@app.command("demo")
def demo_command(
    residents: Annotated[int, typer.Option(min=1, max=5000, help="Synthetic residents.")] = 300,
    seed: Annotated[int, typer.Option(help="Seed of their answers.")] = 1,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("demo"),
    serve: Annotated[bool, typer.Option(help="Serve the sandbox afterwards.")] = True,
) -> None:
    """The whole job on this machine: synthetic residents answer, the measures come out."""
    import asyncio

    from bot.demo import run_demo

    asyncio.run(run_demo(residents, seed, out.resolve(), serve=serve))


@app.command("sandbox")
def sandbox_command(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on loopback.")] = 8081,
) -> None:
    """Serve a strict Bot API server on this machine, for developing without a token."""
    import asyncio

    from bot.sandbox.server import serve

    asyncio.run(serve(port=port, ready=lambda sandbox: typer.echo(f"sandbox at {sandbox.url}")))


# -- questionnaires --------------------------------------------------------------------------------


@questionnaires.command("list")
def list_questionnaires() -> None:
    """The questionnaires that ship."""
    from surveys.loading import list_catalogue, load_catalogue

    for name in list_catalogue():
        found = load_catalogue(name)
        languages = ", ".join(found.languages)
        typer.echo(
            f"{name} version {found.version} ({languages}), {len(found.questions)} questions, "
            f"hash {found.hash[:12]}"
        )


@questionnaires.command("check")
def check_questionnaire(file: Path) -> None:
    """Check a questionnaire file; tells every fault at once."""
    from surveys.loading import load_questionnaire

    found = load_questionnaire(file)
    typer.echo(f"{file.name}: {found.name} version {found.version}, no faults, hash {found.hash}")


@questionnaires.command("show")
def show_questionnaire(name: str) -> None:
    """A questionnaire with wording, options, routing and sources."""
    from bot.rounds import find_questionnaire
    from surveys.outline import render_outline

    typer.echo(render_outline(find_questionnaire(name)))


# -- rounds ----------------------------------------------------------------------------------------


@rounds.command("list")
def list_rounds() -> None:
    """The rounds with their dates and states."""
    import asyncio

    from bot.rounds import describe_rounds
    from bot.settings import load_settings

    for line in asyncio.run(describe_rounds(load_settings())):
        typer.echo(line)


@rounds.command("new")
def new_round_command(
    name: str,
    questionnaire: Annotated[
        str, typer.Option(help="Name in the catalogue, or a YAML file.")
    ] = "annual-perception",
    plan: Annotated[str, typer.Option(help="Name of a plan, or a YAML file.")] = "",
    title: Annotated[str, typer.Option(help="Title for residents, if not the usual one.")] = "",
    opens: Annotated[
        datetime | None,
        typer.Option(formats=DATE_FORMATS, help="First day, London; today by default."),
    ] = None,
    closes: Annotated[
        datetime | None,
        typer.Option(formats=DATE_FORMATS, help="Last day, London; 28 days by default."),
    ] = None,
) -> None:
    """Make a round as a draft."""
    import asyncio

    from bot.app import now_utc
    from bot.rounds import find_questionnaire, new_round
    from bot.settings import load_settings
    from surveys.rounds import london_date

    settings = load_settings()
    opens_on = opens.date() if opens else london_date(now_utc())
    closes_on = closes.date() if closes else opens_on + timedelta(days=27)
    made = asyncio.run(
        new_round(
            settings,
            name,
            find_questionnaire(questionnaire),
            plan or settings.plan,
            title=title,
            opens_on=opens_on,
            closes_on=closes_on,
        )
    )
    _tell(made, "is a draft; open it with")
    typer.echo(f"  canvass round open {made.name}")


@rounds.command("open")
def open_round_command(name: str) -> None:
    """Open a draft: from its first to its last day it can be answered."""
    import asyncio

    from bot.rounds import open_for_answers
    from bot.settings import load_settings

    _tell(asyncio.run(open_for_answers(load_settings(), name)), "is open")


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


def _tell(round_: Round, state: str) -> None:
    typer.echo(f"round {round_.name} ({round_.opens_on} to {round_.closes_on}) {state}")


# -- answers and measures --------------------------------------------------------------------------


@answers.command("import")
def import_command(
    file: Path,
    mapping: Annotated[Path, typer.Option(help="How its columns fit the questionnaire.")],
    round_name: RoundOption,
) -> None:
    """Import answers collected another way: all rows, or none and every reason."""
    import asyncio

    from bot.rounds import import_answers
    from bot.settings import load_settings

    count = asyncio.run(import_answers(load_settings(), file, mapping, round_name))
    typer.echo(f"{count} responses imported into round {round_name}")


@app.command("measures")
def measures_command(
    round_name: RoundOption,
    form: Annotated[Format, typer.Option("--format", help="How to write them.")] = Format.TABLE,
    internal: Annotated[
        bool, typer.Option(help="Every row unsuppressed at full precision: for staff eyes.")
    ] = False,
    breakdowns: Annotated[
        bool, typer.Option("--breakdowns", help="The table with breakdowns and components.")
    ] = False,
    plan: Annotated[str, typer.Option(help="Another plan to measure by: a name, or a file.")] = "",
) -> None:
    """The outcome measures of a closed round, released, by the plan that was frozen with it."""
    from bot.measuring import write_measures
    from bot.settings import load_settings

    write_measures(
        load_settings(),
        round_name,
        form.value,
        internal=internal,
        breakdowns=breakdowns,
        plan=plan,
    )
