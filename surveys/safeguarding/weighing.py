"""Whether a text sounds like harm although none of its words stand on a list.

A list knows the phrases that somebody thought of, and people tell of harm in others. So words, and
two and three of them in a row, have weights, counted from written disclosures and ordinary comments
(`python -m tests.comments weights`); a word that was seldom counted is read by its letters, four in
a row. Their sum over a sentence, over two neighbouring ones or over the whole text says how much it
sounds like a disclosure. What it tells of stays open: the card is then the one that names help of
every kind.

Source: Wang and Manning (2012), "Baselines and Bigrams: Simple, Good Sentiment and Topic
Classification", on words and pairs as the pieces of a linear rule for short texts.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path

from surveys.errors import Fault, RefusedFile
from surveys.loading.drafting import CATALOGUE

WEIGHTS = CATALOGUE / "cues" / "weights.csv"

BASE, LEAST, TEXTS = "(base)", "(least)", "(texts)"
"""Rows that are no pieces: where every sum begins, the sum that raises a card, and the hash of the
texts that were counted."""

RUNS = (2, 3)
"""Words in a row that are a piece."""

WIDTH = 4
"""Letters of a piece of a word. Slips and endings change few of them."""

FEWEST = 3
"""Words of a text that is weighed, numbers left out: "2 7 11" tells of nothing, and lists have what
tells of harm in two words."""

SLOW, MOST_PARTS = 0.3, 16
"""The more parts a text has, the heavier is its heaviest by chance alone: what that takes off the
sum for each power of e that there are, and up to how many. Chosen by comments for development of
authors who were left out."""


@dataclass(frozen=True)
class Weights:
    """What the pieces of a text weigh.

    Attributes:
        base: Where every sum begins.
        least: The sum from which a text sounds like harm.
        texts: The hash of the texts that were counted.
        pieces: The weight of each piece; positive where disclosures have it more often.
    """

    base: float
    least: float
    texts: str
    pieces: Mapping[str, float]

    def weigh(self, words: Sequence[str]) -> float:
        """How much the part of a text that does so most sounds like harm.

        Args:
            words: As `reading.read_words` reads them.
        """
        sentences = list_sentences(words, self.pieces)
        parts = list_parts([one & self.pieces.keys() for one in sentences])
        return max(map(self._add, parts)) - SLOW * math.log(min(len(parts), MOST_PARTS))

    def sounds_like_harm(self, words: Sequence[str]) -> bool:
        """Whether a text is to bring a card although no list has its words."""
        told = sum(word[:1].isalpha() for word in words)
        return told >= FEWEST and self.weigh(words) >= self.least

    def _add(self, known: set[str]) -> float:
        """The sum over the pieces that have a weight, whatever the length of the text."""
        # In a fixed order: sums of the same numbers differ in their last digit with the order.
        total = sum(sorted(map(self.pieces.__getitem__, known)))
        return self.base + (total / math.sqrt(len(known)) if known else 0.0)


def list_sentences(words: Sequence[str], counted: Container[str]) -> list[set[str]]:
    """The pieces of each sentence: words, some in a row (`|` is its beginning or end), letters.

    Args:
        words: As `reading.read_words` reads them.
        counted: Words with a weight of their own; others are read by their letters as well.
    """
    sentences = [list(found) for inside, found in groupby(words, key=bool) if inside]
    return [set(_cut(sentence, counted)) for sentence in sentences]


def list_parts(sentences: Sequence[set[str]]) -> list[set[str]]:
    """The parts of a text that are weighed: each sentence, every two neighbours, last the whole."""
    pairs = [before | after for before, after in pairwise(sentences)]
    parts = [*sentences, *pairs]
    # The whole of one sentence or of two is among them.
    return parts if 1 <= len(sentences) <= 2 else [*parts, set().union(*sentences)]


@lru_cache(maxsize=1)
def load_weights(path: Path = WEIGHTS) -> Weights:
    """The weights of a file, a piece and its weight a row.

    Raises:
        RefusedFile: A row is no piece with its weight, or one of the named rows is missing.
    """
    rows: dict[str, str] = {}
    faults = []
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.reader(lines), start=1):
            if len(row) == 2 and (row[0] == TEXTS or _is_number(row[1])):
                rows[row[0]] = row[1]
            elif not row[0].startswith("#"):
                faults.append(_refuse(f"{path.name}, line {number}", "is no piece and its weight"))
    faults += [
        _refuse(path.name, f"has no row '{name}'")
        for name in (TEXTS, BASE, LEAST)
        if name not in rows
    ]
    if faults:
        raise RefusedFile(path.name, faults)
    texts = rows.pop(TEXTS)
    weights = {piece: float(value) for piece, value in rows.items()}
    return Weights(weights.pop(BASE), weights.pop(LEAST), texts, weights)


def _is_number(value: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", value) is not None


def _refuse(place: str, problem: str) -> Fault:
    remedy = "Write the file with `python -m tests.comments weights`."
    return Fault("cues.weights", place, problem, remedy)


def _cut(sentence: Sequence[str], counted: Container[str]) -> list[str]:
    edged = ["|", *sentence, "|"]
    rows = [" ".join(edged[at : at + n]) for n in RUNS for at in range(len(edged) - n + 1)]
    seldom = [f"_{word}_" for word in sentence if word not in counted]
    letters = [
        f"~{word[at : at + WIDTH]}" for word in seldom for at in range(len(word) - WIDTH + 1)
    ]
    return [*sentence, *rows, *letters]
