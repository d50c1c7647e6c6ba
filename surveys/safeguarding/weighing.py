"""Whether a text sounds like harm although none of its words stand on a list.

A list knows the phrases that somebody thought of, and people tell of harm in others. So every word,
pair of neighbouring words and piece of four letters has a weight, counted from written disclosures
and ordinary comments (`python -m tests.comments weights`); their sum over a sentence, over two
neighbouring ones or over the whole text says how much it sounds like a disclosure. What it tells of
stays open: the card is then the one that names help of every kind.

Source: Wang and Manning (2012), "Baselines and Bigrams: Simple, Good Sentiment and Topic
Classification", on words and pairs as the pieces of a linear rule for short texts.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

WIDTH = 4
"""Letters of a piece of a word. Slips and endings change few of them."""


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
        known = [one & self.pieces.keys() for one in list_sentences(words)]
        return max(map(self._add, list_parts(known)))

    def sounds_like_harm(self, words: Sequence[str]) -> bool:
        """Whether a text is to bring a card although no list has its words."""
        return self.weigh(words) >= self.least

    def _add(self, known: set[str]) -> float:
        """The sum over the pieces that have a weight, whatever the length of the text."""
        # In a fixed order: sums of the same numbers differ in their last digit with the order.
        total = sum(sorted(self.pieces[piece] for piece in known))
        return self.base + (total / math.sqrt(len(known)) if known else 0.0)


def list_sentences(words: Sequence[str]) -> list[set[str]]:
    """The pieces of each sentence: words, pairs (`|` is its beginning or end), letters in a row.

    Args:
        words: As `reading.read_words` reads them.
    """
    sentences = [list(found) for inside, found in groupby(words, key=bool) if inside]
    return [set(_cut(sentence)) for sentence in sentences]


def list_parts(sentences: Sequence[set[str]]) -> list[set[str]]:
    """The parts of a text that are weighed: each sentence, every two neighbours, the whole."""
    pairs = [before | after for before, after in pairwise(sentences)]
    return [*sentences, *pairs, set().union(*sentences)]


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


def _cut(sentence: Sequence[str]) -> Iterator[str]:
    yield from sentence
    yield from (f"{before} {after}" for before, after in pairwise(["|", *sentence, "|"]))
    yield from (piece for word in sentence for piece in _cut_letters(f"_{word}_"))


def _cut_letters(word: str) -> Iterable[str]:
    return (f"~{word[at : at + WIDTH]}" for at in range(len(word) - WIDTH + 1))
