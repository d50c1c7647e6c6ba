"""Frozen rounds of random answers, with everything that a store keeps beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from analysis.plan import Plan, dump_plan
from surveys.answers import Answered, Missing, NonResponse, Outside, Slot
from surveys.questionnaire import Kind, Option, OptionKind, Question, Questionnaire
from surveys.rounds import Round, RoundState
from surveys.store.frozen import FieldworkCounts, freeze
from surveys.store.response import FrozenResponse

_KINDS = {
    OptionKind.DONT_KNOW: NonResponse.DONT_KNOW,
    OptionKind.PREFER_NOT_TO_SAY: NonResponse.PREFER_NOT_TO_SAY,
}


@dataclass(frozen=True)
class Beside:
    """What a round keeps beside answers, drawn apart from them."""

    seed: int = 1
    stratum: str | None = None
    weighted: bool = False
    flags: tuple[str, ...] = ()


def freeze_sample(
    folder: Path,
    questionnaire: Questionnaire,
    plan: Plan,
    *,
    size: int,
    seed: int = 2026,
    beside: Beside | None = None,
) -> Path:
    """A round of `size` respondents; the same answers whatever stands beside them.

    Wards, strata, weights and marks of quality are drawn with `beside`, in an order of their own.
    """
    beside = beside or Beside()
    random, other = np.random.default_rng(seed), np.random.default_rng(beside.seed)
    frozen = [
        FrozenResponse(
            "en" if random.random() < 0.9 else "bn",
            "chat",
            "open",
            _respond(questionnaire, random, other),
            stratum=beside.stratum,
            design_weight=1 + round(other.random(), 3) if beside.weighted else None,
            flags=beside.flags,
        )
        for _ in range(size)
    ]
    round_ = Round(
        id=1,
        name=folder.name,
        title="",
        questionnaire_hash="0" * 64,
        plan=plan.name,
        plan_hash=plan.hash,
        state=RoundState.CLOSING,
        opens_on=date(2026, 5, 1),
        closes_on=date(2026, 5, 31),
        synthetic=True,
    )
    freeze(round_, questionnaire, frozen, folder, FieldworkCounts(plan=dump_plan(plan)))
    return folder


def _respond(
    questionnaire: Questionnaire, random: np.random.Generator, other: np.random.Generator
) -> dict[str, Slot]:
    slots = {q.name: _answer(q, random, other) for q in questionnaire.questions}
    found = {name: slot for name, slot in slots.items() if slot is not None}
    fixed = {"lives_here": Answered(("yes",)), "age": Answered(("18_over",))}
    return found | {name: slot for name, slot in fixed.items() if name in found}


def _answer(
    question: Question, random: np.random.Generator, other: np.random.Generator
) -> Slot | None:
    if random.random() < 0.05 and question.kind is not Kind.NOTE:
        return Missing(NonResponse.SKIPPED)
    match question.kind:
        case Kind.NOTE:
            return None
        case Kind.TEXT:
            return Answered(("Something that somebody wrote.",))
        case Kind.NUMBER:
            return Answered((str(random.integers(100)),))
        case Kind.ACKNOWLEDGE:
            return Answered(("yes",))
        case Kind.PLACE:
            area = question.areas[random.integers(len(question.areas))]
            ward = area.wards[other.integers(len(area.wards))]
            return Answered((area.code, ward.code))
    option: Option = question.options[random.integers(len(question.options))]
    if option.kind is OptionKind.SUBSTANTIVE:
        return Answered((option.code,))
    if option.kind is OptionKind.OUTSIDE:
        return Outside(option.code)
    return Missing(_KINDS[option.kind], option.code)
