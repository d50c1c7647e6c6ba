"""The command line. Each command imports what it needs when it runs, so that help is quick."""
# ruff: noqa: PLC0415  # imports inside commands keep `canvass --help` under half a second

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_exports import export_command, releases_command, report_command
from bot.cli_messages import rounds

if TYPE_CHECKING:
    from bot.measuring import Measured

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
staff = typer.Typer(help="Staff: list, invite, remove.", no_args_is_help=True)
app.add_typer(questionnaires, name="questionnaire")
app.add_typer(rounds, name="round")
app.add_typer(answers, name="answers")
app.add_typer(staff, name="staff")
app.command("export")(export_command)
app.command("report")(report_command)
app.command("releases")(releases_command)

RoundOption = Annotated[str, typer.Option("--round", help="Name of the round.")]


class Format(StrEnum):
    """How measures are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


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


@app.command("plan-sample")
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


# -- staff and their audit trail -------------------------------------------------------------------


@staff.command("list")
def list_staff_command() -> None:
    """Who is staff, by code, role and employer."""
    import asyncio

    from bot.settings import load_settings
    from bot.staffing import describe_staff

    for line in asyncio.run(describe_staff(load_settings())):
        typer.echo(line)


@staff.command("invite")
def invite_staff_command(
    role: Annotated[str, typer.Argument(help="officer, analyst or interviewer.")],
    employer: Annotated[
        str, typer.Option(help="Whom they work for; nobody of the police can have these roles.")
    ],
    bot: Annotated[str, typer.Option("--bot", help="Name of the bot, for the link.")] = "",
) -> None:
    """Make an invitation that can be used once, within 72 hours."""
    import asyncio

    from bot.settings import load_settings
    from bot.staffing import invite_staff

    for line in asyncio.run(invite_staff(load_settings(), role, employer, bot)):
        typer.echo(line)


@staff.command("remove")
def remove_staff_command(code: str) -> None:
    """Remove a member of staff; it takes effect at once."""
    import asyncio

    from bot.settings import load_settings
    from bot.staffing import remove_staff

    typer.echo(asyncio.run(remove_staff(load_settings(), code)))


@app.command("audit")
def audit_command(
    last: Annotated[
        int | None, typer.Option(min=0, help="Print only that many lines, the last ones.")
    ] = None,
    expect: Annotated[
        str, typer.Option(help="A fingerprint written down before: is its line still there?")
    ] = "",
) -> None:
    """Print what staff did, and verify that no line was changed or removed."""
    import asyncio

    from bot.auditing import audit
    from bot.settings import load_settings

    lines, trouble = asyncio.run(audit(load_settings(), last=last, expected=expect))
    for line in lines:
        typer.echo(line)
    if trouble is not None:
        raise trouble
