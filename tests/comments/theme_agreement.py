"""How far the codes and the tone given by the machine agree with a reader's, and how fast it is."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from textblob import TextBlob

from analysis.comments.agreement import Agreement, Found, Kappa, compare_codes, kappa_of
from analysis.comments.codebook import ALONE, Codebook, Stance
from analysis.comments.codebook_loading import load_codebook
from analysis.comments.coding import Coded, code_comment
from analysis.comments.many import code_all
from analysis.comments.sentiment import judge_score
from tests.comments.labelled import LabelledComment, load_labelled
from tests.comments.second_reader import compare_readers, tell_kappa, tell_readers

PLAN = "tower-hamlets-consultation"
MANY = 10_000
CAUTION = (
    "The labels are one person's: the figures say how far the machine reads as that person does.\n"
    "How far a second reader agrees with the labels stands last; both are of this project, and\n"
    "neither is a resident or an analyst of the council.\n"
    "Tone is a reading aid, never an outcome measure."
)
ASIDE = {
    "held_out": "never used to write or change a cue",
    "dev": "used to write the cues, so that its figures flatter",
}


@dataclass(frozen=True)
class Measured:
    """The machine's reading of a split beside the reader's.

    Attributes:
        comments: How many.
        codes: Agreement on the codes.
        stances: Agreement on codes with their stances, every pair a yes or no.
        same_stances: Of the codes that both give, the share with exactly the same stances (0-1).
        tone: Kappa of the tone as it is given.
        tone_of_words: Kappa of the tone by the words alone, negation and lexicon set right.
        tone_of_textblob: Kappa of the sign of TextBlob's own score of the comment as typed.
    """

    comments: int
    codes: Agreement
    stances: Agreement
    same_stances: float
    tone: Kappa
    tone_of_words: Kappa
    tone_of_textblob: Kappa


@lru_cache(maxsize=1)
def codebook() -> Codebook:
    """The codebook that ships."""
    return load_codebook(PLAN)


@lru_cache(maxsize=2)
def measure(split: str) -> Measured:
    """Read a split and compare."""
    comments = [one for one in load_labelled() if one.split == split]
    coded = [code_comment(one.text, codebook()) for one in comments]
    tones = [one.labels.sentiment for one in comments]
    pairs = [f"{code}:{stance}" for code in codebook().codes for stance in Stance]
    return Measured(
        comments=len(comments),
        codes=compare_codes(
            [one.labels.codes for one in comments], [given(one) for one in coded], codebook().codes
        ),
        stances=compare_codes(
            [[f"{code}:{stance}" for code, stance in one.labels.stances] for one in comments],
            [[f"{a.code}:{stance}" for a in one.codes for stance in a.stances] for one in coded],
            [pair for pair in pairs if not pair.startswith(ALONE[:2])],
        ),
        same_stances=_same_stances(comments, coded),
        tone=kappa_of(tones, [str(one.sentiment) for one in coded]),
        tone_of_words=kappa_of(tones, [str(judge_score(one.score)) for one in coded]),
        tone_of_textblob=kappa_of(tones, [textblob_alone(one.text) for one in comments]),
    )


def given(coded: Coded) -> frozenset[str]:
    """The codes of a comment."""
    return frozenset(one.code for one in coded.codes)


def textblob_alone(text: str) -> str:
    """The tone by the sign of TextBlob's score, as it is commonly used."""
    polarity: float = TextBlob(text).sentiment.polarity
    return "positive" if polarity > 0 else "negative" if polarity < 0 else "neutral"


def measure_speed() -> float:
    """Seconds of one processor to redact, code and score `MANY` comments."""
    texts = [one.text for one in load_labelled()]
    many = [texts[at % len(texts)] for at in range(MANY)]
    code_comment("", codebook())
    start = time.process_time()
    code_all(many, codebook())
    return time.process_time() - start


def report() -> None:
    """Print the agreement of each split, that of two readers, and the speed."""
    lines = [CAUTION]
    for split, aside in ASIDE.items():
        lines += [
            "",
            f"{split}: {measure(split).comments} comments, {aside}",
            *_tell(measure(split)),
        ]
    lines += ["", *tell_readers(compare_readers())]
    speed = (
        f"{MANY} comments redacted, coded and scored in {measure_speed():.1f} s of one processor"
    )
    sys.stdout.write("\n".join([*lines, "", speed, ""]))


def _tell(one: Measured) -> Iterator[str]:
    yield f"{'code':27}{'n':>4} precision           recall              F1    kappa"
    for code, found in one.codes.by_code.items():
        yield f"{code:27}{found.both + found.missed:4} {_line(found)}"
    yield f"{'all codes (micro)':31} {_line(one.codes.overall)}"
    yield f"{'mean F1 of the codes (macro)':71} {one.codes.macro_f1:.2f}"
    yield f"{'codes with their stances':31} {_line(one.stances.overall)}"
    yield f"same stances where both give the code: {one.same_stances:.1%}"
    yield f"tone: {tell_kappa(one.tone)}, alike {one.tone.agreed:.1%}"
    aside = {"by the words alone": one.tone_of_words, "TextBlob alone": one.tone_of_textblob}
    for what, kappa in aside.items():
        yield f"  {what}: {tell_kappa(kappa)}, alike {kappa.agreed:.1%}"


def _same_stances(comments: Sequence[LabelledComment], coded: Sequence[Coded]) -> float:
    alike = []
    for comment, one in zip(comments, coded, strict=True):
        for assigned in one.codes:
            if assigned.code in comment.labels.codes:
                theirs = {held for code, held in comment.labels.stances if code == assigned.code}
                alike.append(theirs == set(map(str, assigned.stances)))
    return sum(alike) / len(alike)


def _line(found: Found) -> str:
    precision = _share(found.precision, found.precision_interval)
    recall = _share(found.recall, found.recall_interval)
    f1 = "-" if found.f1 is None else f"{found.f1:.2f}"
    return f"{precision:19} {recall:19} {f1:5} {tell_kappa(found.kappa)}"


def _share(share: float | None, interval: tuple[float, float] | None) -> str:
    if share is None or interval is None:
        return "-"
    return f"{share:.2f} ({interval[0]:.2f}-{interval[1]:.2f})"
