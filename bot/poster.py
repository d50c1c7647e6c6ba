"""Posters: how a round is put to people at a venue, on an A4 sheet with a QR code.

A poster makes the same promises as the first screen of the chat, so its words are kept beside
those.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.printing import Block, Sheet, write_sheets
from bot.wording import FALLBACK, Wording, load_wording
from surveys.partnership import Partnership
from surveys.store.venues import Venue

LONG_TITLE = 45
"""Characters from which a title is set in smaller letters."""


class Mark(StrEnum):
    """Why a poster is not to be hung up for residents."""

    SYNTHETIC = "synthetic"
    REHEARSAL = "rehearsal"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Poster:
    """What one poster says.

    Attributes:
        title: What is asked.
        partnership: Who asks.
        decision: What the answers feed; may be empty.
        opens: The first day, in words.
        until: The last day, in words.
        link: Where its QR code leads.
        languages: The languages in which people can answer, each by its own name.
        minutes: About how long it takes.
        youngest: The youngest age that it is for; 0 where a question asks the age.
        venue: Where it hangs; None for one that counts for no venue.
        mark: Why it is not for residents, if it is not.
        language: Language of its words.
    """

    title: str
    partnership: Partnership
    decision: str
    opens: str
    until: str
    link: str
    languages: Sequence[str]
    minutes: int
    youngest: int = 0
    venue: Venue | None = None
    mark: Mark | None = None
    language: str = FALLBACK


def render_poster(poster: Poster) -> bytes:
    """A poster as a PDF of one page; see `render_posters`."""
    return render_posters([poster])


def render_posters(posters: Sequence[Poster]) -> bytes:
    """Posters of one round as one PDF, a page each; drawing takes about half a second a page.

    Raises:
        RoundError: When the words of one do not fit, or no font here has a letter of them.
    """
    first = posters[0]
    return write_sheets(map(_sheet_of, posters), first.title, first.language)


def list_links(posters: Sequence[Poster]) -> str:
    """The venues and their links as CSV: ``venue,link``."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["venue", "link"])
    writer.writerows((poster.venue.name if poster.venue else "", poster.link) for poster in posters)
    return file.getvalue()


def _sheet_of(poster: Poster) -> Sheet:
    wording = load_wording(poster.language)
    venue = poster.venue
    return Sheet(
        place=f"poster for {venue.name}" if venue else "poster",
        above=_words_above(poster, wording),
        qr=poster.link,
        below=_words_below(poster, wording),
        foot=wording("poster-foot", venue=venue.name, code=venue.code) if venue else "",
    )


def _words_above(poster: Poster, wording: Wording) -> list[Block]:
    who = poster.partnership
    points = 24 if len(poster.title) > LONG_TITLE else 32
    blocks = [Block(poster.title, points, bold=True, gap=4)]
    if poster.mark is not None:
        blocks.insert(0, Block(wording(_MARKS[poster.mark]), bold=True, gap=5, boxed=True))
    blocks.append(
        Block(wording("poster-asks", name=who.name, members=who.members, plan=who.plan), 16, gap=3)
    )
    if poster.decision:
        blocks.append(Block(wording("poster-decision", decision=poster.decision)))
    if poster.youngest:
        blocks.append(Block(wording("poster-ages", youngest=poster.youngest), bold=True))
    blocks += [
        Block(wording("poster-time", minutes=poster.minutes)),
        Block(wording("poster-who", controller=who.controller)),
        Block(wording("poster-until", opens=poster.opens, until=poster.until), bold=True, gap=4),
        Block(wording("poster-scan"), 18, bold=True, gap=0),
    ]
    return blocks


def _words_below(poster: Poster, wording: Wording) -> list[Block]:
    who = poster.partnership
    other = (
        wording("poster-other", way=who.other_way)
        if who.other_way
        else wording("poster-website", website=who.website)
    )
    blocks = [
        Block(wording("poster-type"), gap=1),
        # Without the protocol it is shorter to type, and every browser adds it.
        Block(poster.link.removeprefix("https://"), 17, bold=True, gap=4, link=poster.link),
        Block(wording("poster-languages", languages=" · ".join(poster.languages)), bold=True),
        Block(other),
    ]
    if who.council_page:
        blocks.append(Block(wording("poster-genuine", page=who.council_page), 12))
    return blocks


_MARKS = {
    Mark.SYNTHETIC: "poster-mark-synthetic",
    Mark.REHEARSAL: "poster-mark-rehearsal",
    Mark.DRAFT: "poster-mark-draft",
}
