"""Synthetic residents for the demo: who they are and what they answer, drawn from a seed.

Who they are follows the plan's population margins. What they answer is MADE UP: the chances below
were chosen to give a demo something to show and are estimates of nothing.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from analysis.plan import Plan
from bot.made_up import Map, Pen, Spot, Typed
from bot.wording import FALLBACK, load_wording
from surveys.questionnaire import (
    Area,
    Kind,
    Layout,
    Option,
    OptionKind,
    Question,
    Questionnaire,
)

T = TypeVar("T")

SKIPS = 0.02
REFUSES = 0.03
EXTRA_PART = 0.6
TYPES_NUMBERS = 0.1
SLIPS = 0.2

_REFUSED = "prefer_not_to_say"
_LIKELY: Mapping[str, Mapping[str, float]] = {
    "connection": {"lives": 0.8, "works": 0.1, "studies": 0.05, "visits": 0.04, "other": 0.01},
    "place": {"no": 0.2, "kind": 0.25, "ward": 0.2, "location": 0.35},
    "may_quote": {"yes": 0.8, "no": 0.2},
    "conditions": {"no": 0.75, "yes": 0.2, _REFUSED: 0.05},
    "conditions_reduce": {"a_lot": 0.35, "a_little": 0.45, "not_at_all": 0.15, _REFUSED: 0.05},
    "religion": {
        "none": 0.35,
        "muslim": 0.3,
        "christian": 0.25,
        "hindu": 0.02,
        "buddhist": 0.01,
        "jewish": 0.01,
        "sikh": 0.01,
        "other": 0.01,
        _REFUSED: 0.04,
    },
    "orientation": {
        "heterosexual": 0.84,
        "gay_lesbian": 0.07,
        "bisexual": 0.05,
        "other": 0.01,
        _REFUSED: 0.03,
    },
    "ethnic_detail": {
        "white_british": 0.6,
        "white_other": 0.3,
        "white_irish": 0.06,
        "white_roma": 0.02,
        "white_gypsy_traveller": 0.02,
        "mixed_other": 0.3,
        "mixed_white_asian": 0.3,
        "mixed_white_black_caribbean": 0.2,
        "mixed_white_black_african": 0.2,
        "asian_bangladeshi": 0.65,
        "asian_indian": 0.1,
        "asian_chinese": 0.1,
        "asian_other": 0.1,
        "asian_pakistani": 0.05,
        "black_african": 0.35,
        "black_somali": 0.3,
        "black_caribbean": 0.25,
        "black_other": 0.1,
        "other_any": 0.6,
        "other_arab": 0.4,
        _REFUSED: 0.03,
    },
}
"""Chances of the options of some questions, by name; made up like all others.

Rough shapes alone: who belongs to what is drawn so that most say the usual and a few prefer not to
say. They come from no census and no survey.
"""

_AGE_BANDS = {"16_24": ("18_24", "16_17")}
_WORSE_AT_NIGHT = {"female": 0.75, "male": 1.2}


@dataclass(frozen=True, slots=True)
class Persona:
    """A made-up resident.

    Attributes:
        answers: For each question, the words on the buttons to tap, in order; none is to skip.
        types_numbers: Whether they type the numbers of answers instead of tapping them.
        extra: Whether they answer the further part.
        slips: Whether they first pick what they do not mean, and take it back.
        words: What they type at questions about words.
        spots: The locations that they send.
    """

    answers: Mapping[str, tuple[str, ...]]
    types_numbers: bool
    extra: bool
    slips: bool = False
    words: Mapping[str, Typed] = field(default_factory=dict)
    spots: Mapping[str, tuple[Spot, ...]] = field(default_factory=dict)


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
        self._seed = seed
        self._random = random.Random(seed)  # noqa: S311  # a demo, nothing secret
        # of their own, so that what is drawn besides does not move what is answered
        self._slips = self._steady("slips")
        self._pen = Pen(questionnaire, seed)
        self._map = Map(questionnaire, seed)

    def draw(self) -> Persona:
        """The next persona."""
        codes = self._traits()
        answers: dict[str, tuple[str, ...]] = {}
        for question in self._questionnaire.questions:
            if question.kind is Kind.PLACE:
                answers[question.name] = self._place(question, codes["area"])
            elif question.kind is Kind.MULTIPLE:
                answers[question.name] = self._pick(question)
            else:
                answers[question.name] = self._choose(question, codes)
        return Persona(
            answers,
            types_numbers=self._random.random() < TYPES_NUMBERS,
            extra=self._random.random() < EXTRA_PART,
            slips=self._slips.random() < SLIPS,
            words=self._pen.write(),
            spots=self._map.point(),
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

    def _place(self, question: Question, home: str) -> tuple[str, ...]:
        """Where they live, or any place that they tell of."""
        if question.name == "home":
            area = question.area(home)
            assert area is not None, "the plan's areas are the questionnaire's"
        else:
            area = self._favour(question, question.areas, [one.code for one in question.areas])
        wards = _name_wards(area)
        if question.name == "home":
            return area.label[FALLBACK], self._random.choice(wards)
        return area.label[FALLBACK], self._favour(question, wards, wards)

    def _pick(self, question: Question) -> tuple[str, ...]:
        """Some of several: as many as there may be, or fewer; some options are likelier."""
        most = min(3, int(question.maximum or 3))
        options = [
            one
            for one in question.options
            if one.kind is OptionKind.SUBSTANTIVE and not one.exclusive
        ]
        codes = [one.code for one in options]
        picked = [self._favour(question, options, codes) for _ in range(most)]
        return tuple(dict.fromkeys(one.label[FALLBACK] for one in picked))

    def _favour(self, question: Question, choices: Sequence[T], names: Sequence[str]) -> T:
        """One of several, some of which are likelier with everybody of this seed."""
        weights = [self._steady(question.name, name).uniform(0.4, 1.5) ** 3 for name in names]
        return self._random.choices(choices, weights)[0]

    def _choose(self, question: Question, codes: Mapping[str, str]) -> tuple[str, ...]:
        if question.kind not in {Kind.SINGLE, Kind.SCALE}:
            return ()
        if question.personal and self._random.random() < REFUSES:
            return (load_wording(FALLBACK)("prefer-not-to-say"),)
        if question.name in codes and (option := question.option(codes[question.name])):
            return (option.label[FALLBACK],)
        if not question.required and self._random.random() < SKIPS:
            return ()
        options = [
            option
            for option in question.options
            if (not option.relevant or f"'{codes['ethnic_group']}'" in option.relevant)
            and not _ends(question, option)
        ]
        weights = self._weigh(question, options, codes)
        return (self._random.choices(options, weights)[0].label[FALLBACK],)

    def _weigh(
        self, question: Question, options: Sequence[Option], codes: Mapping[str, str]
    ) -> list[float]:
        """Made up: middling answers are likeliest, women are less often at the safe end."""
        if question.name in _LIKELY:
            return [_LIKELY[question.name][option.code] for option in options]
        likeliest = 1.6 / _WORSE_AT_NIGHT[codes["sex"]]
        if question.layout is Layout.ROW:  # how much of a problem each issue is
            likeliest = self._steady(question.name).uniform(0.8, 3.8)
        return [
            1.0 / (1.0 + (place - likeliest) ** 2)
            if option.kind is OptionKind.SUBSTANTIVE
            else 0.06
            for place, option in enumerate(options)
        ]

    def _steady(self, *about: str) -> random.Random:
        """Chance that is the same for everybody of this seed."""
        return random.Random(" ".join([str(self._seed), *about]))  # noqa: S311  # a demo


def _ends(question: Question, option: Option) -> bool:
    """Whether an answer ends the survey: then nothing could be shown of it."""
    return any(f"'{option.code}'" in ending.when for ending in question.endings)


def _name_wards(area: Area) -> list[str]:
    unsure = load_wording(FALLBACK)("not-sure")
    return [*(ward.label[FALLBACK] for ward in area.wards), unsure]
