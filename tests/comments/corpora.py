"""The comments with planted identifiers, the disclosures, and the comments that hold neither.

What a plant and a disclosure are, and who wrote them: `data/IDENTIFIERS.md`.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
BETWEEN_PLANTS = " | "
TOKEN = re.compile(r"\[[a-z]+\]")

# Words that say nothing of anybody by themselves: what is left of "flat 12, 34 Example Road" in
# "flat [address]" tells no more than the token does.
SAYS_NOTHING = re.compile(
    "2nd|and|apartment|apt|at|avenue|ave|badge|basement|block|building|buildings|close|com|court|dot|drive|ext"
    "|estate|extension|flat|floor|gardens|grove|ground|hill|house|https?|lane|mews|mrs?|net|no"
    "|number|of|on|org|place|plate|rd|road|room|row|square|st|street|terrace|the|top|underscore"
    "|unit|walk|way|www"
)


@dataclass(frozen=True)
class Plant:
    """One identifier as it was typed into a comment.

    Attributes:
        kind: What it is: name, phone, email, link, handle, postcode, vehicle, personal_number,
            address or officer.
        typed: The characters of the comment that it takes up.
    """

    kind: str
    typed: str


@dataclass(frozen=True)
class Planted:
    """A comment and every identifier in it."""

    id: str
    split: str
    text: str
    plants: tuple[Plant, ...]

    def without_plants(self) -> str:
        """The comment with a space for each identifier."""
        rest = self.text
        for plant in self.plants:
            rest = rest.replace(plant.typed, " ")
        return rest

    def left_behind(self, kept: str) -> tuple[Plant, ...]:
        """The identifiers of which something telling can still be read in the kept text.

        A word or a number of an identifier tells, unless it stands elsewhere in the comment as
        well or says nothing by itself. Invisible characters and forms of letters and digits make
        no difference, and which token took its place is not asked.
        """
        remaining = TOKEN.sub(" ", kept)
        readable = _words(remaining) - _words(self.without_plants())
        run_on = _joined(remaining)
        return tuple(
            plant
            for plant in self.plants
            if _words(plant.typed) & readable or _joined(plant.typed) in run_on
        )


@dataclass(frozen=True)
class Disclosure:
    """A comment that should bring a help card.

    Attributes:
        cue: The cue that must be among those found.
        also: Cues that may be found as well, and whose card would not be wrong.
    """

    id: str
    split: str
    language: str
    cue: str
    also: tuple[str, ...]
    text: str
    note: str


@dataclass(frozen=True)
class Ordinary:
    """A comment with no disclosure and no identifier."""

    id: str
    split: str
    text: str


def load_planted(name: str = "identifiers.csv") -> tuple[Planted, ...]:
    """The comments of a file with planted identifiers, in the order of their ids."""
    return tuple(
        Planted(row["id"], row["split"], row["text"], _plants(row["planted"]))
        for row in _rows(name)
    )


def load_disclosures(name: str = "disclosures.csv") -> tuple[Disclosure, ...]:
    """The written disclosures of a file, in the order of their ids."""
    return tuple(
        Disclosure(
            id=row["id"],
            split=row["split"],
            language=row["language"],
            cue=row["cue"],
            also=tuple(row["also"].split()),
            text=row["text"],
            note=row["note"],
        )
        for row in _rows(name)
    )


def load_ordinary(name: str = "no_disclosure.csv") -> tuple[Ordinary, ...]:
    """The comments of a file in which nothing is to be found, in the order of their ids."""
    return tuple(Ordinary(row["id"], row["split"], row["text"]) for row in _rows(name))


def plain(text: str) -> str:
    """The text in plain letters and Western digits, without invisible characters."""
    folded = unicodedata.normalize("NFKC", text)
    visible = (sign for sign in folded if unicodedata.category(sign) != "Cf")
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in visible)


def _plants(planted: str) -> tuple[Plant, ...]:
    return tuple(Plant(*one.split("=", maxsplit=1)) for one in planted.split(BETWEEN_PLANTS) if one)


def _words(text: str) -> frozenset[str]:
    """The words and numbers that tell, both with invisible characters as gaps and without them."""
    gaps = "".join(" " if unicodedata.category(sign) == "Cf" else sign for sign in text)
    words = (word for form in (text, gaps) for word in _spaced(plain(form).casefold()).split())
    return frozenset(
        word
        for word in words
        if (len(word) > 1 or word.isdigit()) and not SAYS_NOTHING.fullmatch(word)
    )


def _joined(text: str) -> str:
    return _spaced(plain(text).casefold()).replace(" ", "")


def _spaced(text: str) -> str:
    return "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in text)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
