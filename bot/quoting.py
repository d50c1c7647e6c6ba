"""What of comments may be published: the themes and quotes, their approval, and that they leave."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.comments.cells import write_codes
from analysis.comments.quotes import Quote, ReleasedQuotes, list_quotes, release_quotes
from analysis.comments.recoding import approve_quote, withdraw_quote
from analysis.comments.records import CORRECTIONS, Coding, Corrections
from analysis.comments.releasing import ReleasedThemes, release_themes
from analysis.comments.themes import count_themes
from bot.auditing import NO_DATABASE, note
from bot.commenting import find_coding, hold_records, keep_record
from bot.leaving import COMMENTS, list_said
from bot.rounds import at_work
from bot.said import draft_said
from bot.settings import Settings
from surveys.errors import SecretKeyError, StoreError
from surveys.store.audit import read_entries


@dataclass(frozen=True, slots=True)
class Publishable:
    """What may be published of a round's comments.

    Attributes:
        approved: Every approved quote, with why some are left out: for staff.
    """

    themes: ReleasedThemes
    quotes: ReleasedQuotes
    approved: Sequence[Quote]


async def find_publishable(settings: Settings, name: str) -> Publishable:
    """The themes and quotes of a round as they may leave."""
    coding = await find_coding(settings, name)
    themes = await asyncio.to_thread(lambda: release_themes(count_themes(coding)))
    return Publishable(themes, release_quotes(coding, themes), tuple(list_quotes(coding, themes)))


async def approve(
    settings: Settings, name: str, number: int, quote: str, theme: str, *, despite: bool = False
) -> list[str]:
    """Approve that a comment is quoted, whole or shortened; what came of it, in lines.

    Args:
        settings: Where everything is.
        name: The round.
        number: The comment.
        quote: The words; the whole comment where it is empty.
        theme: The code under which it stands; its first where it is empty.
        despite: Whether it is approved though something speaks against it.
    """
    async with hold_records(settings, name):
        coding = await find_coding(settings, name)
        corrections = approve_quote(coding, number, quote, theme, despite=despite)
        line = f"comment {number}: quote approved"
        await keep_record(settings, name, CORRECTIONS, corrections, "comments.approve", line)
    return [line, *_say_approved(coding, number, corrections)]


def _say_approved(coding: Coding, number: int, corrections: Corrections) -> Iterator[str]:
    """The words that were approved and what they stand under, to be read once more."""
    [given] = (one for one in corrections.comments if one.number == number)
    [said] = (one for one in coding.drafted.comments if one.number == number)
    codes = coding.codes_of(said)
    yield f'    "{given.quote}"'
    yield f"    under {given.quote_theme or next(iter(codes))}; coded {write_codes(codes)}"
    yield "Wrong? `canvass comments approve --comment N --withdraw` takes it back."


async def withdraw(settings: Settings, name: str, number: int) -> list[str]:
    """Take the approval of a quote back; what came of it, in lines."""
    async with hold_records(settings, name):
        coding = await find_coding(settings, name)
        corrections = withdraw_quote(coding, number)
        line = f"comment {number}: quote withdrawn"
        await keep_record(settings, name, CORRECTIONS, corrections, "comments.approve", line)
    return [line, "What was published with it before stays published."]


async def note_said(
    settings: Settings, themes: ReleasedThemes, quotes: ReleasedQuotes, kind: str
) -> str:
    """Record what leaves of comments, before it does; a short hash of it.

    Args:
        settings: Where everything is.
        themes: The themes that leave.
        quotes: The quotes beneath them.
        kind: As what they leave, such as ``report``.

    Raises:
        RoundError: Something else left of them before.
    """
    said = draft_said(settings, themes, quotes, await find_left(settings, themes.round))
    with said.drafts as drafts:
        # within the transaction: what the trail names is there, whenever the process is killed
        await note(settings, COMMENTS, themes.round, said.describe(kind), also=drafts.keep)
    return said.digest


async def find_left(settings: Settings, name: str) -> frozenset[str] | None:
    """Short hashes of what left of a round's comments, by the trail; None where there is none."""
    try:
        async with at_work(settings) as office:
            return list_said(await read_entries(office.connection), name)
    except (SecretKeyError, StoreError) as error:
        if error.code not in NO_DATABASE:
            raise
        return None
