"""How the answers to one item are spread over its options, as results hold it.

Shares are 0-1. None means "not to be had" or, in public, "withheld".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from analysis.shown import Status


class Spread(StrEnum):
    """What a distribution shows of an item.

    `OPTIONS`: each substantive answer's share of the base; they add up to one. `CHOSEN`: each
    option's share of respondents, who could choose several; they do not add up to one.
    """

    OPTIONS = "options"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class OptionShown:
    """One option of a distribution.

    Attributes:
        estimate, ci_low, ci_high: Weighted share of the base with its 95 % interval.
        unweighted: The same share unweighted.
        all_asked: The same share with "don't know" in the base.
    """

    code: str
    label: str
    status: Status
    estimate: float | None
    ci_low: float | None
    ci_high: float | None
    unweighted: float | None
    all_asked: float | None


@dataclass(frozen=True, slots=True)
class MeanShown:
    """The weighted mean of a numbered scale, and who scored high.

    Attributes:
        estimate, ci_low, ci_high: In points of the scale.
        standard_error: None in public.
        lowest, highest: The ends of the scale.
    """

    estimate: float | None
    standard_error: float | None
    ci_low: float | None
    ci_high: float | None
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Distribution:
    """The answers to one item in one domain.

    Attributes:
        name: Of the plan's tabulation.
        item: The column, or what the columns of a choice of several have in common.
        text: The question.
        status: Of the whole; the options have their own as well.
        base: Respondents with a substantive answer.
        notes: What has to be read with it.
    """

    name: str
    item: str
    label: str
    text: str
    kind: Spread
    domain: str
    domain_label: str
    status: Status
    base: int | None
    effective_base: float | None
    options: tuple[OptionShown, ...]
    mean: MeanShown | None
    notes: tuple[str, ...] = ()
