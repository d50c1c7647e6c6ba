"""What of comments may be published: the themes and quotes, their approval, and that they leave."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from analysis.comments.cells import write_codes
from analysis.comments.quotes import Quote, ReleasedQuotes, list_quotes, release_quotes
from analysis.comments.recoding import approve_quote, withdraw_quote
from analysis.comments.records import CORRECTIONS, Coding, Corrections
from analysis.comments.releasing import ReleasedThemes, release_themes, render_said
from analysis.comments.store import comments_folder
from analysis.comments.themes import count_themes
from bot.auditing import note
from bot.commenting import find_coding, keep_record
from bot.files import Drafts
from bot.settings import Settings
from surveys.errors import RoundError

SAID = "said"
"""The folder of what was published of a round's comments, by the hash of its content."""

_NUMBERS = ("wrote", "empty", "themes")
"""What of a release may not be another one in the next; how many were read may."""


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
    coding = await find_coding(settings, name)
    corrections = withdraw_quote(coding, number)
    line = f"comment {number}: quote withdrawn"
    await keep_record(settings, name, CORRECTIONS, corrections, "comments.approve", line)
    return [line, "What was published with it before stays published."]


def check_said(settings: Settings, themes: ReleasedThemes, quotes: ReleasedQuotes) -> None:
    """See that what leaves of comments tells no more than what left of them before.

    Two numbers of one theme, with a correction between them, say what was corrected. And quotes
    that stand in for others are more quotes than may speak of what few people speak of.

    Raises:
        RoundError: Other numbers left before, or other quotes in place of some of these.
    """
    now = json.loads(render_said(themes, quotes.by_theme))
    folder = comments_folder(settings.data_dir, themes.round) / SAID
    for path in sorted(folder.glob("*.json")):
        before = json.loads(path.read_bytes())
        if any(before[part] != now[part] for part in _NUMBERS):
            raise _refuse_said(
                themes.round,
                "comments.other-themes",
                "other numbers of its themes left before: both together tell what was corrected",
                "Take the corrections made since then back, or use the codebook of that time.",
            )
        then, these = (set(chain(*said["quotes"].values())) for said in (before, now))
        if then - these and these - then:
            raise _refuse_said(
                themes.round,
                "comments.other-quotes",
                "other quotes left before, of which some are missing now",
                "Approve those again, or take back what was approved since.",
            )


def _refuse_said(name: str, code: str, problem: str, remedy: str) -> RoundError:
    return RoundError(code, f"round {name!r}", problem, remedy)


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
    check_said(settings, themes, quotes)
    content = render_said(themes, quotes.by_theme)
    digest = hashlib.sha256(content).hexdigest()
    place = comments_folder(settings.data_dir, themes.round) / SAID / f"{digest}.json"
    with Drafts({place: content}, private=True) as drafts:
        await note(settings, "comments.published", themes.round, f"{kind} {digest[:12]}")
        drafts.keep()
    return digest[:12]
