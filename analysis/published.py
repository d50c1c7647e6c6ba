"""What a plan takes from others: published figures, its own printed ones, earlier targets.

They are shown beside measures and tested against nothing.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from analysis.plan_content import Model


class PublishedFigure(Model):
    """A figure somebody else published: shown beside a measure, never tested against.

    Attributes:
        value: The share, 0-1, as published.
        base: Respondents, where published.
    """

    domain: str
    value: float = Field(ge=0, le=1)
    period: str
    source: str
    base: int | None = Field(default=None, gt=0)
    note: str = ""


class PublishedPoint(Model):
    """One figure of a series that somebody else publishes, for charts; never tested against.

    Attributes:
        period: As its source names it.
        on: The last day of its period.
        survey: The survey, such as ``Public Attitude Survey``.
        source: Where it can be looked up.
    """

    measure: str
    domain: str
    period: str
    on: date
    value: float = Field(ge=0, le=1)
    base: int | None = Field(default=None, gt=0)
    survey: str
    source: str = Field(min_length=1)
    note: str = ""


class Printed(Model):
    """A figure as the plan's own documents print it; kept with what is unclear about it."""

    label: str
    value: float = Field(ge=0, le=1)
    period: str
    survey: str
    base: int | None = Field(default=None, gt=0)
    source: str = Field(min_length=1)
    problem: str = ""


class EarlierTarget(Model):
    """A perception target of an earlier plan, kept on record; it gives no verdict."""

    text: str
    source: str
    measure: str
    note: str = ""
