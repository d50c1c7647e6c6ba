"""What `canvass round` does to reach people: posters, venues, and letters with invitation codes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.office.reach import get_bot_username, issue_codes, make_posters
from bot.poster import list_links, render_posters
from bot.rounds import at_work
from bot.settings import Settings
from surveys.errors import RoundError
from surveys.progress import show_count, write_count
from surveys.store.rounds import get_round_within
from surveys.store.venues import find_venues_within
from surveys.strata import Stratum, load_strata


async def write_posters(
    settings: Settings,
    name: str,
    to: Path,
    *,
    venues: Sequence[str] = (),
    links: Path | None = None,
    bot: str = "",
) -> list[str]:
    """Write the posters of a round as one PDF; what came of it, in lines.

    Args:
        settings: Where everything is.
        name: The round.
        to: The PDF.
        venues: Names of venues, added where they are new; without any, all that the round has.
        links: Where the links go as CSV.
        bot: The bot's name in Telegram; that of the last run where it is empty.
    """
    check_folder(to)
    if links is not None:
        check_folder(links)
    async with at_work(settings) as office:
        username = await get_bot_username(office.connection, bot)
        posters = await make_posters(office, name, username, venues)
    write_file(to, render_posters(posters))
    lines = [f"{len(posters)} page{'s' * (len(posters) > 1)} in {to}"]
    if links is not None:
        write_file(links, list_links(posters).encode())
        lines.append(f"links in {links}")
    return lines


async def add_venues(settings: Settings, name: str, venues: Sequence[str], bot: str) -> list[str]:
    """Add venues to a round; all that it has then, each with its link and how many began there."""
    async with at_work(settings) as office:
        username = await get_bot_username(office.connection, bot)
        if venues:
            await make_posters(office, name, username, venues)
        round_ = await get_round_within(office.connection, name)
        known = await find_venues_within(office.connection, round_.id)
        links = {
            poster.venue.code: poster.link
            for poster in await make_posters(office, name, username)
            if poster.venue
        }
    if not known:
        return [f"round {name} has no venues yet; add one with --add"]
    return [
        f"{venue.name} ({venue.code}): {write_count(show_count(venue.started))} began here, "
        f"{links[venue.code]}"
        for venue in known
    ]


async def write_codes(
    settings: Settings,
    name: str,
    to: Path,
    *,
    number: int | None = None,
    strata: Path | None = None,
    bot: str = "",
) -> list[str]:
    """Write invitation codes into a CSV file for letters; what came of it, in lines.

    Args:
        settings: Where everything is.
        name: The round.
        to: The file; there must be none of that name.
        number: How many codes, where all addresses have the same chance.
        strata: Or a file that says how many of which stratum, and with what weight.
        bot: The bot's name in Telegram; that of the last run where it is empty.

    Raises:
        RoundError: When it is not said how many, or they cannot be issued.
        RefusedFile: When a stratum cannot be used.
    """
    if (number is None) == (strata is None):
        raise RoundError(
            "codes.how-many",
            f"codes for round {name!r}",
            "it is not clear how many are wanted",
            "Give either --number, or --strata with a file of strata.",
        )
    check_folder(to)
    wanted = load_strata(strata) if strata else (Stratum(None, number or 0),)
    place = strata.name if strata else "--number"
    async with at_work(settings) as office:
        username = await get_bot_username(office.connection, bot)
        issued = await issue_codes(office, name, wanted, username, to, place)
    issued.file.finish()
    what = "codes that an interrupted run issued are" if issued.earlier else "codes are"
    return [
        f"{issued.codes} {what} in {to}, and nowhere else",
        "Each lets one person take part. Delete the file once the letters are printed.",
    ]


def check_folder(path: Path) -> None:
    """Check that a file can be put where it is to go, before anything is changed.

    Raises:
        RoundError: When there is no such folder.
    """
    if not path.parent.is_dir():
        raise RoundError(
            "file.folder",
            str(path),
            "its folder is not there",
            "Make the folder first, or choose another.",
        )


def write_file(path: Path, content: bytes) -> None:
    """Write a file as a whole; what was there before stays until all of it is written.

    Raises:
        RoundError: When it cannot be written.
    """
    draft = path.with_name(f"{path.name}.draft")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise RoundError(
            "file.not-written",
            str(path),
            f"it cannot be written ({error.strerror})",
            "Choose another place, and run the same command again.",
        ) from error
