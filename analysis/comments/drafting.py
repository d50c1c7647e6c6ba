"""The machine's reading of a round: redacted once more, coded, scored, looked through for cues."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import version

from analysis.comments.codebook import Codebook
from analysis.comments.many import STEP, CodedComment, code_all
from analysis.comments.records import Drafted, Said
from analysis.comments.store import Comment, Written
from analysis.comments.trial import find_trial
from surveys.safeguarding import find_cues

PASSES = 2
"""How often each comment is counted in the progress: read, then looked through for cues."""


def draft_coding(
    written: Written, codebook: Codebook, progress: Callable[[int], None] | None = None
) -> Drafted:
    """Read all comments of a round; the same comments and codebook give the same reading.

    Args:
        written: The comments.
        codebook: By which they are read.
        progress: Told how many more are done; the numbers add up to `PASSES` times as many as there
            are.
    """
    coded = code_all([one.text for one in written.comments], codebook, progress)
    cues = _find_all_cues([one.text for one in coded], progress)
    return Drafted(
        round=written.round,
        synthetic=written.synthetic,
        on=written.on,
        frozen=written.hash,
        codebook=codebook,
        software=version("canvass"),
        comments=tuple(
            _say(comment, one, found)
            for comment, one, found in zip(written.comments, coded, cues, strict=True)
        ),
        trial=find_trial(codebook),
    )


def _say(comment: Comment, one: CodedComment, cues: tuple[str, ...]) -> Said:
    return Said(
        number=comment.number,
        respondent=comment.respondent,
        question=comment.question,
        text=one.text,
        may_quote=comment.may_quote,
        codes={assigned.code: assigned.stances for assigned in one.coded.codes},
        language=one.coded.language,
        sentiment=one.coded.sentiment,
        score=one.coded.score,
        cues=cues,
    )


def _find_all_cues(
    texts: Sequence[str], progress: Callable[[int], None] | None
) -> list[tuple[str, ...]]:
    found = []
    for done, text in enumerate(texts, start=1):
        found.append(find_cues(text))
        if progress is not None and (done % STEP == 0 or done == len(texts)):
            progress(done % STEP or STEP)
    return found
