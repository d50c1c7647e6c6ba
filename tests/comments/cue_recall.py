"""How many written disclosures raise a help card, and how many ordinary comments do by mistake."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import quantiles

from surveys.redaction import redact
from surveys.safeguarding import find_cues, find_listed_cues
from tests.comments.corpora import Disclosure, load_disclosures, load_ordinary

LANGUAGES = {
    "en": "English",
    "bn": "Bengali",
    "bn-Latn": "Bengali and Sylheti in Latin letters",
    "so": "Somali",
}
DEV, HELD_OUT = "dev", "held_out"


@dataclass(frozen=True)
class Comments:
    """A set of comments to measure with.

    Attributes:
        name: What it is called where its figures are printed and published.
        files: What its files have in their names; the first author's have nothing.
        split: Those of its comments that count.
    """

    name: str
    files: str
    split: str

    def load_disclosures(self) -> list[Disclosure]:
        """Its written disclosures."""
        found = load_disclosures(f"disclosures{self.files}.csv")
        return [one for one in found if one.split == self.split]

    def load_ordinary(self) -> list[str]:
        """The texts of its comments that disclose nothing."""
        found = load_ordinary(f"no_disclosure{self.files}.csv")
        return [one.text for one in found if one.split == self.split]


SETS = (
    Comments("dev", "", DEV),
    Comments("first fresh", "_fresh", DEV),
    Comments("more", "_more", DEV),
    Comments("own", "_own", DEV),
    Comments("held out", "", HELD_OUT),
    Comments("second", "_second", HELD_OUT),
    Comments("third", "_third", HELD_OUT),
)
"""Comments by several authors. Those held out are measured only, and none of their texts is shown:
`second` and `third` are of authors who had seen no list, and nobody who changes a list or a weight
looks at their counts before both are done."""

NAMES = tuple(comments.name for comments in SETS)
NAMED = {comments.name: comments for comments in SETS}

Finder = Callable[[str], tuple[str, ...]]
"""What finds the cues of a text: `find_cues`, or `find_listed_cues` for the phrases alone."""


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


def measure_caught(disclosures: Sequence[Disclosure], find: Finder = find_cues) -> Caught:
    """Look for the cues of disclosures."""
    found = [(one, find(one.text)) for one in disclosures]
    return Caught(
        tuple(disclosures),
        tuple(one for one, cues in found if not cues),
        tuple((one, cues) for one, cues in found if cues and not {one.cue, *one.also} & set(cues)),
    )


def find_false_alarms(
    texts: Sequence[str], find: Finder = find_cues
) -> list[tuple[str, tuple[str, ...]]]:
    """The texts without a disclosure that raise a card, with their cues."""
    found = ((text, find(text)) for text in texts)
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


def list_recall_rows(comments: Comments, find: Finder = find_listed_cues) -> list[str]:
    """The rows of a set in the table of docs/safeguarding.md, one for each of its languages."""
    disclosures = comments.load_disclosures()
    rows = []
    for language, title in LANGUAGES.items():
        caught = measure_caught([one for one in disclosures if one.language == language], find)
        count = len(caught.disclosures)
        if count:
            carded = count - len(caught.missed)
            cells = (f"{n} ({_percent(n, count)})" for n in (carded, carded - len(caught.other)))
            rows.append(f"| {comments.name} | {title} | {count} | {' | '.join(cells)} |")
    return rows


def render_alarm_row(comments: Comments, find: Finder = find_listed_cues) -> str:
    """The row of a set in the table of false alarms of docs/safeguarding.md."""
    texts = comments.load_ordinary()
    alarms = len(find_false_alarms(texts, find))
    return f"| {comments.name} | {len(texts)} | {alarms} ({_percent(alarms, len(texts))}) |"


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}".replace("%", " %")


def report(names: Sequence[str] = NAMES) -> None:
    """Print recall by language and cue, false alarms, speed, and the rows that are published.

    No text of a set held out is shown.

    Args:
        names: The sets to measure.
    """
    chosen = [one for one in SETS if one.name in names]
    for comments in chosen:
        disclosures = comments.load_disclosures()
        alarms = _print_set(comments.name, disclosures, comments.load_ordinary())
        if comments.split == DEV:
            _print_mistakes(measure_caught(disclosures), alarms)
    _print_speed("one disclosure", [one.text for one in load_disclosures()])
    _print_speed("one ordinary comment, long ones too", NAMED["more"].load_ordinary())
    for find, title in (
        (find_listed_cues, "the phrases alone"),
        (find_cues, "all that is noticed"),
    ):
        _say(f"rows for docs/safeguarding.md, {title}:")
        rows = [row for one in chosen for row in list_recall_rows(one, find)]
        for row in (*rows, *(render_alarm_row(one, find) for one in chosen)):
            _say(row)


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


def _print_speed(name: str, texts: Sequence[str]) -> None:
    middle, slow = measure_speed(texts)
    _say(f"{name}, cues and redaction: median {middle:.2f} ms, 99th percentile {slow:.2f} ms")


def _print_share(name: str, disclosures: Sequence[Disclosure]) -> None:
    if not disclosures:  # not every author wrote in every language
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
