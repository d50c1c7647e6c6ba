"""A plan: what a partnership measures, in whom, weighted to what, against which targets.

A plan is data, immutable, and identified by the hash of its content. Conditions are any-of maps:
``{age: [16_17], age_band: [18_24]}`` holds for everybody who has one of these codes in one of
these columns of the frozen round. Shares and increases are 0-1 throughout.

This module is light on purpose: the command line reads plans without the statistics.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from pydantic import Field

from analysis.plan_content import Condition, Model, dump_content
from analysis.published import EarlierTarget, Printed, PublishedFigure, PublishedPoint
from surveys.rounds import Purpose


class Fit(StrEnum):
    """How far a measure says what the plan's words say."""

    EXACT = "exact"
    PARTIAL = "partial"
    PROXY = "proxy"


class GroupingKind(StrEnum):
    """What a grouping divides by: places are never crossed with ethnic groups."""

    PLACE = "place"
    ETHNIC = "ethnic"
    OTHER = "other"


class Level(Model):
    """One category of a grouping, or one component of a domain.

    Attributes:
        code: The category as it stands in results.
        when: Who belongs to it.
        collapse_into: The level that it is weighted together with in a round where fewer than
            `Weighting.min_level` people belong to it. Empty: a few people are weighted by
            themselves, and a round in which nobody belongs to it is refused.
    """

    code: str
    label: str
    when: Condition
    collapse_into: str = ""


class Grouping(Model):
    """A division of respondents into levels: a breakdown, a weighting margin, or both.

    Attributes:
        shares: The population's share of each level, 0-1, summing to 1; empty when the grouping
            is not a margin. Filled from the plan's file of margins.
    """

    name: str
    label: str
    levels: tuple[Level, ...]
    source: str = ""
    note: str = ""
    kind: GroupingKind = GroupingKind.OTHER
    shares: Mapping[str, float] = Field(default_factory=dict)


class Domain(Model):
    """Whom a figure is about. Without a condition it is everybody.

    Attributes:
        components: Parts whose union is the domain; each becomes a breakdown row.
        agreed: False while the partnership has not signed the definition: no verdict until then.
    """

    name: str
    label: str
    when: Condition = Field(default_factory=dict)
    components: tuple[Level, ...] = ()
    agreed: bool = True
    note: str = ""


class Tabulation(Model):
    """An item whose answers are shown one by one, beside the measures.

    Attributes:
        item: A column; or for options that people chose several of, the part of their columns'
            names before the two underscores (``concerns`` of ``concerns__noise``).
        chosen: People chose several: shares of respondents, not of mentions.
        named: People chose one that they name first, such as a top concern: the most named stand
            in the summary of a consultation, as those of several chosen do.
        scores: Code to number, for the mean of a scale; empty for none.
        domains: One distribution for each.
    """

    name: str
    label: str
    item: str
    chosen: bool = False
    named: bool = False
    scores: Mapping[str, float] = Field(default_factory=dict)
    domains: tuple[str, ...] = Field(min_length=1)
    sensitive: bool = False
    note: str = ""


class Target(Model):
    """What the plan promises, in its own words.

    Attributes:
        text: Verbatim.
        increase: 0.10 for "10% increase"; 0 for an increase without a number; None when the
            words set no number that a survey can test.
        fit_reason: What the measure has of the plan's words, and what it has not.
    """

    text: str
    source: str
    domain: str
    increase: float | None = Field(default=None, ge=0, le=1)
    fit: Fit
    fit_reason: str


class Measure(Model):
    """A share: those with a positive answer among those with a substantive one.

    Attributes:
        item: Column of the frozen round.
        positive: Codes of the numerator; every other substantive code counts in the base only.
        domains: A headline row for each.
        breakdowns: Groupings that divide a domain into rows (`Plan.find_divided`).
        companion: True for context without change or verdict; its base is named in `note`.
        sensitive: Asks for the stricter disclosure rule, whatever the questionnaire says.
        published: Figures of other surveys, latest first.
    """

    name: str
    label: str
    item: str
    positive: tuple[str, ...] = Field(min_length=1)
    domains: tuple[str, ...] = Field(min_length=1)
    breakdowns: tuple[str, ...] = ()
    target: Target | None = None
    companion: bool = False
    sensitive: bool = False
    published: tuple[PublishedFigure, ...] = ()
    note: str = ""


class Weighting(Model):
    """How respondents are weighted.

    Attributes:
        design: Use the design weights that come with the answers; a round that has some is
            refused without.
        pool_modes: Count chat together with other modes; a round that mixes them is refused
            without, because people answer differently to a person, on paper and in a chat.
        rake: Groupings whose population shares the weighted sample must meet.
        tolerance: Largest relative distance from a margin that counts as converged.
        max_iterations: Rounds over all margins before raking is refused.
        trim: Largest weight allowed, as a multiple of the median weight (Potter 1990); None to
            leave weights as raking makes them.
        min_respondents: A round with fewer is not raked, and says so; with so few, margins have
            empty levels and weights say more about chance than about the population.
        min_level: A level of a margin with fewer people is weighted together with the one that it
            collapses into; 1 for levels with nobody alone.
    """

    design: bool = False
    pool_modes: bool = False
    rake: tuple[str, ...] = ()
    trim: float | None = Field(default=None, ge=2)
    tolerance: float = Field(default=1e-9, gt=0)
    max_iterations: int = Field(default=1000, gt=0)
    min_respondents: int = Field(default=30, ge=30)
    min_level: int = Field(default=1, ge=1)


class Plan(Model):
    """Everything that turns a round of one questionnaire into measures.

    Attributes:
        accepted_open_sample: The partnership's recorded decision to take verdicts from people who
            chose to take part, with its date; empty where it has not decided, so that such verdicts
            are indicative.
        purpose: What its rounds are for; those of a consultation are never set beside a survey's.
        population: The domain that the population's shares describe, and that breakdowns divide;
            empty for everybody, and for the first domain of each measure.
        equality: Groupings by protected characteristics: a group of them is a row of a measure only
            where it clearly differs from everybody else (`analysis.clearing`).
        published_series: Filled from the plan's file of published figures.
        printed: Filled from the plan's file of figures in its own documents.
    """

    name: str
    title: str
    questionnaire: str
    eligible: Condition = Field(default_factory=dict)
    deadline: date | None = None
    deadline_note: str = ""
    deadline_alternatives: tuple[date, ...] = ()
    attribution: str = ""
    domains: tuple[Domain, ...] = Field(min_length=1)
    groupings: tuple[Grouping, ...] = ()
    weighting: Weighting = Weighting()
    measures: tuple[Measure, ...] = Field(min_length=1)
    earlier_targets: tuple[EarlierTarget, ...] = ()
    tabulations: tuple[Tabulation, ...] = ()
    accepted_open_sample: str = ""
    purpose: Purpose = Purpose.SURVEY
    population: str = ""
    equality: tuple[str, ...] = ()
    published_series: tuple[PublishedPoint, ...] = ()
    printed: tuple[Printed, ...] = ()

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON, population shares included."""
        return hashlib.sha256(dump_plan(self).encode()).hexdigest()

    def get_domain(self, name: str) -> Domain:
        """The domain of that name; raises `KeyError` where the plan has none."""
        return _by_name(self.domains, name)

    def get_grouping(self, name: str) -> Grouping:
        """The grouping of that name; raises `KeyError` where the plan has none."""
        return _by_name(self.groupings, name)

    def find_divided(self, measure: Measure) -> str:
        """The domain that a measure's breakdowns divide."""
        return self.population or measure.domains[0]


Named = TypeVar("Named", Domain, Grouping, Measure)


def _by_name(things: Iterable[Named], name: str) -> Named:
    for thing in things:
        if thing.name == name:
            return thing
    raise KeyError(name)


def dump_plan(plan: Plan) -> str:
    """Canonical JSON: sorted keys, no spaces. What a closed round keeps as ``plan.json``."""
    return dump_content(plan.model_dump(mode="json"))
