"""Themes counted: how many people speak of each, and what they say of it. For staff eyes only.

People are counted and not comments: who names lighting twice is one. A person has the codes of all
their comments; "no content" only where none of them says anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from analysis.comments.agreeing import Compared, compare_to_tell, list_read
from analysis.comments.codebook import NO_CONTENT, Stance
from analysis.comments.records import Coding, Said
from analysis.comments.trial import Trial


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """One theme, in people.

    Attributes:
        people: Who speak of it.
        stances: Who say that of it; a person may say several things.
    """

    code: str
    label: str
    people: int
    stances: Mapping[Stance, int]


@dataclass(frozen=True, slots=True)
class Themes:
    """The themes of a round at full precision, in the order of the codebook.

    Attributes:
        wrote: People who wrote something: the base.
        empty: People whose comments have no content; not in the base, and never published.
        read: People of whom an analyst read at least one comment.
        codebook: SHA-256 of the codebook.
        frozen: SHA-256 of the frozen comments.
        version: Which corrections are in it.
        each: Most comments that one person wrote.
        trial: How far the program agreed with a reader on comments written for that.
        compared: How far it agrees with the analysts who read comments of this round.
    """

    round: str
    synthetic: bool
    wrote: int
    empty: int
    read: int
    themes: tuple[ThemeCount, ...]
    codebook: str
    frozen: str
    version: str
    each: int
    trial: Trial | None = None
    compared: Compared | None = None


def count_themes(coding: Coding) -> Themes:
    """Count the people who speak of each theme; corrected codes win."""
    people: Counter[str] = Counter()
    stances: Counter[tuple[str, Stance]] = Counter()
    seen = {said.number for said in list_read(coding)}
    read = 0
    for _, comments in groupby(coding.drafted.comments, key=attrgetter("respondent")):
        theirs = tuple(comments)
        codes = codes_of_person(coding, theirs)
        people.update(codes.keys())
        stances.update((code, stance) for code, said in codes.items() for stance in said)
        read += any(one.number in seen for one in theirs)
    drafted = coding.drafted
    everybody = len({said.respondent for said in drafted.comments})
    return Themes(
        round=drafted.round,
        synthetic=drafted.synthetic,
        wrote=everybody - people[NO_CONTENT],
        empty=people[NO_CONTENT],
        read=read,
        themes=tuple(
            ThemeCount(
                theme.code,
                theme.label,
                people[theme.code],
                {stance: stances[theme.code, stance] for stance in Stance},
            )
            for theme in drafted.codebook.themes
            if theme.code != NO_CONTENT
        ),
        codebook=drafted.codebook.hash,
        frozen=drafted.frozen,
        version=coding.version,
        each=count_each(coding),
        trial=drafted.trial,
        compared=compare_to_tell(coding),
    )


def count_each(coding: Coding) -> int:
    """Most comments that one person wrote."""
    wrote = Counter(said.respondent for said in coding.drafted.comments)
    return max(wrote.values(), default=0)


def codes_of_person(coding: Coding, comments: Sequence[Said]) -> dict[str, frozenset[Stance]]:
    """The codes of all comments of one person, each with everything that they say of it."""
    found: dict[str, frozenset[Stance]] = {}
    for said in comments:
        for code, stances in coding.codes_of(said).items():
            found[code] = found.get(code, frozenset()) | frozenset(stances)
    if len(found) > 1:
        found.pop(NO_CONTENT, None)
    return found
