"""A made-up consultation, frozen by the store: people, issues, concerns and places.

Nobody answered any of it. Women score street harassment higher and people under 25 score robbery
higher, so that something differs; everything else is chance. Places crowd around four made-up
spots.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from analysis.plan import Plan, dump_plan
from analysis.plan_loading import load_plan
from surveys.answers import Answered, Slot
from surveys.loading import load_catalogue
from surveys.questionnaire import Kind, Question, Questionnaire
from surveys.rounds import Purpose, Round, RoundState
from surveys.store.frozen import FieldworkCounts, freeze
from surveys.store.response import FrozenResponse

NAME = "safety-consultation"
PLAN = "tower-hamlets-consultation"
SPOTS = ("E535000N181250", "E536250N182750", "E537500N180000", "E534000N181500")
"""Squares that many name, for no reason but that a picture needs them."""

_SCORES = (0.16, 0.2, 0.26, 0.22, 0.16)
_HIGH = (0.05, 0.1, 0.15, 0.3, 0.4)
_SHARES: Mapping[str, Mapping[str, float]] = {
    "sex": {"female": 0.56, "male": 0.44},
    "age_band": {"18_24": 0.13, "25_34": 0.3, "35_44": 0.24, "45_54": 0.16, "55_64": 0.1},
    "ethnic_group": {"white": 0.46, "mixed": 0.07, "asian": 0.35, "black": 0.08, "other": 0.04},
    "conditions": {"yes": 0.2, "no": 0.8},
    "religion": {"none": 0.34, "christian": 0.26, "muslim": 0.32, "hindu": 0.03, "jewish": 0.02},
    "orientation": {"heterosexual": 0.88, "gay_lesbian": 0.07, "bisexual": 0.05},
}
_DETAIL = {
    "white": ("white_british", "white_other"),
    "mixed": ("mixed_other",),
    "asian": ("asian_bangladeshi", "asian_bangladeshi", "asian_indian"),
    "black": ("black_somali", "black_african"),
    "other": ("other_any",),
}


def freeze_consultation(
    folder: Path,
    people: int = 600,
    *,
    seed: int = 1,
    differ: bool = True,
    opens_on: date = date(2026, 9, 1),
    purpose: Purpose = Purpose.CONSULTATION,
    series: str = "",
) -> Path:
    """A frozen round of made-up people.

    Args:
        folder: Where; its name is the round's.
        people: How many.
        seed: Of all draws.
        differ: Whether women and the young answer differently; else nobody does.
        opens_on: First day; it is open for twelve weeks.
        purpose: Of the round.
        series: That it claims to belong to.
    """
    questionnaire, plan = load_catalogue(NAME), load_consultation_plan()
    random = np.random.default_rng(seed)
    responses = [
        FrozenResponse("en", "chat", "open", slots)
        for slots in draw_people(questionnaire, people, random, differ=differ)
    ]
    round_ = Round(
        id=1,
        name=folder.name,
        title="",
        questionnaire_hash="0" * 64,
        plan=plan.name,
        plan_hash=plan.hash,
        state=RoundState.CLOSING,
        opens_on=opens_on,
        closes_on=date.fromordinal(opens_on.toordinal() + 83),
        synthetic=True,
        purpose=purpose,
        series=series,
    )
    freeze(round_, questionnaire, responses, folder, FieldworkCounts(plan=dump_plan(plan)))
    return folder


def load_consultation_plan() -> Plan:
    """The plan that ships for it."""
    return load_plan(PLAN)


def draw_people(
    questionnaire: Questionnaire, people: int, random: np.random.Generator, *, differ: bool = True
) -> list[dict[str, Slot]]:
    """What made-up people answered, question by question."""
    return [_draw(questionnaire, random, differ=differ) for _ in range(people)]


def _draw(
    questionnaire: Questionnaire, random: np.random.Generator, *, differ: bool
) -> dict[str, Slot]:
    lives = random.random() < 0.85
    slots: dict[str, Slot] = {
        "age": Answered(("18_over",)),
        "connection": Answered(("lives" if lives else _pick(random, ("works", "studies")),)),
    }
    more = {name: _weigh(random, shares) for name, shares in _SHARES.items()}
    about = _draw_about(questionnaire, random, more, lives=lives)
    drawn = tuple(_some(random, questionnaire, "drawn_issues", 4))
    others = {one.code for one in questionnaire.by_name["drawn_issues"].options} - {*drawn}
    slots["drawn_issues"] = Answered(drawn)
    for question in questionnaire.questions:
        issue = question.name.removeprefix("issue_")
        if question.kind is Kind.SCALE and issue not in others and random.random() < 0.95:
            high = differ and (
                (issue == "street_harassment" and more["sex"] == "female")
                or (issue == "robbery" and more["age_band"] == "18_24")
            )
            slots[question.name] = Answered((_score(question, random, high=high),))
    slots["concerns"] = Answered(tuple(_some(random, questionnaire, "concerns", 3, last=17)))
    slots |= _draw_place(questionnaire, random)
    # two in three go on to what is asked about themselves
    return slots | (about if random.random() < 0.67 else {})


def _draw_about(
    questionnaire: Questionnaire,
    random: np.random.Generator,
    more: Mapping[str, str],
    *,
    lives: bool,
) -> dict[str, Slot]:
    about: dict[str, Slot] = {
        name: Answered((code,)) for name, code in more.items() if random.random() < 0.93
    }
    if "ethnic_group" in about:
        about["ethnic_detail"] = Answered((_pick(random, _DETAIL[more["ethnic_group"]]),))
    if about.get("conditions") == Answered(("yes",)):
        effects = ("a_lot", "a_little", "not_at_all")
        about["conditions_reduce"] = Answered((_pick(random, effects),))
    if lives:
        area = questionnaire.by_name["home"].areas[random.integers(4)]
        about["home"] = Answered((area.code, area.wards[random.integers(len(area.wards))].code))
    return about


def _draw_place(questionnaire: Questionnaire, random: np.random.Generator) -> dict[str, Slot]:
    way = _pick(random, ("no", "no", "kind", "ward", "location", "location"))
    slots: dict[str, Slot] = {"place": Answered((way,))}
    if way == "kind":
        slots["place_kind"] = Answered(tuple(_some(random, questionnaire, "place_kind", 2)))
    elif way == "ward":
        area = questionnaire.by_name["place_ward"].areas[random.integers(4)]
        place = min(int(random.exponential(1.1)), len(area.wards) - 1)
        slots["place_ward"] = Answered((area.code, area.wards[place].code))
    elif way == "location":
        slots["place_spot"] = Answered(tuple(_draw_cells(questionnaire, random)))
    return slots


def _draw_cells(questionnaire: Questionnaire, random: np.random.Generator) -> Sequence[str]:
    cells = sorted(questionnaire.by_name["place_spot"].cells)
    near = [_pick(random, SPOTS) for _ in range(random.integers(1, 3))]
    far = [_pick(random, cells) for _ in range(random.integers(0, 2))]
    return list(dict.fromkeys([*near, *far]))


def _score(question: Question, random: np.random.Generator, *, high: bool) -> str:
    codes = [option.code for option in question.options if option.code != "dont_know"]
    return str(codes[random.choice(len(codes), p=_HIGH if high else _SCORES)])


def _some(
    random: np.random.Generator,
    questionnaire: Questionnaire,
    name: str,
    size: int,
    last: int | None = None,
) -> list[str]:
    """Several options of a question, none twice."""
    codes = [option.code for option in questionnaire.by_name[name].options][:last]
    return [codes[place] for place in sorted(random.choice(len(codes), size, replace=False))]


def _weigh(random: np.random.Generator, shares: Mapping[str, float]) -> str:
    """A code by its share of all."""
    codes, odds = list(shares), np.array(list(shares.values()))
    return codes[int(random.choice(len(codes), p=odds / odds.sum()))]


def _pick(random: np.random.Generator, codes: Sequence[str]) -> str:
    return codes[int(random.integers(len(codes)))]
