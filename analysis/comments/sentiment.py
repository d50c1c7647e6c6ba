"""The tone of a comment: a help for reading many of them, never an outcome measure.

TextBlob scores words by a lexicon made from reviews of products. Alone it reads "I don't feel safe"
as +0.50, for it knows neither the contraction nor a negation two words off, and it takes "young",
"main" or "black" for praise or blame. Here contractions are written out, a negation turns what
follows it, a list of the words of community safety comes first, and words that tell no feeling in a
council's post are left out. Where no word tells anything there is no signal, which is not the same
as neutral.

How well this agrees with a reader is measured by ``python -m tests.comments themes``, beside
TextBlob alone. It is measured against one reader, so it may sort comments for reading and nothing
else: never publish it as what residents feel.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from analysis.comments.codebook import OTHER, SAFE, Stance
from analysis.comments.cues import CueIndex, read_cue
from analysis.comments.words import PAUSE, Words
from surveys.plain_yaml import read_plain_yaml

REACH = 4
"""So many words after a negation are turned by it, to the next comma at most."""
TURNED = -0.8
"""What a negated word keeps of its score: "not good" is bad, though less than "bad" is."""
CLEAR = 0.15
"""A score beyond this tells a feeling."""
_FILE = Path(__file__).with_name("feelings.yaml")


class Sentiment(StrEnum):
    """What the writer seems to feel about safety."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    MIXED = "mixed"
    NONE = "none"


class Feelings:
    """The words of community safety with the feeling they tell.

    Attributes:
        negations: Words that turn what follows.
    """

    def __init__(self, lists: Mapping[str, Any]) -> None:
        self.negations = frozenset(lists["negations"])
        self._afraid = CueIndex((read_cue(cue, {}), None) for cue in lists["afraid"])
        scored = ((float(score), cues) for score, cues in lists["scores"].items())
        self._index = CueIndex((read_cue(cue, {}), score) for score, cues in scored for cue in cues)

    @cached_property
    def _textblob(self) -> Callable[..., Any]:
        from textblob.en import sentiment  # noqa: PLC0415  # slow, and needed only for coding

        score: Callable[..., Any] = sentiment
        return score

    def is_afraid(self, words: Words) -> bool:
        """Whether a sentence says outright that somebody is afraid or angry."""
        turned = self._turned(words)
        return any(not turned[met.start] for met in self._afraid.find(words))

    def scores_of(self, words: Words) -> list[float]:
        """A score (-1 to 1) for each word or phrase of a sentence that tells a feeling."""
        turned = self._turned(words)
        told: dict[int, float] = {}
        taken: set[int] = set()
        for met in sorted(
            self._index.find(words), key=lambda one: (one.start - one.end, one.start)
        ):
            if not taken.intersection(range(met.start, met.end)):
                taken.update(range(met.start, met.end))
                told[met.start] = met.owner * (TURNED if turned[met.start] else 1)
        scores = [score for score in told.values() if score]
        for side in (False, True):
            rest = [
                word
                for at, word in enumerate(words)
                if at not in taken and turned[at] is side and word not in self.negations
            ]
            found = self._textblob(rest, negation=False).assessments if rest else ()
            scores += [one[1] * (TURNED if side else 1) for one in found if one[1]]
        return scores

    def _turned(self, words: Words) -> list[bool]:
        turned, left = [], 0
        for word in words:
            left = 0 if word == PAUSE else left
            turned.append(left > 0)
            left = REACH if word in self.negations else left - 1
        return turned


@lru_cache(maxsize=1)
def load_feelings() -> Feelings:
    """The list that ships."""
    return Feelings(read_plain_yaml(_FILE.read_text("utf-8")))


def score_words(sentences: Sequence[Words], feelings: Feelings) -> float | None:
    """The mean score (-1 to 1) of the words and phrases that tell a feeling; None without any."""
    scores = list(chain.from_iterable(feelings.scores_of(words) for words in sentences))
    return round(sum(scores) / len(scores), 3) if scores else None


def judge(
    score: float | None, stances: Mapping[str, Sequence[Stance]], *, afraid: bool
) -> Sentiment:
    """What the writer seems to feel, by what the comment says of its themes and then by its words.

    Naming a trouble is negative and naming what helps is positive, whatever words are used; both
    are mixed. A comment that only asks is neutral unless it says outright that somebody is afraid;
    kind words are only polite. Where there is no theme, the words decide.

    Args:
        score: That of its words.
        stances: Those of each of its codes.
        afraid: Somebody is afraid or angry.
    """
    taken = {stance for code, held in stances.items() if code != OTHER for stance in held}
    bad = Stance.PROBLEM in taken
    good = SAFE in stances or Stance.PROTECTIVE in taken
    if bad and good:
        return Sentiment.MIXED
    if bad or good:
        return Sentiment.NEGATIVE if bad else Sentiment.POSITIVE
    if afraid:
        return Sentiment.NEGATIVE
    return Sentiment.NEUTRAL if taken else judge_score(score)


def judge_score(score: float | None) -> Sentiment:
    """What the words alone tell: without any signal nothing, near the middle neutral."""
    if score is None:
        return Sentiment.NONE
    if abs(score) <= CLEAR:
        return Sentiment.NEUTRAL
    return Sentiment.POSITIVE if score > 0 else Sentiment.NEGATIVE
