"""How a round's figures were made, in words and numbers for the page they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

from analysis.arms import WeightedArm
from analysis.dataset import ANSWERS
from analysis.plan import Plan
from analysis.provenance import Provenance
from analysis.rounds import Estimated
from analysis.rows import ArmShown, Method
from analysis.samples import INVITED, OPEN, SAMPLE, describe_place
from analysis.suppression import MIN_BASE, MIN_COUNT, MIN_COUNT_SENSITIVE, MIN_HIDDEN
from analysis.trimming import Trimming
from surveys.progress import show_count, write_count

_OPEN = "People who chose to take part."
_OPEN_INTERVALS = "intervals assume that nothing else decided who took part"
_CHANCE_ALONE = "Intervals assume that chance alone decided who took part."
_INVITED = "People from a random sample who were each sent a code that can be used once."
_INVITED_INTERVALS = (
    "Intervals take the weights into account, and neither strata nor who of the sample did not "
    "answer."
)
_SAMPLED = "Respondents of a sample."
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
        base="Substantive answers of the group. Don't know, prefer not to say, skipped, outside "
        "the item and not asked are not in the base; the share of all asked has don't know "
        "in its base",
        units="Shares 0-1; change.points in percentage points; change.relative as a share of the "
        "baseline; target.increase as a share",
        change="Difference of two independent rounds: since the baseline, and since the round "
        "before; 95 % intervals and p with t on the smaller effective base - 1 degrees of freedom; "
        "each is clear where Holm's adjusted p over the plan's measures is under 0.05",
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
        adjustments=_describe_adjustments(now.headline),
    )


def _describe_estimator(headline: WeightedArm) -> str:
    """What was computed."""
    plain = headline.weighting.partition(":")[0] in {"none", "not raked"}
    parts = [
        f"{'Share, unweighted,' if plain else 'Weighted share'} in the group",
        "standard error by Taylor linearisation with fixed weights, which the intervals rest on",
    ]
    if headline.raking:
        parts.append(
            "beside it, for staff, one calibrated to the margins (residuals of regression on them)"
        )
    return "; ".join(parts)


def _describe_adjustments(headline: WeightedArm) -> str:
    """How trimming and the bootstrap went, which tells how few people are in a small group."""
    parts = [_describe_trimming(headline.trimming)] if headline.trimming else []
    if boot := headline.replication:
        parts.append(
            f"for staff, a bootstrap of {boot.replicates} replicates raked anew (seed {boot.seed}, "
            f"{boot.failed} could not be weighted)"
        )
    return "; ".join(parts)


def _describe_trimming(trimming: Trimming) -> str:
    if not trimming.passes:
        return f"no weight had to be cut: none was over {trimming.limit:g} times the median"
    times = "once" if trimming.passes == 1 else f"{trimming.passes} times"
    return (
        f"weights over {trimming.limit:g} times the median were cut {times}, each time with the "
        "shares of the population met again"
        + ("" if trimming.finished else ", which could not wholly be done")
    )


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
    said = [who, _describe_weights(plan, weighted)]
    if samples == {INVITED}:
        said.append(_INVITED_INTERVALS)
    if plan.weighting.pool_modes and len(weighted.arm.modes) > 1:
        said.append(_POOLED)
    return " ".join(filter(None, said))


def _describe_weights(plan: Plan, weighted: WeightedArm) -> str:
    """What weights make of those who answered, or why there are none; empty where none are due."""
    rake, is_open = plan.weighting.rake, OPEN in weighted.arm.samples
    met = [name for name in rake if weighted.raking and name in weighted.raking.names]
    if met:
        labels = [_write_label(plan.get_grouping(name).label) for name in met]
        said = f"Weights make them resemble the population by {_join(labels)}"
        return f"{said}; {_OPEN_INTERVALS}." if is_open else f"{said}."
    parts = weighted.weighting.split("; ")
    design = any("design" in one for one in parts)
    said = "Not weighted to the population" if design else "Not weighted"
    why = parts[-1].partition(": ")[2] if rake else ""
    said = f"{said}: {why}." if why else f"{said}."
    if not is_open:
        return said if why else ""
    return f"{said} {_CHANCE_ALONE}"


def _write_label(label: str) -> str:
    """A label within a sentence; what is all capitals stays so."""
    return label if label.isupper() else label[:1].lower() + label[1:]


def _join(words: Sequence[str]) -> str:
    """Such as ``sex, age band and area``."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _margin_sources(plan: Plan) -> tuple[str, ...]:
    groupings = (plan.get_grouping(name) for name in plan.weighting.rake)
    return tuple(
        ". ".join(part for part in (f"{g.label}: {g.source}", g.note) if part) for g in groupings
    )
