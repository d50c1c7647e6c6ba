"""Counts the weights by which a text sounds like harm, from the comments for development.

python -m tests.comments weights

Written disclosures against ordinary comments, as a linear rule: the support vector machine with
squared hinge loss, by dual coordinate descent in a fixed order, so that the same texts give the
same weights. Comments that are held out are not among them.

Source: Hsieh, Chang, Lin, Keerthi and Sundararajan (2008), "A Dual Coordinate Descent Method for
Large-scale Linear SVM", algorithm 1 with the L2 loss.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import sys
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from heapq import nlargest

import numpy as np
from numpy.typing import NDArray

from surveys.safeguarding import find_listed_cues
from surveys.safeguarding.reading import EDGE, read_words
from surveys.safeguarding.weighing import (
    BASE,
    LEAST,
    MOST_PARTS,
    RUNS,
    SLOW,
    TEXTS,
    WEIGHTS,
    WIDTH,
    Weights,
    list_parts,
    list_sentences,
)
from tests.comments.corpora import load_disclosures, load_ordinary, load_planted
from tests.comments.labelled import load_clean, load_labelled

PIECES = 10_000
"""Pieces that are kept besides the words: those that tell the most."""

LEAST_TEXTS = 2
"""Comments that a piece must stand in."""

COST = 2.0
"""What an error costs beside large weights; that of a missed disclosure is twice that."""

ROUNDS = 20

SLIPS = 0.12
"""The share of ordinary comments that may raise a card, each by weights counted without its author.
Most of them were written to be mistaken, or tell at length of troubles."""

AUTHORS = (401, 801, 1201, 1501, 2001, 3001, 4001, 5001, 6001, 7001, 8001, 9001)
"""The numbers with which another author begins in the files of further comments."""

PLAIN = "plain"
"""The author of the comments to code; none of the others is of their author."""

NAMED = "named"
"""The author of the comments with identifiers, which are no harm told by themselves."""


Part = Set[str]
"""The pieces of a part of a comment."""


@dataclass(frozen=True)
class Written:
    """A comment for development.

    Attributes:
        author: Whose comments it is one of.
        text: Its words.
        harm: Whether it tells of harm.
    """

    author: str
    text: str
    harm: bool


def load_written() -> tuple[Written, ...]:
    """All comments for development, by author."""
    found = []
    for name, author in (("", "first"), ("_fresh", "fresh"), ("_more", "more"), ("_own", "own")):
        for harm, held in (
            (True, load_disclosures(f"disclosures{name}.csv")),
            (False, load_ordinary(f"no_disclosure{name}.csv")),
        ):
            found += [
                Written(_author(author, one.id), one.text, harm)
                for one in held
                if one.split == "dev"
            ]
    found += [Written(PLAIN, one.text, False) for one in load_labelled() if one.split == "dev"]
    found += [Written(PLAIN, one.text, False) for one in load_clean() if one.split == "dev"]
    found += [Written(NAMED, one.text, False) for one in load_planted() if one.split == "dev"]
    return tuple(found)


def hash_texts(written: Sequence[Written]) -> str:
    """What tells whether weights were counted from these comments, by the rule as it is."""
    rule = (RUNS, WIDTH, SLOW, MOST_PARTS, PIECES, LEAST_TEXTS, COST, ROUNDS, SLIPS)
    told = "\n".join([f"{rule}", *(f"{one.harm:d} {one.text}" for one in written)])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def fit(written: Sequence[Written], least: float = 0.0) -> Weights:
    """Weights counted from comments.

    Of an ordinary comment every part is ordinary; of a disclosure the whole tells of harm.

    Args:
        written: The comments.
        least: The sum from which a text sounds like harm.
    """
    texts = [read_words(one.text) for one in written]
    words = _count({*text} - {EDGE} for text in texts)
    cut = [list_parts(list_sentences(text, words)) for text in texts]
    counts = _count(parts[-1] for parts in cut)
    parts = [
        (part, one.harm)
        for one, own in zip(written, cut, strict=True)
        for part in (own[-1:] if one.harm else dict.fromkeys(map(frozenset, own)))
    ]
    first = dict(zip(counts, _descend(parts, [*counts]), strict=False))
    rows = (piece for piece in counts if piece not in words)
    heavy = nlargest(PIECES, rows, lambda piece: abs(first[piece]) * math.sqrt(counts[piece]))
    kept = sorted([*words, *heavy])
    *told, base = (round(float(weight), 3) for weight in _descend(parts, kept))
    return Weights(base, least, hash_texts(written), dict(zip(kept, told, strict=True)))


def weigh_strangers(written: Sequence[Written]) -> list[tuple[Written, float]]:
    """What each comment of every author weighs by the comments of all others."""
    found = []
    for author in dict.fromkeys(one.author for one in written):
        weights = fit([one for one in written if one.author != author])
        own = (one for one in written if one.author == author)
        found += [(one, weights.weigh(read_words(one.text))) for one in own]
    return found


def choose_least(weighed: Sequence[tuple[Written, float]]) -> float:
    """The sum that `SLIPS` of the ordinary comments reach."""
    sums = [total for one, total in weighed if not one.harm]
    return round(float(np.quantile(sums, 1 - SLIPS)), 3)


def render(weights: Weights) -> str:
    """The weights as they are kept."""
    lines = io.StringIO()
    lines.write(
        "# What words, pairs of words (| begins or ends a sentence) and pieces of words weigh:\n"
        "# positive where disclosures have it more. From `python -m tests.comments weights`.\n"
    )
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerows([(TEXTS, weights.texts), (BASE, weights.base), (LEAST, weights.least)])
    writer.writerows(sorted(weights.pieces.items()))
    return lines.getvalue()


def report() -> None:
    """Count the weights, write them, and print how they do on authors who were left out."""
    written = load_written()
    weighed = weigh_strangers(written)
    least = choose_least(weighed)
    WEIGHTS.write_text(render(fit(written, least)), encoding="utf-8")
    _say(f"{len(written)} comments; a card from {least} on; on authors left out:")
    for author in dict.fromkeys(one.author for one in written):
        for harm, name in ((True, "disclosures"), (False, "ordinary")):
            own = [pair for pair in weighed if (pair[0].author, pair[0].harm) == (author, harm)]
            if own:
                _say(f"  {author:8} {name:12} {len(own):4}: {_render_shares(own, least)}")


def _render_shares(weighed: Sequence[tuple[Written, float]], least: float) -> str:
    """How many of some comments raise a card by the lists, by weights, and by either."""
    listed = [bool(find_listed_cues(one.text)) for one, _ in weighed]
    heavy = [total >= least for _, total in weighed]
    either = [one or other for one, other in zip(listed, heavy, strict=True)]
    shares = (f"{sum(found) / len(found):.1%}" for found in (listed, heavy, either))
    return "lists {}, weights {}, either {}".format(*shares)


def _author(author: str, number: str) -> str:
    """Who wrote a comment: the file of further comments is by several, by their numbers."""
    return f"{author}-{bisect(AUTHORS, int(number[2:]))}" if author == "more" else author


def _count(texts: Iterable[Part]) -> dict[str, int]:
    """In how many comments a piece stands, of those that stand in enough of them, in order."""
    counts = Counter(piece for pieces in texts for piece in pieces)
    return {piece: counts[piece] for piece in sorted(counts) if counts[piece] >= LEAST_TEXTS}


def _descend(parts: Sequence[tuple[Part, bool]], kept: Sequence[str]) -> NDArray[np.float64]:
    """The weights of the pieces that are kept, and the base as the last."""
    places = {piece: place for place, piece in enumerate(kept)}
    rows = [
        np.array(sorted(places[piece] for piece in part & places.keys()), dtype=np.intp)
        for part, _ in parts
    ]
    scales = [1 / math.sqrt(max(len(row), 1)) for row in rows]
    slack = [0.5 / (2 * COST if harm else COST) for _, harm in parts]
    weights = np.zeros(len(kept) + 1)
    alphas = [0.0] * len(rows)
    order = np.random.default_rng(0).permutation(len(rows)).tolist()
    for _ in range(ROUNDS):
        for at in order:
            row, scale, sign = rows[at], scales[at], 1 if parts[at][1] else -1
            told = weights[row].sum() * scale + weights[-1]
            slope = sign * told - 1 + slack[at] * alphas[at]
            if slope >= 0 and not alphas[at]:
                continue
            after = max(alphas[at] - slope / (len(row) * scale**2 + 1 + slack[at]), 0.0)
            step = (after - alphas[at]) * sign
            weights[row] += step * scale
            weights[-1] += step
            alphas[at] = after
    return weights


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
