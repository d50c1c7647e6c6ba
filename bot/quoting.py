"""What of comments may be published: the themes and quotes, their approval, and that they leave."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.comments.quotes import Quote, ReleasedQuotes, list_quotes, release_quotes
from analysis.comments.recoding import approve_quote, withdraw_quote
from analysis.comments.records import CORRECTIONS
from analysis.comments.releasing import ReleasedThemes, release_themes, render_said
from analysis.comments.store import comments_folder
from analysis.comments.themes import count_themes
from bot.auditing import note
from bot.commenting import find_coding, keep_record
from bot.files import Drafts
from bot.settings import Settings

SAID = "said"
"""The folder of what was published of a round's comments, by the hash of its content."""


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


async def approve(settings: Settings, name: str, number: int, quote: str, theme: str) -> list[str]:
    """Approve that a comment is quoted, whole or shortened; what came of it, in lines."""
    coding = await find_coding(settings, name)
    corrections = approve_quote(coding, number, quote, theme)
    line = f"comment {number}: quote approved"
    await keep_record(settings, name, CORRECTIONS, corrections, "comments.approve", line)
    return [line]


async def withdraw(settings: Settings, name: str, number: int) -> list[str]:
    """Take the approval of a quote back; what came of it, in lines."""
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
    """
    content = render_said(themes, quotes.by_theme)
    digest = hashlib.sha256(content).hexdigest()
    place = comments_folder(settings.data_dir, themes.round) / SAID / f"{digest}.json"
    with Drafts({place: content}, private=True) as drafts:
        await note(settings, "comments.published", themes.round, f"{kind} {digest[:12]}")
        drafts.keep()
    return digest[:12]
