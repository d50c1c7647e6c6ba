"""Synthetic residents for the demo: who they are and what they answer, drawn from a seed.

Who they are follows the plan's population margins. What they answer is MADE UP: the chances below
were chosen to give a demo something to show and are estimates of nothing.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.plan import Plan
from bot.wording import FALLBACK, load_wording
from surveys.questionnaire import Kind, Option, OptionKind, Question, Questionnaire

SKIPS = 0.02
REFUSES = 0.03
EXTRA_PART = 0.6
TYPES_NUMBERS = 0.1

_AGE_BANDS = {"16_24": ("18_24", "16_17")}
_WORSE_AT_NIGHT = {"female": 0.75, "male": 1.2}


@dataclass(frozen=True, slots=True)
class Persona:
    """A made-up resident.

    Attributes:
        answers: For each question, the words on the buttons to tap, in order; none is to skip.
        types_numbers: Whether they type the number of an answer instead of tapping it.
        extra: Whether they answer the further part.
    """

    answers: Mapping[str, tuple[str, ...]]
    types_numbers: bool
    extra: bool


class PersonaMaker:
    """Draws personas.

    Args:
        questionnaire: What they will be asked.
        plan: Whose population they come from.
        seed: The same seed gives the same personas.
    """

    def __init__(self, questionnaire: Questionnaire, plan: Plan, seed: int) -> None:
        self._questionnaire = questionnaire
        self._plan = plan
        self._random = random.Random(seed)  # noqa: S311  # a demo, nothing secret

    def draw(self) -> Persona:
        """The next persona."""
        codes = self._traits()
        answers: dict[str, tuple[str, ...]] = {}
        for question in self._questionnaire.questions:
            if question.name == "home":
                answers[question.name] = self._home(question, codes["area"])
            else:
                answers[question.name] = self._choose(question, codes)
        return Persona(
            answers,
            types_numbers=self._random.random() < TYPES_NUMBERS,
            extra=self._random.random() < EXTRA_PART,
        )

    def _traits(self) -> dict[str, str]:
        """Who the person is, from the plan's margins."""
        codes = {name: self._draw_level(name) for name in self._plan.weighting.rake}
        band, young = _AGE_BANDS.get(codes["age_band"], (codes["age_band"], ""))
        minor = bool(young) and self._random.random() < 0.15
        return {
            **codes,
            "age": young if minor else "18_over",
            "age_band": band,
            "lives_here": "yes",
        }

    def _draw_level(self, grouping: str) -> str:
        shares = self._plan.get_grouping(grouping).shares
        return self._random.choices(list(shares), list(shares.values()))[0]

    def _home(self, question: Question, area_code: str) -> tuple[str, ...]:
        area = question.area(area_code)
        assert area is not None, "the plan's areas are the questionnaire's"
        wards = [ward.label[FALLBACK] for ward in area.wards]
        unsure = load_wording(FALLBACK)("not-sure")
        return area.label[FALLBACK], self._random.choice([*wards, unsure])

    def _choose(self, question: Question, codes: Mapping[str, str]) -> tuple[str, ...]:
        if question.kind not in {Kind.SINGLE, Kind.SCALE}:
            return ()
        if question.personal and self._random.random() < REFUSES:
            return (load_wording(FALLBACK)("prefer-not-to-say"),)
        if question.name in codes:
            option = question.option(codes[question.name])
            return (option.label[FALLBACK],) if option else ()
        if not question.required and self._random.random() < SKIPS:
            return ()
        options = [
            option
            for option in question.options
            if not option.relevant or f"'{codes['ethnic_group']}'" in option.relevant
        ]
        weights = [self._chance(option, place, codes) for place, option in enumerate(options)]
        return (self._random.choices(options, weights)[0].label[FALLBACK],)

    def _chance(self, option: Option, place: int, codes: Mapping[str, str]) -> float:
        """Made up: middling answers are likeliest, women are less often at the safe end."""
        if option.kind is not OptionKind.SUBSTANTIVE:
            return 0.06
        likeliest = 1.6 / _WORSE_AT_NIGHT[codes["sex"]]
        return 1.0 / (1.0 + (place - likeliest) ** 2)
