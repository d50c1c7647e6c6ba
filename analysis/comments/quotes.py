"""Quotes: words of residents that an analyst approved and their author allowed, under a theme.

Nothing about the person goes with a quote: not their answers, not the number of their comment, not
the order in which comments came. A quote may only leave words out, and says where.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analysis.comments.cells import CellError
from analysis.comments.codebook import NO_CONTENT, Stance
from analysis.comments.doubting import check_person
from analysis.comments.protecting import Telling, find_known, find_rest
from analysis.comments.records import Codes, Coding, Correction, RiskState, Said
from analysis.comments.releasing import Gate, ReleasedThemes, check_gate, open_gate
from analysis.comments.shortening import LEFT_OUT, find_kept, tidy_quote
from analysis.comments.told import FEWEST, Told
from analysis.suppression import LEAST_WIDTH

MOST_OF_FEW = FEWEST - 1 - LEAST_WIDTH
"""Most quotes that speak of what fewer than 10 people speak of: 5 would say that 5 to 9 do."""


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
        CellError: It is not part of the comment, or describes a person.
    """
    quote = tidy_quote(text)
    if find_kept(quote, comment) is None:
        raise CellError("comments.quote-changed", *_explain_changed(quote, comment))
    check_person(quote)
    return quote


def _explain_changed(quote: str, comment: str) -> tuple[str, str]:
    """What is wrong with a quote that is no part of the comment, and what to do.

    Where only an end does not say that words are left out there, the quote as it should stand.
    """
    problem = "the quote is not part of the comment as it stands"
    for where, wanted in (
        ("the beginning", f"{LEFT_OUT} {quote}"),
        ("the end", f"{quote} {LEFT_OUT}"),
        ("both ends", f"{LEFT_OUT} {quote} {LEFT_OUT}"),
    ):
        if quote and find_kept(wanted, comment) is not None:
            problem += f": words are left out at {where}, and it does not say so"
            return problem, f"Write “{wanted}”."
    remedy = f"Copy the comment and write {LEFT_OUT} for whole words that you leave out, at the "
    return problem, f"{remedy}beginning and the end too."


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
            "Decide first with `canvass comments risks`; what was passed on is not quoted, "
            "whatever is decided afterwards.",
        )


def find_theme(codes: Codes, wanted: str) -> str:
    """The code under which a comment is quoted.

    Raises:
        CellError: The comment does not have it, or says nothing.
    """
    if NO_CONTENT in codes:
        raise CellError(
            "comments.quote-empty", "the comment says nothing", "Correct its codes, or leave it."
        )
    if wanted and wanted not in codes:
        raise CellError(
            "comments.quote-theme",
            f"the comment is not coded {wanted}",
            f"Use one of {', '.join(codes)}, or leave it empty.",
        )
    return wanted or next(iter(codes))


def list_quotes(coding: Coding, themes: ReleasedThemes) -> Iterator[Quote]:
    """Every approved quote, and why some are not published after all: for staff."""
    room = _find_room(themes)
    for said in sorted(coding.drafted.comments, key=lambda one: _order(coding, one)):
        correction = coding.corrections.get(said.number)
        if correction is None or not correction.quote:
            continue
        codes = coding.codes_of(said)
        theme = correction.quote_theme or next(iter(codes))
        reason = _find_reason(coding, said, correction) or _spend(room, codes)
        yield Quote(said.number, theme, correction.quote, reason)


def release_quotes(coding: Coding, themes: ReleasedThemes) -> ReleasedQuotes:
    """The quotes that may be published, under their themes."""
    kept: dict[str, dict[str, None]] = {one.code: {} for one in themes.themes}
    for quote in list_quotes(coding, themes):
        if not quote.left_out:
            kept[quote.theme][quote.text] = None
    by_theme = {code: tuple(texts) for code, texts in kept.items() if texts}
    return ReleasedQuotes(coding.drafted.round, coding.drafted.synthetic, by_theme, open_gate())


@dataclass(frozen=True, slots=True)
class _Few:
    """Some people of whom it is told that they are fewer than 10.

    Attributes:
        code, stance: What they speak of, or do not.
        lacking: Whether they are those who do not: all others do.
    """

    code: str
    stance: Stance | None = None
    lacking: bool = False

    def has(self, codes: Codes) -> bool:
        """Whether the author of a comment with these codes is one of them."""
        speaks = self.code in codes and (self.stance is None or self.stance in codes[self.code])
        return speaks is not self.lacking

    def describe(self) -> str:
        """Why no more of them are quoted."""
        name = f"{self.code} ({self.stance})" if self.stance else self.code
        if self.lacking:
            return f"no more quotes may leave {name} out, because so few people do"
        return f"no more quotes may speak of {name}, because so few people do"


def _find_room(themes: ReleasedThemes) -> dict[_Few, int]:
    """How many quotes may be of each few people: who speak of something, or alone do not.

    Who knows the codebook reads all codes of a quote, under whichever it stands. So each quote is
    one person more who is known to have them and no others, and what is hidden has to stay wide
    enough. What somebody quoted wrote elsewhere is not looked at: that only leaves room unused.
    """
    known = find_known(Telling(themes.wrote, {one.code: one for one in themes.themes}))
    bounds: dict[_Few, tuple[int, int]] = {}
    for one in themes.themes:
        if one.people.told is Told.NEARLY_ALL:
            bounds[_Few(one.code, lacking=True)] = find_rest(known, one.code)
        for stance, people in ((None, one.people), *one.stances.items()):
            if people.told is Told.FEW:
                bounds[_Few(one.code, stance)] = known.at((one.code, stance))
    return {few: max(0, most - LEAST_WIDTH - least) for few, (least, most) in bounds.items()}


def _spend(room: dict[_Few, int], codes: Codes) -> str:
    """Take up the room of a quote with these codes; what it lacks, and nothing is taken then."""
    limited = [few for few in room if few.has(codes)]
    for few in limited:
        if not room[few]:
            return few.describe()
    for few in limited:
        room[few] -= 1
    return ""


def _find_reason(coding: Coding, said: Said, correction: Correction) -> str:
    """What keeps an approved quote back: it was approved before this was known."""
    try:
        check_may_quote(coding, said)
        find_theme(coding.codes_of(said), correction.quote_theme)
        check_quote(correction.quote, said.text)
    except CellError as error:
        return error.problem
    return ""


def _is_settled(coding: Coding, said: Said) -> bool:
    decided = coding.decisions.get(said.number)
    return (
        decided is not None and decided.state is RiskState.NO_ACTION and not decided.was_passed_on
    )


def _order(coding: Coding, said: Said) -> bytes:
    """An order that follows neither content nor person."""
    return hashlib.sha256(f"{coding.drafted.frozen} {said.number}".encode()).digest()
