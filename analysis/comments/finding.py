"""Which themes a comment speaks of: the cues met in each sentence, less those that do not count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from analysis.comments.codebook import Codebook, Nature, Stance, Theme
from analysis.comments.cues import CueIndex, Met, Place, read_cue
from analysis.comments.denial import Denial, Denied
from analysis.comments.words import Words


class Role(Enum):
    """What meeting a cue means."""

    PLAIN = auto()
    TOLD = auto()
    WEAK = auto()
    BESIDE = auto()
    UNLESS = auto()


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose cue it is.

    Attributes:
        stance: The stance that the cue takes by itself.
        others: Codes of which one must be found for a cue of role BESIDE.
    """

    theme: Theme
    role: Role
    stance: Stance | None = None
    others: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """A theme met at a place.

    Attributes:
        sentence: Number of the sentence.
        start: First word of the cue in it.
        end: The word after its last.
        stance: The stance that the cue takes by itself; None where the words around it tell.
        denied: A trouble that is said not to be there.
    """

    theme: Theme
    sentence: int
    start: int
    end: int
    stance: Stance | None
    denied: bool


class Finder:
    """A codebook made ready to meet its cues."""

    def __init__(self, codebook: Codebook) -> None:
        self._denial = Denial(codebook)
        self._index = CueIndex[Owner](_read(codebook))

    def find(self, sentences: Sequence[Words]) -> list[Hit]:
        """Every hit that counts, in the order of the comment."""
        met = [self._meet(number, words) for number, words in enumerate(sentences)]
        sure = {
            owner.theme.code
            for one in met
            for owner, hit in one
            if owner.role in {Role.PLAIN, Role.TOLD} and not hit.denied
        }
        return [hit for one in met for owner, hit in one if _counts(owner, one, sure)]

    def _meet(self, number: int, words: Words) -> list[tuple[Owner, Hit]]:
        met = list(self._index.find(words))
        void = [one for one in met if one.owner.role is Role.UNLESS]
        kept = [one for one in met if one.owner.role is not Role.UNLESS]
        kept = [one for one in kept if not any(_overlaps(one, other) for other in void)]
        told = [one for one in kept if one.owner.role is Role.TOLD]
        denied = self._denial.read(words)
        return [
            (one.owner, _hit(one, number, denied))
            for one in kept
            # "More bins" says all that "bins" would, and "not more police" more than "more police".
            if not any(_overlaps(one, other) and _says_more(other, one) for other in told)
        ]


def _hit(met: Met[Owner], number: int, denied: Denied) -> Hit:
    owner = met.owner
    not_so = False
    if owner.theme.nature is Nature.TROUBLE and owner.role is not Role.TOLD:
        not_so = denied.covers(met.start, met.end)
    elif owner.theme.nature is Nature.TROUBLE and owner.stance is Stance.PROBLEM:
        # "Noise from cars" is denied by "no problem with" and not by the "no" of "no bins".
        not_so = denied.covers_phrase(met.start)
    return Hit(owner.theme, number, met.start, met.end, owner.stance, not_so)


def _counts(owner: Owner, sentence: list[tuple[Owner, Hit]], sure: set[str]) -> bool:
    match owner.role:
        case Role.PLAIN:
            return not sure & set(owner.theme.gives_way_to)
        case Role.WEAK:
            return all(
                other.role is Role.WEAK
                or other.theme is owner.theme
                or other.theme.nature is Nature.FEAR
                for other, _ in sentence
            )
        case Role.BESIDE:
            return bool(sure & owner.others)
        case _:
            return True


def _says_more(one: Met[Owner], than: Met[Owner]) -> bool:
    if than.owner.role is not Role.TOLD:
        return True
    longer = one.end - one.start > than.end - than.start
    return longer and one.start <= than.start and than.end <= one.end


def _overlaps(one: Met[Owner], other: Met[Owner]) -> bool:
    return one.owner.theme is other.owner.theme and one.start < other.end and other.start < one.end


def _read(codebook: Codebook) -> Iterator[tuple[tuple[Place, ...], Owner]]:
    troubles = frozenset(t.code for t in codebook.themes if t.nature is Nature.TROUBLE)
    for theme in codebook.themes:
        owned = [
            (theme.cues, Owner(theme, Role.PLAIN)),
            (theme.problem, Owner(theme, Role.TOLD, Stance.PROBLEM)),
            (theme.protective, Owner(theme, Role.TOLD, Stance.PROTECTIVE)),
            (theme.ask, Owner(theme, Role.TOLD, Stance.ASK)),
            (theme.weak, Owner(theme, Role.WEAK)),
            (theme.unless, Owner(theme, Role.UNLESS)),
        ]
        for beside in theme.beside:
            others = (frozenset(beside.themes) or troubles) - {theme.code}
            owned.append((beside.cues, Owner(theme, Role.BESIDE, beside.stance, others)))
        for cues, owner in owned:
            for cue in cues:
                yield read_cue(cue, codebook.lists), owner
