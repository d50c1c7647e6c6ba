"""What differs between groups, in words: the clear differences of the released equality table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.consultation.consulted import Consulted
from analysis.equality import Difference, Equality, GroupHeard, Said
from analysis.phrases import say_percent, say_within

NOTHING = "No group that was compared clearly differs from everybody else."
NO_PROOF = (
    "That nothing clear is found is no proof that there is nothing: only large differences show in "
    "small groups."
)


@dataclass(frozen=True, slots=True)
class Differing:
    """Differences in words.

    Attributes:
        found: A sentence for each clear difference that may be shown.
        withheld: Groups that differ in something that cannot be shown.
        few: Groups of whom there are too few answers to say.
        untold: Groups of whom nothing is said, which protects others.
    """

    who: str
    found: tuple[str, ...]
    withheld: tuple[str, ...]
    few: tuple[str, ...]
    untold: tuple[str, ...]
    method: str


def list_differences(consulted: Consulted) -> Differing | None:
    """What differs; None where the plan compares no groups."""
    equality = consulted.results.equality
    if equality is None:
        return None
    labels = {one.measure: one.label for one in consulted.asked.issues}
    return Differing(
        who=equality.domain_label,
        found=tuple(_list_found(equality, labels)),
        withheld=tuple(_list_groups(equality, Said.WITHHELD)),
        few=tuple(_list_groups(equality, Said.TOO_FEW)),
        untold=tuple(_list_groups(equality, Said.UNTOLD)),
        method=equality.method,
    )


def _list_found(equality: Equality, labels: dict[str, str]) -> Iterator[str]:
    for grouping in equality.groupings:
        for group in grouping.levels:
            for one in group.differences:
                yield f"{grouping.label}, {group.label}: {_say(one, labels)}"


def _say(one: Difference, labels: dict[str, str]) -> str:
    """Worked number: 67 % of the group and 54 % of all compared are said as both."""
    what = labels.get(one.measure)
    about = f"call {say_within(what)} a big problem" if what else say_within(one.label)
    way = "more" if one.higher else "fewer"
    if one.share is None:
        return f"clearly {way} {about}."
    beside = "" if one.overall is None else f", {say_percent(one.overall, 0)} of all compared"
    return f"clearly {way} {about} ({say_percent(one.share, 0)}{beside})."


def _list_groups(equality: Equality, said: Said) -> Iterator[str]:
    for grouping in equality.groupings:
        groups: list[GroupHeard] = [one for one in grouping.levels if one.said is said]
        if groups:
            yield f"{grouping.label}: {', '.join(one.label for one in groups)}"
