"""What was done about the results ("you said, we did"), or slots that the partnership fills in.

What was done is the partnership's to say, so nothing is made up here: where nothing is recorded the
slots are empty and say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.comments.codebook import ALONE, SAFE
from analysis.comments.told import Told
from analysis.consultation.consulted import Consulted
from analysis.consultation.issues import list_worries
from analysis.consultation.voices import order_themes
from analysis.phrases import say_percent
from analysis.shown import Status
from analysis.spread import Distribution, OptionShown, Spread

MOST = 3
"""How many of each kind stand in the slots."""

OTHER, NONE = "other", frozenset({"none", "nothing"})
"""Codes of options that name nothing: something else, and that there is nothing to name."""
DRAWN_NOTE = "asked of people drawn at random"


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in one language.

    Attributes:
        paragraphs: As the partnership wrote them.
    """

    language: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """Something that people said, to which an answer is due.

    Attributes:
        said: What, with its figure.
        where: Which part of the consultation it is from.
    """

    said: str
    where: str


def list_done(consulted: Consulted) -> tuple[Done, ...]:
    """What is recorded as done, the first language of the round first."""
    languages = consulted.asked.languages

    def rank(language: str) -> tuple[int, str]:
        known = language in languages
        return languages.index(language) if known else len(languages), language

    found = {name: _split(text) for name, text in consulted.actions.items()}
    return tuple(Done(name, found[name]) for name in sorted(found, key=rank) if found[name])


def _split(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def list_slots(consulted: Consulted) -> tuple[Slot, ...]:
    """What was named most: of issues, of concerns and in their own words."""
    slots = (*_from_issues(consulted), *_from_concerns(consulted), *_from_themes(consulted))
    return tuple(slots)


def find_concerns(consulted: Consulted) -> tuple[Distribution, ...]:
    """What people chose several of, or named first, among everybody who took part."""
    return tuple(
        one
        for one in consulted.results.distributions
        if (one.kind is Spread.CHOSEN or one.name in consulted.asked.named)
        and one.domain == consulted.asked.domain
    )


def list_chosen(consulted: Consulted, one: Distribution) -> tuple[OptionShown, ...]:
    """The options that the most people named; what names nothing stands in the table alone."""
    if one.status is not Status.RELEASED:
        return ()
    leftover = {OTHER, *_find_nothing(consulted, one)}
    shown = [
        option
        for option in one.options
        if option.estimate is not None and option.code not in leftover
    ]
    shown.sort(key=lambda option: -(option.estimate or 0))
    return tuple(shown[:MOST])


def say_who_named(consulted: Consulted, one: Distribution) -> str:
    """What those did whom shares are of: without “don't know” and without no answer."""
    nothing = _find_nothing(consulted, one)
    labels = [f"“{option.label}”" for option in one.options if option.code in nothing]
    return " or said ".join(["named one" if one.kind is Spread.OPTIONS else "named any", *labels])


def say_base(consulted: Consulted, found: Sequence[Distribution]) -> str:
    """Of whom the shares of what was named are, in a sentence."""
    who = "; or who ".join(dict.fromkeys(say_who_named(consulted, one) for one in found))
    return f"Shares are of those who {who}; “don't know” and no answer are left out."


def _find_nothing(consulted: Consulted, one: Distribution) -> frozenset[str]:
    """The options which say that there is nothing to name."""
    question = consulted.asked.questionnaire.by_name.get(one.item)
    alone = {option.code for option in question.options if option.exclusive} if question else set()
    return NONE | alone


def _from_issues(consulted: Consulted) -> Iterator[Slot]:
    shown = [one for one in list_worries(consulted) if one.row.estimate is not None]
    for one in shown[:MOST]:
        share = say_percent(one.row.estimate or 0, 0)
        where = "How big a problem is it?"
        if one.issue.drawn:
            where += f" ({DRAWN_NOTE})"
        yield Slot(f"{one.issue.label} is a big problem ({share})", where)


def _from_concerns(consulted: Consulted) -> Iterator[Slot]:
    for one in find_concerns(consulted):
        where = f"{one.label}, of those who {say_who_named(consulted, one)}"
        for option in list_chosen(consulted, one):
            yield Slot(f"{option.label} ({say_percent(option.estimate or 0, 0)})", where)


def _from_themes(consulted: Consulted) -> Iterator[Slot]:
    if consulted.themes is None:
        return
    told = [
        one
        for one in order_themes(consulted.themes)
        if one.people.told is Told.COUNT and one.code not in {*ALONE, SAFE}
    ]
    for one in told[:MOST]:
        yield Slot(f"{one.label} (about {one.people.number:,} people)", "In people's own words")
