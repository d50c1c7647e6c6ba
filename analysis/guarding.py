"""Which counts of people must not be worked out from what is published.

They are those of every figure that is withheld, of those in no category of a breakdown, and of
what is left of a group without a part of it, where the rules would publish no figure on them.
Nobody is no secret: a group in which nobody gave an answer has nothing to hide. Nor is that a base
is 30 or more, which the rules would publish by itself: of such a figure those on either side are
guarded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.audit import Count
from analysis.gathering import Scene
from analysis.groups import COMPONENT, QUALITY
from analysis.memberships import Memberships
from analysis.samples import APART
from analysis.shown import Status
from analysis.statements import Statement, Table
from analysis.suppression import MIN_BASE

Classes = Mapping[frozenset[str], frozenset[int]]
"""Codes of an item to the classes of answers that they are."""

_NOT_PARTS = {None, COMPONENT, QUALITY, *APART}
"""Tables whose categories do not add up to their domain."""

_Groups = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """What is published of one item.

    Attributes:
        places: The positions of its statements.
        classes: Codes that are counted together, to the classes of answers that they are.
        base: The classes of substantive answers.
        asked: The same and, where shares have it in their base, that of not knowing.
        rest: The class of all other answers.
    """

    name: str
    places: tuple[int, ...]
    classes: Mapping[frozenset[str], frozenset[int]]
    base: frozenset[int]
    asked: frozenset[int]
    rest: int


def describe_item(scene: Scene, name: str) -> Item:
    """An item by its statements and the classes that they divide its answers into."""
    statements = scene.statements
    places = tuple(at for at, one in enumerate(statements) if one.item == name)
    sets = tuple(dict.fromkeys(statements[at].yes for at in places))
    codes = scene.list_codes(name)
    known = frozenset().union(*sets, codes or ())
    signatures = [tuple(code in one for one in sets) for code in sorted(known)]
    if codes is None:
        signatures.append((False,) * len(sets))
    numbered = {one: at for at, one in enumerate(dict.fromkeys(signatures))}
    classes = {
        yes: frozenset(number for one, number in numbered.items() if one[at])
        for at, yes in enumerate(sets)
    }
    base, size = frozenset(numbered.values()), len(numbered)
    # not knowing is a class of its own only where a figure tells something of it
    tells = any(statements[at].asked is not None for at in places)
    asked = base | {size} if tells else base
    return Item(name, places, classes, base, asked, len(asked))


def list_guarded(
    everything: Sequence[Statement],
    becoming: Sequence[Status],
    members: Memberships,
    item: Item,
) -> list[Count]:
    """The counts of one item that must not be known, each of them once.

    Args:
        everything: All that is said, published or not.
        becoming: What becomes of each.
        members: Who is in which groups.
        item: What it is said of.
    """
    statements = [everything[at] for at in item.places]
    statuses = [becoming[at] for at in item.places]
    classes, base = item.classes, item.base
    found: list[Count] = []
    released = [
        one for one, status in zip(statements, statuses, strict=True) if status is Status.RELEASED
    ]
    for one, status in zip(statements, statuses, strict=True):
        public = any(
            one.yes == other.yes and members.is_same(one.group, other.group) for other in released
        )
        if status is not Status.RELEASED and one.base and not public:
            found += _split(((one.group, 1),), one.base, one, classes, base)
    for part, whole in _list_pairs(statements, released, members):
        left = (whole.base - part.base, whole.count - part.count)
        if _is_unpublishable(*left, part):
            groups: _Groups = ((whole.group, 1), (part.group, -1))
            found += _split(groups, left[0], part, classes, base)
    for whole, parts in _list_tables(statements):
        left = (
            whole.base - sum(one.base for one in parts),
            whole.count - sum(one.count for one in parts),
        )
        if _is_unpublishable(*left, whole):
            groups = ((whole.group, 1), *((one.group, -1) for one in parts))
            found += _split(groups, left[0], whole, classes, base)
    return list(dict.fromkeys(found))


def _split(
    groups: _Groups, people: int, one: Statement, classes: Classes, base: frozenset[int]
) -> Iterator[Count]:
    """Those counted by a statement, the others, and all together where they are few."""
    yes = classes[one.yes]
    if yes:
        yield Count(groups, yes)
    if not one.option and yes and base - yes:
        yield Count(groups, base - yes)
    if not one.option and people < MIN_BASE:
        yield Count(groups, base)


def _is_unpublishable(base: int, count: int, one: Statement) -> bool:
    """Whether the rules would withhold a figure on these people, if there are any."""
    if base <= 0:
        return False
    if one.option:
        return count < one.least
    return base < MIN_BASE or min(count, base - count) < one.least


def _list_pairs(
    statements: Sequence[Statement], released: Sequence[Statement], members: Memberships
) -> Iterator[tuple[Statement, Statement]]:
    """A group and a larger one around it, of which the same is published."""
    for whole in released:
        for part in statements:
            alike = (part.yes, part.option) == (whole.yes, whole.option)
            if alike and part.base < whole.base and members.is_part(part.group, whole.group):
                yield part, whole


def _list_tables(
    statements: Sequence[Statement],
) -> Iterator[tuple[Statement, list[Statement]]]:
    """A domain, and the categories that divide it."""
    tables: dict[tuple[int, bool, Table], list[Statement]] = {}
    for one in statements:
        if not one.option:
            tables.setdefault((one.view, one.own is None, one.table), []).append(one)
    for (view, before, (name, domain, breakdown)), parts in tables.items():
        whole = tables.get((view, before, (name, domain, None)))
        if breakdown not in _NOT_PARTS and whole:
            yield whole[0], list({one.group: one for one in parts}.values())
