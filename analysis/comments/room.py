"""How many quotes there may be beside what few people speak of.

Who knows the codebook reads all codes of a quote, under whichever it stands. So each quote is one
person more who is known to have them. Where everybody wrote once, that person is known to have no
others: one fewer is left who may have what is hidden. It has to stay wide enough beside all quotes.

Where people wrote more than once, what somebody quoted wrote elsewhere is not looked at: that only
leaves room unused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.comments.codebook import Stance
from analysis.comments.protecting import (
    WROTE,
    Key,
    Known,
    Telling,
    find_known,
    find_rest,
    list_keys,
)
from analysis.comments.records import Codes
from analysis.comments.told import FEWEST, Told
from analysis.suppression import LEAST_WIDTH

MOST_OF_FEW = FEWEST - 1 - LEAST_WIDTH
"""Most quotes that speak of what fewer than 10 people speak of: 5 would say that 5 to 9 do."""


@dataclass(frozen=True, slots=True)
class _Few:
    """Some people of whom it is told that they are fewer than 10.

    Attributes:
        code, stance: What they speak of, or do not.
        lacking: Whether they are those who do not: all others do.
    """

    code: str
    stance: Stance | None = None
    lacking: bool = False

    @property
    def key(self) -> Key:
        """The number by which they are told."""
        return self.code, self.stance

    def count(self, quoted: Counter[Key]) -> int:
        """How many quotes are theirs."""
        return quoted[WROTE] - quoted[self.key] if self.lacking else quoted[self.key]

    def find_bounds(self, known: Known, quoted: int) -> tuple[int, int]:
        """Between which numbers those are who are not quoted."""
        return find_rest(known, self.code, quoted) if self.lacking else known.at(self.key)

    def describe(self, keys: frozenset[Key]) -> str:
        """Why no more quotes with these numbers are let out."""
        name = f"{self.code} ({self.stance})" if self.stance else self.code
        speaks = self.key in keys
        how = f"speak of {name}" if speaks else f"leave {name} out"
        why = "so few people do" if speaks is not self.lacking else "so few are left who may not"
        return f"no more quotes may {how}, because {why}"


class Room:
    """What may still be quoted beside what is told."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self._few = tuple(_list_few(telling))
        self._known = find_known(telling)
        self._quoted: Counter[Key] = Counter()

    def take(self, codes: Codes) -> str:
        """Take the room of a quote with these codes; what it lacks, and nothing is taken then."""
        keys = frozenset(list_keys(codes))
        quoted = self._quoted + Counter(keys)
        once = self._telling.each == 1
        known = find_known(self._telling, quoted) if once else self._known
        for few in self._few:
            theirs = few.count(quoted)
            least, most = few.find_bounds(known, theirs if once else 0)
            if most - least - (0 if once else theirs) < LEAST_WIDTH:
                return few.describe(keys)
        self._quoted = quoted
        return ""


def _list_few(telling: Telling) -> Iterator[_Few]:
    for code, theme in telling.themes.items():
        if theme.people.told is Told.NEARLY_ALL:
            yield _Few(code, lacking=True)
        for stance, people in ((None, theme.people), *theme.stances.items()):
            if people.told is Told.FEW:
                yield _Few(code, stance)
