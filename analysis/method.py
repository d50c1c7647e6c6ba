"""How a round's figures were made, in words and numbers for the page they stand on."""

from __future__ import annotations

from analysis.plan import Plan
from analysis.rounds import Estimated
from analysis.rows import Method
from analysis.suppression import MIN_BASE, MIN_COUNT, MIN_COUNT_SENSITIVE, MIN_HIDDEN
from analysis.weights import Raking

_OPEN = (
    "People who chose to take part. Weights make them resemble the population on the margins "
    "named; intervals assume that nothing else decided who took part."
)
_SAMPLED = "Respondents of a sample, with the weights named."
_POOLED = (
    "Answers given in different ways (in a chat, on paper, to a person) are counted together, "
    "though the way can change the answer."
)


def describe_weighting(plan: Plan, raking: Raking | None) -> str:
    """The weighting as words, such as ``raked: sex, age band``."""
    weighting = plan.weighting
    parts = ["design weight"] if weighting.design else []
    if weighting.rake and raking:
        labels = (plan.get_grouping(name).label.lower() for name in weighting.rake)
        parts.append("raked: " + ", ".join(labels))
    elif weighting.rake:
        parts.append(f"not raked: fewer than {weighting.min_respondents} answers")
    return "; ".join(parts) or "none"


def describe_method(plan: Plan, now: Estimated) -> Method:
    """The method's account of itself."""
    raking = now.raking
    margins = raking.margins if raking else ()
    manifest = now.dataset.manifest
    return Method(
        who=_describe_who(plan, now),
        weighting=describe_weighting(plan, raking),
        estimator="Weighted share in the domain; standard error by Taylor linearisation with the "
        "weights as fixed",
        interval="95 %, logit with t on base - 1 degrees of freedom; Wilson where the base is "
        "under 30 or everybody agrees",
        base="Substantive answers in the domain. Don't know, prefer not to say, skipped, outside "
        "the item and not asked are not in the base; all_asked is the share with don't know "
        "in the base",
        units="Shares 0-1; change.points in percentage points; change.relative as a share of the "
        "baseline; target.increase as a share",
        change="Difference of two independent rounds; clear where Holm's adjusted p over the "
        "plan's measures is under 0.05",
        respondents=now.rows,
        ineligible=now.ineligible,
        modes=dict(manifest.modes),
        not_given={margin.name: margin.not_given for margin in margins},
        collapsed={m.name: dict(m.collapsed) for m in margins if m.collapsed},
        raking_iterations=raking.iterations if raking else None,
        raking_error=raking.error if raking else None,
        margin_sources=_margin_sources(plan),
        attribution=plan.attribution,
        plan_hash=plan.hash,
        software=manifest.software,
        disclosure=f"Bases under {MIN_BASE} are too few. Withheld: fewer than {MIN_COUNT} people "
        f"({MIN_COUNT_SENSITIVE} for a sensitive item) on one side, and what would give such "
        f"a figure, or one on fewer than {MIN_HIDDEN} people, away by subtraction. Public: whole "
        "per cents (tenths from a base of 1,000), bases to the nearest 5",
    )


def _describe_who(plan: Plan, now: Estimated) -> str:
    who = _OPEN if now.open_sample else _SAMPLED
    pooled = plan.weighting.pool_modes and len(now.modes) > 1
    return f"{who} {_POOLED}" if pooled else who


def _margin_sources(plan: Plan) -> tuple[str, ...]:
    groupings = (plan.get_grouping(name) for name in plan.weighting.rake)
    return tuple(
        ". ".join(part for part in (f"{g.label}: {g.source}", g.note) if part) for g in groupings
    )
