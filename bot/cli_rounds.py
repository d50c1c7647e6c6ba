"""`canvass round`: rounds of fieldwork on the command line."""
# ruff: noqa: PLC0415  # imports inside commands keep `canvass --help` under half a second

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from surveys.rounds import Round

rounds = typer.Typer(
    help="Rounds of fieldwork: make, check, launch, open, close.", no_args_is_help=True
)

DATE_FORMATS = ["%Y-%m-%d"]

Opens = Annotated[
    datetime | None, typer.Option("--opens", formats=DATE_FORMATS, help="First day, London.")
]
Closes = Annotated[
    datetime | None, typer.Option("--closes", formats=DATE_FORMATS, help="Last day, London.")
]
Title = Annotated[str | None, typer.Option(help="Title for residents, if not the usual one.")]
Series = Annotated[
    str | None, typer.Option(help="Rounds that it can be compared with; of its questionnaire.")
]
PurposeOption = Annotated[str | None, typer.Option("--purpose", help="survey or consultation.")]
AudienceOption = Annotated[
    str | None, typer.Option("--audience", help="open, invited, both or imported.")
]
Decision = Annotated[str | None, typer.Option(help="The strategy or decision that it feeds.")]
Languages = Annotated[str | None, typer.Option(help="Languages, such as en,bn; all by default.")]
MinimumDays = Annotated[
    int | None, typer.Option(min=0, help="Fewest days that it is open; 84 for consultations.")
]


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
    last: Annotated[
        str, typer.Option("--from", help="A round to copy, or LAST; its dates go on by a year.")
    ] = "",
    questionnaire: Annotated[
        str, typer.Option(help="Name in the catalogue, or a file; annual-perception by default.")
    ] = "",
    plan: Annotated[str, typer.Option(help="Name of a plan, or a YAML file.")] = "",
    opens: Opens = None,
    closes: Closes = None,
    title: Title = None,
    series: Series = None,
    purpose: PurposeOption = None,
    audience: AudienceOption = None,
    decision: Decision = None,
    languages: Languages = None,
    minimum_days: MinimumDays = None,
    rehearsal: Annotated[
        bool, typer.Option("--rehearsal", help="Only a trial, excluded from every result.")
    ] = False,
) -> None:
    """Make a round as a draft: from today for 28 days, or as it was last time."""
    import asyncio

    from bot.rounds import find_plan, find_questionnaire, new_round
    from bot.settings import load_settings
    from bot.steering import copy_last_round

    settings = load_settings()
    more = _read_fields(
        title=title,
        series=series,
        purpose=purpose,
        audience=audience,
        decision=decision,
        languages=languages,
        minimum_days=minimum_days,
    )
    more["rehearsal"] = rehearsal
    if last:
        making = copy_last_round(
            settings,
            last,
            name,
            opens_on=_day(opens),
            closes_on=_day(closes),
            questionnaire=questionnaire,
            plan=plan,
            **more,
        )
    else:
        asked = find_questionnaire(questionnaire or "annual-perception")
        served = find_plan(settings, asked, plan)
        more = _read_fields(purpose=str(served.purpose)) | more
        opens_on, closes_on = _usual_days(opens, closes, more)
        making = new_round(
            settings,
            name,
            asked,
            served,
            opens_on=opens_on,
            closes_on=closes_on,
            **({"title": ""} | more),
        )
    made = asyncio.run(making)
    tell_round(made, "is a draft; what its launch needs is told by")
    typer.echo(f"  canvass round show {made.name}")


@rounds.command("show")
def show_round_command(name: str) -> None:
    """A round, its launch checklist, its trend guard and what its answers could show."""
    import asyncio

    from bot.settings import load_settings
    from bot.steering import show_round

    typer.echo(asyncio.run(show_round(load_settings(), name)))


@rounds.command("set")
def set_round_command(
    name: str,
    opens: Opens = None,
    closes: Closes = None,
    title: Title = None,
    series: Series = None,
    purpose: PurposeOption = None,
    audience: AudienceOption = None,
    decision: Decision = None,
    languages: Languages = None,
    minimum_days: MinimumDays = None,
    checks: Annotated[
        list[str] | None,
        typer.Option("--check", help="A line of the launch checklist: ITEM=TEXT. Repeatable."),
    ] = None,
    breaks: Annotated[
        list[str] | None,
        typer.Option(
            "--break", help="Why a measure breaks: MEASURE=REASON, or all=REASON. Repeatable."
        ),
    ] = None,
) -> None:
    """Change a draft: all that is given, or nothing where something cannot be used."""
    import asyncio

    from bot.settings import load_settings
    from bot.steering import set_round

    changes = _read_fields(
        opens_on=_day(opens),
        closes_on=_day(closes),
        title=title,
        series=series,
        purpose=purpose,
        audience=audience,
        decision=decision,
        languages=languages,
        minimum_days=minimum_days,
    )
    changed = asyncio.run(set_round(load_settings(), name, changes, checks or (), breaks or ()))
    tell_round(changed, "is changed")


def tell_round(round_: Round, state: str) -> None:
    """Say what a round is now."""
    typer.echo(f"round {round_.name} ({round_.opens_on} to {round_.closes_on}) {state}")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _read_fields(**given: Any) -> dict[str, Any]:
    """The fields of a round that were given, checked; what was not given is left as it is."""
    from bot.office.fields import read_fields

    return read_fields({name: value for name, value in given.items() if value is not None})


def _usual_days(
    opens: datetime | None, closes: datetime | None, more: dict[str, Any]
) -> tuple[date, date]:
    """From today, for 28 days or for as long as a consultation has to be open."""
    from bot.app import now_utc
    from surveys.rounds import london_date

    opens_on = opens.date() if opens else london_date(now_utc())
    days = max(28, more.get("minimum_days", 0))
    return opens_on, closes.date() if closes else opens_on + timedelta(days=days - 1)
