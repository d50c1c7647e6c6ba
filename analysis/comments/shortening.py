"""A shortened quote: which words of the comment it keeps, and which it leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence

LEFT_OUT = "[...]"
_GAP = re.compile(r"\[\s*(?:\.\.\.|\N{HORIZONTAL ELLIPSIS})\s*\]")


def tidy_quote(text: str) -> str:
    """A quote in one spelling of spaces and gaps."""
    return " ".join(_GAP.sub(f" {LEFT_OUT} ", text).split())


def find_kept(quote: str, comment: str) -> tuple[bool, ...] | None:
    """For each word of the comment whether the quote keeps it; None where it is no part of it.

    Args:
        quote: As `tidy_quote` has it.
        comment: The comment as it stands.
    """
    pieces = [piece.split() for piece in quote.split(LEFT_OUT)]
    words = comment.split()
    starts = _place(pieces, words)
    if starts is None:
        return None
    kept = [False] * len(words)
    for start, piece in zip(starts, pieces, strict=True):
        kept[start : start + len(piece)] = [True] * len(piece)
    return tuple(kept)


def _place(pieces: Sequence[Sequence[str]], words: Sequence[str]) -> list[int] | None:
    """Where these pieces stand among the words, in their order, with anything between them.

    The first piece begins and the last one ends it; each between is taken where it is met first,
    which leaves the most for those after it.
    """
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return [0] if words and list(first) == list(words) else None
    end = len(words) - len(last)
    if not any(pieces) or words[: len(first)] != first or end < len(first) or words[end:] != last:
        return None
    starts, at = [0], len(first)
    for piece in pieces[1:-1]:
        tried = range(at, end - len(piece) + 1)
        found = next((one for one in tried if words[one : one + len(piece)] == piece), None)
        if found is None:
            return None
        starts.append(found)
        at = found + len(piece)
    return [*starts, end]
