"""Quotes: words of residents that an analyst approved and their author allowed, under a theme.

Nothing about the person goes with a quote: not their answers, not the number of their comment, not
the order in which comments came. A quote may only leave words out, and says where.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analysis.comments.cells import CellError, write_codes
from analysis.comments.codebook import NO_CONTENT
from analysis.comments.doubting import check_person
from analysis.comments.protecting import Telling
from analysis.comments.records import Codes, Coding, Correction, RiskState, Said
from analysis.comments.releasing import Gate, ReleasedThemes, check_gate, open_gate
from analysis.comments.room import Room
from analysis.comments.shortening import LEFT_OUT, find_kept, tidy_quote
from analysis.comments.themes import count_each


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
        codes: All codes of each, by its words: for the record of what left, and never published.
    """

    round: str
    synthetic: bool
    by_theme: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, tuple[str, ...]]
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
    told = {one.code: one for one in themes.themes}
    room = Room(Telling(themes.wrote, told, count_each(coding)))
    for said in sorted(coding.drafted.comments, key=lambda one: _order(coding, one)):
        correction = coding.corrections.get(said.number)
        if correction is None or not correction.quote:
            continue
        codes = coding.codes_of(said)
        theme = correction.quote_theme or next(iter(codes))
        reason = _find_reason(coding, said, correction) or room.take(codes)
        yield Quote(said.number, theme, correction.quote, reason)


def release_quotes(coding: Coding, themes: ReleasedThemes) -> ReleasedQuotes:
    """The quotes that may be published, under their themes."""
    said = {one.number: one for one in coding.drafted.comments}
    kept: dict[str, dict[str, None]] = {one.code: {} for one in themes.themes}
    codes: dict[str, set[str]] = {}
    for quote in list_quotes(coding, themes):
        if not quote.left_out:
            kept[quote.theme][quote.text] = None
            theirs = write_codes(coding.codes_of(said[quote.number]))
            codes.setdefault(quote.text, set()).add(theirs)
    return ReleasedQuotes(
        round=coding.drafted.round,
        synthetic=coding.drafted.synthetic,
        by_theme={code: tuple(texts) for code, texts in kept.items() if texts},
        codes={text: tuple(sorted(codes[text])) for text in sorted(codes)},
        passed=open_gate(),
    )


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
