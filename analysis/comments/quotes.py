"""Quotes: words of residents that an analyst approved and their author allowed, under a theme.

Nothing about the person goes with a quote: not their answers, not the number of their comment, not
the order in which comments came. A quote may only leave words out, and says where.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.comments.cells import CellError
from analysis.comments.records import Codes, Coding, Correction, RiskState, Said
from analysis.comments.releasing import Gate, ReleasedThemes, check_gate, open_gate
from analysis.comments.told import Told

LEFT_OUT = "[...]"
MOST_OF_FEW = 4
"""Most quotes under a theme of fewer than 10 people: 5 would say that there are 5 to 9 of them."""
_TOO_MANY = f"{MOST_OF_FEW} quotes are the most under a theme of so few people"
_GAP = re.compile(r"\[\s*(?:\.\.\.|\N{HORIZONTAL ELLIPSIS})\s*\]")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote that an analyst approved, with where it comes from: for staff.

    Attributes:
        left_out: Why it is not published; empty where it is.
    """

    number: int
    theme: str
    text: str
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class ReleasedQuotes:
    """What may be quoted. Only `release_quotes` makes one.

    Attributes:
        by_theme: Quotes by code, in the order of the codebook; under each in an order that says
            nothing of their authors.
    """

    round: str
    synthetic: bool
    by_theme: Mapping[str, tuple[str, ...]]
    passed: Gate

    def __post_init__(self) -> None:
        """Refuse quotes that did not come through the gate."""
        check_gate(self.passed)


def check_quote(text: str, comment: str) -> str:
    """A quote in one spelling of spaces and gaps, once it is seen to be part of the comment.

    Words can be left out and nothing else changed; where some are left out, at either end too,
    `LEFT_OUT` stands in their place.

    Raises:
        CellError: It is not part of the comment.
    """
    quote = " ".join(_GAP.sub(f" {LEFT_OUT} ", text).split())
    if not _is_part([piece.split() for piece in quote.split(LEFT_OUT)], comment.split()):
        raise CellError(
            "comments.quote-changed",
            "the quote is not part of the comment as it stands",
            f"Copy the comment and write {LEFT_OUT} for whole words that you leave out, at the "
            "beginning and the end too.",
        )
    return quote


def _is_part(pieces: Sequence[Sequence[str]], words: Sequence[str]) -> bool:
    """Whether words are these pieces in their order, with anything between them.

    The first piece begins and the last one ends it; each between is taken where it is met first,
    which leaves the most for those after it.
    """
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return bool(words) and list(first) == list(words)
    end = len(words) - len(last)
    if not any(pieces) or words[: len(first)] != first or end < len(first) or words[end:] != last:
        return False
    at = len(first)
    for piece in pieces[1:-1]:
        starts = range(at, end - len(piece) + 1)
        found = next((one for one in starts if words[one : one + len(piece)] == piece), None)
        if found is None:
            return False
        at = found + len(piece)
    return True


def check_may_quote(coding: Coding, said: Said, *, marked: bool = False) -> None:
    """See that a comment may be quoted at all.

    Args:
        coding: What was said of the comments.
        said: The comment.
        marked: Whether it is marked as telling of a risk in the sheet at hand.

    Raises:
        CellError: Its author did not allow it, or it may tell of a risk and nobody decided yet that
            it does not.
    """
    if not said.may_quote:
        raise CellError(
            "comments.quote-not-allowed",
            "its author did not allow that it is quoted",
            "Empty the quote and its approval; their words count in the themes.",
        )
    if (marked or coding.is_risk(said)) and not _is_settled(coding, said):
        raise CellError(
            "comments.quote-at-risk",
            "it is in the queue of comments that may tell of a risk",
            "Decide first with `canvass comments risks`; what was passed on is not quoted.",
        )


def find_theme(codes: Codes, wanted: str) -> str:
    """The code under which a comment is quoted.

    Raises:
        CellError: The comment does not have it.
    """
    if wanted and wanted not in codes:
        raise CellError(
            "comments.quote-theme",
            f"the comment is not coded {wanted}",
            f"Use one of {', '.join(codes)}, or leave it empty.",
        )
    return wanted or next(iter(codes))


def list_quotes(coding: Coding, themes: ReleasedThemes) -> Iterator[Quote]:
    """Every approved quote, and why some are not published after all: for staff."""
    few = (one.code for one in themes.themes if one.people.told is Told.FEW)
    room = dict.fromkeys(few, MOST_OF_FEW)
    for said in sorted(coding.drafted.comments, key=lambda one: _order(coding, one)):
        correction = coding.corrections.get(said.number)
        if correction is None or not correction.quote:
            continue
        theme = find_theme(coding.codes_of(said), correction.quote_theme)
        reason = _find_reason(coding, said, correction)
        if not reason and theme in room:
            room[theme] -= 1
            reason = "" if room[theme] >= 0 else _TOO_MANY
        yield Quote(said.number, theme, correction.quote, reason)


def release_quotes(coding: Coding, themes: ReleasedThemes) -> ReleasedQuotes:
    """The quotes that may be published, under their themes."""
    kept: dict[str, dict[str, None]] = {one.code: {} for one in themes.themes}
    for quote in list_quotes(coding, themes):
        if not quote.left_out:
            kept[quote.theme][quote.text] = None
    by_theme = {code: tuple(texts) for code, texts in kept.items() if texts}
    return ReleasedQuotes(coding.drafted.round, coding.drafted.synthetic, by_theme, open_gate())


def _find_reason(coding: Coding, said: Said, correction: Correction) -> str:
    """What keeps an approved quote back: it was approved before this was known."""
    try:
        check_may_quote(coding, said)
        check_quote(correction.quote, said.text)
    except CellError as error:
        return error.problem
    return ""


def _is_settled(coding: Coding, said: Said) -> bool:
    return coding.find_state(said.number) is RiskState.NO_ACTION


def _order(coding: Coding, said: Said) -> bytes:
    """An order that follows neither content nor person."""
    return hashlib.sha256(f"{coding.drafted.frozen} {said.number}".encode()).digest()
