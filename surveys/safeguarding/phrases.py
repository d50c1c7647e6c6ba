"""The phrases in which a cue list is written.

    my <partner> ... hits/hit* me       words in this order; ``...`` is up to three words between
    i ...8 kill myself                  up to eight words between
    send a/the? police                  a word that may be missing
    <partner> + strangl*                both in one sentence, in any order, near each other
    | help me |                         a bar is where a sentence begins or ends

``/`` stands between words of which one is enough, ``*`` is any ending, ``<name>`` a list of words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

GAP = 3
MOST_GAP = 9

_SHORTEST_BEGINNING = 2

_GAP = re.compile(r"\.\.\.(\d?)")
_LIST = re.compile(r"<([a-z_]+)>")
_WORD = re.compile(r"[^\W_][^\s/*?<>|+.!;,]*\*?")


@dataclass(frozen=True, slots=True)
class Step:
    """One word of a phrase.

    Attributes:
        words: What it may be; a word that ends in ``*`` is a beginning. Empty: a sentence's edge.
        optional: Whether it may be missing.
        gap: How many words may stand before it.
    """

    words: frozenset[str]
    optional: bool = False
    gap: int = 0


Phrase = tuple[tuple[Step, ...], ...]
"""Parts that stand in one sentence in any order; each is words in their order."""


class PhraseError(ValueError):
    """Raised when a phrase cannot be read; says what is wrong and what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


def parse_phrase(
    line: str, lists: Mapping[str, frozenset[str]], spell: Callable[[str], str] = str
) -> Phrase:
    """The phrase that a line writes.

    Args:
        line: As an author wrote it.
        lists: The lists of words that it may name.
        spell: How words of this language are folded before they are compared.

    Raises:
        PhraseError: The line is no phrase.
    """
    return tuple(_parse_part(part.split(), lists, spell) for part in line.split(" + "))


def _parse_part(
    signs: list[str], lists: Mapping[str, frozenset[str]], spell: Callable[[str], str]
) -> tuple[Step, ...]:
    steps: list[Step] = []
    gap = 0
    for sign in signs:
        found = _GAP.fullmatch(sign)
        if found:
            gap = _read_gap(found[1], gap, begun=bool(steps))
            continue
        if sign == "|":
            steps.append(Step(frozenset(), gap=gap))
        else:
            words = parse_words(sign.removesuffix("?"), lists, spell)
            steps.append(Step(words, optional=sign.endswith("?"), gap=gap))
        gap = 0
    if gap:
        raise PhraseError("a gap stands at its end", "Put words on both sides of '...'.")
    if not any(step.words and not step.optional for step in steps):
        raise PhraseError("no word of it is needed", "Write a word without '?'.")
    return tuple(steps)


def _read_gap(most: str, before: int, *, begun: bool) -> int:
    if before or not begun:
        raise PhraseError("a gap stands without a word before it", "Put words around '...'.")
    size = int(most) if most else GAP
    if not size:
        raise PhraseError("a gap of no words", f"Write '...', or '...1' to '...{MOST_GAP}'.")
    return size


def parse_words(
    sign: str, lists: Mapping[str, frozenset[str]], spell: Callable[[str], str] = str
) -> frozenset[str]:
    """The words that ``a/b*/<list>`` stands for.

    Raises:
        PhraseError: One of them is neither a word nor a known list.
    """
    alone = _LIST.fullmatch(sign)
    if alone and alone[1] in lists:
        return lists[alone[1]]  # the same set everywhere: it is compared at once
    words: set[str] = set()
    for one in sign.split("/"):
        found = _LIST.fullmatch(one)
        if found and found[1] in lists:
            words |= lists[found[1]]
        elif found:
            known = ", ".join(sorted(lists)) or "none"
            raise PhraseError(f"there is no list '<{found[1]}>' above", f"Known lists are {known}.")
        elif _WORD.fullmatch(one) and len(one) <= _SHORTEST_BEGINNING and one.endswith("*"):
            raise PhraseError(f"'{one}' takes in too many words", "Write more letters before '*'.")
        elif _WORD.fullmatch(one):
            words.add(spell(one))
        else:
            remedy = "Write words, 'a/b', 'word*', 'word?', '<list>', '...', '+' or '|'."
            raise PhraseError(f"'{one}' cannot be read", remedy)
    return frozenset(words)
