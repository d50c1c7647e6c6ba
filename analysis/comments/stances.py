"""What is said of a theme: that it is wrong, that it helps, or that it is wanted.

Read as an analyst would. A theme takes the stance that its cue has by itself, or that the phrases
of its own clause tell; where they tell nothing, those of the clauses before it, then of those after
it. A trouble that nothing is said about is a problem; a help that nothing is said about is wanted,
and one that the comment is against ("no more cameras") is a problem and never wanted. What would
help ("I'd feel safer with patrols") does not help yet, and is wanted. Praise that is taken back
("but they are never here") is a problem as well, and one of what was and is gone a problem alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from analysis.comments.codebook import SAFE, Codebook, Nature, Stance
from analysis.comments.finding import Hit
from analysis.comments.signs import GOOD, Reading, Sign, SignReader, Signs
from analysis.comments.words import Words

_STATES = frozenset(["fine", "ok", "okay", "alright", "good", "great", "nice"])
_LINKS = frozenset(["is", "are", "was", "were", "seem", "seems", "look", "looks", "all", "very"])
_PAST = frozenset(["was", "were", "had"])


@dataclass(frozen=True, slots=True)
class _Told:
    """A comment as its phrases tell it.

    Attributes:
        sentences: Its words.
        readings: What each sentence tells.
        named: The clauses, by sentence and number, in which a theme is met.
    """

    sentences: Sequence[Words]
    readings: Sequence[Reading]
    named: Collection[tuple[int, int]]

    def after(self, hit: Hit) -> Iterator[tuple[int, Signs]]:
        """The clauses after that of the hit until one names something, with their sentence.

        They go on to the next sentence where the hit is in the last clause of its own, or where
        "but" sets the next one apart.
        """
        sentence, clause = hit.sentence, self.readings[hit.sentence].cuts[hit.start] + 1
        is_last = clause == len(self.readings[sentence].signs)
        for number in (sentence, sentence + 1):
            if number >= len(self.readings):
                return
            reading, first = self.readings[number], clause if number == sentence else 0
            if number > sentence and not (is_last or reading.sets_apart):
                return
            for at, signs in enumerate(reading.signs[first:], first):
                if (number, at) in self.named:
                    return
                yield number, signs

    def is_past(self, hit: Hit) -> bool:
        """Whether the clause of the hit tells of what was."""
        cuts, words = self.readings[hit.sentence].cuts, self.sentences[hit.sentence]
        own = cuts[hit.start]
        return any(word in _PAST and cuts[at] == own for at, word in enumerate(words))


class Stances:
    """The markers of a codebook, made ready to be met."""

    def __init__(self, codebook: Codebook) -> None:
        self._signs = SignReader(codebook)

    def take(self, hits: Sequence[Hit], sentences: Sequence[Words]) -> dict[str, set[Stance]]:
        """The stances of each theme that is met and not denied, in the order of the comment.

        Fears are met too, so that it is known which clauses name something, and take none.
        """
        read = [self._signs.read(words) for words in sentences]
        named = {(hit.sentence, read[hit.sentence].cuts[hit.start]) for hit in hits}
        said = _Told(sentences, read, named)
        alike: dict[tuple[int, str], list[Hit]] = {}
        for hit in hits:
            alike.setdefault((hit.sentence, hit.theme.code), []).append(hit)
        taken: dict[str, set[Stance]] = {}
        for hit in hits:
            told = read[hit.sentence]
            if hit.denied or hit.theme.nature is Nature.FEAR:
                continue
            if hit.theme.code == SAFE and _praises_another(hit, hits, told, sentences):
                continue
            own = told.cuts[hit.start]
            stances = _of(hit, told, own, alike[hit.sentence, hit.theme.code])
            taken.setdefault(hit.theme.code, set()).update(_go_on(hit, stances, said))
        return taken

    def of_all(self, sentences: Sequence[Words]) -> set[Stance]:
        """The stance of a comment that has no theme: what its phrases tell, or else a problem."""
        signs = chain.from_iterable(self._signs.read(words).signs for words in sentences)
        told = _of_help(frozenset(chain.from_iterable(signs)))
        return told or {Stance.PROBLEM}


def _praises_another(
    hit: Hit, hits: Sequence[Hit], told: Reading, sentences: Sequence[Words]
) -> bool:
    """Whether words of feeling safe say something of one thing: "street lighting is ok"."""
    own, words = told.cuts[hit.start], sentences[hit.sentence]
    beside = [
        one
        for one in hits
        if one.sentence == hit.sentence
        and one.theme is not hit.theme
        and told.cuts[one.start] == own
        and (one.denied or one.theme.nature is Nature.HELP)
    ]
    if told.is_content(hit):
        return bool(beside)
    return any(
        hit.start <= one.start < one.end <= hit.end
        or (
            one.end <= hit.start
            and _STATES.intersection(words[hit.start : hit.end])
            and _LINKS.issuperset(words[one.end : hit.start])
        )
        for one in beside
    )


def _of(hit: Hit, told: Reading, own: int, alike: Sequence[Hit]) -> set[Stance]:
    """The stance of a hit by its cue, its clause, or the clauses around."""
    signs = told.signs
    if hit.theme.nature is Nature.TROUBLE:
        return _of_trouble(hit, told, own, alike)
    if hit.theme.bare is Stance.PROTECTIVE:
        return {Stance.PROTECTIVE}
    if told.opposes(hit):
        return {Stance.PROBLEM}
    if hit.stance is not None and not (hit.stance is Stance.PROBLEM and told.is_content(hit)):
        return _of_cue(hit, hit.stance, told, own)
    for clause in chain(reversed(range(own + 1)), range(own + 1, len(signs))):
        if found := _of_help(signs[clause]):
            return found
    # "The lights on the lampposts are out": what is told of the one is told of the other.
    is_bad = any(one.stance is Stance.PROBLEM for one in alike)
    return {Stance.PROBLEM if is_bad else hit.theme.bare}


def _of_cue(hit: Hit, stance: Stance, told: Reading, own: int) -> set[Stance]:
    """The stance that a cue takes by itself, as far as its clause leaves it."""
    clause = told.signs[own]
    if stance is Stance.PROTECTIVE and Sign.LACK in clause:
        return {Stance.PROBLEM}
    if stance is Stance.PROTECTIVE and Sign.CONDITIONAL in clause:
        return {Stance.ASK}
    if stance is Stance.PROBLEM and Sign.ASK in clause:
        return {Stance.PROBLEM, Stance.ASK}
    if stance is Stance.ASK and (judged := _of_help(told.judges(hit, own))):
        return judged
    return {stance}


def _of_trouble(hit: Hit, told: Reading, own: int, alike: Sequence[Hit]) -> set[Stance]:
    clause = told.signs[own]
    if hit.stance is Stance.ASK and Sign.PRAISE in clause and Sign.ASK not in clause:
        return {Stance.PROTECTIVE}
    if hit.stance is Stance.PROTECTIVE and Sign.CONDITIONAL in clause:
        return {Stance.ASK}
    if hit.stance is not None:
        return {hit.stance}
    return {Stance.PROTECTIVE if told.gets_better(alike, own) else Stance.PROBLEM}


def _of_help(signs: Signs) -> set[Stance]:
    told = set()
    if Sign.LACK in signs:
        told.add(Stance.PROBLEM)
    if Sign.ASK in signs:
        told.add(Stance.ASK)
    if not told and signs & GOOD:
        told.add(Stance.PROTECTIVE)
    return told


def _go_on(hit: Hit, stances: set[Stance], said: _Told) -> set[Stance]:
    """The stances of a hit with what the clauses that follow and name nothing add to them."""
    is_help = hit.theme.nature is Nature.HELP
    if hit.theme.bare is Stance.PROTECTIVE or not (is_help or Stance.PROTECTIVE in stances):
        return stances
    if is_help and stances == {Stance.PROTECTIVE} and _is_undone(hit, said):
        stances = {Stance.PROBLEM} if said.is_past(hit) else {Stance.PROTECTIVE, Stance.PROBLEM}
    # "No police. We need them."
    wanted = any(Sign.ASK in signs for _, signs in said.after(hit))
    opposed = said.readings[hit.sentence].opposes(hit)
    return stances | {Stance.ASK} if wanted and not opposed else stances


def _is_undone(hit: Hit, said: _Told) -> bool:
    """Whether praise is taken back in its sentence, or in the next if "but" sets it apart."""
    for sentence, signs in said.after(hit):
        follows = sentence == hit.sentence + 1 and said.readings[sentence].sets_apart
        if sentence != hit.sentence and not follows:
            return False
        if Sign.UNDONE in signs:
            return True
    return False
