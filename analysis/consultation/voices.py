"""What people say in their own words: every theme, what they say of it, and quotes beneath.

Themes stand by the published numbers, those of few people included: none is left out. Quotes stand
under their theme and nowhere else, and nothing about their authors stands with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.comments.codebook import ALONE, OTHER, SAFE, Stance
from analysis.comments.releasing import ReleasedThemes
from analysis.comments.told import FEWEST, People, Read, Told, ToldTheme
from analysis.consultation.consulted import Consulted
from analysis.consultation.relying import say_reliance
from analysis.tables import Column, Symbol, Table, Unit, Value

STANCES = {
    Stance.PROBLEM: "say that it is a problem",
    Stance.PROTECTIVE: "say that it helps already",
    Stance.ASK: "ask for something",
}
FEW_NOTE = (
    f"Below {FEWEST} people no number is told, and it may be nobody; others are to the nearest 5."
)
SEVERAL = "Somebody can speak of several themes, so that numbers do not add up."
UNSAFE = "unsafe_unspecified"
"""Code of those who feel unsafe and name no reason."""
NO_BALANCE = (
    "“{safe}” is counted beside whatever else somebody speaks of, and “{unsafe}” only where no "
    "reason is named: the two are no balance."
)
LEFT = "What is said of “{label}” is not told: it is whatever fits no theme, good or bad."
EMPTY = "Comments that say nothing, such as “n/a”, are not counted."
NOT_TOLD = "not told"
"""Of a share or stance that is not told: with the number of its theme, or never."""

_RANK = {Told.NEARLY_ALL: 0, Told.COUNT: 1, Told.WITHHELD: 2, Told.FEW: 3}

COLUMNS = (
    Column("theme_label", "Theme"),
    Column("people", "People who speak of it", Unit.COUNT, "To the nearest 5, from 10."),
    Column("share", "Share of those who wrote", Unit.SHARE, "Of the published numbers."),
    Column("problem", "A problem", Unit.COUNT, "People who say that it is a problem."),
    Column("protective", "Helps already", Unit.COUNT, "People who say that it helps already."),
    Column("ask", "Asked for", Unit.COUNT, "People who ask for something."),
    Column("theme", "Theme code"),
)


@dataclass(frozen=True, slots=True)
class Voice:
    """A theme on the page.

    Attributes:
        said: How many speak of it, and what they say.
        quotes: Approved ones, in an order that says nothing.
    """

    anchor: str
    label: str
    said: str
    quotes: tuple[str, ...]


def order_themes(themes: ReleasedThemes) -> tuple[ToldTheme, ...]:
    """The themes by their published numbers, then as the codebook has them; leftovers last."""
    return tuple(
        sorted(
            themes.themes,
            key=lambda one: (one.code in ALONE, _RANK[one.people.told], -(one.people.number or 0)),
        )
    )


def list_voices(consulted: Consulted) -> tuple[Voice, ...]:
    """The themes that anything was quoted of, or that enough people speak of to say more."""
    if consulted.themes is None:
        return ()
    quotes = consulted.quotes.by_theme if consulted.quotes else {}
    return tuple(
        Voice(
            anchor=f"theme-{one.code}".replace("_", "-"),
            label=one.label,
            said=say_theme(one),
            quotes=tuple(quotes.get(one.code, ())),
        )
        for one in order_themes(consulted.themes)
        if quotes.get(one.code) or one.people.told in {Told.COUNT, Told.NEARLY_ALL}
    )


def say_people(people: People, *, first: bool = True) -> str:
    """How many, in words."""
    match people.told:
        case Told.COUNT:
            said = f"about {people.number:,} people"
        case Told.WITHHELD:
            said = "a number of people that is not shown, to protect them,"
        case _:
            said = f"{people.say()} people"
    return said[0].upper() + said[1:] if first else said


def say_theme(one: ToldTheme) -> str:
    """How many speak of a theme, and what they say of it, in sentences."""
    share = "" if one.share is None else f" ({one.share} in 100 of those who wrote)"
    said = f"{say_people(one.people)} speak of it{share}."
    shown = [
        f"{say_people(people, first=False)} {STANCES[stance]}"
        for stance, people in one.stances.items()
        if people.told is Told.COUNT
    ]
    if shown:
        said += f" {'; '.join(shown)[0].upper()}{'; '.join(shown)[1:]}."
    return said


def tabulate_themes(themes: ReleasedThemes) -> Table:
    """Every theme of the codebook, those of few people and of nobody included."""
    return Table(
        name="themes",
        tab="themes",
        title="Themes of the comments",
        columns=COLUMNS,
        rows=tuple(_list_cells(one) for one in order_themes(themes)),
        notes=tuple(list_notes(themes)),
    )


def list_notes(themes: ReleasedThemes) -> Iterator[str]:
    """What has to be read with the numbers of themes, wherever they stand."""
    yield from (*say_base(themes), *say_reliance(themes), FEW_NOTE, SEVERAL)
    labels = {one.code: one.label for one in themes.themes}
    if OTHER in labels:
        yield LEFT.format(label=labels[OTHER])
    if SAFE in labels and UNSAFE in labels:
        yield NO_BALANCE.format(safe=labels[SAFE], unsafe=labels[UNSAFE])


def say_wrote(themes: ReleasedThemes) -> str:
    """How many wrote something."""
    return f"{say_people(themes.wrote)} wrote something"


def say_base(themes: ReleasedThemes) -> Iterator[str]:
    """Who wrote, and who has read it."""
    yield f"{say_wrote(themes)}; shares are of them."
    yield EMPTY
    yield f"A program reads every comment by written rules. {_say_read(themes)}"


def _say_read(themes: ReleasedThemes) -> str:
    """Of which part of the people somebody checked the codes; a number would tell of the base."""
    if themes.read is Read.NOBODY:
        return "No analyst has checked its codes."
    people = themes.read.value if themes.read is Read.EVERYBODY else f"{themes.read} of the people"
    analyst = "A made-up analyst" if themes.synthetic else "An analyst"
    return (
        f"{analyst} has checked its codes for comments of {people}; where both differ, the "
        "analyst's reading holds."
    )


def _list_cells(one: ToldTheme) -> tuple[Value, ...]:
    share: Value = NOT_TOLD if one.share is None else one.share / 100
    stances = (_cell(one.stances.get(stance)) for stance in Stance)
    return (one.label, _cell(one.people), share, *stances, one.code)


def _cell(people: People | None) -> Value:
    """A number, or the words in its place."""
    if people is None:
        return NOT_TOLD
    if people.told is Told.WITHHELD:
        return Symbol.CONFIDENTIAL
    return people.number if people.told is Told.COUNT else people.say()
