"""How a round's figures were made, in words and numbers for the page they stand on."""

from __future__ import annotations

from importlib.metadata import version

from analysis.arms import WeightedArm
from analysis.dataset import ANSWERS
from analysis.plan import Plan
from analysis.rounds import Estimated
from analysis.rows import ArmShown, Method
from analysis.samples import INVITED, OPEN, SAMPLE, describe_place
from analysis.shown import Provenance
from analysis.suppression import MIN_BASE, MIN_COUNT, MIN_COUNT_SENSITIVE, MIN_HIDDEN
from surveys.progress import show_count, write_count

_OPEN = (
    "People who chose to take part. Weights make them resemble the population on the margins "
    "named; intervals assume that nothing else decided who took part."
)
_INVITED = (
    "People from a random sample who were each sent a code that can be used once. Intervals take "
    "the weights named into account, and neither strata nor who of the sample did not answer."
)
_SAMPLED = "Respondents of a sample, with the weights named."
_POOLED = (
    "Answers given in different ways (in a chat, on paper, to a person) are counted together, "
    "though the way can change the answer."
)


def describe_method(plan: Plan, now: Estimated) -> Method:
    """The method's account of itself."""
    raking = now.headline.raking
    margins = raking.margins if raking else ()
    manifest = now.dataset.manifest
    return Method(
        who=_describe_who(plan, now.headline),
        weighting=now.headline.weighting,
        estimator=_describe_estimator(now.headline),
        interval="95 %, logit with t on base - 1 degrees of freedom; Wilson where the base is "
        "under 30 or everybody agrees",
        base="Substantive answers in the domain. Don't know, prefer not to say, skipped, outside "
        "the item and not asked are not in the base; all_asked is the share with don't know "
        "in the base",
        units="Shares 0-1; change.points in percentage points; change.relative as a share of the "
        "baseline; target.increase as a share",
        change="Difference of two independent rounds: since the baseline, and since the round "
        "before; each is clear where Holm's adjusted p over the plan's measures is under 0.05",
        respondents=now.headline.rows,
        ineligible=now.headline.ineligible,
        modes=dict(manifest.modes),
        arms=tuple(_show_arm(plan, one, headline=one is now.headline) for one in now.arms),
        caution=warn_thin(plan, now),
        flags=now.dataset.count_flags(),
        codes_issued=sum(one.issued for one in manifest.codes) or None,
        codes_used=sum(one.used for one in manifest.codes) if manifest.codes else None,
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


def _describe_estimator(headline: WeightedArm) -> str:
    """What was computed, and how trimming and the bootstrap went where there were any."""
    parts = [
        "Weighted share in the domain",
        "standard error by Taylor linearisation with fixed weights, which the intervals rest on",
    ]
    if headline.raking:
        parts.append(
            "beside it, for staff, one calibrated to the margins (residuals of regression on them)"
        )
    if trimming := headline.trimming:
        parts.append(
            f"weights over {trimming.limit:g} times the median were cut in {trimming.passes} "
            "passes and the margins met again"
            + ("" if trimming.finished else ", which could not wholly be done")
        )
    if boot := headline.replication:
        parts.append(
            f"for staff, a bootstrap of {boot.replicates} replicates raked anew (seed {boot.seed}, "
            f"{boot.failed} could not be weighted)"
        )
    return "; ".join(parts)


def describe_provenance(plan: Plan, now: Estimated, seed: int) -> Provenance:
    """Where every figure comes from, so that it can be made again."""
    manifest = now.dataset.manifest
    return Provenance(
        round=manifest.round,
        title=manifest.title or manifest.round,
        opens_on=manifest.opens_on,
        ended_on=manifest.ended_on,
        questionnaire=manifest.questionnaire.name,
        questionnaire_version=manifest.questionnaire.version,
        questionnaire_hash=manifest.questionnaire.hash,
        plan=plan.name,
        plan_title=plan.title,
        plan_hash=plan.hash,
        software=f"canvass {version('canvass')}",
        frozen_by=f"canvass {manifest.software}",
        seed=seed,
        answers_hash=manifest.files[ANSWERS],
        modes=dict(manifest.modes),
    )


def warn_thin(plan: Plan, now: Estimated) -> str:
    """That the headline is of few invited people, and where the more that were not stand; or empty.

    One answer with an invitation code takes every headline figure from the open answers. They are
    not pooled for that, but nobody should have to ask where they are. It may be published.
    """
    few = now.headline.rows
    others = [one for one in now.arms[1:] if OPEN in one.arm.samples]
    thin = few < plan.weighting.min_respondents and few < sum(one.rows for one in others)
    if INVITED not in now.samples or not thin:
        return ""
    shown = show_count(few)
    places = (category for one in others for _, category in one.arm.places)
    return (
        f"Headline figures are of the invited sample alone, which has {'about ' if shown else ''}"
        f"{write_count(shown)} answers: where one says too few, this is why. Those of people who "
        "came without an invitation are more; they are not added to it and stand in the rows of "
        f"breakdown {SAMPLE}, category {' and '.join(places)}."
    )


def list_apart(now: Estimated) -> tuple[str, ...]:
    """Who stands apart from the headline figures, in words that may be published."""
    return tuple(
        f"{'About ' if (shown := show_count(one.rows)) else ''}{write_count(shown)} answers "
        f"({describe_place(place)}) stand apart and are not in this figure: "
        f"breakdown {place[0]}, category {place[1]}."
        for one in now.arms[1:]
        for place in one.arm.places
    )


def _show_arm(plan: Plan, weighted: WeightedArm, *, headline: bool) -> ArmShown:
    arm = weighted.arm
    breakdown, category = (None, None) if headline else arm.places[0]
    return ArmShown(
        breakdown=breakdown,
        category=category,
        samples=tuple(sorted(arm.samples)),
        modes=tuple(sorted(arm.modes)),
        respondents=weighted.rows,
        who=_describe_who(plan, weighted),
        weighting=weighted.weighting,
    )


def _describe_who(plan: Plan, weighted: WeightedArm) -> str:
    samples = weighted.arm.samples
    who = _OPEN if OPEN in samples else _INVITED if samples == {INVITED} else _SAMPLED
    pooled = plan.weighting.pool_modes and len(weighted.arm.modes) > 1
    return f"{who} {_POOLED}" if pooled else who


def _margin_sources(plan: Plan) -> tuple[str, ...]:
    groupings = (plan.get_grouping(name) for name in plan.weighting.rake)
    return tuple(
        ". ".join(part for part in (f"{g.label}: {g.source}", g.note) if part) for g in groupings
    )
