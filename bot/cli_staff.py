"""Staff and what they did: `canvass staff` and `canvass audit`."""
# ruff: noqa: PLC0415  # imports inside commands keep `canvass --help` under half a second

from __future__ import annotations

from typing import Annotated

import typer

staff = typer.Typer(help="Staff: list, invite, remove.", no_args_is_help=True)


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
