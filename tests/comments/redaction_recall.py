"""How much of what identifies people redaction takes out, and how much it takes by mistake."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from surveys.redaction import redact
from surveys.safeguarding import find_cues
from tests.comments.corpora import Plant, Planted, load_ordinary, load_planted
from tests.comments.labelled import SPLITS, load_clean


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
    for text in texts * repeats:
        start = time.perf_counter()
        redact(text)
        find_cues(text)
        times.append((time.perf_counter() - start) * 1000)
    cuts = quantiles(times, n=100)
    return cuts[49], cuts[98]


def load_texts(split: str) -> list[str]:
    """The comments of a split without any identifier."""
    return [one.text for one in (*load_clean(), *load_ordinary()) if one.split == split]


def report(*, show: str = "dev") -> None:
    """Print recall by kind, false alarms and speed; misses are shown of one split only."""
    for split in SPLITS:
        recall = measure_recall([one for one in load_planted() if one.split == split])
        alarms = find_false_alarms(load_texts(split))
        missed = Counter(plant.kind for plant, _, _ in recall.missed)
        print(f"{split}: {recall.share:.2%} of {recall.planted.total()} identifiers taken out")
        for kind, count in sorted(recall.planted.items()):
            print(f"  {kind:16} {count - missed[kind]:4} of {count:4}")
        texts = len(load_texts(split))
        print(f"  false alarms: {len(alarms)} of {texts} comments ({len(alarms) / texts:.2%})")
        if split == show:
            for plant, text, kept in recall.missed:
                print(f"  missed {plant.kind}: {plant.typed!r} in {text!r}: {kept!r}")
            for text, kept in alarms:
                print(f"  taken by mistake: {text!r}: {kept!r}")
    middle, slow = measure_speed([one.text for one in load_planted()])
    print(f"one comment, redaction and cues: median {middle:.2f} ms, 99th percentile {slow:.2f} ms")
