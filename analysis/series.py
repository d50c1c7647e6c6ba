"""Whether two rounds asked an item in the same way, so that their figures are one series."""

from __future__ import annotations

from analysis.rounds import Estimated


def find_break(now: Estimated, before: Estimated, item: str) -> str:
    """What breaks the series between two rounds of one item, in words; empty where nothing does.

    The words and answers of the item, with what they mean for its base, have to be the same, and
    so have the modes and the kinds of sample: an open chat and an invited interview differ by more
    than the years between them.
    """
    breaks: list[str] = []
    column, earlier = now.dataset.columns[item], before.dataset.columns[item]
    if column.text != earlier.text:
        breaks.append("the question was worded differently")
    if column.values != earlier.values:
        breaks.append("the answers offered were different")
    if now.modes != before.modes:
        breaks.append(f"the modes were {_name(before.modes)} and are {_name(now.modes)}")
    if now.samples != before.samples:
        breaks.append(f"the sample was {_name(before.samples)} and is {_name(now.samples)}")
    if before.unused_weights:
        breaks.append("its design weights were left out")
    return "; ".join(breaks)


def _name(found: frozenset[str]) -> str:
    return ", ".join(sorted(found)) or "none"
