"""Small plans for tests of the analysis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.plan import Domain, Grouping, Level, Measure, Plan, Weighting


def make_grouping(
    name: str, shares: Mapping[str, float], collapse: Mapping[str, str] | None = None
) -> Grouping:
    """A grouping by the column of its own name."""
    levels = tuple(
        Level(
            code=code,
            label=code,
            when={name: (code,)},
            collapse_into=(collapse or {}).get(code, ""),
        )
        for code in shares
    )
    return Grouping(name=name, label=name, levels=levels, shares=shares)


def make_measure(**changes: Any) -> Measure:
    """The share feeling safe after dark."""
    content: dict[str, Any] = {
        "name": "safe",
        "label": "Safe after dark",
        "item": "after_dark",
        "positive": ("very_safe", "fairly_safe"),
        "domains": ("all", "women"),
        "breakdowns": ("sex",),
    }
    return Measure(**(content | changes))


def make_plan(**changes: Any) -> Plan:
    """One measure, everybody and women, unweighted."""
    content: dict[str, Any] = {
        "name": "small",
        "title": "A small plan",
        "questionnaire": "annual-perception",
        "domains": (
            Domain(name="all", label="All"),
            Domain(name="women", label="Women", when={"sex": ("female",)}),
        ),
        "groupings": (make_grouping("sex", {"female": 0.5, "male": 0.5}),),
        "weighting": Weighting(),
        "measures": (make_measure(),),
    }
    return Plan(**(content | changes))
