"""Posters in chat: a round, a venue, and the sheet to print; codes for letters are made elsewhere.

A venue's code is printed on its poster and is no secret. An invitation code lets somebody in, so it
is never sent here: Telegram keeps what is sent.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.desk.errands import Entry, Errand
from bot.desk.rounds import get_numbered_round, get_tapped_round
from bot.desk.tokens import StaffToken
from bot.office.reach import ALL_VENUES, REACHABLE, get_bot_username, make_posters
from surveys.errors import RoundError
from surveys.rounds import Audience, Round
from surveys.staff import Permission
from surveys.store.rounds import find_rounds_within
from surveys.store.venues import Venue, find_venues_within

NO_VENUE = "-"
MOST_OFFERED = 40
"""Venues with a button of their own; all are in the one PDF and in the file of links."""

Buttons = list[list[tuple[str, StaffToken]]]
Show = Callable[[Errand, Round], Awaitable[None]]


async def choose_round(errand: Errand) -> None:
    """``/poster``: first the round."""
    await _choose(errand, "poster", "poster-none", _takes_posters, _show_venues)


async def choose_round_for_codes(errand: Errand) -> None:
    """``/codes``: where invitation codes are made, and why not here."""
    await _choose(errand, "codes", "codes-none", _takes_codes, _explain_codes)


async def choose_venue(errand: Errand) -> None:
    """Then the venue."""
    errand.forget()
    await _show_venues(errand, await get_tapped_round(errand))


async def explain_codes(errand: Errand) -> None:
    """The command that makes codes for a round."""
    await _explain_codes(errand, await get_tapped_round(errand))


async def ask_name(errand: Errand) -> None:
    """A venue that the round has not got yet: its name is typed."""
    round_ = await get_tapped_round(errand)
    errand.ask("poster-name", round=round_.id)
    errand.say(errand.words("poster-name"))


async def add_venue(errand: Errand) -> None:
    """The poster of a venue by its name; a refused name can be typed again."""
    round_ = await get_numbered_round(errand, str(errand.data["round"]))
    (poster,) = await _make(errand, round_, [errand.text])
    assert poster is not None, "a poster that was asked for by name has its venue"
    errand.forget()
    errand.say(errand.words("poster-made", venue=poster.name, code=poster.code))
    errand.picture("poster", round=round_.id, venue=poster.code)


async def send_poster(errand: Errand) -> None:
    """The poster of one venue, or of all in one PDF, or of none."""
    errand.forget()
    round_, code = await get_tapped_round(errand), errand.argument(1) or NO_VENUE
    venues = await find_venues_within(errand.office.connection, round_.id)
    wanted = [venue.name for venue in venues if venue.code == code]
    if code not in {ALL_VENUES, NO_VENUE} and not wanted:
        raise RoundError(
            "reach.no-venue", "this button", "its venue is not there any more", "Send /poster."
        )
    await _make(errand, round_, wanted)
    count = len(venues) if code == ALL_VENUES else 1
    errand.say(errand.words("poster-coming", count=count))
    errand.picture("poster", round=round_.id, venue=code)


async def send_links(errand: Errand) -> None:
    """The links of all venues as a file."""
    errand.forget()
    round_ = await get_tapped_round(errand)
    await _make(errand, round_, [])
    errand.say(errand.words("poster-links-coming"))
    errand.picture("links", round=round_.id, venue=ALL_VENUES)


async def _choose(
    errand: Errand, tap: str, none: str, fits: Callable[[Round], bool], show: Show
) -> None:
    """The only round that fits, else which; none is told."""
    errand.forget()
    rounds = [one for one in await find_rounds_within(errand.office.connection) if fits(one)]
    if not rounds:
        errand.say(errand.words(none))
    elif len(rounds) == 1:
        await show(errand, rounds[0])
    else:
        rows = [[(one.name, StaffToken(tap, (str(one.id),)))] for one in rounds]
        errand.say(errand.words("codes-which" if tap == "codes" else "poster-which"), rows)


async def _show_venues(errand: Errand, round_: Round) -> None:
    number = str(round_.id)
    venues = await find_venues_within(errand.office.connection, round_.id)

    def button(key: str, tap: str, *more: str) -> list[tuple[str, StaffToken]]:
        label = errand.words(key, count=len(venues)) if key == "poster-all" else errand.words(key)
        return [(label, StaffToken(tap, (number, *more)))]

    rows: Buttons = [[(one.name, _to_venue(number, one))] for one in venues[:MOST_OFFERED]]
    rows.append(button("poster-new", "poster-new"))
    if len(venues) > 1:
        rows.append(button("poster-all", "poster-send", ALL_VENUES))
    if venues:
        rows.append(button("poster-links", "poster-links"))
    rows.append(button("poster-plain", "poster-send", NO_VENUE))
    errand.say(errand.words("poster-venue", name=round_.name), rows)


def _to_venue(number: str, venue: Venue) -> StaffToken:
    return StaffToken("poster-send", (number, venue.code))


async def _explain_codes(errand: Errand, round_: Round) -> None:
    errand.say(errand.words("codes-only-terminal", name=round_.name))


async def _make(errand: Errand, round_: Round, venues: list[str]) -> list[Venue | None]:
    """Check that posters of these venues can be made, adding venues; they are drawn when sent."""
    bot = await get_bot_username(errand.office.connection)
    posters = await make_posters(errand.office, round_.name, bot, venues)
    return [poster.venue for poster in posters]


def _takes_posters(round_: Round) -> bool:
    return round_.state in REACHABLE and round_.audience in {Audience.OPEN, Audience.BOTH}


def _takes_codes(round_: Round) -> bool:
    return round_.state in REACHABLE and round_.audience in {Audience.INVITED, Audience.BOTH}


COMMANDS = {
    "poster": Entry(choose_round, Permission.POSTER, menu="menu-poster"),
    "codes": Entry(choose_round_for_codes, Permission.CODES, menu="menu-codes"),
}
TAPS = {
    "poster": Entry(choose_venue, Permission.POSTER),
    "poster-new": Entry(ask_name, Permission.POSTER),
    "poster-send": Entry(send_poster, Permission.POSTER),
    "poster-links": Entry(send_links, Permission.POSTER),
    "codes": Entry(explain_codes, Permission.CODES),
}
STEPS = {
    "poster-name": Entry(add_venue, Permission.POSTER),
}
