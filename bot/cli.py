"""The command line. Each command imports what it needs when it runs, so that help is quick."""
# ruff: noqa: PLC0415  # imports inside commands keep `canvass --help` under half a second

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli_comments import comments
from bot.cli_evidence import evidence_command
from bot.cli_exports import RoundOption, export_command, releases_command, report_command
from bot.cli_measures import measures_command, plan_sample_command
from bot.cli_messages import rounds
from bot.cli_places import places_command
from bot.cli_staff import audit_command, staff

app = typer.Typer(
    name="canvass",
    help="Surveys of residents in Telegram for a Community Safety Partnership, "
    "and the measures of its plan.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
questionnaires = typer.Typer(help="Questionnaires: list, check, show.", no_args_is_help=True)
answers = typer.Typer(help="Answers collected another way.", no_args_is_help=True)
app.add_typer(questionnaires, name="questionnaire")
app.add_typer(rounds, name="round")
app.add_typer(answers, name="answers")
app.add_typer(staff, name="staff")
app.add_typer(comments, name="comments")
app.command("export")(export_command)
app.command("report")(report_command)
app.command("places")(places_command)
app.command("evidence")(evidence_command)
app.command("releases")(releases_command)


@app.callback(invoke_without_command=True)
def take_options(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    _debug: Annotated[
        bool,
        typer.Option("--debug", help="With any command: show where an error came from."),
    ] = False,
) -> None:
    """What comes before a command; `main` reads ``--debug`` wherever it stands."""
    if version:
        from importlib.metadata import version as find_version

        typer.echo(f"canvass {find_version('canvass')}")
        raise typer.Exit


def main() -> None:
    """Run the command line: one clear line on standard error when something is wrong."""
    # sums in one thread, so that the last digit is the same on every machine
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
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
    from surveys.keyring import new_master_key

    typer.echo(new_master_key())


@app.command("demo")
def demo_command(
    residents: Annotated[int, typer.Option(min=1, max=5000, help="Synthetic residents.")] = 300,
    seed: Annotated[int, typer.Option(help="Seed of their answers.")] = 1,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("demo"),
    serve: Annotated[bool, typer.Option(help="Serve the sandbox afterwards.")] = True,
    questionnaire: Annotated[
        str, typer.Option(help="What they are asked: a name of the catalogue, or a file.")
    ] = "annual-perception",
) -> None:
    """The whole job on this machine: synthetic residents answer, the measures come out."""
    import asyncio

    from bot.demo import run_demo

    to = out.resolve()
    asyncio.run(run_demo(residents, seed, to, serve=serve, questionnaire=questionnaire))


@app.command("sandbox")
def sandbox_command(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on loopback.")] = 8081,
) -> None:
    """Serve a strict Bot API server on this machine, for developing without a token."""
    import asyncio

    from bot.sandbox.server import serve

    asyncio.run(serve(port=port, ready=lambda sandbox: typer.echo(f"sandbox at {sandbox.url}")))


app.command("measures")(measures_command)
app.command("plan-sample")(plan_sample_command)
app.command("audit")(audit_command)


# -- questionnaires --------------------------------------------------------------------------------


@questionnaires.command("list")
def list_questionnaires() -> None:
    """The questionnaires that ship."""
    from surveys.loading import list_catalogue, load_catalogue
    from surveys.questionnaire import SILENT

    for name in list_catalogue():
        found = load_catalogue(name)
        languages = ", ".join(found.languages)
        asked = sum(question.kind not in SILENT for question in found.questions)
        typer.echo(
            f"{name} version {found.version} ({languages}), {asked} questions, "
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


# -- answers collected another way ----------------------------------------------------------------


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
