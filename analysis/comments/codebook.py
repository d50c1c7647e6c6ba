"""The codebook: which themes comments are coded for, by which cues, with which stance.

A codebook is data that an analyst edits, immutable once read, and identified by the hash of its
content. How cues are written: `cues`. How a stance is found: `stances`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field

NO_CONTENT = "no_content"
UNTRANSLATED = "untranslated"
OTHER = "other"
SAFE = "positive_safe"
ALONE = (NO_CONTENT, UNTRANSLATED, OTHER)
"""Codes given where no theme is met."""


class Stance(StrEnum):
    """What a comment says of a theme: it is wrong, it helps already, or it is wanted."""

    PROBLEM = "problem"
    PROTECTIVE = "protective"
    ASK = "ask"


class Nature(StrEnum):
    """What a theme is by itself.

    A fear is given only where nothing else is a problem or wanted, so that it counts those who name
    no reason; it is a problem whatever the words around it.
    """

    TROUBLE = "trouble"
    HELP = "help"
    FEAR = "fear"
    ALONE = "alone"


class Model(BaseModel):
    """Frozen, and refusing fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Beside(Model):
    """Cues that count only in a comment that has another theme as well.

    Attributes:
        themes: Any of these codes; empty for any trouble.
        cues: What must be met besides.
        stance: The stance then taken.
    """

    themes: tuple[str, ...] = ()
    cues: tuple[str, ...] = Field(min_length=1)
    stance: Stance = Stance.PROBLEM


class Plainly(Model):
    """Phrases that say in a roundabout way what a few words say.

    Attributes:
        said: The phrases; none has a gap.
        means: The words in their place; empty where they are to go.
        before: What must follow; empty where anything may.
    """

    said: tuple[str, ...] = Field(min_length=1)
    means: str
    before: tuple[str, ...] = ()


class Theme(Model):
    """One code.

    Attributes:
        code: As it stands in files.
        nature: A trouble is a problem unless something says otherwise; a help is wanted, missing
            or praised by the words around it.
        bare: The stance of a help that nothing is said about.
        source: Where the plan speaks of it.
        cues: Their stance is that of the words around.
        problem: Cues that are a problem by themselves.
        protective: Cues that say that something helps.
        ask: Cues that name a wanted remedy.
        weak: Cues that count only in a sentence without any other theme.
        unless: Phrases whose words are no cues of this theme: "traffic light*".
        gives_way_to: Codes beside which its `cues` do not count, for they say the same better.
    """

    code: str
    label: str
    nature: Nature
    bare: Stance = Stance.ASK
    definition: str
    source: str
    cues: tuple[str, ...] = ()
    problem: tuple[str, ...] = ()
    protective: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()
    gives_way_to: tuple[str, ...] = ()


class Markers(Model):
    """Phrases by which a stance is told, whatever the theme.

    Attributes:
        ask: Something is wanted.
        ask_throughout: The same, for everything that the sentence names.
        conditional: What is said would be so, and is not yet: "would feel safer".
        lack: Something is missing, or does not work.
        praise: Something helps.
        content: Nothing is wrong with what is named; a trouble that follows is denied.
        undone: Praise before it holds no more, or not everywhere.
        better: A trouble has become less.
        against: A help is not wanted, or less of it is.
        unless: Phrases whose words mark nothing: "no more", "thanks for nothing".
        denied_after: Phrases that deny a trouble that they follow: "is not a problem".
        negators: Words that deny a trouble that follows.
        between: Words that may stand between a negator and the trouble.
        answers_no: Sentences that answer the question before them with no.
        answers_yes: The same with yes.
    """

    ask: tuple[str, ...]
    ask_throughout: tuple[str, ...] = ()
    conditional: tuple[str, ...] = ()
    lack: tuple[str, ...]
    praise: tuple[str, ...]
    content: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    better: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    denied_after: tuple[str, ...] = ()
    negators: tuple[str, ...]
    between: tuple[str, ...] = ()
    answers_no: tuple[str, ...] = ()
    answers_yes: tuple[str, ...] = ()


class Codebook(Model):
    """Everything that turns a comment into codes.

    Attributes:
        lists: Words that many cues share, by the name that stands in ``<>``.
        spellings: Slips and slang, each with the word it stands for.
        plainly: Roundabout ways of saying no, each with what it means.
        says_nothing: Words of which a comment without content may be made.
        wants_contact: Words of which one may be made that gives a number or address and no more.
        themes: In the order in which codes are listed.
    """

    name: str
    title: str
    lists: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    spellings: Mapping[str, str] = Field(default_factory=dict)
    plainly: tuple[Plainly, ...] = ()
    says_nothing: tuple[str, ...]
    wants_contact: tuple[str, ...] = ()
    markers: Markers
    themes: tuple[Theme, ...] = Field(min_length=1)

    def __hash__(self) -> int:
        return hash(self.hash)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Every code, in order."""
        return tuple(theme.code for theme in self.themes)

    def get_theme(self, code: str) -> Theme:
        """The theme of that code; raises `KeyError` where there is none."""
        for theme in self.themes:
            if theme.code == code:
                return theme
        raise KeyError(code)
