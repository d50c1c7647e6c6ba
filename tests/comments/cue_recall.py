"""How many written disclosures raise a help card, and how many ordinary comments do by mistake."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from surveys.redaction import redact
from surveys.safeguarding import find_cues
from tests.comments.corpora import Disclosure, load_disclosures, load_ordinary
from tests.comments.labelled import SPLITS

LANGUAGES = ("en", "bn", "bn-Latn", "so")
FRESH_DISCLOSURES = "disclosures_fresh.csv"
FRESH_ORDINARY = "no_disclosure_fresh.csv"
"""Comments of another author, who had seen no list; measured only, none of their texts is shown."""


@dataclass(frozen=True)
class Caught:
    """What was caught of some disclosures.

    Attributes:
        disclosures: All of them.
        missed: Those that raise no card.
        other: Those that raise a card, but of other cues than fit, with those cues.
    """

    disclosures: tuple[Disclosure, ...]
    missed: tuple[Disclosure, ...]
    other: tuple[tuple[Disclosure, tuple[str, ...]], ...]

    @property
    def share(self) -> float:
        """The share that raise a card."""
        return 1 - len(self.missed) / len(self.disclosures)

    @property
    def right(self) -> float:
        """The share that raise a card that fits."""
        return self.share - len(self.other) / len(self.disclosures)


def measure_caught(disclosures: Sequence[Disclosure]) -> Caught:
    """Look for the cues of disclosures."""
    found = [(one, find_cues(one.text)) for one in disclosures]
    return Caught(
        tuple(disclosures),
        tuple(one for one, cues in found if not cues),
        tuple((one, cues) for one, cues in found if cues and not {one.cue, *one.also} & set(cues)),
    )


def find_false_alarms(texts: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """The texts without a disclosure that raise a card, with their cues."""
    found = ((text, find_cues(text)) for text in texts)
    return [(text, cues) for text, cues in found if cues]


def measure_speed(texts: Sequence[str], repeats: int = 3) -> tuple[float, float]:
    """Median and 99th percentile of processor time for cues and redaction of a comment, in ms."""
    times = []
    for text in [*texts[:20], *(list(texts) * repeats)]:  # the first ones read the lists
        start = time.thread_time()
        find_cues(text)
        redact(text)
        times.append((time.thread_time() - start) * 1000)
    cuts = quantiles(times[20:], n=100)
    return cuts[49], cuts[98]


def report(*, show: str = "dev") -> None:
    """Print recall by language and cue, false alarms and speed; texts of one split only."""
    for split in SPLITS:
        disclosures = [one for one in load_disclosures() if one.split == split]
        ordinary = [one.text for one in load_ordinary() if one.split == split]
        alarms = _print_set(split, disclosures, ordinary)
        if split == show:
            _print_mistakes(measure_caught(disclosures), alarms)
    ordinary = [one.text for one in load_ordinary(FRESH_ORDINARY)]
    _print_set("fresh", load_disclosures(FRESH_DISCLOSURES), ordinary)
    middle, slow = measure_speed([one.text for one in load_disclosures()])
    _say(f"one comment, cues and redaction: median {middle:.2f} ms, 99th percentile {slow:.2f} ms")


def _print_set(
    name: str, disclosures: Sequence[Disclosure], ordinary: Sequence[str]
) -> list[tuple[str, tuple[str, ...]]]:
    """Print the counts of one set of comments; its false alarms."""
    _say(f"{name}: disclosures that raise a card, and a card that fits")
    for language in LANGUAGES:
        _print_share(language, [one for one in disclosures if one.language == language])
    for cue in Counter(one.cue for one in disclosures):
        _print_share(cue, [one for one in disclosures if one.cue == cue])
    alarms = find_false_alarms(ordinary)
    share = len(alarms) / len(ordinary)
    _say(f"  false alarms: {len(alarms)} of {len(ordinary)} comments ({share:.1%})")
    return alarms


def _print_share(name: str, disclosures: Sequence[Disclosure]) -> None:
    if not disclosures:  # the fresh set has none in Latin letters
        return
    caught = measure_caught(disclosures)
    count = len(disclosures)
    _say(
        f"  {name:16} {count - len(caught.missed):4} of {count:4} ({caught.share:.1%}),"
        f" fitting {caught.right:.1%}"
    )


def _print_mistakes(caught: Caught, alarms: Sequence[tuple[str, tuple[str, ...]]]) -> None:
    for one in caught.missed:
        _say(f"  missed {one.cue} ({one.language}): {one.text!r}")
    for one, cues in caught.other:
        _say(f"  {one.cue} raised only {', '.join(cues)}: {one.text!r}")
    for text, cues in alarms:
        _say(f"  false alarm {', '.join(cues)}: {text!r}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
