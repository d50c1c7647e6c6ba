"""What differs between groups, in words: the clear differences of the released equality table.

Of a group whose difference is withheld it is never said that it does not differ, nor of one of
which nothing is said; extreme differences are the ones that are withheld most often.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.consultation.consulted import Consulted
from analysis.equality import Difference, Equality, GroupHeard, Said
from analysis.phrases import say_percent, say_within

NOTHING = "None of the groups that can be told of clearly differs from everybody else."
NOBODY = (
    "Of no group can it be said whether it differs from everybody else: too few answered, or it "
    "would tell of others."
)
WITHHELD = "Something clearly differs that cannot be shown, to protect people: {groups}."
NO_PROOF = (
    "That nothing clear is found is no proof that there is nothing: only large differences show in "
    "small groups."
)


@dataclass(frozen=True, slots=True)
class Differing:
    """Differences in words.

    Attributes:
        found: A sentence for each clear difference that may be shown.
        beside: What has to be said besides: that one cannot be shown, that nothing is clear, or
            that of nobody anything can be said.
        few: Groups of whom there are too few answers to say.
        untold: Groups of whom nothing is said, which protects others.
    """

    who: str
    found: tuple[str, ...]
    beside: tuple[str, ...]
    few: tuple[str, ...]
    untold: tuple[str, ...]
    method: str

    @property
    def said(self) -> tuple[str, ...]:
        """All that is said of groups in a summary."""
        return (*self.found, *self.beside, NO_PROOF)


def list_differences(consulted: Consulted) -> Differing | None:
    """What differs; None where the plan compares no groups."""
    equality = consulted.results.equality
    if equality is None:
        return None
    labels = {one.measure: one.label for one in consulted.asked.issues}
    return Differing(
        who=equality.domain_label,
        found=tuple(_list_found(equality, labels)),
        beside=tuple(_say_beside(equality)),
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


def _say_beside(equality: Equality) -> Iterator[str]:
    """What keeps a list of differences, or an empty one, from saying more than is known."""
    said = {one.said for grouping in equality.groupings for one in grouping.levels}
    if Said.WITHHELD in said:
        yield WITHHELD.format(groups="; ".join(_list_groups(equality, Said.WITHHELD)))
    elif Said.DIFFERS not in said:
        yield NOTHING if Said.NOTHING_CLEAR in said else NOBODY


def _list_groups(equality: Equality, said: Said) -> Iterator[str]:
    for grouping in equality.groupings:
        groups: list[GroupHeard] = [one for one in grouping.levels if one.said is said]
        if groups:
            yield f"{grouping.label}: {', '.join(one.label for one in groups)}"
