"""A comment's codes, stances, language and tone, by rules that an analyst can read.

The machine's reading is a draft: analysts correct it, and what they say holds. The same comment and
the same codebook always give the same codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from analysis.comments.answers import Answers
from analysis.comments.codebook import (
    NO_CONTENT,
    OTHER,
    SAFE,
    UNTRANSLATED,
    Codebook,
    Nature,
    Stance,
)
from analysis.comments.cues import read_cue
from analysis.comments.finding import Finder, Hit
from analysis.comments.languages import ENGLISH, find_language
from analysis.comments.sentiment import Sentiment, judge, load_feelings, score_words
from analysis.comments.slips import Spelling
from analysis.comments.stances import Stances
from analysis.comments.turning import Turning
from analysis.comments.words import PAUSE, TAKEN_OUT, Words, has_letters, split_sentences


@dataclass(frozen=True, slots=True)
class Assigned:
    """A theme that a comment speaks of.

    Attributes:
        stances: What it says of it, in the order problem, protective, ask; none for a comment
            without content or in another language.
    """

    code: str
    stances: tuple[Stance, ...]


@dataclass(frozen=True, slots=True)
class Coded:
    """What was read in a comment.

    Attributes:
        codes: In the order of the codebook; always at least one.
        language: ISO 639-1, ``und`` where it is another than English and not known which.
        sentiment: A reading aid, never an outcome measure.
        score: Mean score of the words that tell a feeling (-1 to 1); None where none does.
    """

    codes: tuple[Assigned, ...]
    language: str
    sentiment: Sentiment
    score: float | None


def code_comment(text: str, codebook: Codebook) -> Coded:
    """Read one comment, as it is kept after redaction; a detail taken out is never a theme.

    A comment in another language is `UNTRANSLATED` whatever it says, one without content is
    `NO_CONTENT`, and one that says something the codebook has no theme for is `OTHER`.
    """
    return _make_ready(codebook).read(text)


class Reader:
    """A codebook made ready, so that many comments are read quickly."""

    def __init__(self, codebook: Codebook) -> None:
        self._finder = Finder(codebook)
        self._stances = Stances(codebook)
        self._order = {code: at for at, code in enumerate(codebook.codes)}
        self._spelling = Spelling(codebook)
        self._turning = Turning(codebook)
        self._answers = Answers(codebook.markers)
        self._says_nothing = read_cue("|".join(codebook.says_nothing), {})[0]
        contact = codebook.says_nothing + codebook.wants_contact
        self._wants_contact = read_cue("|".join(contact), {})[0]
        self._feelings = load_feelings()

    def read(self, text: str) -> Coded:
        """What is read in a comment."""
        plain = self._answers.say_plainly(text)
        mended = map(self._spelling.mend, split_sentences(plain))
        sentences = tuple(map(self._turning.say_plainly, mended))
        hits = self._finder.find(sentences)
        if not has_letters(text) or self._is_empty(sentences, hits):
            return _alone(NO_CONTENT, ENGLISH)
        said = {word for hit in hits for word in sentences[hit.sentence][hit.start : hit.end]}
        language = find_language(text, sentences, self._spelling.known, said)
        if language != ENGLISH:
            return _alone(UNTRANSLATED, language)
        stances = self._take(sentences, hits)
        score = score_words(sentences, self._feelings)
        codes = sorted(stances, key=self._order.__getitem__)
        return Coded(
            tuple(Assigned(code, stances[code]) for code in codes),
            language,
            judge(score, stances, afraid=any(map(self._feelings.is_afraid, sentences))),
            score,
        )

    def _is_empty(self, sentences: Sequence[Words], hits: Sequence[Hit]) -> bool:
        said = list(chain.from_iterable(sentences))
        words = [word for word in said if word not in {PAUSE, TAKEN_OUT}]
        if any(hit.theme.nature is Nature.FEAR for hit in hits):
            return False
        # "Call me on [phone]" is for nobody to code: who reads it has no number.
        if TAKEN_OUT in said and not hits and all(map(self._wants_contact.fits, words)):
            return True
        return all(map(self._says_nothing.fits, words)) or (not hits and _is_mash(words))

    def _take(
        self, sentences: Sequence[Words], hits: Sequence[Hit]
    ) -> dict[str, tuple[Stance, ...]]:
        fears = {hit.theme.code for hit in hits if hit.theme.nature is Nature.FEAR}
        taken = self._stances.take(hits, sentences)
        told = set(chain.from_iterable(taken.values()))
        if not told & {Stance.PROBLEM, Stance.ASK}:
            taken |= {code: {Stance.PROBLEM} for code in fears}
        if any(hit.denied for hit in hits) and not fears and Stance.PROBLEM not in told:
            taken.setdefault(SAFE, {Stance.PROTECTIVE})
        if not taken:
            taken[OTHER] = self._stances.of_all(sentences)
        return {code: tuple(one for one in Stance if one in held) for code, held in taken.items()}


@lru_cache(maxsize=4)
def _make_ready(codebook: Codebook) -> Reader:
    return Reader(codebook)


def _alone(code: str, language: str) -> Coded:
    return Coded((Assigned(code, ()),), language, Sentiment.NONE, None)


_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _is_mash(words: Sequence[str]) -> bool:
    """Whether a lone word is keys pressed at random, which nobody could read."""
    if len(words) != 1 or len(words[0]) < 4 or not words[0].isascii():
        return False
    word = words[0]
    return (
        len(set(word)) <= 2
        or not set(word) & set("aeiouy")
        or any(word[:4] in row or word[:4] in row[::-1] for row in _ROWS)
    )
