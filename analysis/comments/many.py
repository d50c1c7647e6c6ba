"""Coding all the comments of a round."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analysis.comments.codebook import Codebook
from analysis.comments.coding import Coded, code_comment
from surveys.redaction import redact

STEP = 100
"""Comments between two reports of progress."""


@dataclass(frozen=True, slots=True)
class CodedComment:
    """A comment as it may be kept, and what was read in it.

    Attributes:
        text: The comment, redacted once more: what a later rule finds is taken out here too.
        found: Kinds of details that this second redaction took out; none in a round whose comments
            were redacted by the same rules.
    """

    text: str
    found: tuple[str, ...]
    coded: Coded


def code_all(
    comments: Sequence[str], codebook: Codebook, progress: Callable[[int], None] | None = None
) -> tuple[CodedComment, ...]:
    """Redact, code and score comments, in their order.

    Args:
        comments: Their texts.
        codebook: By which they are read.
        progress: Told how many more are done, every `STEP` comments and at the end; the numbers add
            up to how many there are.
    """
    coded = []
    for done, comment in enumerate(comments, start=1):
        kept = redact(comment)
        coded.append(CodedComment(kept.text, kept.found, code_comment(kept.text, codebook)))
        if progress is not None and done % STEP == 0:
            progress(STEP)
    if progress is not None and len(comments) % STEP:
        progress(len(comments) % STEP)
    return tuple(coded)
