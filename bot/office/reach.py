"""Reaching people outside the chat: venues with posters, and letters with invitation codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.code_file import CodeFile
from bot.fieldwork import key_name, write_date
from bot.office.context import Office
from bot.poster import Mark, Poster
from bot.wording import NAMES
from surveys.errors import RoundError
from surveys.partnership import Partnership, load_partnership
from surveys.privacy import RoundKeys
from surveys.questionnaire import Questionnaire
from surveys.reach import (
    Payload,
    PayloadKind,
    check_venue_name,
    link,
    new_invitation_code,
    new_venue_code,
)
from surveys.rounds import Audience, Round, RoundState
from surveys.store.codes import NewCode, add_codes, count_codes_within, find_codes_within
from surveys.store.engine import Store, Transaction
from surveys.store.meta import BOT_USERNAME, find_fact
from surveys.store.questionnaires import get_questionnaire, get_questionnaire_within
from surveys.store.rounds import get_round_within
from surveys.store.venues import Venue, add_venue, find_venues, find_venues_within
from surveys.strata import Stratum, check_strata

REACHABLE = frozenset({RoundState.DRAFT, RoundState.SCHEDULED, RoundState.OPEN})
"""States of a round to which people can still be led."""

ALL_VENUES = "*"
"""In place of a venue's code: every venue of the round."""


@dataclass(frozen=True, slots=True)
class Issued:
    """What came of issuing codes. Call `file.finish()` once the transaction is committed.

    Attributes:
        file: The file of codes, which has its name only then.
        codes: How many codes are in it.
        earlier: Whether they were issued by an earlier run that was interrupted, and none now.
    """

    file: CodeFile
    codes: int
    earlier: bool = False


async def make_posters(
    office: Office, name: str, bot_username: str, venues: Sequence[str] = ()
) -> list[Poster]:
    """What the posters of a round say; venues that it has not got yet are added to it.

    A venue keeps its code, so a poster can be made again. Drawing them takes seconds: do it with
    `bot.poster.render_posters` when the transaction is over.

    Args:
        office: Who acts, and the transaction.
        name: The round.
        bot_username: The bot's name in Telegram.
        venues: The venues that posters are for; when empty, all that the round has, or one poster
            that counts for no venue where it has none.

    Raises:
        RoundError: When the round is over or for invited people only, or a name cannot be used.
    """
    round_ = await get_round_within(office.connection, name)
    _check_reachable(round_, Audience.OPEN, "Posters are for rounds that are open to all.")
    wanted = dict.fromkeys(check_venue_name(venue) for venue in venues)
    known = await _ensure_venues(office, round_, list(wanted))
    shown: Sequence[Venue | None] = [known[venue.casefold()] for venue in wanted]
    shown = list(dict.fromkeys(shown)) or list(known.values()) or [None]
    questionnaire = await get_questionnaire_within(office.connection, round_.questionnaire_hash)
    partnership = load_partnership(office.settings.partnership)
    return [poster_of(round_, questionnaire, partnership, bot_username, venue) for venue in shown]


async def find_posters(
    store: Store, round_: Round, partnership: Partnership, venue: str
) -> list[Poster]:
    """What posters say that were asked for before; nothing is changed.

    Without a venue of that code, or any for `ALL_VENUES`, it is one that counts for no venue.

    Raises:
        RoundError: When the bot's name in Telegram is not known.
    """
    questionnaire = await get_questionnaire(store, round_.questionnaire_hash)
    async with store.read() as connection:
        name = await get_bot_username(connection)
    known = await find_venues(store, round_.id)
    venues = [one for one in known if venue in {one.code, ALL_VENUES}]
    shown: Sequence[Venue | None] = venues or [None]
    return [poster_of(round_, questionnaire, partnership, name, one) for one in shown]


async def issue_codes(
    office: Office, name: str, strata: Sequence[Stratum], bot_username: str, path: Path, place: str
) -> Issued:
    """Issue single-use invitation codes into a CSV file: ``code,link,stratum``.

    Only keyed hashes are stored, so the codes are nowhere but in this file, and a crash between
    storing them and writing it would lose them. Therefore the file is written first, as a draft;
    then the transaction is committed; then `Issued.file.finish` gives it its name. A draft that an
    interrupted run left is recognised by its codes: if they are valid, the file is finished and no
    others are issued, so that the same command can simply be run again.

    Args:
        office: Who acts, and the transaction.
        name: The round.
        strata: How many codes of which stratum and weight.
        bot_username: The bot's name in Telegram.
        path: The file; there must be none of that name.
        place: Where the strata were given, for messages.

    Raises:
        RoundError: When the round is over or open to all, or the file cannot be written.
        RefusedFile: When a stratum is so small that its answers could be traced to an address.
    """
    round_ = await get_round_within(office.connection, name)
    _check_reachable(round_, Audience.INVITED, "Invitation codes are for rounds that invite.")
    keys = RoundKeys(office.ring.get(key_name(round_)))
    file = CodeFile(path)
    file.check_free()
    earlier = await _find_earlier(office, round_, keys, file)
    if earlier is not None:
        return earlier
    issued = [
        Stratum(count.stratum, count.issued, count.design_weight)
        for count in await count_codes_within(office.connection, round_.id)
    ]
    check_strata(strata, issued, place)
    drawn = [(new_invitation_code(office.random), one) for one in strata for _ in range(one.codes)]
    rows = [NewCode(keys.code_hash(code), one.name, one.design_weight) for code, one in drawn]
    file.write_draft([(code, _link_of(bot_username, code), one.name or "") for code, one in drawn])
    try:
        await add_codes(office.connection, round_.id, rows)
        before, after = sum(one.codes for one in issued), len(rows)
        await office.record("codes.issue", name, f"{before} codes", f"{before + after} codes")
    except BaseException:
        file.discard()
        raise
    return Issued(file, len(rows))


async def get_bot_username(connection: Transaction, given: str = "") -> str:
    """The bot's name in Telegram: the one given, else that of the last run.

    Raises:
        RoundError: When neither is known.
    """
    name = given or await find_fact(connection, BOT_USERNAME)
    if not name:
        raise RoundError(
            "reach.bot-unknown",
            "the bot's name in Telegram",
            "it is not known yet, and links need it",
            "Start the bot once with `canvass run`, or give its name with --bot.",
        )
    return name


async def _ensure_venues(office: Office, round_: Round, names: Sequence[str]) -> dict[str, Venue]:
    """All venues of a round by their folded names, after those that it lacks are added."""
    venues = await find_venues_within(office.connection, round_.id)
    known = {venue.name.casefold(): venue for venue in venues}
    for name in names:
        if name.casefold() not in known:
            code = new_venue_code(office.random)
            known[name.casefold()] = await add_venue(office.connection, round_.id, code, name)
            await office.record("venue.add", round_.name, "", f"{name} ({code})")
    return known


async def _find_earlier(
    office: Office, round_: Round, keys: RoundKeys, file: CodeFile
) -> Issued | None:
    """What an interrupted run issued into a draft that is still there.

    Raises:
        RoundError: When the codes of the draft are not valid in this round.
    """
    codes = file.find_draft()
    if codes is None:
        return None
    try:
        first = (round_.id, keys.code_hash(codes[0]))
        valid = await find_codes_within(office.connection, [first])
    except (IndexError, ValueError):  # it was interrupted while it wrote
        valid = {}
    if valid:
        return Issued(file, len(codes), earlier=True)
    raise RoundError(
        "codes.draft",
        str(file.draft),
        f"an interrupted run left it, and its codes are not valid in round {round_.name!r}",
        "Delete it, unless another round issued it, and try again.",
    )


def _check_reachable(round_: Round, audience: Audience, why: str) -> None:
    place = f"round {round_.name!r}"
    if round_.state not in REACHABLE:
        remedy = "Choose a round that can still be answered."
        raise RoundError("reach.over", place, f"it is {round_.state}", remedy)
    if round_.audience not in {audience, Audience.BOTH}:
        remedy = f"{why} Change its audience to {audience} or {Audience.BOTH} while it is a draft."
        raise RoundError("reach.audience", place, f"its audience is {round_.audience}", remedy)


def poster_of(
    round_: Round,
    questionnaire: Questionnaire,
    partnership: Partnership,
    bot_username: str,
    venue: Venue | None,
) -> Poster:
    """What the poster of a round says, at a venue or at none."""
    kind, code = (PayloadKind.VENUE, venue.code) if venue else (PayloadKind.ROUND, round_.name)
    mark = None if partnership.confirmed else Mark.DRAFT
    if round_.rehearsal:
        mark = Mark.REHEARSAL
    if round_.synthetic:
        mark = Mark.SYNTHETIC
    languages = round_.languages or questionnaire.languages
    return Poster(
        title=round_.title or questionnaire.title[questionnaire.languages[0]],
        partnership=partnership,
        decision=round_.decision,
        opens=write_date(round_.opens_on),
        until=write_date(round_.closes_on),
        link=link(bot_username, Payload(kind, code)),
        languages=[NAMES.get(language, language) for language in languages],
        minutes=questionnaire.minutes,
        youngest=questionnaire.youngest or 0,
        venue=venue,
        mark=mark,
    )


def _link_of(bot_username: str, code: str) -> str:
    return link(bot_username, Payload(PayloadKind.INVITATION, code))
