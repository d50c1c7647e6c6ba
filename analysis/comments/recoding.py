"""Coding anew, and approving one quote: changes that have to fit what was said before."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.comments.cells import CellError
from analysis.comments.doubting import check_doubts
from analysis.comments.quotes import check_may_quote, check_quote, find_theme
from analysis.comments.records import Coding, Correction, Corrections, Drafted, Said
from surveys.errors import CommentsRefused, Fault, RoundError


def check_still_holds(drafted: Drafted, corrections: Corrections) -> None:
    """See that corrections fit a new reading: an analyst's work is never dropped silently.

    Raises:
        CommentsRefused: A corrected code is no longer in the codebook, or an approved quote no
            longer part of its comment because more was redacted; all are told.
    """
    said = {one.number: one for one in drafted.comments}
    faults = [
        fault
        for correction in corrections.comments
        for fault in _find_faults(drafted, said[correction.number], correction)
    ]
    if faults:
        raise CommentsRefused(f"round {drafted.round!r}", faults)


def _find_faults(drafted: Drafted, said: Said, correction: Correction) -> Iterator[Fault]:
    place = f"round {drafted.round!r}, comment {said.number}"
    for code in correction.codes or ():
        if code not in drafted.codebook.codes:
            yield Fault(
                "comments.code-gone",
                place,
                f"an analyst gave it the code {code}, which this codebook does not have",
                "Put the code back, or correct the comment by the earlier codebook first.",
            )
    try:
        if correction.quote:
            check_quote(correction.quote, said.text)
    except CellError as error:
        yield Fault(error.code, place, error.problem, "Withdraw the quote, then code again.")


def approve_quote(
    coding: Coding, number: int, quote: str, theme: str, *, despite: bool = False
) -> Corrections:
    """All corrections with one quote more.

    Args:
        coding: What was said of the comments.
        number: Which comment.
        quote: The words; the whole comment where it is empty.
        theme: The code under which it stands; its first where it is empty.
        despite: Whether it is approved though something speaks against it.

    Raises:
        RoundError: There is no such comment, or it cannot be quoted so.
    """
    said = _get_said(coding, number)
    try:
        check_may_quote(coding, said)
        find_theme(coding.codes_of(said), theme)
        words = check_quote(quote or said.text, said.text)
        if not despite:
            check_doubts(words, said.text)
    except CellError as error:
        place = f"round {coding.drafted.round!r}, comment {number}"
        raise RoundError(error.code, place, error.problem, error.remedy) from error
    return _change(coding, number, quote=words, quote_theme=theme)


def withdraw_quote(coding: Coding, number: int) -> Corrections:
    """All corrections with the approval of one quote taken back.

    Raises:
        RoundError: There is no such comment.
    """
    _get_said(coding, number)
    return _change(coding, number, quote="", quote_theme="")


def _get_said(coding: Coding, number: int) -> Said:
    for said in coding.drafted.comments:
        if said.number == number:
            return said
    raise RoundError(
        "comments.unknown-number",
        f"round {coding.drafted.round!r}",
        f"there is no comment {number}",
        "See their numbers in the sheet of `canvass comments export`.",
    )


def _change(coding: Coding, number: int, **changes: str) -> Corrections:
    before = coding.corrections.get(number) or Correction(number=number)
    changed = {**coding.corrections, number: before.model_copy(update=changes)}
    kept = (changed[one] for one in sorted(changed) if changed[one].says_something)
    return Corrections(frozen=coding.drafted.frozen, comments=tuple(kept))
