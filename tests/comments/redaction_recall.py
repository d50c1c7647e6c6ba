"""How much of what identifies people redaction takes out, and how much it takes by mistake."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from surveys.redaction import redact
from surveys.safeguarding import find_cues
from tests.comments.corpora import Plant, Planted, load_ordinary, load_planted
from tests.comments.labelled import load_clean

SETS = ("dev", "more", "held_out", "fresh")
"""Two to develop with, and two that are only measured."""

ONLY_MEASURED = ("held_out", "fresh")
"""Of these nothing but counts is ever printed."""


@dataclass(frozen=True)
class Recall:
    """What was caught of the planted identifiers.

    Attributes:
        planted: Identifiers by kind.
        missed: What was missed, with the comment and how it was kept.
    """

    planted: Counter[str]
    missed: tuple[tuple[Plant, str, str], ...]

    @property
    def share(self) -> float:
        """The share caught."""
        return 1 - len(self.missed) / self.planted.total()


def measure_recall(comments: Sequence[Planted]) -> Recall:
    """Redact comments with planted identifiers and see what is left of them."""
    planted = Counter(plant.kind for comment in comments for plant in comment.plants)
    missed = []
    for comment in comments:
        kept = redact(comment.text).text
        missed += [(plant, comment.text, kept) for plant in comment.left_behind(kept)]
    return Recall(planted, tuple(missed))


def find_false_alarms(texts: Sequence[str]) -> list[tuple[str, str]]:
    """The comments without identifiers of which something was taken out, and what is left."""
    kept = ((text, redact(text)) for text in texts)
    return [(text, one.text) for text, one in kept if one.found]


def measure_speed(texts: Sequence[str], repeats: int = 3) -> tuple[float, float]:
    """Median and 99th percentile of the milliseconds to redact one comment and find its cues."""
    times = []
    for text in [text for _ in range(repeats) for text in texts]:
        start = time.perf_counter()
        redact(text)
        find_cues(text)
        times.append((time.perf_counter() - start) * 1000)
    cuts = quantiles(times, n=100)
    return cuts[49], cuts[98]


def load_set(name: str) -> tuple[list[Planted], list[str]]:
    """The comments of a set with identifiers, and the texts without any."""
    if name == "more":
        clean = [one.text for one in load_clean("clean_more.csv")]
        return list(load_planted("identifiers_more.csv")), clean
    if name == "fresh":
        ordinary = [one.text for one in load_ordinary("no_disclosure_fresh.csv")]
        return list(load_planted("identifiers_fresh.csv")), ordinary
    planted = [one for one in load_planted() if one.split == name]
    texts = [one.text for one in load_clean() if one.split == name]
    texts += [one.text for one in load_ordinary() if one.split == name]
    return planted, texts


def report() -> None:
    """Print recall by kind, false alarms and speed; the comments themselves only of `dev` sets."""
    for name in SETS:
        planted, texts = load_set(name)
        recall, alarms = measure_recall(planted), find_false_alarms(texts)
        print_measures(name, recall, len(alarms), len(texts))
        if name not in ONLY_MEASURED:
            for plant, text, kept in recall.missed:
                _say(f"  missed {plant.kind}: {plant.typed!r} in {text!r}: {kept!r}")
            for text, kept in alarms:
                _say(f"  taken by mistake: {text!r}: {kept!r}")
    middle, slow = measure_speed([one.text for one in load_planted()])
    _say(f"one comment, redaction and cues: median {middle:.2f} ms, 99th percentile {slow:.2f} ms")


def print_measures(name: str, recall: Recall, alarms: int, texts: int) -> None:
    """Print what was measured on a set, as counts and shares."""
    missed = Counter(plant.kind for plant, _, _ in recall.missed)
    _say(f"{name}: {recall.share:.2%} of {recall.planted.total()} identifiers taken out")
    for kind, count in sorted(recall.planted.items()):
        _say(f"  {kind:16} {count - missed[kind]:4} of {count:4}")
    _say(f"  false alarms: {alarms} of {texts} comments ({alarms / texts:.2%})")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
